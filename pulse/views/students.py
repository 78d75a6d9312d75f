"""The public pages: a code, a few sentences, thanks. Nobody signs in, and nothing is kept of who answers
(actions.answer).

No address is looked at: a whole class sits behind one. The pages ask for no CSRF token, because its cookie
would stay for a year and there is no session to protect; the one cookie they set ends with the browser and
says "answered".
"""

from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from people.away import AWAY, SOON
from people.models import Language
from pulse import actions
from pulse.forms import CodeForm, StudentForm
from pulse.models import Pulse

ANSWERED = "answered"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]  # each in its own
WORDS = {
    "language": _("Language"),
    "title": _("How was this lesson for you?"),
    "refused": _("This could not be sent yet. Look for the exclamation mark."),
    "open": _("May stay empty. Only your teacher reads this, and only when there are ten or more answers."),
    "own": _("You are signed in as the teacher or the coach of this lesson. You can look at the page; answering is for students."),
    "send": _("Send"),
    "sending": _("It is being sent …"),
    "unsure": _("We do not know whether it came in: the connection is bad. Your answers are still here. Send once more; they count only once."),
    "kept": _("There is no account, and we do not keep who answered, or when. After sending you cannot change anything."),
}  # fmt: skip
# who may read the numbers, by (a coach was in the lesson, colleagues may): what stands here is what
# pulse.access holds to
READERS = {
    (False, False): _("Only your teacher reads the numbers."),
    (True, False): _("Your teacher reads the numbers, and may share them with the coach who was in the lesson. Nobody else reads them."),
    (False, True): _("Your teacher reads the numbers, and may share them with colleagues of the team or the team lead. Nobody else reads them."),
    (True, True): _("Your teacher reads the numbers, and may share them with the coach who was in the lesson, and with colleagues of the team or the team lead. Nobody else reads them."),
}  # fmt: skip


def public(view):
    return never_cache(login_not_required(csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(view))))


@public
def enter(request):
    """For who types the code instead of scanning it."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    return enter_page(request, form)


def enter_page(request, form):
    if form.is_valid():
        return redirect("pulse_answer", form.cleaned_data["code"])
    status = 404 if form.is_bound else 200
    return in_language(request, get_language(), "pulse/enter.html", {"form": form}, status)


@public
def answer(request, code):
    """The sentences. A device that has answered sees the thanks, and can hand over to somebody else
    (`?again`)."""
    pulse = pulse_of(code)
    if pulse is None:
        return enter_page(request, CodeForm({"code": code}))
    if code != pulse.code:
        return redirect("pulse_answer", pulse.code)
    if ANSWERED in request.COOKIES and "again" not in request.GET:
        return redirect("pulse_thanks", code)
    if not pulse.is_running or pulse.is_full:
        return closed(request, pulse)
    return (
        take(request, pulse)
        if request.method == "POST"
        else answer_page(request, pulse, StudentForm(pulse=pulse))
    )


def pulse_of(code):
    """The pulse of this code, or None. Who comes when it has just closed by itself settles it."""
    pulse = Pulse.objects.by_code(code)
    if pulse and pulse.is_due:
        actions.settle(pk=pulse.pk)
    return pulse


def answer_page(request, pulse, form, *, is_unsure=False):
    """In both languages at once, so that choosing one loses nothing and leaves no page behind
    (static/css/pulse.css). `is_unsure`: the database was away, and what was chosen may not be counted."""
    lesson, words = pulse.lesson, pulse.lesson.content.edition.words
    context = {
        "pulse": pulse,
        "form": form,
        "words": WORDS,
        "readers": READERS[pulse.told_coach_id is not None, pulse.colleagues_may_read],
        "intro": words["pulse_intro"],
        "scale": words["scales"]["pulse"],
        "languages": LANGUAGES,
        "language": chosen_language(request, lesson.language),
        "is_own": is_own(request.user, lesson),
        "is_unsure": is_unsure,
    }
    status = HTTPStatus.SERVICE_UNAVAILABLE if is_unsure else 422 if form.is_bound else 200
    return in_language(request, lesson.language, "pulse/answer.html", context, status)


def take(request, pulse):
    """Counts the answers. Teacher and coach may look at the page, and do not count."""
    form, lesson = StudentForm(request.POST, pulse=pulse), pulse.lesson
    if not form.is_valid() or is_own(request.user, lesson):
        return answer_page(request, pulse, form)
    language = chosen_language(request, lesson.language)
    try:
        actions.answer(pulse=pulse, lang=language, **form.facts)
    except actions.Closed:
        return closed(request, pulse)
    except AWAY:
        unsure = answer_page(request, pulse, form, is_unsure=True)
        unsure["Retry-After"] = SOON
        return unsure
    return answered(pulse, language)


def is_own(user, lesson):
    return user.is_authenticated and lesson.voice_of(user) is not None


def answered(pulse, language):
    response = HttpResponseRedirect(f"{reverse('pulse_thanks', args=[pulse.code])}?sent&lang={language}")
    path = reverse("pulse_answer", args=[pulse.code])
    response.set_cookie(ANSWERED, "1", path=path, httponly=True, samesite="Lax", secure=settings.HTTPS)
    return response


def closed(request, pulse):
    """Too late, or full. What was just typed is not counted, and the page says so."""
    context = {"pulse": pulse, "was_sent": request.method == "POST", "is_full": pulse.is_running}
    return in_language(request, pulse.lesson.language, "pulse/closed.html", context, 410)


@public
def thanks(request, code):
    """After sending (`?sent`), or for a device that has answered before."""
    pulse = pulse_of(code)
    if pulse is None:
        return redirect("pulse_enter")
    context = {"pulse": pulse, "is_sent": "sent" in request.GET}
    return in_language(request, pulse.lesson.language, "pulse/thanks.html", context)


def in_language(request, usual, template, context, status=200):
    """The page in the student's language: chosen on the page, else the one of the lesson. No cookie remembers
    it."""
    return show_in(chosen_language(request, usual), request, template, context, status)


def show_in(language, request, template, context, status=200):
    with override(language):
        response = render(request, template, context, status=status)
    response.headers["Content-Language"] = language
    return response


def chosen_language(request, usual):
    chosen = request.POST.get("lang") or request.GET.get("lang")
    return chosen if chosen in Language.values else usual
