"""The life of a pulse: prepared, opened, answered, closed, heard, released, told to the class.

What teacher and coach do takes `by=` and works on the locked visit; what a student does names nobody.
"""

import uuid
from datetime import timedelta
from random import SystemRandom

from django.db import transaction
from django.db.models import F
from django.http import Http404
from django.utils import timezone

from observations.access import require_open, require_running, require_unopened
from observations.actions import on_locked_visit
from observations.models import Voice
from pulse import access
from pulse.models import MOST, Choice, Pulse, PulseText, new_code

shuffle = SystemRandom().shuffle


class Closed(Exception):
    """The pulse takes no answers any more: it is closed, or full."""


@on_locked_visit(Voice.TEACHER)
def prepare(*, lesson, by, **chosen):
    """What to ask (`chosen` keys), for how many `minutes`, and whether the coach may open it. Until it is opened."""
    require_running(lesson)
    require_unopened(lesson)
    pulse = access.pulse_of(lesson)
    access.require_not_asked(pulse)
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
    access.require_lesson_day(lesson)
    now = timezone.now()
    pulse.code, pulse.closes_at = new_code(), now + timedelta(minutes=pulse.minutes)
    pulse.counts = {item.key: dict.fromkeys(Choice.values, 0) for item in pulse.sentences}
    pulse.save()
    lesson.students_asked_at = now
    lesson.save(update_fields=["students_asked_at"])


@on_locked_visit()
def close(*, lesson, by):
    """Closed by hand, a little earlier than by itself."""
    if not access.may_ask(by, lesson, access.pulse_of(lesson)):
        raise Http404
    Pulse.objects.running().filter(lesson=lesson).update(closes_at=timezone.now())


@on_locked_visit(Voice.TEACHER)
def hear(*, lesson, by):
    """The teacher's first look. From now on the own account stays ready."""
    access.require_closed(access.pulse_of(lesson))
    if lesson.students_heard_at:
        return
    if not lesson.is_ready(Voice.TEACHER):
        raise access.NotNow("own_account_first")
    lesson.students_heard_at = timezone.now()
    lesson.save(update_fields=["students_heard_at"])


@on_locked_visit(Voice.TEACHER)
def release(*, lesson, by):
    """From now on the coach reads the counts too. What was read cannot be unread, so it is not taken back."""
    require_open(lesson)
    access.require_closed(access.pulse_of(lesson))
    Pulse.objects.filter(lesson=lesson, released_at=None).update(released_at=timezone.now())


@on_locked_visit(Voice.TEACHER)
def say_present(*, lesson, by, present):
    """How many students were there, or None. The form sees to it that there are not fewer than answers."""
    access.require_closed(access.pulse_of(lesson))
    Pulse.objects.filter(lesson=lesson).update(present=present)


@on_locked_visit(Voice.TEACHER)
def tell(*, lesson, by, **words):
    """What the teacher says to the class: what was heard, what is tried."""
    pulse = access.pulse_of(lesson)
    access.require_closed(pulse)
    access.require_heard(by, lesson, pulse)
    Pulse.objects.filter(lesson=lesson).update(**words)


# --- a student ----------------------------------------------------------------------------------


@transaction.atomic
def answer(*, pulse, choices, texts=(), lang="nl"):
    """Adds one student's answers: `choices` {item key: Choice}, an untouched sentence is a skip; `texts` [(item, text)].

    Raises Closed. Nothing that is kept says when, from where, in which order, or which answers came together.
    """
    if not Pulse.objects.running().filter(pk=pulse.pk, answers__lt=MOST).update(answers=F("answers") + 1):
        raise Closed
    add_counts(pulse, choices)
    add_texts(pulse, [PulseText(pulse=pulse, item=item, text=text, lang=lang) for item, text in texts])


def add_counts(pulse, choices):
    """On the row that is locked by now, so two students at once are both counted."""
    counts = Pulse.objects.values_list("counts", flat=True).get(pk=pulse.pk)
    for item in pulse.sentences:
        counts[item.key][choices.get(item.key, Choice.SKIP)] += 1
    Pulse.objects.filter(pk=pulse.pk).update(counts=counts)


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
