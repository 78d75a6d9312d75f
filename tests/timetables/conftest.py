from datetime import UTC

import pytest

from people import outside
from tests.far_end import FarEnd, certificate_here
from timetables import keeping

CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Fictief//NL\r\n%sEND:VCALENDAR\r\n"
EMPTY = CALENDAR % b""


@pytest.fixture
def outer_world(monkeypatch):
    """This machine seems to be outside, so that real sockets can be at the other end. Where it is not named,
    it is inside, as ever."""
    monkeypatch.setattr(outside, "is_outside", lambda address: True)


@pytest.fixture
def far_end(tmp_path, monkeypatch):
    """Gives what answers over https."""
    there, tls = [], certificate_here(tmp_path, monkeypatch)

    def one(*answers, tls=tls):
        there.append(FarEnd(*answers, tls=tls))
        return there[-1]

    yield one
    for end in there:
        end.end()


@pytest.fixture
def monday(teacher):
    """When this week began at school."""
    return keeping.weeks(teacher)[0].astimezone(UTC)
