"""On the databases as they are served: many at the same moment, nothing locked, nothing overwritten, everyone counted; and what
stays in their files."""

import os

import pytest
from django.db import connection

from tests.own_process import on_postgresql, on_sqlite

EIGHT = ("tests.eight_writers", "25")
SAVED = {"saved": {"200": 8 * 25}, "tabs": {"200": 1, "409": 7}}
CLASS = ("tests.two_hundred_students", "200")
# every third writes something; a sentence is answered with yes, mostly, … in turn
COUNTED = {"replies": {"302": 200}, "answers": 200, "counts": [40] * 5 * 4, "texts": 67, "same": 67}
DISK, WIPED = "tests.pulse_on_disk", {"open": True, "closed": 12}
FORGET, FORGOTTEN = "tests.forgotten_on_disk", {"before": True, "after": 0, "rows": 0}
postgresql = pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="runs with the suite on PostgreSQL")


def test_eight_coaches_and_eight_tabs_on_sqlite(tmp_path):
    assert on_sqlite(tmp_path, *EIGHT) == SAVED


def test_a_class_of_two_hundred_answers_at_once_on_sqlite(tmp_path):
    assert on_sqlite(tmp_path, *CLASS) == COUNTED


def test_a_closed_pulse_leaves_one_copy_of_each_text_in_the_files_of_sqlite(tmp_path):
    assert on_sqlite(tmp_path, DISK) == WIPED


def test_a_forgotten_visit_leaves_no_word_in_the_files_of_sqlite(tmp_path):
    assert on_sqlite(tmp_path, FORGET) == FORGOTTEN


@postgresql
def test_eight_coaches_and_eight_tabs_on_postgresql(tmp_path, transactional_db):
    found = on_postgresql(tmp_path, *EIGHT)

    assert (connection.vendor, found) == ("postgresql", SAVED)


@postgresql
def test_a_class_of_two_hundred_answers_at_once_on_postgresql(tmp_path, transactional_db):
    found = on_postgresql(tmp_path, *CLASS)

    assert (connection.vendor, found) == ("postgresql", COUNTED)


@postgresql
def test_a_closed_pulse_leaves_one_copy_of_each_text_in_postgresql(tmp_path, transactional_db):
    assert on_postgresql(tmp_path, DISK) == WIPED


@postgresql
def test_a_forgotten_visit_leaves_no_word_in_postgresql(tmp_path, transactional_db):
    assert on_postgresql(tmp_path, FORGET) == FORGOTTEN
