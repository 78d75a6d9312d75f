"""SQLite: what stands where a back-up is put back may be broken; that is why somebody does it."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from types import SimpleNamespace

import pytest

from hosting.engines import sqlite

OF_BEFORE = ("meekijken.before-now.sqlite3", "meekijken.before-now.sqlite3-wal")


@pytest.fixture
def aside(tmp_path, monkeypatch):
    """A database with one word, to be put in place."""
    monkeypatch.setattr(sqlite, "connection", SimpleNamespace(close=lambda: None, settings_dict={}))
    monkeypatch.setattr(sqlite, "live", lambda: tmp_path / "meekijken.sqlite3")
    folder = tmp_path / "unsealed"
    folder.mkdir()
    found = sqlite.Aside(folder)
    with closing(sqlite3.connect(found.path, isolation_level=None)) as database:
        database.execute("CREATE TABLE people_user (name)")
        database.execute("INSERT INTO people_user VALUES ('of the back-up')")
    return found


def left_with_a_log(path):
    """As a server that was killed leaves it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE people_user (name)")
        database.execute("INSERT INTO people_user VALUES ('of before')")
        log = path.with_name(f"{path.name}-wal").read_bytes()
        page = path.read_bytes()
    path.write_bytes(page)
    path.with_name(f"{path.name}-wal").write_bytes(log)


def names(path):
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return database.execute("SELECT name FROM people_user").fetchall()


def test_a_database_that_cannot_be_read_is_moved_aside_with_its_log(aside, tmp_path):
    for end in ("", "-wal"):
        aside.served.with_name(f"{aside.served.name}{end}").write_bytes(b"what a disk made of it " * 500)
    assert aside.is_taken()  # people may live there: it is not just overwritten
    aside.require_still()
    assert aside.take_its_place("now") == OF_BEFORE[0]
    assert names(aside.served) == [("of the back-up",)]
    assert (tmp_path / OF_BEFORE[0]).read_bytes().startswith(b"what a disk")


def test_the_command_begins_also_where_the_database_cannot_be_read(tmp_path, settings):
    """Django's own checks ask it, before any command."""
    (tmp_path / "meekijken.sqlite3").write_bytes(b"what a disk made of it " * 500)
    (tmp_path / "none.tar.gz").touch()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
    environment |= {"VAR_DIR": str(tmp_path), "SECRET_KEY": "k", "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "manage.py", "restore", str(tmp_path / "none.tar.gz"), "--replace"]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )
    assert "is not a whole back-up" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_log_of_a_database_that_is_gone_is_not_taken_for_its_own(aside, tmp_path):
    left_with_a_log(aside.served)
    aside.served.unlink()
    aside.require_still()
    aside.take_its_place("now")
    assert names(aside.served) == [("of the back-up",)]
    assert (tmp_path / OF_BEFORE[1]).exists()


def test_one_that_can_be_read_is_moved_aside_as_a_whole(aside, tmp_path):
    left_with_a_log(aside.served)
    aside.require_still()
    assert aside.take_its_place("now") == OF_BEFORE[0]
    assert names(aside.served) == [("of the back-up",)]
    assert names(tmp_path / OF_BEFORE[0]) == [("of before",)]
