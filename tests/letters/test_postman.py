"""How the postman goes round: not for ever, and what he notes. A mail server that fails is in
tests/letters/test_mail_server.py."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.tasks import task_backends
from django.utils import timezone

from letters import postman
from letters.postman import deliver
from observations import actions
from observations.models import Appointment, ToTell
from tests.factories import fresh, make_lesson
from tests.letters.test_told import calendars, in_english, told  # noqa: F401 -- a fixture

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)  # a Tuesday
MINUTE = timedelta(minutes=1)


@pytest.fixture
def visit(edition, teacher, coach):
    """Proposed for the day after."""
    with time_machine.travel(NOON):
        return make_lesson(teacher, coach=coach, by=coach, start=NOON + timedelta(days=1), end=None)


@pytest.fixture
def queue(settings):
    """Tasks wait here, as they do where a worker does them."""
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    return task_backends["default"].results


@pytest.fixture
def slow(monkeypatch):
    """A mail server that takes fifty seconds for a letter."""
    send = postman.send

    def slowly(message, then):
        clock.shift(50)
        send(message, then)

    monkeypatch.setattr(postman, "send", slowly)
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def test_a_slow_server_holds_other_work_for_two_minutes_and_the_rest_follows(visit, coach, slow, queue):
    """The one worker makes reports too, and the hourly work is to be over within the hour."""
    for days in range(2, 6):
        make_lesson(visit.teacher, coach=coach, by=coach, start=NOON + timedelta(days=days), end=None)

    assert (deliver.call(), ToTell.objects.untold().count()) == (3, 2)
    assert [result.task.run_after for result in queue] == [timezone.now()]
    assert (deliver.call(), ToTell.objects.untold().count()) == (2, 0)
    assert len(queue) == 1


@pytest.mark.parametrize(("host", "holds"), [("mail.school.example", True), ("", False)])
def test_a_calendar_holds_what_left_and_not_what_lies_in_a_folder(visit, teacher, settings, host, holds):
    """Programs add what they are told to cancel and do not know."""
    settings.MAIL_HOST = host
    with time_machine.travel(NOON):
        actions.accept(lesson=fresh(visit), by=teacher)
        told()
        assert Appointment.objects.filter(sent_at__isnull=False).exists() == holds
        settings.MAIL_HOST = "mail.school.example"
        actions.cancel(lesson=fresh(visit), by=teacher)
        told()
    assert bool(calendars()) == holds


def test_a_letter_that_waits_for_the_morning_is_not_tried_before_it(visit, settings, monkeypatch):
    """Also where the postman could not be called for then."""
    settings.QUIET_HOURS = True

    def cannot(moment):
        monkeypatch.undo()
        raise OSError("no queue")

    morning = datetime(2026, 12, 2, 6, 30, tzinfo=UTC)
    ToTell.objects.update(start=NOON + timedelta(days=30))
    monkeypatch.setattr(postman.telling, "call_the_postman", cannot)
    with time_machine.travel(NOON + timedelta(hours=10)):
        deliver.call()

    assert ToTell.objects.untold().get().not_before == morning
