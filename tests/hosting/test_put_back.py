"""What was deleted, revoked and ended after a back-up stays so once it is put back; and what no back-up
holds. On the database as it is served, in a process of its own."""

import pytest
from django.core.management import CommandError, call_command

from tests.served.own_process import on_database_of_the_suite


@pytest.mark.slow
def test_what_ended_since_stays_ended_and_nothing_tells_one_answer(tmp_path):
    found = on_database_of_the_suite(tmp_path, "put_back")["put_back"]

    assert found["before"] == []  # all of it worked
    # what a restore closes besides: who changed the one, has the other no more
    assert found["ended"] == ["password where the address is another", "password where the passkey is gone"]
    assert found["after"] == found["once more"] == []
    assert found["kept"] == 1  # a key that nobody revoked
    assert found["without --replace"]
    # seven students of a pulse that runs, and one teacher of an open batch, are nowhere in it
    assert found["held"] == {"texts of students": 0, "a heard text": True, "sealed": 0}
    assert found["pulse"] == [0, {}, [], None]
    assert found["rows that tell"] == [0, 0, 0]
    assert found["settled"] == 12


@pytest.mark.slow
def test_back_ups_are_whole_while_people_save_and_are_put_back_whole_or_not_at_all(tmp_path):
    found = on_database_of_the_suite(tmp_path, "back_up_meanwhile")["back_up_meanwhile"]

    assert (found["statuses"], found["many"], found["people"]) == (["200"], True, [5, 5, 5])
    assert "is not a whole back-up" in found["cut off"]
    assert "of a newer version: it knows people.9999_of_next_year" in found["newer"]
    assert found["somebody works"].startswith("Somebody works in the database")
    assert "--without-list" in found["no list"]
    # sealed to a key that the server never had
    assert found["plain in it"] == 0
    assert found["other key"] == "This key does not open this back-up."
    assert (found["same rows"], found["same words"], found["name"]) == (True, True, 1)
    assert (found["own list goes on"], found["files left"]) == (True, [])


@pytest.mark.slow
def test_two_back_ups_around_an_answer_are_the_same_to_the_letter(tmp_path):
    found = on_database_of_the_suite(tmp_path, "two_back_ups")["two_back_ups"]

    same = {"only in the first": [], "only in the second": [], "in the same order": True}
    assert found == same | {"answers": 7}


@pytest.mark.slow
def test_on_another_server_every_row_and_a_paper_are_the_same(tmp_path):
    found = on_database_of_the_suite(tmp_path, "another_root")["another_root"]

    assert found["tables"] > 40
    assert found["differ"] == []
    assert found["opened"] == "https://rooster.example/a.ics"  # sealed there, opened here
    assert (found["said"], found["same paper"], found["same key"], found["same list"]) == (True,) * 4


@pytest.mark.parametrize("missing", ["key", "a.tar.gz.age"])
def test_a_key_or_a_file_that_cannot_be_read_is_said(tmp_path, settings, missing):
    """As where root brings the key in a folder of its own: the app's user may not look there."""
    settings.VAR_DIR, settings.BACKUP_DIR = tmp_path, tmp_path / "backup"
    for name in {"key", "a.tar.gz.age"} - {missing}:
        (tmp_path / name).touch()

    with pytest.raises(
        CommandError, match=r"a\.tar\.gz\.age cannot be opened with .+key \(FileNotFoundError\)"
    ):
        call_command("restore", tmp_path / "a.tar.gz.age", key=tmp_path / "key")
