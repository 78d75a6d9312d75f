"""What is read from each feed of tests/timetables/feeds/, kept as text beside it. The feeds are invented, in
the shapes that real systems write.

GOLDEN=write python -m pytest tests/timetables/test_feeds.py      writes them anew; look at the difference
"""

import os
from datetime import datetime
from difflib import unified_diff
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from timetables import reading
from timetables.reading.feed.lessons import said
from timetables.why import Unusable

FEEDS = sorted((Path(__file__).parent / "feeds").glob("*.ics"))
AMSTERDAM, CURACAO = "Europe/Amsterdam", "America/Curacao"
# name of the feed: the school's zone, and the Monday from which five weeks are read
OTHERWISE = {
    "summer-begins": (AMSTERDAM, "2027-03-15", "2027-04-19"),
    "summer-begins-in-utc": (AMSTERDAM, "2027-03-15", "2027-04-19"),
    "summer-begins-tonight": (AMSTERDAM, "2027-03-15", "2027-04-19"),
    "winter-begins": (AMSTERDAM, "2026-10-12", "2026-11-16"),
    "until-a-day-overseas": (CURACAO, "2026-11-30", "2027-01-04"),
}
USUAL = (AMSTERDAM, "2026-11-30", "2027-01-04")
FIRST, LAST = (datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(AMSTERDAM)) for day in USUAL[1:])


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    """Quicker by far; tests/timetables/test_reading.py has the process of its own."""
    monkeypatch.setattr(reading, "told", said)


def read(feed):
    zone, *window = OTHERWISE.get(feed.stem, USUAL)
    first, last = (datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone)) for day in window)
    try:
        return [
            line(each, zone) for each in reading.read(feed.read_bytes(), zone=zone, first=first, last=last)
        ]
    except Unusable as no:
        return [f"unusable: {no.why}"]


def line(lesson, zone):
    start, end = (moment.astimezone(ZoneInfo(zone)) for moment in (lesson.start, lesson.end))
    words = " | ".join([lesson.subject, lesson.group, lesson.place])
    return f"{start:%a %d %b %H.%M}–{end:%H.%M} | {words} | {lesson.key[:8]}"


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.stem)
def test_what_is_read_stays_what_it_was(feed):
    now = "\n".join(read(feed)) + "\n"
    kept = feed.with_suffix(".txt")
    if os.environ.get("GOLDEN") == "write":
        kept.write_text(now)
    before = kept.read_text()
    assert now == before, "\n" + "\n".join(unified_diff(before.splitlines(), now.splitlines(), lineterm=""))


def test_no_text_is_left_of_a_feed_that_is_gone():
    assert {kept.stem for kept in (Path(__file__).parent / "feeds").glob("*.txt")} == {
        feed.stem for feed in FEEDS
    }


# what may happen to a line of a feed on its way: gone, twice, elsewhere, cut, or another sign in it
HAPPENS = st.sampled_from(["gone", "twice", "moved", "cut", "sign"])
SHORT = [feed for feed in FEEDS if feed.stat().st_size < 5000]


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(feed=st.sampled_from(SHORT), other=st.sampled_from(SHORT), data=st.data())
def test_whatever_happened_to_a_feed_is_read_or_refused(feed, other, data):
    """And what is read fits in a row."""
    lines = [*feed.read_bytes().split(b"\r\n"), *other.read_bytes().split(b"\r\n")[:3]]
    for _ in range(data.draw(st.integers(1, 4))):
        at, to = (data.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        lines[at : at + 1] = happened(data.draw(HAPPENS), lines, at, to)
    try:
        lessons = reading.read(b"\r\n".join(lines), zone=AMSTERDAM, first=FIRST, last=LAST)
    except Unusable:
        return
    for lesson in lessons:
        assert FIRST <= lesson.start < LAST
        assert lesson.start < lesson.end
        assert (len(lesson.key), "\x00" in lesson.subject) == (64, False)
        assert (len(lesson.subject) <= 120, len(lesson.group) <= 60, len(lesson.place) <= 60) == (True,) * 3


def happened(what, lines, at, to):
    line = lines[at]
    return {
        "gone": [b""],
        "twice": [line, line],
        "moved": [lines[to], line],
        "cut": [line[: to % (len(line) + 1)]],
        "sign": [line[: to % (len(line) + 1)] + b"9" + line[to % (len(line) + 1) + 1 :]],
    }[what]
