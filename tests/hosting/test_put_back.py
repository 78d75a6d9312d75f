"""What was deleted, revoked and ended after a back-up stays so once it is put back; and what no back-up
holds. On the database as it is served, in a process of its own."""

import pytest

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
