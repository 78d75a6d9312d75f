"""What people type as a time: the server's half of the table; tests/browser/test_days_and_times.py holds the
browser to it."""

import pytest

from observations.clock import hours
from tests.typed_times import TYPED


@pytest.mark.parametrize(("typed", "time"), TYPED.items(), ids=[ascii(typed)[:16] for typed in TYPED])
def test_the_server_reads_times_as_the_table_says(typed, time):
    assert hours(typed) == time
