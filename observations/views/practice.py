"""Before the lesson's day: practise, or really the lesson? And the practice visit, which is its owner's alone
for a week."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from checklists.models import Edition
from observations import access, actions, practising, refusals
from observations.models import Lesson, Voice

PAGES = {Voice.COACH: "look", Voice.TEACHER: "look_back"}


def early(request, lesson_id):
    """Asked before the page of one's account opens, until one said that it really is the lesson, or the day
    is there."""
    lesson = access.visit(request.user, lesson_id)
    voice = lesson.voice_of(request.user)
    refusals.require_recording(lesson, voice)
    if "practise" in request.POST:
        return begin(request, voice, lesson.edition)
    if lesson.asks_first(voice):
        if "real" not in request.POST:
            return render(request, "observations/early.html", {"lesson": lesson, "voice": voice})
        actions.bring_forward(lesson=lesson, by=request.user)
    return redirect(PAGES[voice], lesson_id)


def practice(request):
    """What practising is, what one has of it, and a beginning."""
    refusals.require_takes_part(request.user)
    if request.method == "POST":
        voice = request.POST.get("voice")
        edition = Edition.objects.newest_for(request.user.school_id).first()
        if voice not in Voice.values or edition is None:
            raise Http404
        return begin(request, Voice(voice), edition)
    own = [lesson for lesson in Lesson.with_practice.of(request.user).practice() if not lesson.is_gone]
    return render(request, "observations/practice.html", {"own": {lesson.practice: lesson for lesson in own}})


def begin(request, voice, edition):
    lesson = practising.practise(by=request.user, voice=voice, edition=edition)
    return redirect(PAGES[voice], lesson.pk)


def throw_away(request, lesson_id):
    """Asks once, and then it is gone at once. A second click finds nothing more."""
    if request.method != "POST":
        lesson = access.practice(request.user, lesson_id)
        return render(request, "observations/throw_away.html", {"lesson": lesson})
    if practising.throw_away(by=request.user, lesson_id=lesson_id):
        messages.success(request, _("Your practice visit is gone."))
    return redirect("home")
