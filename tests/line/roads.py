"""Opened visits of one teacher over a school year, made through the real actions, the same each time."""

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

import time_machine

from tests import factories
from tests.together.visits import lens, opened, seen
from together import actions as together

ZONE = ZoneInfo("Europe/Amsterdam")
TODAY = datetime(2026, 11, 24, 20, 0, tzinfo=ZONE)
STEPS, CHECKS, SMALL = "com.steps_first_step", "com.checks_start", "saf.small_before_whole"


def at(month, day, hour=10):
    return datetime(2026, month, day, hour, 15, tzinfo=ZONE)


def visit(teacher, coach, start, *, question="", named=(), noticed=(), **facts):
    """Opened on its own day. `named`, `noticed`: what the teacher and the coach marked, as entries."""
    for person in filter(None, (teacher, coach)):
        person.memberships.update(since=start.date().replace(month=1))
    with time_machine.travel(start):
        lesson = factories.make_lesson(
            teacher, coach=coach, start=start, end=start.replace(hour=start.hour + 1), **facts
        )
        asks = [{"type": "question", "text": question, "revision": 0}] if question else []
        return opened(lesson, before=[*lens(STEPS), *asks], teacher=list(named), coach=list(noticed))


def marks(**by_key):
    """marks(steps="seen") as entries."""
    keys = {"steps": STEPS, "checks": CHECKS, "small": SMALL}
    return [seen(keys.get(name, name), value=value) for name, value in by_key.items()]


def step(lesson, day, text, *, look_back_on=None, number=1):
    with time_machine.travel(day):
        return together.choose_step(
            lesson=lesson, by=lesson.teacher, id=uuid.UUID(int=number), text=text, look_back_on=look_back_on
        )


def looked_back(lesson, chosen, day, outcome, result="tried"):
    with time_machine.travel(day):
        together.look_back_on(
            lesson=lesson, by=lesson.teacher, step_id=chosen.pk, result=result, outcome=outcome
        )


def year(teacher, coach, other, *, edition=None):
    """Four visits: two with one coach, one with another, one alone; in the first an older edition."""
    older = {"edition": edition} if edition else {}
    first = visit(
        teacher, coach, at(9, 7), question="Hoe begin ik zonder dat ik meteen uitleg?", **older,
        named=[seen(STEPS, "De stappen stonden op het bord."), *marks(checks="seen", **{"aut.choice_in_frame": "seen"})],
        noticed=[seen(STEPS, "Drie stappen, hardop gelezen."), *marks(checks="not_seen")],
    )  # fmt: skip
    second = visit(
        teacher, coach, at(9, 21), group="VZ2A", question="Wat doen studenten als ze vastlopen?",
        named=marks(steps="seen", checks="partly", small="seen", **{"aut.choice_in_frame": "not_seen"}),
        noticed=[seen(STEPS, "De eerste werd niet genoemd.", value="partly"), *marks(checks="seen", small="seen")],
    )  # fmt: skip
    third = visit(
        teacher, other, at(10, 14), group="VZ1A",
        named=marks(steps="seen", checks="na", small="seen", **{"aut.choice_in_frame": "partly"}),
        noticed=marks(steps="not_seen", checks="na", small="partly"),
    )  # fmt: skip
    fourth = visit(
        teacher,
        None,
        at(11, 18),
        question="Krijgt iedereen denktijd?",
        named=marks(steps="partly", checks="seen"),
    )
    kept = step(first, at(9, 8), "Ik sta bij de deur als ze binnenkomen.", number=1)
    looked_back(first, kept, at(9, 21, 20), "Dit doe ik nu altijd.")
    step(second, at(9, 22), "Ik wacht tien tellen.", look_back_on=at(12, 2).date(), number=2)
    return [first, second, third, fourth]
