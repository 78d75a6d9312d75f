"""What is shown of one appointment, by whom ever, and what should be shown."""

from datetime import UTC, datetime
from typing import NamedTuple

TITLES = {"tentative": "Voorstel: Afspraak", "confirmed": "Afspraak", "cancelled": "Afgezegd: Afspraak"}


class Seen(NamedTuple):
    uid: str
    start: datetime  # in UTC
    hours: float  # how long
    title: str
    status: str

    def __str__(self):
        return f"{self.start:%Y-%m-%d %H:%M}Z {self.title} ({self.status})"


def seen(uid, start, end, title, status):
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    return Seen(str(uid), start, (end - start).total_seconds() / 3600, str(title), str(status).strip())


def expected(event):
    """All visits here are without an end, so they last an hour."""
    return Seen(event.uid, event.start.astimezone(UTC), 1.0, TITLES[event.state], event.state.upper())
