"""`manage.py move_to_postgresql`: every row as it was, or nothing at all. On PostgreSQL, from a file of
SQLite that the app made for itself."""

import os
import re
import shutil
import sqlite3
from contextlib import closing

import pytest
from django.conf import settings as project
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.db.backends.base.base import NO_DB_ALIAS

from hosting import moving, triggers
from observations.models import Moment
from people.models import School, Team
from tests.served.own_process import outcome

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not os.environ.get("DATABASE_URL"), reason="it moves to PostgreSQL"),
]


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    """A folder with the demo and a row of every model, on SQLite; and the session of somebody who is signed
    in."""
    folder = tmp_path_factory.mktemp("full")
    found = outcome("a_row_of_each", VAR_DIR=str(folder), DATABASE_URL="", SECRET_KEY=project.SECRET_KEY)
    return folder, found["a_row_of_each"]["session"]


@pytest.fixture
def folder(full, tmp_path, settings, monkeypatch):
    monkeypatch.setattr(moving, "HERE", NO_DB_ALIAS)  # a name that a test may open beside its own
    shutil.copy(full[0] / "meekijken.sqlite3", tmp_path)
    settings.VAR_DIR = tmp_path
    return tmp_path


def move(capsys):
    call_command("move_to_postgresql")
    return capsys.readouterr().out


def refused(folder):
    """What it says; and nothing happened on either side."""
    with pytest.raises(CommandError) as refusal:
        call_command("move_to_postgresql")
    assert not Team.objects.exists()
    assert [path.name for path in folder.glob("*.moved")] == []
    return str(refusal.value)


def rewrite(folder, statement, *values):
    with closing(sqlite3.connect(folder / "meekijken.sqlite3")) as sqlite, sqlite:
        assert sqlite.execute(statement, values).rowcount == 1


@pytest.mark.slow
def test_every_row_of_every_table_is_there_as_it_was_and_people_go_on(full, folder, capsys, client):
    before = everything_in(folder / "meekijken.sqlite3")
    said = move(capsys)

    assert [path.name for path in folder.glob("meekijken*")] == ["meekijken.sqlite3.moved"]
    assert not [model.__name__ for model in moving.all_models() if not model._base_manager.exists()]
    assert everything("default") == before
    counts = {table: int(count) for count, table in re.findall(r"^ +(\d+)  (\w+)$", said, re.MULTILINE)}
    with closing(sqlite3.connect(folder / "meekijken.sqlite3.moved")) as sqlite:
        assert counts == {
            table: sqlite.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in counts
        }
    assert counts.keys() == {model._meta.db_table for model in moving.all_models()}
    assert f"{sum(counts.values()):,}  rows of {len(counts)} tables" in said
    assert not [model.__name__ for model in moving.all_models() if begins_anew(model)]
    assert not [name for name in triggers.there() if rests(name)]
    client.cookies[project.SESSION_COOKIE_NAME] = full[1]
    assert "Coba" in client.get("/").content.decode()  # nobody is signed out


def everything_in(path):
    with moving.alone_in(path):
        return everything(moving.HERE)


def everything(database):
    """All rows as Django writes them for itself, by key."""
    rows = (model._base_manager.using(database).all() for model in moving.all_models())
    found = [row for some in rows for row in serializers.serialize("python", some)]
    return {(row["model"], str(row["pk"])): row["fields"] for row in found}


def begins_anew(model):
    """Whether the next row would get a number that somebody has."""
    if not isinstance(model._meta.pk, models.AutoField):
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT nextval(pg_get_serial_sequence('{model._meta.db_table}', %s))", [model._meta.pk.column]
        )
        return model._base_manager.filter(pk__gte=cursor.fetchone()[0]).exists()


def rests(trigger):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgenabled = 'D' FROM pg_trigger WHERE tgname = %s", [trigger])
        return cursor.fetchone()[0]


def test_what_a_killed_server_left_beside_the_file_comes_along(folder, capsys):
    other = sqlite3.connect(folder / "meekijken.sqlite3")
    other.execute(
        "UPDATE people_school SET name = 'Nog in het logboek' WHERE id = (SELECT min(id) FROM people_school)"
    )
    other.commit()
    for path in folder.glob("meekijken.sqlite3*"):
        shutil.copy(path, folder / path.name.replace("meekijken", "as-killed"))
    other.close()
    for path in folder.glob("as-killed*"):
        path.rename(folder / path.name.replace("as-killed", "meekijken"))
    assert (folder / "meekijken.sqlite3-wal").stat().st_size

    move(capsys)
    assert School.objects.filter(name="Nog in het logboek").exists()


def test_where_somebody_has_it_open_even_idle_nothing_moves(folder):
    with closing(sqlite3.connect(folder / "meekijken.sqlite3")) as server:
        server.execute("SELECT count(*) FROM people_user").fetchone()
        assert "stop the server and the worker first" in refused(folder)


def test_where_somebody_is_at_work_in_postgresql_nothing_moves(folder):
    other = connection.copy()
    other.set_autocommit(False)
    other.cursor().execute("SELECT count(*) FROM people_user")
    try:
        assert "stop what uses it first" in refused(folder)
    finally:
        other.rollback()
        other.close()


def test_rows_that_are_there_stay(folder):
    school = School.objects.create(name="Al hier")
    assert "PostgreSQL is not empty: there are rows in 1 tables, such as people_school" in refused(folder)
    assert School.objects.get() == school


def test_a_row_that_reads_otherwise_there_moves_nothing(folder):
    """PostgreSQL rounds it, as a careless copy would."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE observations_moment ALTER noted_at TYPE timestamptz(3)")
        try:
            assert "would not have the same rows in observations_moment" in refused(folder)
        finally:
            cursor.execute("ALTER TABLE observations_moment ALTER noted_at TYPE timestamptz")
    assert not Moment.objects.exists()


def test_a_row_that_postgresql_refuses_is_told_without_its_words(folder):
    rewrite(
        folder, "UPDATE people_team SET name = ? WHERE id = (SELECT min(id) FROM people_team)", "Geheim " * 50
    )
    said = refused(folder)

    assert "PostgreSQL refuses a row of people_team: StringDataRightTruncation" in said
    assert "Geheim" not in said


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("DELETE FROM django_migrations WHERE name = (SELECT max(name) FROM django_migrations WHERE app = 'people')", "run `prepare` on it first"),
        ("INSERT INTO django_migrations (app, name, applied) VALUES ('people', '9999_later', 'x')", "is of a later version"),
    ],
)  # fmt: skip
def test_another_version_of_the_program_moves_nothing(folder, statement, why):
    rewrite(folder, statement)
    assert why in refused(folder)


def test_without_a_postgresql_or_a_file_it_says_so(folder):
    (folder / "meekijken.sqlite3").rename(folder / "elsewhere")
    assert "nothing to move" in refused(folder)


def test_the_file_of_a_move_of_before_is_not_written_over(folder):
    (folder / "meekijken.sqlite3.moved").touch()
    with pytest.raises(CommandError, match="put it elsewhere, or delete it"):
        call_command("move_to_postgresql")
    assert not Team.objects.exists()
