"""The opened visit on screen, told in order; all of one need is a page of its own (docs/adr/0030)."""

import uuid

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from echo import access as echo
from observations import access, refusals
from observations.models import MAX_STEPS, Voice
from people.views import drafts
from pulse.access import unheard
from together import actions
from together.forms import GuessForm, StepForm, in_three_weeks
from together.offers import bank, offers, own_words
from together.places import LESSON, Places
from together.report import build


def opened_visit(request, lesson_id, *roles):
    """The visit for who may read it together; 423 while it is not open yet."""
    lesson = access.visit(request.user, lesson_id, *roles)
    refusals.require_running(lesson)
    refusals.require_open(lesson)
    return lesson


def together(request, lesson_id):
    """The learning question, where both saw the same and where not, what students showed and said, the small
    steps; then the needs."""
    lesson = opened_visit(request, lesson_id)
    words = drafts.kept(request, "#own-step", was="#bank-step")
    return page(request, lesson, StepForm(words, lesson=lesson) if words else None)


def page(request, lesson, form=None):
    """The page, in the language that the reader chose for the app; with a refused form at its place."""
    report = build(lesson, request.user)
    context = {"report": report, "lesson": lesson, "places": Places(report)}
    context |= steps_of(request, lesson, report, form)
    return render(request, "together/page.html", context, status=422 if form else 200)


def need(request, lesson_id, part):
    """All that was said about one need, or about the lesson as a whole."""
    lesson = opened_visit(request, lesson_id)
    places = Places(build(lesson, request.user))
    context = {"lesson": lesson, "report": places.report, "places": places} | places.part(part)
    return render(request, "together/need.html", context)


def everything(request, lesson_id):
    """The same of every need and of the lesson, one after the other. The opened page fetches it once, and
    shows in place what is asked for (static/js/doors.js)."""
    lesson = opened_visit(request, lesson_id)
    places = Places(build(lesson, request.user))
    parts = [places.part(door.key) for door in places.doors]
    context = {"lesson": lesson, "report": places.report, "parts": parts, "name": _("Everything, by need")}
    return render(request, "together/everything.html", context)


def steps_of(request, lesson, report, form):
    """What the teacher needs to choose steps; the coach reads along."""
    is_teacher = lesson.voice_of(request.user) == Voice.TEACHER
    context = {
        "is_teacher": is_teacher,
        "pdf_url": reverse("report_pdf", args=[lesson.pk]),
        "unheard": unheard(lesson),
        "is_asked_how_it_was": echo.is_asked(request.user, lesson),
    }
    if not is_teacher or (len(report.steps) >= MAX_STEPS and not form):
        return context
    words = own_words(report)
    if words and "own" in request.GET:  # to be changed first: they stand in the form
        form, words = form or StepForm(lesson=lesson, own=words), None
    form = form or StepForm(lesson=lesson)
    ticked = form["suggestion"].value() or ()
    offered = offers(report, ticked)
    choose = {"choose_url": reverse("step_choose", args=[lesson.pk]), "form": form}
    choose |= {"new_step": uuid.uuid4(), "in_three_weeks": in_three_weeks(), "own_words": words}
    return context | choose | {"offers": offered, "bank": bank(report, offered, ticked)}


def opened_at(request, lesson, below, stop):
    """Back to where a form of the opened visit was filled in: at this place of the page, or in the talk at
    this stop."""
    if "is_talk" in request.POST:
        return f"{reverse('talk', args=[lesson.pk])}?at={stop}"
    return reverse("together", args=[lesson.pk]) + below


@require_POST
def guess(request, lesson_id):
    """What may lie behind the signals, and which patterns may fit: either of the pair may note it, for
    both."""
    lesson = opened_visit(request, lesson_id)
    form = GuessForm(request.POST, lesson=lesson)
    if not form.is_valid():
        raise Http404  # nothing here is typed: a choice that is not on the page
    actions.guess(lesson=lesson, by=request.user, **form.facts)
    drafts.saved(request)
    return HttpResponseRedirect(opened_at(request, lesson, f"{LESSON}/#guesses", "signals"))
