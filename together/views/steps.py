"""The small steps of an opened visit: chosen, taken away again, and looked back on."""

import uuid
from contextlib import suppress

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from observations.models import Voice
from people.views import drafts
from together import actions
from together.actions import TooManySteps
from together.agenda import STEPS, Agenda
from together.forms import TOO_MANY, LookBackForm, StepForm
from together.report import build
from together.views.page import opened_at, opened_visit, page
from together.views.talk import table


def step_choose(request, lesson_id):
    """Up to three small steps, from the bank and in own words. Back on this address after a refused form, it
    shows the page."""
    lesson = opened_visit(request, lesson_id, Voice.TEACHER)
    if request.method != "POST":
        return to_steps(request, lesson)
    form = StepForm(request.POST, lesson=lesson)
    if not form.is_valid():
        return refused(request, lesson, form)
    try:
        actions.choose_steps(lesson=lesson, by=request.user, steps=form.steps)
    except TooManySteps:
        form.add_error(None, TOO_MANY)
        return refused(request, lesson, form)
    drafts.saved(request)
    return to_steps(request, lesson)


def refused(request, lesson, form):
    """The page or the stop of the talk where it was filled in, with everything that was typed."""
    if "is_talk" not in request.POST:
        return page(request, lesson, form)
    report = build(lesson, request.user)
    return table(request, lesson, report, Agenda(report).at(STEPS), step_form=form)


def to_steps(request, lesson):
    return HttpResponseRedirect(opened_at(request, lesson, "#steps", STEPS))


def step_drop(request, lesson_id, step_id):
    """Takes a chosen step away again, until it has been looked back on. Asks once, because own words go with
    it."""
    lesson = opened_visit(request, lesson_id, Voice.TEACHER)
    if request.method == "POST":
        actions.drop_step(lesson=lesson, by=request.user, step_id=step_id)
        return to_steps(request, lesson)
    step = step_of(lesson, step_id)
    if step.looked_back_at:
        return to_steps(request, lesson)
    context = {"lesson": lesson, "step": step, "back": came_from(request, lesson)}
    return render(request, "together/step_drop.html", context)


def step_of(lesson, step_id):
    step = next((step for step in lesson.chosen_steps if step.pk == step_id), None)
    if step is None:
        raise Http404
    return step


def step_back(request, lesson_id, step_id):
    """Looking back on a step: tried, in another way, or not yet; and what students showed."""
    lesson = opened_visit(request, lesson_id, Voice.TEACHER)
    step = step_of(lesson, step_id)
    form = LookBackForm(drafts.posted(request), step=step)
    if drafts.is_sent(request, form):
        said = form.cleaned_data | {"lang": get_language()}
        actions.look_back_on(lesson=lesson, by=request.user, step_id=step_id, **said)
        drafts.saved(request)
        messages.success(request, _("What came of it is saved with the step."))
        return HttpResponseRedirect(came_from(request, lesson))
    context = {"lesson": lesson, "step": step, "back": came_from(request, lesson)}
    return drafts.page(request, "together/step_back.html", form, **context)


def came_from(request, lesson):
    """Where looking back was begun: in the talk (`?talk`), before a next visit (`?before=` its id), or on the
    opened page."""
    if "talk" in request.GET:
        return f"{reverse('talk', args=[lesson.pk])}?at={STEPS}"
    with suppress(ValueError):
        return reverse("before", args=[uuid.UUID(request.GET.get("before", ""))])
    return reverse("together", args=[lesson.pk]) + "#steps"
