"""The pulse for teacher and coach: prepare, open, show on the screen, close, read, release, tell the
class."""

import segno
from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from observations.models import Voice
from people.views import drafts
from pulse import access, actions, refusals
from pulse.forms import PrepareForm, PresentForm, TellForm
from pulse.heard import heard, too_few, written
from pulse.views.students import show_in


def visit(request, lesson_id, *roles):
    """The visit with its pulse, for who may ask the students. The first look after it closed by itself
    settles it."""
    lesson, pulse = access.visit(request.user, lesson_id, *roles)
    if pulse.is_due:
        actions.settle(pk=pulse.pk)
    return lesson, pulse


def pulse(request, lesson_id):
    """The page of the pulse, in whatever state it is. Posting it saves what is to be asked, and opens it when
    asked to."""
    lesson, pulse = visit(request, lesson_id)
    if request.method != "POST":
        return page(request, lesson, pulse, **put_back(request, pulse))
    visit(request, lesson_id, Voice.TEACHER)
    if "open" in request.POST and pulse.is_opened:
        return open_pulse(request, lesson_id)  # a second click
    form = PrepareForm(request.POST, pulse=pulse)
    if not form.is_valid():
        return page(request, lesson, pulse, form=form)
    actions.prepare(lesson=lesson, by=request.user, **form.facts)
    drafts.saved(request)
    if "open" in request.POST:
        return open_pulse(request, lesson_id)
    messages.success(request, _("Saved. You open the pulse in the lesson."))
    return redirect("pulse", lesson_id)


def put_back(request, pulse):
    """The form that was being filled in before a sign-in."""
    if words := drafts.kept(request, "#ask"):
        return {"form": PrepareForm(words, pulse=pulse)}
    words = drafts.kept(request, "#present")
    return {"present_form": PresentForm(words, pulse=pulse)} if words else {}


def page(request, lesson, pulse, **forms):
    """Every state on one address; a refused form comes back at its place with a 422."""
    is_teacher = lesson.voice_of(request.user) == Voice.TEACHER
    context = {
        "lesson": lesson,
        "pulse": pulse,
        "is_teacher": is_teacher,
        "heard": heard(lesson, request.user),
        "written": written(lesson, request.user),
        "too_few": too_few(pulse),
        "is_ready": lesson.is_ready(Voice.TEACHER),
        "is_for_coach": access.is_for_coach(lesson, pulse),
        "key": access.key_of(lesson, pulse) if is_teacher else None,
        "is_lesson_day": access.is_lesson_day(lesson),
    }
    if is_teacher:
        context |= {"form": PrepareForm(pulse=pulse), "present_form": PresentForm(pulse=pulse)}
    return render(request, "pulse/pulse.html", context | forms, status=422 if forms else 200)


@require_POST
def open_pulse(request, lesson_id):
    lesson, _pulse = visit(request, lesson_id)
    actions.open_pulse(lesson=lesson, by=request.user)
    return redirect("pulse_screen", lesson_id)


def screen(request, lesson_id):
    """For the projector, in the language of the lesson: how students get there, and how many have
    answered."""
    lesson, pulse = visit(request, lesson_id)
    if not pulse.is_opened:
        raise refusals.NotNow("not_asked")
    place = reverse("pulse_enter")
    address = request.build_absolute_uri(reverse("pulse_answer", args=[pulse.code]))
    context = {
        "lesson": lesson,
        "pulse": pulse,
        "place": request.get_host() + place.rstrip("/"),
        "qr": qr(address),
    }
    return show_in(lesson.language, request, "pulse/screen.html", context)


def qr(address):
    """The code as SVG without a size of its own, dark on nothing."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        border=0, omitsize=True, lineclass=None, svgclass=None
    )
    return SafeString(drawn)  # segno draws squares; the address does not stand in it


def count(request, lesson_id):
    """What the projector asks every few seconds. How many, never what."""
    _lesson, pulse = visit(request, lesson_id)
    return JsonResponse({"answers": pulse.answers, "is_running": pulse.is_running})


def close(request, lesson_id):
    """Asks once: a closed pulse does not open again."""
    lesson, pulse = visit(request, lesson_id)
    if request.method == "POST":
        actions.close(lesson=lesson, by=request.user)
    elif pulse.is_running:
        return render(request, "pulse/close.html", {"lesson": lesson, "pulse": pulse})
    return redirect("pulse", lesson_id)


@require_POST
def hear(request, lesson_id):
    lesson, _pulse = visit(request, lesson_id, Voice.TEACHER)
    actions.hear(lesson=lesson, by=request.user)
    return redirect("pulse", lesson_id)


@require_POST
def release(request, lesson_id):
    lesson, _pulse = visit(request, lesson_id, Voice.TEACHER)
    actions.release(lesson=lesson, by=request.user)
    words = _("From now on {name} reads the students’ answers too.")
    messages.success(request, words.format(name=lesson.coach.short_name))
    return redirect("pulse", lesson_id)


def present(request, lesson_id):
    lesson, pulse = visit(request, lesson_id, Voice.TEACHER)
    if request.method != "POST":
        return redirect("pulse", lesson_id)  # back on this address after a refused number
    form = PresentForm(request.POST, pulse=pulse)
    if not form.is_valid():
        return page(request, lesson, pulse, present_form=form)
    actions.say_present(lesson=lesson, by=request.user, **form.cleaned_data)
    drafts.saved(request)
    messages.success(request, _("Saved."))
    return redirect("pulse", lesson_id)


def tell(request, lesson_id):
    """You said, we try: what the teacher takes back to the class."""
    lesson, pulse = told(request, lesson_id)
    form = TellForm(drafts.posted(request), pulse=pulse)
    if drafts.is_sent(request, form):
        actions.tell(lesson=lesson, by=request.user, lang=get_language(), **form.cleaned_data)
        drafts.saved(request)
        if "show" in request.POST:
            return redirect("pulse_tell_screen", lesson_id)
        messages.success(request, _("Saved."))
        return redirect("pulse_tell", lesson_id)
    context = {"lesson": lesson, "pulse": pulse, "heard": heard(lesson, request.user)}
    return drafts.page(request, "pulse/tell.html", form, **context)


def tell_screen(request, lesson_id):
    """The same for the projector, in the language of the lesson."""
    lesson, pulse = told(request, lesson_id)
    return show_in(lesson.language, request, "pulse/tell_screen.html", {"lesson": lesson, "pulse": pulse})


def told(request, lesson_id):
    lesson, pulse = visit(request, lesson_id, Voice.TEACHER)
    refusals.require_closed(pulse)
    refusals.require_heard(request.user, lesson, pulse)
    return lesson, pulse
