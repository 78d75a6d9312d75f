"""What an address of PostgreSQL becomes: limits for who serves pages, none for commands, and a pooler that
hears of neither."""

import copy

import psycopg
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config import database
from config.database import LIMITS, flags, hurry, postgresql
from config.postgresql.base import Door

ONE = "postgresql://anna:geheim@db.example/lessons"
SEVERAL = "postgresql://anna:geheim@/lessons?host=one.example,two.example&port=5432,5433"


def made(url, *, pooler=False, serves=True):
    found = copy.deepcopy(postgresql(url, pooler=pooler))
    if serves:
        hurry(found)
    return found


def test_who_serves_pages_waits_seconds_and_a_command_as_long_as_it_takes():
    pages, command = made(ONE)["OPTIONS"], made(ONE, serves=False)["OPTIONS"]

    assert pages["options"] == flags(LIMITS)
    assert command["options"] == flags(dict.fromkeys(LIMITS, 0))
    assert pages["pool"]["connection_class"] is database.Hurried
    assert "connection_class" not in command["pool"]
    assert pages["connect_timeout"] < pages["pool"]["timeout"] + 1 < database.ANSWER
    assert made(ONE)["DISABLE_SERVER_SIDE_CURSORS"] is False


def test_what_the_address_says_itself_wins():
    found = made(f"{ONE}?options=-c%20lock_timeout%3D7s&connect_timeout=9")["OPTIONS"]

    assert found["options"] == f"{flags(LIMITS)} -c lock_timeout=7s"
    assert found["connect_timeout"] == 9


def test_behind_a_pooler_nobody_sets_anything_that_another_would_get():
    """It hands a connection on after each transaction, with what was set on it; cursors of the server and
    prepared statements stay behind with another."""
    found = made(ONE, pooler=True)

    assert "options" not in found["OPTIONS"]
    assert found["DISABLE_SERVER_SIDE_CURSORS"] is True
    assert "prepare_threshold" not in found["OPTIONS"]  # Django prepares nothing by itself


def test_the_role_of_a_pooler_has_the_same_limits_in_the_documents():
    told = (settings.BASE_DIR / "docs" / "running.md").read_text()
    for name, seconds in LIMITS.items():
        assert f"SET {name} = '{seconds}s';" in told


def test_of_several_servers_the_one_that_may_be_written_to_is_asked():
    options = made(SEVERAL)["OPTIONS"]

    assert (options["host"], options["port"]) == ("one.example,two.example", "5432,5433")
    assert options["target_session_attrs"] == "read-write"
    assert "target_session_attrs" not in made(ONE)["OPTIONS"]  # it may still be read, when nothing is saved
    assert made(SEVERAL + "&target_session_attrs=any")["OPTIONS"]["target_session_attrs"] == "any"


def test_an_address_that_makes_no_sense_is_told_without_its_password():
    with pytest.raises(ImproperlyConfigured, match="host=A,B") as told:
        postgresql("postgresql://anna:geheim@one.example:5432,two.example:5433/lessons", pooler=False)
    assert "geheim" not in str(told.value)


# --- who waits for a database that is not there ---------------------------------------------------


def absent():
    raise psycopg.OperationalError("nobody there")


def test_where_no_connection_could_be_had_one_tries_and_the_others_hear_it_at_once():
    door, asked = Door(), []
    with pytest.raises(psycopg.OperationalError, match="nobody there"):
        door.through(absent)

    def while_one_tries():
        with pytest.raises(psycopg.OperationalError, match="somebody is trying"):
            door.through(lambda: asked.append("the other"))
        return "connection"

    assert door.through(while_one_tries) == "connection"
    assert not asked


def test_once_there_is_a_connection_everybody_gets_one_again():
    door = Door()
    for _time in range(2):
        with pytest.raises(psycopg.OperationalError, match="nobody there"):
            door.through(absent)
    door.through(lambda: "connection")

    assert door.through(lambda: door.through(lambda: "two at once")) == "two at once"
