"""The life of a pulse: prepared, opened, answered, closed, heard, released, told to the class.

What teacher and coach do takes `by=` and works on the locked visit; what a student does names nobody.
"""

import uuid
from datetime import timedelta
from functools import partial
from random import SystemRandom

from django.db import transaction
from django.http import Http404
from django.tasks import task
from django.utils import timezone

from observations.actions import on_locked_visit
from observations.models import Voice
from observations.refusals import require_open, require_running, require_unopened
from people import traces
from pulse import access, refusals
from pulse.models import FLOOR, TEXT_FLOOR, Choice, Pulse, PulseText, new_code

shuffle = SystemRandom().shuffle
TABLES = (Pulse._meta.db_table, PulseText._meta.db_table)


class Closed(Exception):
    """The pulse takes no answers any more: it is closed, or full."""


@on_locked_visit(Voice.TEACHER)
def prepare(*, lesson, by, **chosen):
    """What to ask (`chosen` keys), for how many `minutes`, whether the coach may open it, and whether
    colleagues may read it under a key. Until it is opened."""
    require_running(lesson)
    require_unopened(lesson)
    pulse = access.pulse_of(lesson)
    refusals.require_not_asked(pulse)
    for name, value in chosen.items():
        setattr(pulse, name, value)
    pulse.save()


@on_locked_visit()
def open_pulse(*, lesson, by):
    """Students can answer from now on. It happens once; the appointment stays as it is from here."""
    pulse = access.pulse_of(lesson)
    if not access.may_ask(by, lesson, pulse):
        raise Http404
    if pulse.is_opened:
        return
    require_running(lesson)
    require_unopened(lesson)
    refusals.require_lesson_day(lesson)
    refusals.require_something(pulse)
    now = timezone.now()
    pulse.code, pulse.closes_at = new_code(), now + timedelta(minutes=pulse.minutes)
    pulse.told_coach = lesson.coach
    pulse.counts = {item.key: dict.fromkeys(Choice.values, 0) for item in pulse.sentences}
    pulse.save()
    lesson.students_asked_at = now
    lesson.save(update_fields=["students_asked_at"])
    transaction.on_commit(partial(settle_later, pulse))


@on_locked_visit()
def close(*, lesson, by):
    """Closed by hand, a little earlier than by itself."""
    pulse = Pulse.objects.select_for_update().filter(lesson=lesson).first() or Pulse(lesson=lesson)
    if not access.may_ask(by, lesson, pulse):
        raise Http404
    if pulse.is_running:
        pulse.closes_at = timezone.now()
        pulse.save(update_fields=["closes_at"])
        settle(pk=pulse.pk)


def close_of(teacher):
    """Running ones of somebody whose account closes: nobody would hear what students still say."""
    mine = Pulse.objects.filter(lesson__teacher=teacher)
    now = timezone.now()
    mine.filter(closes_at__gt=now).update(closes_at=now)
    settle(lesson__in=mine.values("lesson"))


# --- once it is closed --------------------------------------------------------------------------


@transaction.atomic
def settle(**which):
    """What nobody may ever read goes from these closed pulses, or from all of them, and so do old copies in
    the files of the database (people/traces.py). Says how many there were.

    The worker does it when a pulse closes by itself; where none runs the next look at the pulse, at the
    latest the hourly work.
    """
    due = list(Pulse.objects.to_settle().filter(**which).select_for_update().order_by("pk"))
    for pulse in due:
        settle_row(pulse)
    if due:
        traces.leave(*TABLES)
        transaction.on_commit(partial(traces.wipe, *TABLES))
    return len(due)


def settle_row(pulse):
    if pulse.answers < TEXT_FLOOR:
        PulseText.objects.filter(pulse=pulse).delete()
    if pulse.answers < FLOOR:
        pulse.counts = {}
    pulse.tickets, pulse.is_settled = [], True
    pulse.save(update_fields=["counts", "tickets", "is_settled"])


@task
def settle_at_closing(pulse_id):
    settle(pk=pulse_id)


def settle_later(pulse):
    """Asks the worker for the moment of closing, where its queue can wait (docs/running.md)."""
    if settle_at_closing.get_backend().supports_defer:
        settle_at_closing.using(run_after=pulse.closes_at).enqueue(pulse.pk)


@on_locked_visit(Voice.TEACHER)
def hear(*, lesson, by):
    """The teacher's first look. From now on the own account stays ready. Below the floor there is nothing to
    look at."""
    pulse = access.pulse_of(lesson)
    refusals.require_closed(pulse)
    if lesson.students_heard_at or not pulse.has_enough:
        return
    if not lesson.is_ready(Voice.TEACHER):
        raise refusals.NotNow("own_account_first")
    lesson.students_heard_at = timezone.now()
    lesson.save(update_fields=["students_heard_at"])
    settle(pk=pulse.pk)


@on_locked_visit(Voice.TEACHER)
def release(*, lesson, by):
    """From now on the coach reads the counts too. What was read cannot be unread, so it is not taken back."""
    if not lesson.has_coach:
        raise Http404
    require_open(lesson)
    pulse = access.pulse_of(lesson)
    refusals.require_closed(pulse)
    refusals.require_heard(by, lesson, pulse)
    if not access.is_for_coach(lesson, pulse):
        raise Http404
    Pulse.objects.filter(lesson=lesson, released_at=None).update(released_at=timezone.now())


@on_locked_visit(Voice.TEACHER)
def say_present(*, lesson, by, present):
    """How many students were there, or None. The form sees to it that there are not fewer than answers."""
    refusals.require_closed(access.pulse_of(lesson))
    Pulse.objects.filter(lesson=lesson).update(present=present)


@on_locked_visit(Voice.TEACHER)
def tell(*, lesson, by, **words):
    """What the teacher says to the class: what was heard, what is tried."""
    pulse = access.pulse_of(lesson)
    refusals.require_closed(pulse)
    refusals.require_heard(by, lesson, pulse)
    Pulse.objects.filter(lesson=lesson).update(**words)


# --- a student ----------------------------------------------------------------------------------


def answer(*, pulse, choices, texts=(), lang="nl", ticket=""):
    """Adds one student's answers: `choices` {item key: Choice}, an untouched sentence is a skip; `texts`
    [(item, text)].

    Raises Closed. The same `ticket` again is the same page sent twice, and counts once. Nothing that is kept
    says when, from where, in which order, or which answers came together.
    """
    with transaction.atomic():
        alone = Pulse.objects.select_for_update(of=("self",))  # without the visit, which closing locks first
        pulse = alone.select_related("lesson").get(pk=pulse.pk)
        # asked after the wait for the row: nothing counts once it is closed
        if not pulse.is_running or pulse.is_full:
            raise Closed
        if ticket and ticket in pulse.tickets:
            return
        add_counts(pulse, choices)
        pulse.answers += 1
        pulse.tickets = sorted([*pulse.tickets, ticket]) if ticket else pulse.tickets
        pulse.save(update_fields=["counts", "answers", "tickets"])
        add_texts(pulse, [PulseText(pulse=pulse, item=item, text=text, lang=lang) for item, text in texts])


def add_counts(pulse, choices):
    for item in pulse.sentences:
        pulse.counts[item.key][choices.get(item.key, Choice.SKIP)] += 1


def add_texts(pulse, new):
    """Takes all texts away and writes them again with the new ones, shuffled, under new ids."""
    if not new:
        return
    texts = [*PulseText.objects.filter(pulse=pulse), *new]
    PulseText.objects.filter(pulse=pulse).delete()
    for text in texts:
        text.pk = uuid.uuid4()
    shuffle(texts)
    PulseText.objects.bulk_create(texts)
