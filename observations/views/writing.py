"""The pages on which teacher and coach write, as plain forms; and their account ready, or open to writing
again."""

import uuid

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from observations import access, actions, plain, recording, refusals
from observations.models import Voice
from observations.refusals import NotNow
from observations.savers import INVALID, SAVED, Result
from observations.sheets import Sheet
from observations.views.posted import json_of, unreadable
from people.views import drafts


def before(request, lesson_id):
    """The teacher's learning question, lens and intentions. All of it may stay empty."""
    lesson = access.visit_of_teacher(request.user, lesson_id)
    refusals.require_running(lesson)
    refusals.require_lens_open(lesson)
    return writing_page(request, lesson, Voice.TEACHER, "observations/before.html")


def look(request, lesson_id):
    """The coach's capture page."""
    lesson = access.to_write(request.user, lesson_id, Voice.COACH)
    return writing_page(
        request, lesson, Voice.COACH, "observations/look.html", asks=asks_first(request, lesson)
    )


def look_back(request, lesson_id):
    """The teacher's mirrored self-view, signals, responses and questions."""
    lesson = access.to_write(request.user, lesson_id, Voice.TEACHER)
    return writing_page(
        request, lesson, Voice.TEACHER, "observations/look_back.html", asks=asks_first(request, lesson)
    )


def asks_first(request, lesson):
    """Before the lesson's day a person is asked first. Who fetches the page to keep it (static/js/offline.js)
    gets the page itself: it will be opened on the day, and asks by itself should it be opened before."""
    return "X-Keep" not in request.headers and lesson.asks_first(lesson.voice_of(request.user))


def writing_page(request, lesson, voice, template, asks=False):
    """Shows the page, or saves the posted one; what is refused comes back with everything typed still there,
    and so does what was typed before a sign-in."""
    entries = plain.entries(request.POST, lesson)
    if "ready" in request.POST and not entries and lesson.is_ready(voice):
        return redirect("visit", lesson.pk)  # a second click
    refusals.require_recording(lesson, voice)
    if request.method != "POST":
        if asks:
            return redirect("early", lesson.pk)
        sheet = Sheet(lesson, voice, put_back(request, lesson))
        return render(request, template, page(lesson, sheet), status=422 if sheet.sent else 200)
    results = recording.record(by=request.user, lesson_id=lesson.pk, voice=voice, entries=entries)
    if all(result.status == SAVED for result in results):
        drafts.saved(request)
        return finish(request, lesson)
    fresh = access.to_write(request.user, lesson.pk, voice)
    sheet = Sheet(fresh, voice, zip(entries, results, strict=True))
    return render(request, template, page(fresh, sheet), status=422)


def put_back(request, lesson):
    """What was typed on this page before a sign-in, each with the reason why it is not saved."""
    words = drafts.kept(request)
    reason = Result(
        INVALID, {"errors": {"__all__": [{"message": _("You had to sign in first. Press Save.")}]}}
    )
    return [(entry, reason) for entry in plain.entries(words, lesson)] if words else []


def page(lesson, sheet):
    return {"lesson": lesson, "sheet": sheet, "content": lesson.content, "new_moment": uuid.uuid4()}


def finish(request, lesson):
    """After a plain save: stay on the page, or mark the account ready when that button was pressed."""
    if "ready" in request.POST:
        return mark_ready(request, lesson)
    messages.success(request, _("Saved."))
    return redirect("visit", lesson.pk) if "done" in request.POST else redirect(request.path)


@require_POST
def ready(request, lesson_id):
    """The button, or the page's script, which sends it once everything else is there."""
    if request.content_type != "application/json":
        return mark_ready(request, access.to_write(request.user, lesson_id))
    try:
        entry = json_of(request)["entry"]
        is_ready, sure, is_real = entry["ready"], entry.get("sure") is True, entry.get("real") is True
    except (ValueError, KeyError, TypeError, AttributeError):
        return unreadable()
    lesson = access.to_write(request.user, lesson_id)
    if lesson.practice:
        return JsonResponse({})  # there is nobody to be ready for
    if is_ready:
        if is_real and lesson.asks_first(lesson.voice_of(request.user)):
            actions.bring_forward(lesson=lesson, by=request.user)
        actions.mark_ready(lesson=lesson, by=request.user, sure=sure)
        messages.success(request, _("Your story is ready."))
    else:
        actions.withdraw_ready(lesson=lesson, by=request.user)
    return JsonResponse({})


def mark_ready(request, lesson):
    """The button. An empty story is asked about, once; whoever says so again, means it."""
    if lesson.practice:
        return redirect("visit", lesson.pk)
    try:
        actions.mark_ready(lesson=lesson, by=request.user, sure="sure" in request.POST)
    except NotNow as refusal:
        if refusal.reason != "empty":
            raise
        return render(request, "observations/empty.html", {"lesson": lesson}, status=423)
    messages.success(request, _("Your story is ready."))
    return redirect("visit", lesson.pk)


@require_POST
def reopen(request, lesson_id):
    """Back to writing in the own account, until the accounts are opened."""
    lesson = access.visit(request.user, lesson_id)
    actions.withdraw_ready(lesson=lesson, by=request.user)
    return redirect("look" if lesson.voice_of(request.user) == Voice.COACH else "look_back", lesson_id)
