"""What is said, guessed and chosen once a visit is open.

Like those of a visit: `by=`, on the locked row, and safe to call twice.
"""

import uuid
from datetime import timedelta

from django.http import Http404
from django.utils import timezone

from observations import refusals
from observations.actions import on_locked_visit
from observations.models import MAX_CORE, MAX_STEPS, MAX_STOPS, MAX_TEXT, Addition, News, Step, Voice
from observations.telling import tell_other

SOON = timedelta(hours=1)


class TooManySteps(Exception):
    pass


class TooLong(Exception):
    """Two texts that are to stay both do not fit."""


@on_locked_visit()
def add(*, lesson, by, **facts):
    """A dated addition to an opened visit. The same words again at the same place, soon, are the same
    addition (docs/adr/0021): after Back with another `id`. Other words are said too, whatever their `id`."""
    refusals.require_open(lesson)
    id = facts.pop("id", None) or uuid.uuid4()
    known = Addition.objects.filter(pk=id).first()
    if known and (known.lesson_id, known.author_id) != (lesson.pk, by.pk):
        raise Http404
    says = {name: value for name, value in facts.items() if name != "lang"}
    if known and all(getattr(known, name) == value for name, value in says.items()):
        return known
    just_now = lesson.additions.filter(author=by, created_at__gt=timezone.now() - SOON, **says)
    new = {"id": uuid.uuid4() if known else id, "lesson": lesson, "author": by}
    said = just_now.first()
    if said is None:
        said = Addition.objects.create(**new, **facts)
        tell_other(News.REPLY, lesson, by, thing=said.pk)
    return said


@on_locked_visit()
def guess(*, lesson, by, meanings, patterns):
    """What the pair thinks lay behind signals: `meanings` {signal: meaning, or "" for unknown}, `patterns`
    {key: may fit}.

    Keys of the edition; only what changes.
    """
    refusals.require_open(lesson)
    talk = lesson.together
    meanings = talk.meanings | meanings
    talk.meanings = {signal: meaning for signal, meaning in meanings.items() if meaning}
    fits = dict.fromkeys(talk.patterns, True) | patterns
    talk.patterns = [key for key, may_fit in fits.items() if may_fit]
    talk.save()


@on_locked_visit(Voice.TEACHER)
def choose_stops(*, lesson, by, stops, other="", lang="nl"):
    """What the teacher wants to talk about: keys of at most two stops, or something in own words as one of
    the two. Again, it is another choice."""
    refusals.require_open(lesson)
    talk = lesson.together
    talk.first_stop, talk.second_stop = stops + [""] * (MAX_STOPS - len(stops))
    talk.something_else, talk.else_lang = other, lang
    talk.chosen_at = talk.chosen_at or timezone.now()
    talk.save()


@on_locked_visit()
def note_talk(*, lesson, by, stop, text, was="", lang="nl"):
    """What the two write down at one stop of their talk. Returns the text as it now is."""
    refusals.require_open(lesson)
    talk = lesson.together
    text = beside_the_other(talk.notes.get(stop, {}).get("text", ""), was, text, MAX_TEXT)
    if text:
        talk.notes[stop] = {"text": text, "lang": lang}
    else:
        talk.notes.pop(stop, None)
    talk.save()
    return text


@on_locked_visit()
def say_core(*, lesson, by, text, was="", need="", was_need="", lang="nl"):
    """What it came down to, and which need's question was at work. Returns the text as it now is."""
    refusals.require_open(lesson)
    talk = lesson.together
    if text != was:
        talk.core, talk.core_lang = beside_the_other(talk.core, was, text, MAX_CORE), lang
    if need != was_need:
        talk.core_need = need
    talk.save()
    return talk.core


def beside_the_other(now, was, text, longest):
    """`was` is what the page showed: had the other device written something else meanwhile, both texts stay,
    one under the other; TooLong where they do not fit."""
    both = text if now in (was, text) else f"{now}\n{text}".strip()
    if len(both) > longest:
        raise TooLong
    return both


@on_locked_visit(Voice.TEACHER)
def choose_steps(*, lesson, by, steps):
    """Several small steps at once, each as `choose_step` takes it: all of them, or none."""
    for step in steps:
        choose_step(lesson=lesson, by=by, **step)


@on_locked_visit(Voice.TEACHER)
def choose_step(*, lesson, by, id, look_back_on=None, **says):
    """One small step of at most three. The same suggestion, or the same words for the same day, again is the
    same step (docs/adr/0021)."""
    refusals.require_open(lesson)
    steps, new = list(lesson.steps.all()), Step(id=id, lesson=lesson, look_back_on=look_back_on, **says)
    known = next((step for step in steps if is_same(step, new)), None)
    if known:
        return with_sign(known, new.seen_by)
    free = sorted(set(range(1, MAX_STEPS + 1)) - {step.slot for step in steps})
    if not free:
        raise TooManySteps
    if id in {step.pk for step in steps}:
        new.pk = uuid.uuid4()  # changed after it was sent: another step
    elif Step.objects.filter(pk=id).exists():
        raise Http404
    new.slot = free[0]
    new.save(force_insert=True)
    return new


def with_sign(step, seen_by):
    """Where it will show in students, when that was written only the second time."""
    if seen_by and not step.looked_back_at:
        step.seen_by = seen_by
        step.save(update_fields=["seen_by"])
    return step


def is_same(step, new):
    if new.suggestion_id:
        return step.suggestion_id == new.suggestion_id
    return not step.suggestion_id and (step.wording, step.look_back_on) == (new.wording, new.look_back_on)


@on_locked_visit(Voice.TEACHER)
def drop_step(*, lesson, by, step_id):
    refusals.require_open(lesson)
    Step.objects.filter(lesson=lesson, pk=step_id, looked_back_at=None).delete()


@on_locked_visit(Voice.TEACHER)
def look_back_on(*, lesson, by, step_id, result, outcome, lang="nl"):
    """What came of a step, and what students showed. May be said again; the first day stays."""
    refusals.require_open(lesson)
    step = lesson.steps.filter(pk=step_id).first()
    if step is None:
        raise Http404
    step.result, step.outcome, step.outcome_lang = result, outcome, lang
    step.looked_back_at = step.looked_back_at or timezone.now()
    step.save(update_fields=["result", "outcome", "outcome_lang", "looked_back_at"])
