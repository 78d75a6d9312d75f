"""From nothing to a first lesson visit: the page for the first person, and the steps after it
(docs/adr/0052)."""

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from administration import access, beginning, first
from administration.first_forms import BeginForm, PersonForm, TeamForm
from administration.steps import OTHER, TEACHER, TEAM, Steps
from people.models import Membership
from people.views import drafts, pages


@login_not_required
@never_cache
def begin(request, code):
    """The school and its first person; there is no such page once somebody is here."""
    beginning.require_nobody(code)
    form = BeginForm(request.POST or None, initial={"language": get_language()})
    if not drafts.is_sent(request, form):
        return drafts.page(request, "administration/begin.html", form)
    try:
        person = beginning.begin(**form.cleaned_data)
    except beginning.Begun:
        raise Http404 from None
    get_adapter().login(request, person)
    response = redirect("first_steps")
    pages.remember(request, response, person.language)
    return response


ASKS = {TEAM: TeamForm, TEACHER: PersonForm, OTHER: PersonForm}
ROLES = {TEACHER: Membership.Role.TEACHER, OTHER: Membership.Role.COACH}


def first_steps(request):
    """What a school needs before its first lesson visit, one small form a step."""
    school = access.school_of(request.user)
    forms = {step: asked(request, step, school) for step in ASKS}
    sent = forms.get(request.POST.get("step"))
    if sent is not None and sent.is_valid():
        take(request, request.POST["step"], sent)
        drafts.saved(request)
        return redirect("first_steps")
    context = {"steps": Steps(school), "forms": forms, "refused": sent, **first.so_far(school)}
    return render(request, "administration/first_steps.html", context, status=422 if sent else 200)


def asked(request, step, school):
    """The form of a step, with what was sent with it."""
    is_sent = request.method == "POST" and request.POST.get("step") == step
    return ASKS[step](
        request.POST if is_sent else drafts.kept(request, f"#{step}"), school=school, prefix=step
    )


def take(request, step, form):
    if step == TEAM:
        first.make_team(by=request.user, name=form.cleaned_data["name"])
    else:
        first.invite(by=request.user, role=ROLES[step], **form.cleaned_data)
