"""A pulse that closes by itself loses what nobody may ever read, also when nobody looks."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from pulse import actions
from pulse.models import PulseText
from reports import actions as reports
from tests import factories
from tests.factories import make_lesson
from tests.pulse.conftest import CORE, HELPED, answer, open_pulse, stored

LATER = timedelta(minutes=16)


@pytest.fixture
def make_pulse(teacher, coach, edition):
    """A running pulse with that many answers, a text and a ticket with each."""

    def make(number, **facts):
        pulse = open_pulse(make_lesson(teacher, coach=coach, **facts), chosen=[HELPED])
        for student in range(number):
            answer(pulse, "yes", texts=[(HELPED, f"Woorden {student}")], ticket=f"page-{student}")
        return pulse

    return make


def left(pulse):
    """(texts, tickets, whether anything is counted per sentence)"""
    row = stored(pulse)
    return row.texts.count(), len(row.tickets), bool(row.counts)


def test_the_hourly_work_settles_every_pulse_whose_time_has_passed(make_pulse, capsys):
    few, some, enough, deleted = make_pulse(3), make_pulse(9), make_pulse(10), make_pulse(2)
    reports.delete(lesson=deleted.lesson, by=deleted.lesson.teacher)
    call_command("hourly")
    assert [left(pulse) for pulse in (few, enough)] == [(3, 3, True), (10, 10, True)]  # still running
    with time_machine.travel(timezone.now() + LATER):
        call_command("hourly")
        call_command("hourly")

    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith("pulses")]
    assert told == ["pulses settled: 4"]
    assert left(few) == left(deleted) == (0, 0, False)
    assert left(some) == (0, 0, True)
    assert left(enough) == (10, 0, True)
    assert stored(few).answers == 3  # how many answered is still told


def test_texts_that_came_without_a_ticket_go_too(make_pulse):
    pulse = make_pulse(0)
    answer(pulse, texts=[(HELPED, "Zonder nummer")])
    with time_machine.travel(timezone.now() + LATER):
        call_command("hourly")

    assert left(pulse) == (0, 0, False)


@pytest.mark.parametrize("name", ["pulse", "pulse_screen", "pulse_count"])
def test_the_first_look_of_the_teacher_settles_and_the_second_costs_nothing(client, make_pulse, name):
    pulse = make_pulse(3)
    client.force_login(pulse.lesson.teacher)
    with time_machine.travel(timezone.now() + LATER):
        address = reverse(name, args=[pulse.lesson_id])
        assert client.get(address).status_code == 200
        assert left(pulse) == (0, 0, False)
        with CaptureQueriesContext(connection) as again:
            client.get(address)
    assert not any("UPDATE" in query["sql"] for query in again)


@pytest.mark.parametrize(("name", "status"), [("pulse_answer", 410), ("pulse_thanks", 200)])
def test_a_student_who_comes_too_late_settles_it(client, make_pulse, name, status):
    pulse = make_pulse(3)
    with time_machine.travel(timezone.now() + LATER):
        assert client.get(reverse(name, args=[pulse.code])).status_code == status
    assert left(pulse) == (0, 0, False)


def test_a_late_answer_counts_nowhere(client, make_pulse):
    pulse = make_pulse(4)
    with time_machine.travel(timezone.now() + LATER):
        assert client.post(reverse("pulse_answer", args=[pulse.code]), {CORE[0]: "yes"}).status_code == 410
    assert (stored(pulse).answers, PulseText.objects.count()) == (4, 0)


def test_an_answer_that_came_in_just_before_is_counted_first(make_pulse):
    """Who looks holds a row of a moment ago; what stays is decided by the row of now."""
    pulse = make_pulse(9)
    answer(pulse, texts=[(HELPED, "De tiende")])
    with time_machine.travel(timezone.now() + LATER):
        actions.settle(pk=pulse.pk)
    assert left(pulse) == (10, 0, True)


def test_below_the_floor_the_page_says_so_as_before(client, make_pulse):
    pulse = make_pulse(3)
    factories.teacher_ready(pulse.lesson)
    client.force_login(pulse.lesson.teacher)
    address = reverse("pulse", args=[pulse.lesson_id])
    with time_machine.travel(timezone.now() + LATER):
        first, second = (client.get(address).content.decode() for _look in range(2))
    assert "3" in first
    assert first.count("Woorden") == second.count("Woorden")


def test_the_worker_is_asked_for_the_moment_of_closing(
    settings, make_pulse, django_capture_on_commit_callbacks
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with django_capture_on_commit_callbacks(execute=True):
        pulse = make_pulse(3)
    task = DBTaskResult.objects.get(task_path=actions.settle_at_closing.module_path)
    assert task.run_after == stored(pulse).closes_at
    with time_machine.travel(timezone.now() + LATER):
        actions.settle_at_closing.call(*task.args_kwargs["args"])

    assert left(pulse) == (0, 0, False)


def test_closed_by_hand_it_is_settled_at_once_and_the_worker_finds_nothing(make_pulse):
    pulse = make_pulse(3)
    actions.close(lesson=pulse.lesson, by=pulse.lesson.teacher)
    assert left(pulse) == (0, 0, False)
    assert actions.settle() == 0


def test_a_key_to_a_pulse_below_the_floor_still_tells_only_the_number(client, make_pulse, team):
    """The row of counts is empty; whatever reads it must not stumble."""
    pulse = make_pulse(3)
    lesson = pulse.lesson
    with time_machine.travel(timezone.now() + LATER):
        actions.settle()
        factories.look(lesson)
        for walk_on in (
            factories.coach_ready,
            factories.look_back,
            factories.teacher_ready,
            factories.open_it,
        ):
            walk_on(lesson)
        client.force_login(lesson.teacher)
        for name in ("together", "talk", "report_pdf", "pulse", "pulse_tell"):
            assert client.get(reverse(name, args=[lesson.pk])).status_code == 200, name
