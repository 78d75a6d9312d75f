"""Classes of students, small and large, made through the real actions."""

import pytest

from pulse import access, actions
from pulse.models import Pulse
from tests.factories import fresh
from tests.once import made_once

CORE = ["pulse.welcome", "pulse.can", "pulse.ideas", "pulse.dare"]
HELPED, EASIER = "pulse.helped", "pulse.easier"


def open_pulse(lesson, *, by=None, chosen=(), opener=None, minutes=15, colleagues=False):
    """Prepared by the teacher and opened, by the teacher unless somebody else is named."""
    actions.prepare(
        lesson=lesson,
        by=lesson.teacher,
        chosen=list(chosen),
        opener=opener,
        minutes=minutes,
        colleagues_may_read=colleagues,
    )
    actions.open_pulse(lesson=lesson, by=by or lesson.teacher)
    return pulse_of(lesson)


def pulse_of(lesson):
    """As a new request would read it."""
    return access.pulse_of(fresh(lesson))


def answer(pulse, *values, texts=(), lang="nl", ticket=""):
    """One student: the core sentences in their order; `texts` are (key, text)."""
    by_key = pulse.lesson.content.by_key
    written = [(by_key[key], text) for key, text in texts]
    choices = dict(zip(CORE, values, strict=False))
    actions.answer(pulse=pulse, choices=choices, texts=written, lang=lang, ticket=ticket)


def answers(pulse, number, *values, **more):
    for _student in range(number):
        answer(pulse, *values, **more)


def asked(lesson, number, *values, chosen=(), colleagues=False, **more):
    """A closed pulse with that many equal answers."""
    pulse = open_pulse(lesson, chosen=chosen, colleagues=colleagues)
    answers(pulse, number, *(values or ("yes", "mostly", "little", "no")), **more)
    actions.close(lesson=lesson, by=lesson.teacher)
    return pulse_of(lesson)


def stored(pulse):
    return Pulse.objects.get(pk=pulse.pk)


@pytest.fixture
@made_once
def pulse(lesson):
    """Open, with both open questions."""
    return open_pulse(lesson, chosen=[HELPED, EASIER])
