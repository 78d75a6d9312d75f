"""Teachers who have an opened visit with one coach, and what they say of it."""

import pytest

from checklists.models import Theme
from echo import saying
from echo.models import Batch
from tests import factories
from tests.factories import bring_to, fresh
from tests.once import made_once

YES, PARTLY, NO, SKIP = "yes", "partly", "no", "skip"
# what the teachers of a batch answer, in turn: no sentence gets five the same
TURN = (
    (YES, YES, NO, SKIP),
    (YES, PARTLY, NO, YES),
    (PARTLY, PARTLY, YES, YES),
    (NO, YES, YES, NO),
    (YES, NO, NO, YES),
)
COUNTS = {
    "relatedness": {"yes": 3, "partly": 1, "no": 1, "skip": 0},
    "competence": {"yes": 2, "partly": 2, "no": 1, "skip": 0},
    "autonomy": {"yes": 2, "partly": 0, "no": 3, "skip": 0},
    "safety": {"yes": 3, "partly": 0, "no": 1, "skip": 1},
}  # fmt: skip


def said(*choices):
    """{need: choice}, in the order of the needs; one choice is for all four."""
    return dict(zip(Theme.values, choices * 4 if len(choices) == 1 else choices, strict=False))


def say(lesson, *choices, page=""):
    saying.say(lesson=lesson, by=lesson.teacher, choices=said(*choices), page=page)


def say_in_turn(lessons):
    for lesson, choices in zip(lessons, TURN, strict=False):
        say(lesson, *choices)


def opened(teacher, coach, **facts):
    return fresh(bring_to("open", factories.make_lesson(teacher, coach=coach, **facts)))


def teachers(team, number):
    """As the school knows them: with no word in common with what they say."""
    names = ("Aal", "Bas", "Cas", "Dirk", "Els", "Fien", "Gijs")
    return [factories.make_person(f"{name} Bedacht", team=team, role="teacher") for name in names[:number]]


@pytest.fixture
@made_once
def visits(edition, team, coach):
    """Opened visits of seven teachers with this coach."""
    return [opened(teacher, coach) for teacher in teachers(team, 7)]


@pytest.fixture
@made_once
def visit(edition, lesson):
    return bring_to("open", lesson)


def open_batch():
    return Batch.objects.filter(closed_on=None).first()


def closed():
    """The counts of all that are closed."""
    return [batch.counts for batch in Batch.objects.exclude(closed_on=None).order_by("pk")]
