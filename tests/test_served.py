"""On the database as it is served: many at the same moment, nothing locked, nothing overwritten, everyone
counted; and what stays in its files. Then as a server that others lean on. One process for each of the two:
starting costs more than most of what it shows."""

import pytest

from tests.served.eight_writers import SAVES, WRITERS
from tests.served.held_press import SAVES as SAVES_MEANWHILE
from tests.served.own_process import on_database_of_the_suite


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
