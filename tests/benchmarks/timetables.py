"""Five megabytes of a timetable, read whole as the app does, against icalendar and recurring-ical-events
alone; each in a process of its own, from its start to its end."""

import json
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


def measure():
    window = FIRST.isoformat(), LAST.isoformat()
    with tempfile.TemporaryDirectory(prefix="timetable.") as folder:
        feed = Path(folder, "large.ics")
        feed.write_bytes(large.feed(FIRST.date()))
        found, alone = large.cost([sys.executable, "-I", "-c", ALONE, *window], feed)
        rounds = [large.cost(reading.command(SCHOOL, *window), feed) for _ in range(ROUNDS)]
        whole = median(seconds_of_whole(feed) for _ in range(ROUNDS))
    assert int(found) == len(json.loads(rounds[0][0])["lessons"]) == large.LESSONS
    beside = f"{whole:.2f} s and {alone.seconds:.2f} s; alone it holds {alone.megabytes:.0f} MB"
    yield "a timetable of 5 MB: of icalendar alone", whole / alone.seconds, OF_ALONE, "×", None, beside
    yield "the process that reads it", max(cost.megabytes for _, cost in rounds), MEMORY, "MB"


def seconds_of_whole(feed):
    """Of the processor: of the process that reads, and of ours that starts it and hears it out."""
    data, before = feed.read_bytes(), os.times()
    found = reading.read(data, zone=SCHOOL, first=FIRST, last=LAST)
    spent = [now - then for now, then in zip(os.times()[:4], before[:4], strict=True)]
    assert len(found) == large.LESSONS
    return sum(spent)


if __name__ == "__main__":
    run(measure)
