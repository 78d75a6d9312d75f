"""On the database as it is served: many at the same moment, nothing locked, nothing overwritten, everyone
counted; and what stays in its files. Then as a server that others lean on. One process for each of the two:
starting costs more than most of what it shows."""

import signal
import sys

import pytest

from tests.served import fifth_and_sixth, stopping
from tests.served.eight_writers import SAVES, WRITERS
from tests.served.first_of_many import PRESSES
from tests.served.held_press import SAVES as SAVES_MEANWHILE
from tests.served.letters_meanwhile import SAVES as SAVES_BESIDE_A_LETTER
from tests.served.own_process import on_database_of_the_suite
from tests.served.two_administrators import ROUNDS


@pytest.mark.slow
def test_on_the_database_as_it_is_served(tmp_path):
    found = on_database_of_the_suite(
        tmp_path,
        "forgotten_on_disk",  # first: it looks whether any row of anybody is left
        "killed_worker",
        "pulse_on_disk",
        "closing_time",
        "two_hundred_students",
        "eight_writers",
        "letters_meanwhile",
        "killed_postman",
    )

    assert found["eight_writers"] == {
        "saved": {"200": WRITERS * SAVES},
        "tabs": {"200": 1, "409": WRITERS - 1},
    }
    # every third student writes something; a sentence is answered with yes, mostly, … in turn
    assert found["two_hundred_students"] == {
        "replies": {"302": 200}, "answers": 200, "counts": [40] * 5 * 4, "texts": 67, "same": 67,
    }  # fmt: skip
    assert found["closing_time"] == {
        "thanked are counted": True, "none after closing": True, "some were too late": True, "statuses": ["302", "410"],
    }  # fmt: skip
    assert found["pulse_on_disk"] == {"open": True, "closed": 12, "nobody looked": [0, 0]}
    assert found["killed_worker"] == {"after the kill": False, "after the next": [200, "PK", 3]}
    assert found["forgotten_on_disk"] == {"before": True, "after": 0, "rows": 0}
    assert found["letters_meanwhile"] == {
        "saves": {"200": SAVES_BESIDE_A_LETTER + 1}, "another postman": 0, "another, after long": 0,
        "left": 12, "asked": 12, "each once, in order": True,
        "of several": {"left": 12, "copies": 0, "in order": True},
    }  # fmt: skip
    letters_of_killed_postmen(found["killed_postman"])


def test_who_left_leaves_nothing_in_the_files(tmp_path):
    found = on_database_of_the_suite(tmp_path, "left_on_disk")

    assert found["left_on_disk"] == {"before": True, "after": [0, 0, 0]}


def test_what_five_said_of_visits_leaves_counts_and_nothing_else(tmp_path):
    found = on_database_of_the_suite(tmp_path, "said_on_disk", "fifth_and_sixth")

    assert found["said_on_disk"] == {
        "open": [True] * 3, "changed": 0, "counted": 0, "rows": 0, "batches": 1,
    }  # fmt: skip
    rounds = fifth_and_sixth.ROUNDS
    assert found["fifth_and_sixth"] == {
        "one batch of two": rounds, "counted": rounds, "the other is in the next": rounds, "batches": 2 * rounds,
    }  # fmt: skip


def test_what_is_taken_back_while_it_is_counted_takes_no_count_away(tmp_path):
    found = on_database_of_the_suite(tmp_path, "back_at_the_fifth")

    assert found["back_at_the_fifth"] == {"found": 0, "closed": 1, "left": 0}


def test_unlinked_while_a_coach_says_yes_all_of_it_is_gone_and_the_visit_stays(tmp_path):
    found = on_database_of_the_suite(tmp_path, "unlinked_at_a_yes")

    assert found["unlinked_at_a_yes"] == {"left": [0, 0, 0], "is that lesson": True}


def test_a_timetable_that_is_given_twice_at_once_is_on_trial_once(tmp_path):
    found = on_database_of_the_suite(tmp_path, "two_trials")

    assert found["two_trials"] == {"302": 2, "on trial": 1}


def letters_of_killed_postmen(found):
    """Of each step: how the process ended, letters lost, second copies, each person's in order."""
    twice = {step: copies for step, (_ended, _lost, copies, _in_order) in found.items()}
    lost = sum(lost for _ended, lost, _copies, _in_order in found.values())
    sys.stdout.write(f"killed at {len(found)} steps: {lost} letters lost, {sum(twice.values())} came twice\n")
    said_and_not_noted = ["after the yes of the server", "before our row", "in our row"]
    assert {step: copies for step, copies in twice.items() if copies} == dict.fromkeys(said_and_not_noted, 1)
    assert found == {step: [-signal.SIGKILL, 0, twice[step], True] for step in STEPS_OF_A_POSTMAN}


STEPS_OF_A_POSTMAN = [
    "before the turn", "with the turn", "before a letter is written", "before connecting", "while connecting",
    "before MAIL", "after MAIL", "after RCPT", "in the letter", "after the yes of the server",
    "before our row", "in our row", "after our row", "before the turn ends",
]  # fmt: skip


@pytest.mark.slow
def test_workers_do_each_task_once_outlive_their_connections_and_take_up_what_is_left(tmp_path):
    found = on_database_of_the_suite(tmp_path, "lasting_workers")

    assert found["lasting_workers"] == {"each once": True, "went on": [None, None], "taken up": 2}


@pytest.mark.slow
def test_a_server_that_stops_or_begins_anew_answers_who_is_in_the_middle(tmp_path):
    found = on_database_of_the_suite(tmp_path, "stopping")

    answered = {"answers": {"200": stopping.WRITERS}, "left": 0}
    assert found["stopping"] == {"SIGHUP": answered, "SIGTERM": answered, "saved": stopping.WRITERS}


@pytest.mark.slow
def test_of_many_who_begin_at_once_one_does(tmp_path):
    found = on_database_of_the_suite(tmp_path, "first_of_many")

    assert found["first_of_many"] == {
        "statuses": {"302": 1, "404": PRESSES - 1},
        "schools": 1,
        "people": 1,
    }


@pytest.mark.slow
def test_two_administrators_at_once_make_no_double_role_and_leave_one(tmp_path):
    found = on_database_of_the_suite(tmp_path, "two_administrators")

    assert found["two_administrators"] == {"double roles": 0, "one is left": ROUNDS, "one role": ROUNDS}


@pytest.mark.slow
def test_a_server_that_others_lean_on(tmp_path):
    found = on_database_of_the_suite(tmp_path, "held_press", "own_files", "two_doors", "held_back")

    assert found["held_press"] == {
        "saves": {"200": SAVES_MEANWHILE}, "form": "503 10", "papers": ["200", "302", "302", "302"],
    }  # fmt: skip
    assert found["own_files"] == {"open to others": [], "not there": [], "letters": 1}
    assert found["two_doors"] == {
        "here": ["wrong"] * 3,
        "there": ["wrong", "wrong", "closed"],
        "right": "closed",
    }
    assert found["held_back"].pop("on a full disk", [503, 503]) == [503, 503]  # on SQLite
    assert found["held_back"] == {
        "answers beside held back bodies": 200, "answers beside held back headers": 200,
        "sixty megabytes": "413", "in pieces": "411", "left behind": [],
    }  # fmt: skip
