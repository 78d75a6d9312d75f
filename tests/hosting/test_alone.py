"""What several servers begin at once is done by one; and tables change beside people who save."""

import threading
import time
from datetime import timedelta

import psycopg
import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from hosting import keeping, triggers
from hosting.alone import alone, patiently
from hosting.management.commands import hourly
from hosting.models import Ended
from tests.patience import eventually

on_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="several servers share PostgreSQL"
)


def test_one_server_is_always_the_one(db):
    with alone("something", wait=True) as is_ours, alone("else", wait=False) as is_ours_too:
        assert (is_ours, is_ours_too) == (True, True)


@on_postgresql
def test_of_two_that_begin_one_does_it_and_then_it_is_free(db):
    with alone("something", wait=False), alone("something", wait=False) as second:
        assert second is False
    with alone("something", wait=False) as later:
        assert later


@on_postgresql
def test_who_waits_gets_its_turn_also_after_one_that_failed(db):
    turns = []

    def take():
        with alone("something", wait=True):
            turns.append("second")

    with pytest.raises(ValueError, match="halfway"), alone("something", wait=True):
        other = threading.Thread(target=take)
        other.start()
        time.sleep(0.2)
        turns.append("first")
        raise ValueError("halfway")
    other.join()
    assert turns == ["first", "second"]


@on_postgresql
def test_where_the_database_left_meanwhile_the_work_is_done_all_the_same(db):
    with alone("something", wait=True), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        assert cursor.fetchall() == [(True,)]
    with alone("something", wait=False) as is_ours:
        assert is_ours


@on_postgresql
def test_the_hourly_work_of_a_second_server_leaves_it_to_the_first(db, monkeypatch):
    done = []
    monkeypatch.setattr(hourly, "DUTIES", [("something", lambda: done.append(1))])
    with alone("hourly", wait=True):
        call_command("hourly")
    assert done == []
    call_command("hourly")
    assert done == [1]


@on_postgresql
def test_a_server_that_never_is_the_first_lets_its_own_old_files_go(db, settings, tmp_path):
    """Which of two makes the back-up changes from hour to hour; what lies on either has its time."""
    settings.VAR_DIR = settings.BACKUP_DIR = tmp_path
    old, new = (tmp_path / f"meekijken-202{year}-11-29T120000Z.tar.gz" for year in (0, 1))
    old.touch()
    new.touch()
    triggers.begin()
    day = timezone.now().date() - keeping.KEPT - timedelta(days=1)
    Ended.objects.create(table="t", key="1", what="deleted", day=day)
    keeping.append()
    with alone("hourly", wait=True):
        call_command("hourly")
    assert (old.exists(), new.exists()) == (False, True)
    assert len(keeping.file_of(keeping.name()).read_text().splitlines()) == 1  # which list it is
    assert Ended.objects.filter(key="1").exists()  # the table is for the other one


def test_a_change_is_made_once_where_nobody_is_in_the_way(db):
    made = []
    patiently(lambda: made.append(1), made.append)
    assert made == [1]


@pytest.fixture
def reader(transactional_db):
    """Who reads a table for long."""
    with psycopg.connect(
        **connection.get_connection_params() | {"cursor_factory": None, "context": None}
    ) as other:
        other.execute("SELECT count(*) FROM people_team")
        yield other


def alter():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE people_team IN ACCESS EXCLUSIVE MODE")


@on_postgresql
def test_a_change_lets_those_go_first_who_come_after_a_long_reader(reader):
    told, made = [], []

    def run():
        patiently(alter, told.append)
        made.append("altered")
        connection.close()

    change = threading.Thread(target=run)
    change.start()
    eventually(lambda: told)
    reader.rollback()
    change.join()
    assert (made, set(told)) == (["altered"], {"a table is in use: tried again"})


@on_postgresql
def test_another_fault_is_not_tried_again(db):
    def fail():
        raise OperationalError("the disk is full")

    with pytest.raises(OperationalError, match="disk"):
        patiently(fail, None)
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)
