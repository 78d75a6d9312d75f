"""Many people, and several tabs of one person, at the same moment: nothing locked, nothing overwritten, everyone counted."""

import os

import pytest
from django.db import connection

from tests.own_process import on_postgresql, on_sqlite

EIGHT = ("tests.eight_writers", "25")
SAVED = {"saved": {"200": 8 * 25}, "tabs": {"200": 1, "409": 7}}
CLASS = ("tests.two_hundred_students", "200")
# every third writes something; a sentence is answered with yes, mostly, … in turn
COUNTED = {"replies": {"302": 200}, "answers": 200, "counts": [40] * 5 * 4, "texts": 67, "same": 67}
postgresql = pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="runs with the suite on PostgreSQL")


def test_eight_coaches_and_eight_tabs_on_sqlite(tmp_path):
    assert on_sqlite(tmp_path, *EIGHT) == SAVED


def test_a_class_of_two_hundred_answers_at_once_on_sqlite(tmp_path):
    assert on_sqlite(tmp_path, *CLASS) == COUNTED


@postgresql
def test_eight_coaches_and_eight_tabs_on_postgresql(tmp_path, transactional_db):
    found = on_postgresql(tmp_path, *EIGHT)

    assert (connection.vendor, found) == ("postgresql", SAVED)


@postgresql
def test_a_class_of_two_hundred_answers_at_once_on_postgresql(tmp_path, transactional_db):
    found = on_postgresql(tmp_path, *CLASS)

    assert (connection.vendor, found) == ("postgresql", COUNTED)
