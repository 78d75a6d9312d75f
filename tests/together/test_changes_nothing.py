"""Building a report, its paper and its files changes nothing in what it is read from, also not in memory."""

import pytest
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import override

from observations.models import UNDER_KEY, Part
from reports import actions as reports
from reports.data import OwnData
from reports.printing import worded
from tests import factories
from tests.factories import fresh
from tests.together.full_visit import full_visit
from together.report import build


@pytest.fixture
def visit(edition, teacher, coach):
    return full_visit(teacher, coach)


@pytest.fixture
def colleague(visit, team):
    """Who reads every part under a key."""
    person = factories.make_person("Lotte Leiding", team=team, role="lead")
    for part in UNDER_KEY:
        if part != Part.STUDENTS:
            reports.give_key(
                lesson=visit, by=visit.teacher, part=part, audience="lead", until=timezone.localdate()
            )
    return person


@pytest.fixture
def written(monkeypatch):
    """Every column that was given another value in an object that was read from the database."""
    found, before = [], Model.__setattr__

    def watched(self, name, value):
        is_read = "_state" in vars(self) and not self._state.adding
        if is_read and name in {field.name for field in self._meta.concrete_fields if not field.is_relation}:
            found.append((type(self).__name__, name))
        before(self, name, value)

    monkeypatch.setattr(Model, "__setattr__", watched, raising=False)
    return found


def test_a_key_reader_first_takes_nothing_from_who_reads_after_from_the_same_objects(visit, colleague):
    lesson = fresh(visit)
    with override("nl"):
        first = build(lesson, lesson.teacher)
        outside = build(lesson, colleague)
        again = build(lesson, lesson.teacher)

    assert [(step.result, step.outcome) for step in outside.steps] == [("", "")] * 2
    assert "Twee studenten begonnen eerder." in [step.outcome for step in first.steps]
    assert again.steps == first.steps
    assert lesson.chosen_steps[1].outcome == "Twee studenten begonnen eerder."


@pytest.mark.parametrize("who", ["teacher", "coach", "colleague"])
def test_no_column_is_written_while_a_report_is_made(visit, colleague, written, who):
    lesson = fresh(visit)
    person = {"teacher": visit.teacher, "coach": visit.coach, "colleague": colleague}[who]
    written.clear()
    with override("nl"):
        one = worded(lesson, person, "nl")
        two = worded(lesson, person, "nl")

    assert written == []
    assert one == two


@pytest.mark.parametrize("who", ["teacher", "coach"])
def test_what_one_takes_along_is_the_same_however_often_it_is_collected(visit, who):
    data = OwnData(getattr(visit, who), visit.teacher)
    steps = [step for lesson in data.lessons.values() for step in lesson.chosen_steps]
    before = [dict(vars(step)) for step in steps]
    one = data.entries()

    assert [dict(vars(step)) for step in steps] == before
    assert one == data.entries()
