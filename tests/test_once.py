"""Rows that are written again are the rows that the real actions made (tests/once.py)."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from hosting.models import Ended
from tests import factories, once
from tests.once import made_once, trail
from tests.pulse.conftest import HELPED, asked
from tests.reports.test_keys import SIGNAL, after_opening
from tests.together.visits import opened, seen

KEEPS = connection.vendor == "sqlite"  # on PostgreSQL ids go on after a rollback, and all is made as ever


@made_once
def with_everything(lesson):
    """A row in nearly every table."""
    asked(lesson, 12, chosen=[HELPED], texts=[(HELPED, "Iets.")])
    factories.record_everything(lesson, "coach")
    opened(lesson, teacher=[seen(SIGNAL, value="few")], coach=[factories.moment()])
    after_opening(lesson)
    return factories.fresh(lesson)


@made_once
def looked(lesson, subject="Rekenen"):
    """A step that also changes the row it is made from."""
    factories.look(lesson)
    lesson.subject = subject
    lesson.save(update_fields=["subject"])
    return {"visit": factories.fresh(lesson), "the same": lesson}


@contextmanager
def taken_back():
    """What is written in here, and the trail stands again where it stood."""
    stood = vars(trail) | {"known": dict(trail.known)}
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    vars(trail).update(stood, written=once.changes())


def rows():
    """But the list that the database writes by itself: each line has a number that nobody guesses."""
    models = [model for model in apps.get_models() if model is not Ended]
    return {model: list(model.objects.order_by("pk").values_list()) for model in models}


def test_the_rows_are_the_same(lesson):
    found = []
    for _time in range(2):
        with taken_back():
            found.append((with_everything(lesson=lesson), rows(), len(trail.kept)))
    (one, first, kept), (other, second, kept_then) = found

    assert (first == second, kept) == (KEEPS, kept_then)
    assert sum(map(bool, first.values())) >= 20
    assert (other is one, other == one) == (False, True)
    assert other.accounts["coach"].answers.count() == 0  # taken back


def test_what_it_returns_is_ones_own_and_points_at_the_rows_of_before(lesson, teacher, coach):
    assert [lesson.teacher is teacher, lesson.coach is coach] == [True, True]
    for subject in ("Rekenen", "Taal", "Rekenen", "Taal"):
        with taken_back():
            found = looked(lesson=lesson, subject=subject)
            assert [found["visit"].subject, lesson.subject] == [subject, subject]
            assert found["the same"] is lesson
            assert found["visit"].accounts.keys() == {"coach"}
            found["visit"].subject = lesson.subject = "Iets anders"


def is_made_anew(lesson):
    """By the real actions, which ask as much as they write."""
    asked = []
    with taken_back(), connection.execute_wrapper(lambda do, sql, *rest: asked.append(sql) or do(sql, *rest)):
        looked(lesson=lesson)
    return any("observations_observation" in sql for sql in asked if sql.startswith("SELECT"))


def test_it_is_made_once(lesson):
    is_made_anew(lesson)
    assert is_made_anew(lesson) is not KEEPS


def test_after_other_rows_it_is_made_as_ever(lesson):
    is_made_anew(lesson)
    factories.make_school("Andere School")
    assert is_made_anew(lesson)


def test_after_it_was_taken_back_it_is_made_as_ever(lesson):
    is_made_anew(lesson)
    with transaction.atomic():
        looked(lesson=lesson)
        transaction.set_rollback(True)
    assert is_made_anew(lesson)


def test_by_another_clock_it_is_made_as_ever(lesson, time_machine):
    is_made_anew(lesson)
    time_machine.move_to(timezone.now() + timedelta(days=1))
    assert is_made_anew(lesson)


def test_after_some_minutes_it_is_made_anew(lesson, monkeypatch):
    monkeypatch.setattr(trail, "kept", {})
    monkeypatch.setattr(once, "FRESH", -1)
    assert is_made_anew(lesson)
    assert is_made_anew(lesson)


@pytest.mark.parametrize("how", ["a letter", "taken back"])
def test_what_cannot_be_made_again_is_refused(lesson, how):
    @made_once
    def odd(lesson):
        if how == "a letter":
            mail.EmailMessage("Hoi", "Dag", "a@school.example", ["b@school.example"]).send()
        else:
            with transaction.atomic():
                transaction.set_rollback(True)

    if KEEPS:
        with pytest.raises(AssertionError, match="again"):
            odd(lesson=lesson)
    else:
        odd(lesson=lesson)
