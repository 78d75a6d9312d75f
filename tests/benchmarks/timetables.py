"""Five megabytes of a timetable, read whole as the app does, against icalendar alone; each in a process of
its own, from its start to its end."""

import os
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

from tests.benchmarks.table import run
from tests.timetables import large
from timetables import reading

OF_ALONE, MEMORY = 0.1, 80
ROUNDS = 3
SCHOOL = "Europe/Amsterdam"
FIRST, LAST = (datetime(*day, tzinfo=ZoneInfo(SCHOOL)) for day in ((2026, 11, 30), (2027, 1, 4)))
ALONE = """
import sys, icalendar, recurring_ical_events
from datetime import datetime
first, last = map(datetime.fromisoformat, sys.argv[1:])
calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
print(len(recurring_ical_events.of(calendar).between(first, last)))
"""


ONLY = """
import sys, icalendar
print(len(icalendar.Calendar.from_ical(sys.stdin.buffer.read()).subcomponents))
"""
WINDOW = FIRST.isoformat(), LAST.isoformat()
MANY_ROOMS = range(1, 4)  # eighteen lessons a day


def measure():
    with tempfile.TemporaryDirectory(prefix="timetable.") as folder:
        feed, short = Path(folder, "large.ics"), Path(folder, "short.ics")
        feed.write_bytes(large.feed(FIRST.date()))
        short.write_bytes(large.feed(FIRST.date(), large.short, MANY_ROOMS))
        yield against("a timetable of 5 MB: of icalendar alone", feed, large.ROOMS)
        yield against("the same with few lines a lesson", short, MANY_ROOMS)
        most = max(large.cost(reading.command(SCHOOL, *WINDOW), feed)[1].megabytes for _ in range(ROUNDS))
    yield "the process that reads it", most, MEMORY, "MB"


def against(name, feed, rooms):
    """The bar is of icalendar, which only takes it apart; beside it, with the lessons that it gives."""
    lessons = large.WEEKS * 5 * len(large.HOURS) * len(rooms)
    only = large.cost([sys.executable, "-I", "-c", ONLY], feed)[1]
    found, both = large.cost([sys.executable, "-I", "-c", ALONE, *WINDOW], feed)
    whole = median(seconds_of_whole(feed, lessons) for _ in range(ROUNDS))
    assert int(found) == lessons
    beside = f"{whole:.2f} and {only.seconds:.2f} s; with recurring-ical-events {both.seconds:.2f} s and {both.megabytes:.0f} MB"
    return name, whole / only.seconds, OF_ALONE, "×", None, beside


def seconds_of_whole(feed, lessons):
    """Of the processor: of the process that reads, and of ours that starts it and hears it out."""
    data, before = feed.read_bytes(), os.times()
    found = reading.read(data, zone=SCHOOL, first=FIRST, last=LAST)
    spent = [now - then for now, then in zip(os.times()[:4], before[:4], strict=True)]
    assert len(found) == lessons
    return sum(spent)


if __name__ == "__main__":
    run(measure)
