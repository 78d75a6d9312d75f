"""The teacher holds the keys: who may read which part until when, and what happened with them."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from observations.models import UNDER_KEY, Voice
from people.views import drafts
from reports import actions
from reports.forms import KeyForm
from reports.key_page import KeyPage
from together.views.page import opened_visit

YES, NO = "yes", "no"
ANSWERS = {
    YES: gettext_lazy("Noted: they may read it too."),
    NO: gettext_lazy("Noted: they do not read it. You can change this with your keys."),
}


def keys(request, lesson_id, form=None):
    """For each part who may read it; and below what happened."""
    lesson = opened_visit(request, lesson_id, Voice.TEACHER)
    page, form = KeyPage(lesson, request.user), form or put_back(request)
    actions.read_what_ended(page.ledger)
    return render(
        request,
        "reports/keys.html",
        {"lesson": lesson, "page": page, "form": form},
        status=422 if form else 200,
    )


def put_back(request):
    """The form of the part that was being given before a sign-in."""
    found = (drafts.kept(request, f"#give-{part}") for part in UNDER_KEY)
    words = next(filter(None, found), None)
    return words and form_of(words)


def form_of(words):
    return KeyForm(words, auto_id=f"%s-{words.get('part')}")


def key_give(request, lesson_id):
    lesson = opened_visit(request, lesson_id, Voice.TEACHER)
    if request.method != "POST":
        return to_keys(lesson)  # back on this address after a refused key
    form = form_of(request.POST)
    if not form.is_valid():
        return keys(request, lesson_id, form)
    if not KeyPage(lesson, request.user).givable[form.cleaned_data["part"]]:
        raise Http404
    actions.give_key(lesson=lesson, by=request.user, **form.cleaned_data)
    drafts.saved(request)
    messages.success(request, _("The key is given. You can revoke it here at any time."))
    return to_keys(lesson)


@require_POST
def key_revoke(request, lesson_id, part):
    lesson = opened_visit(request, lesson_id, Voice.TEACHER)
    if part not in UNDER_KEY:
        raise Http404
    actions.revoke_key(lesson=lesson, by=request.user, part=part)
    messages.success(request, _("The key is revoked: whoever had it can no longer open this part."))
    return to_keys(lesson)


@require_POST
def admit(request, member, lesson_id=None):
    """The answer about somebody who came later, from the start page or from the keys of one visit."""
    lesson = opened_visit(request, lesson_id, Voice.TEACHER) if lesson_id else None
    answer = request.POST.get("may_read")
    if answer not in ANSWERS:
        raise Http404
    actions.admit(by=request.user, member=member, may_read=answer == YES)
    messages.success(request, ANSWERS[answer])
    return to_keys(lesson) if lesson else redirect("home")


def to_keys(lesson):
    return HttpResponseRedirect(reverse("keys", args=[lesson.pk]))
