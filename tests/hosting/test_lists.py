"""Which lists of what ended a restore believes."""

import json
import uuid

import pytest

from hosting import replay, restore
from hosting.engines import Refused
from hosting.models import BEGAN

OURS, OTHER = str(uuid.uuid4()), str(uuid.uuid4())


def line(what, token=None, **more):
    row = {
        "token": token or str(uuid.uuid4()),
        "table": "people_user",
        "key": "1",
        "what": what,
        "value": None,
    }
    return row | {"day": "2026-11-29", "id": 1} | more


@pytest.fixture
def place(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    unpacked = tmp_path / "unpacked"
    unpacked.mkdir()
    (unpacked / "ended.jsonl").write_text("")
    return unpacked


def listed(path, token, *lines):
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in [line(BEGAN, token), *lines]))
    return path


def asked(place, *lists):
    return restore.lines_for({"list": OURS}, place.parent / "backup" / "one.tar.gz", place, lists, None)


def test_the_list_of_another_installation_is_refused(place, tmp_path):
    """Its keys are those of other people."""
    path = listed(tmp_path / "usb" / "list.jsonl", OTHER, line("left_at"))
    with pytest.raises(Refused, match="another installation"):
        asked(place, path)


def test_a_list_that_was_called_otherwise_is_known_by_what_it_says(place, tmp_path):
    path = listed(tmp_path / "usb" / "list.jsonl", OURS, line("left_at"))
    assert [row["what"] for row in asked(place, path)] == ["left_at"]


def test_a_named_folder_without_the_list_is_said_though_an_older_one_is_near(place, tmp_path):
    listed(tmp_path / "backup" / f"{OURS}.jsonl", OURS)
    listed(tmp_path / "usb" / f"{OTHER}.jsonl", OTHER, line("left_at"))
    assert asked(place) == []
    for wrong in (tmp_path / "usb", tmp_path / "nowhere"):
        with pytest.raises(Refused, match="not in"):
            asked(place, wrong)


def test_a_column_of_another_version_is_nothing(teacher):
    """Of a version that was rolled back, or of one before it went."""
    rows = [line("of_next_year", key=str(teacher.pk), value="1")]
    assert replay.replay(rows) == ({}, 0)
