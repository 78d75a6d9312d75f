"""What a page calls saved on the server is on its disk (docs/adr/0018), also where many share one wait for it
(docs/adr/0072); and what was taken away is overwritten."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from threading import Event, Thread

import pytest
from django.db.utils import OperationalError

from config.sqlite3 import base
from tests.patience import SECONDS

ASK = """
import django; django.setup()
from django.db import connection
with connection.cursor() as cursor:
    for name in ("journal_mode", "synchronous", "secure_delete"):
        print(cursor.execute(f"PRAGMA {name}").fetchone()[0])
"""


def test_the_database_as_it_is_served_writes_through_to_the_disk(tmp_path, settings):
    """The suite itself switches that off, so another process is asked."""
    served = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": "only-for-tests",
    }
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith("DATABASE_URL")
    } | served
    asked = [sys.executable, "-c", ASK]
    found = subprocess.run(
        asked, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True
    )

    assert found.stdout.split() == ["wal", "2", "1"]  # 2 is FULL


# --- many at once: a database of its own, for that of the suite waits for no disk


class Disk:
    """Takes what is written when it is told to."""

    def __init__(self):
        self.asked, self.free, self.times = Event(), Event(), 0

    def __call__(self, path):
        assert path.endswith("-wal")
        self.times += 1
        self.asked.set()
        assert self.free.wait(SECONDS)


@pytest.fixture
def disk(monkeypatch):
    disk = Disk()
    monkeypatch.setattr(base, "write_through", disk)
    return disk


@pytest.fixture
def open_it(tmp_path, django_db_blocker):
    """Another connection to the same database, each time."""
    made = []

    def open_it(name="words.sqlite3", **options):
        lasting = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL"
        options = {"transaction_mode": "IMMEDIATE", "timeout": SECONDS, "init_command": lasting} | options
        facts = {"NAME": tmp_path / name, "OPTIONS": options, "ENGINE": "config.sqlite3"}
        rest = {"AUTOCOMMIT": True, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": False, "TIME_ZONE": None}
        made.append(base.DatabaseWrapper(facts | rest, alias="words"))
        made[-1].inc_thread_sharing()
        return made[-1]

    with django_db_blocker.unblock():
        with open_it().cursor() as cursor:
            cursor.execute("CREATE TABLE words (word)")
        yield open_it
        for connection in made:
            connection.close()


@contextmanager
def written(connection):
    """Django's `atomic`, of a connection that stands in no settings."""
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    try:
        yield connection.cursor()
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    finally:
        connection.set_autocommit(True)


def write(connection, word, done=None):
    with written(connection) as cursor:
        cursor.execute("INSERT INTO words VALUES (%s)", [word])
    if done:
        done.set()


def words(connection):
    with connection.cursor() as cursor:
        return [word for (word,) in cursor.execute("SELECT word FROM words").fetchall()]


def level(connection):
    return connection.connection.execute("PRAGMA synchronous").fetchone()[0]


def in_thread(connection, word):
    done = Event()
    thread = Thread(target=write, args=[connection, word, done])
    thread.start()
    return thread, done


def test_nobody_hears_saved_before_the_disk_has_it_and_the_next_writes_meanwhile(disk, open_it):
    first, heard = in_thread(open_it(), "first")
    assert disk.asked.wait(SECONDS)

    others = [in_thread(open_it(), word) for word in ("second", "third")]
    look = open_it()
    while len(words(look)) < 3:  # written, all three, while the disk still takes in the first
        pass

    assert not heard.is_set()
    assert not any(done.is_set() for _thread, done in others)
    disk.free.set()
    for thread in (first, *(thread for thread, _done in others)):
        thread.join(SECONDS)
    assert heard.is_set()
    assert all(done.is_set() for _thread, done in others)
    assert disk.times == 2  # the second wait was for both


def test_what_is_written_without_a_transaction_is_written_through_by_the_database(disk, open_it):
    connection = open_it()
    disk.free.set()
    write(connection, "one")

    assert (disk.times, level(connection)) == (1, 2)
    with written(connection):
        assert level(connection) == 1
    assert level(connection) == 2


def test_what_is_taken_back_waits_for_no_disk_and_lets_the_next_write(disk, open_it):
    connection = open_it()
    with pytest.raises(ZeroDivisionError), written(connection):
        1 / 0  # noqa: B018

    assert (disk.times, level(connection)) == (0, 2)
    disk.free.set()
    write(open_it(), "next")
    assert disk.times == 1


def test_a_disk_that_refuses_is_told_and_not_called_saved(open_it, monkeypatch):
    def refuse(_log):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OperationalError, match="No space left"):
        write(open_it(), "one")


def test_what_a_disk_refused_is_called_saved_only_once_it_stands_in_the_database_itself(
    open_it, monkeypatch, tmp_path
):
    """A system forgets what its disk refused: asked again, it says that all is well."""
    answers = iter([OSError(5, "Input/output error")])

    def fsync(_log):
        for refused in answers:
            raise refused

    monkeypatch.setattr(os, "fsync", fsync)
    connection = open_it()
    with pytest.raises(OperationalError, match="Input/output"):
        write(connection, "one")
    connection.set_autocommit(True)
    write(connection, "two")

    without_log = tmp_path / "lasts.sqlite3"
    shutil.copyfile(tmp_path / "words.sqlite3", without_log)
    with closing(sqlite3.connect(without_log)) as lasts:
        assert lasts.execute("SELECT word FROM words").fetchall() == [("one",), ("two",)]


def test_while_that_cannot_be_done_nothing_is_called_saved(open_it, monkeypatch):
    connection, reads = open_it(timeout=0.01), open_it()
    write(connection, "one")
    reads.ensure_connection()
    reads.connection.execute("BEGIN DEFERRED")
    reads.connection.execute("SELECT * FROM words").fetchall()  # what it reads may not be overwritten
    connection.log.is_doubted = True
    for word in ("two", "three"):
        with pytest.raises(OperationalError, match="disk"):
            write(connection, word)
    reads.connection.execute("ROLLBACK")
    write(connection, "four")
    assert not connection.log.is_doubted


def test_a_folder_that_allows_no_log_is_written_through_by_the_database(disk, open_it):
    connection = open_it("beside.sqlite3", init_command="PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE words (word)")
    write(connection, "one")
    assert (disk.times, level(connection)) == (0, 2)


def test_who_waits_too_long_for_a_turn_hears_that_it_is_busy(open_it):
    holds, waits = open_it(), open_it(timeout=0.01)
    with written(holds), pytest.raises(OperationalError, match="locked"):
        write(waits, "one")

    write(waits, "one")
    assert words(waits) == ["one"]


def test_who_goes_in_the_middle_lets_the_next_write(disk, open_it):
    disk.free.set()
    goes = open_it()
    goes.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    goes.close()

    write(open_it(), "next")
    assert disk.times == 1
