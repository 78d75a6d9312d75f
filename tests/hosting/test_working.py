"""The worker, where the database leaves and other workers are killed (hosting/working.py)."""

import secrets
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import InterfaceError, OperationalError
from django.db.models.functions import Now
from django.tasks import TaskResultStatus, task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet

from hosting import working
from hosting.working import MOST, Life, number_of, take_up_what_is_left
from reports.models import Worker

State = TaskResultStatus
ran = []


@task
def note(word):
    ran.append(word)


@task
def note_once_it_is_back(word):
    ran.append(word)
    if ran.count(word) < 2:
        raise OperationalError("terminating connection due to administrator command")


@task
def never_done(word):
    ran.append(word)
    raise InterfaceError("connection already closed")


@task
def wrong(word):
    ran.append(word)
    raise ValueError(word)


@pytest.fixture(autouse=True)
def at_once(monkeypatch, settings, db):
    """Tasks wait in rows, as they are served; nobody waits between two tries."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(working, "A_MOMENT", 0)
    monkeypatch.setattr(working.connection, "close", lambda: None)  # it holds the rows of the test
    monkeypatch.setattr(Life, "until", lambda self, done: None)
    ran.clear()


def work(**options):
    call_command(
        "db_worker", batch=True, startup_delay=False, verbosity=0, reload=False, interval=0, **options
    )


def state():
    return DBTaskResult.objects.get().status


def breaks(monkeypatch, name, times, fault=OperationalError):
    """This question to the database gets no answer, so many times."""
    real, left = getattr(DBTaskResultQuerySet, name), [fault("the database system is shutting down")] * times

    def asked(self):
        if left:
            raise left.pop()
        return real(self)

    monkeypatch.setattr(DBTaskResultQuerySet, name, asked)


@pytest.mark.parametrize("fault", [OperationalError, InterfaceError])
def test_it_goes_on_where_the_database_was_away(monkeypatch, fault):
    note.enqueue("a")
    breaks(monkeypatch, "get_locked", 3, fault)
    work()
    assert (ran, state()) == (["a"], State.SUCCESSFUL)


def test_a_task_in_the_middle_of_which_the_database_left_begins_anew(monkeypatch):
    note_once_it_is_back.enqueue("a")
    work()
    assert (ran, state()) == (["a", "a"], State.SUCCESSFUL)


def test_so_does_one_whose_end_could_not_be_told(monkeypatch):
    """It stays with this worker until the database can be told."""
    note.enqueue("a")
    gone = iter([True] * 2)  # that it is done, and that it is not

    def unless_gone(real):
        def tell(self, what):
            if next(gone, False):
                raise OperationalError("server closed the connection unexpectedly")
            return real(self, what)

        return tell

    for name in ("set_successful", "set_failed"):
        monkeypatch.setattr(DBTaskResult, name, unless_gone(getattr(DBTaskResult, name)))
    work()
    assert (ran, state()) == (["a", "a"], State.SUCCESSFUL)


def test_what_never_gets_done_is_left_after_some_tries():
    never_done.enqueue("a")
    work()
    assert (len(ran), state()) == (MOST, State.FAILED)


def test_what_is_wrong_by_itself_is_not_tried_again(monkeypatch):
    wrong.enqueue("a")
    work()
    breaks(monkeypatch, "get_locked", 1)
    work()
    assert (ran, state()) == (["a"], State.FAILED)


def test_what_a_newer_version_asks_waits_for_a_worker_that_can(monkeypatch):
    note.enqueue("a")
    DBTaskResult.objects.update(task_path="reports.tasks.of_the_next_version")
    work()
    found = DBTaskResult.objects.get()
    assert (found.status, found.worker_ids, found.run_after > timezone.now()) == (State.READY, [], True)

    DBTaskResult.objects.update(task_path=f"{__name__}.note", run_after=timezone.now())
    work()
    assert (ran, state()) == (["a"], State.SUCCESSFUL)


def test_what_nobody_can_do_any_more_ends_after_a_day():
    note.enqueue("a")
    long_ago = timezone.now() - timedelta(days=2)
    DBTaskResult.objects.update(task_path="reports.tasks.of_long_ago", enqueued_at=long_ago)
    work()
    assert state() == State.FAILED


# --- what a killed worker left ----------------------------------------------------------------------------


def claimed(worker_id, times=1):
    result = DBTaskResult.objects.get(pk=note.enqueue("a").id)
    for _time in range(times):
        result.claim(worker_id)
    return result


def says(worker_id, ago=0):
    Worker.objects.create(pk=number_of(worker_id), alive_at=timezone.now() - timedelta(seconds=ago))


def test_a_task_of_a_worker_that_is_gone_is_taken_up_once():
    claimed("gone")
    says("gone", ago=60)
    says("here")
    assert [take_up_what_is_left(), take_up_what_is_left()] == [1, 0]
    work()
    assert (ran, state()) == (["a"], State.SUCCESSFUL)


def test_what_a_living_worker_does_stays_with_it():
    claimed("here")
    says("here", ago=20)
    assert (take_up_what_is_left(), state()) == (0, State.RUNNING)


def test_beside_a_worker_of_the_version_before_nothing_is_taken_up():
    claimed("one of before, which has no row of its own")
    Worker.says_it_is_there(1)
    assert take_up_what_is_left() == 0
    Worker.objects.filter(pk=1).update(alive_at=Now() - timedelta(minutes=2))
    assert take_up_what_is_left() == 1


def test_a_task_that_ends_its_workers_is_left_after_some():
    claimed("gone", times=MOST)
    assert (take_up_what_is_left(), state()) == (1, State.FAILED)


def test_whoever_claimed_it_meanwhile_keeps_it():
    task, again = claimed("gone"), DBTaskResult.objects.get()
    again.claim("here")
    assert (working.give_back(task), state()) == (0, State.RUNNING)


def test_after_the_database_was_away_others_are_heard_first():
    claimed("gone")
    life = Life(secrets.token_hex(16))
    for _time in range(Worker.SILENT):
        life.say()
    assert state() == State.RUNNING
    life.say()
    assert state() == State.READY


def test_rows_of_workers_of_before_go():
    says("long gone", ago=100_000)
    says("here")
    take_up_what_is_left()
    assert [row.pk for row in Worker.objects.all()] == [number_of("here")]
