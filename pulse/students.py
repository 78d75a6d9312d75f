"""The public pages: a code, a few sentences, thanks. Nobody signs in, and nothing is kept of who answers (actions.answer).

No address is looked at: a whole class sits behind one. The pages ask for no CSRF token, because its cookie would stay for
a year and there is no session to protect; the one cookie they set ends with the browser and says "answered".
"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from people.models import Language
from pulse import actions
from pulse.forms import CodeForm, StudentForm
from pulse.models import MOST, Pulse, tidy_code

ANSWERED = "answered"


def public(view):
    return never_cache(login_not_required(csrf_exempt(view)))


@public
def enter(request):
    """For who types the code instead of scanning it."""
    return enter_page(request, CodeForm(request.POST or None))


def enter_page(request, form):
    if form.is_valid():
        return redirect("pulse_answer", form.cleaned_data["code"])
    return in_language(
        request, get_language(), "pulse/enter.html", {"form": form}, 404 if form.is_bound else 200
    )


@public
def answer(request, code):
    """The sentences. A device that has answered sees the thanks, and can hand over to somebody else (`?again`)."""
    pulse = Pulse.objects.select_related("lesson").filter(code=tidy_code(code)).first()
    if pulse is None:
        return enter_page(request, CodeForm({"code": code}))
    if code != pulse.code:
        return redirect("pulse_answer", pulse.code)
    if ANSWERED in request.COOKIES and "again" not in request.GET:
        return redirect("pulse_thanks", code)
    if not pulse.is_running or pulse.answers >= MOST:
        return closed(request, pulse)
    form = StudentForm(request.POST or None, pulse=pulse)
    if "show" in request.POST or not form.is_valid():
        return answer_page(request, pulse, form)
    return take(request, pulse, form)


def answer_page(request, pulse, form):
    """Also after another language was chosen: everything that was touched is still there."""
    refused = form.is_bound and "show" not in request.POST
    context = {"pulse": pulse, "form": form, "words": pulse.lesson.content}
    return in_language(request, pulse.lesson.language, "pulse/answer.html", context, 422 if refused else 200)


def take(request, pulse, form):
    language = chosen_language(request, pulse.lesson.language)
    try:
        actions.answer(pulse=pulse, lang=language, **form.facts)
    except actions.Closed:
        return closed(request, pulse)
    response = HttpResponseRedirect(f"{reverse('pulse_thanks', args=[pulse.code])}?lang={language}")
    path = reverse("pulse_answer", args=[pulse.code])
    response.set_cookie(ANSWERED, "1", path=path, httponly=True, samesite="Lax", secure=settings.HTTPS)
    return response


def closed(request, pulse):
    """Too late, or full. What was just typed is not counted, and the page says so."""
    context = {"pulse": pulse, "was_sent": request.method == "POST"}
    return in_language(request, pulse.lesson.language, "pulse/closed.html", context, 410)


@public
def thanks(request, code):
    pulse = Pulse.objects.select_related("lesson").filter(code=code).first()
    if pulse is None:
        return redirect("pulse_enter")
    return in_language(request, pulse.lesson.language, "pulse/thanks.html", {"pulse": pulse})


def in_language(request, usual, template, context, status=200):
    """The page in the student's language: chosen on the page, else the one of the lesson. No cookie remembers it."""
    return show_in(chosen_language(request, usual), request, template, context, status)


def show_in(language, request, template, context, status=200):
    with override(language):
        response = render(request, template, context, status=status)
    response.headers["Content-Language"] = language
    return response


def chosen_language(request, usual):
    chosen = request.POST.get("show") or request.POST.get("lang") or request.GET.get("lang")
    return chosen if chosen in Language.values else usual
