"""Lessons out of whatever somebody gives us as a timetable. What comes from elsewhere is read in a process of
its own, with bounds on time and memory, that holds no secret and no database (docs/adr/0063)."""

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from people.names import one_line
from timetables.models import LINE, SHORT
from timetables.why import Unusable, Why

LARGEST = 12_000_000  # bytes; a feed of a whole year of a large school has five million
MEMORY, SECONDS = 400, 10  # MB that it may ask for, and seconds of a processor: twenty times what it takes
LONGEST = 20  # seconds on the clock, of a busy machine
READER = Path(__file__).parent  # its __main__.py


@dataclass(frozen=True)
class Found:
    """`key` names the lesson at every download; times in UTC; words as long as a row holds them."""

    key: str
    start: datetime
    end: datetime
    subject: str
    group: str
    place: str


def read(data, *, zone, first, last):
    """The lessons that begin from `first` until `last` (both aware); times without a clock are meant in
    `zone`. Raises Unusable."""
    if len(data) > LARGEST:
        raise Unusable(Why.LARGE)
    said = told(data, str(zone), first.isoformat(), last.isoformat())
    if "why" in said:
        raise Unusable(said["why"])
    return [found(**lesson) for lesson in said["lessons"]]


def command(*arguments):
    return [sys.executable, "-I", str(READER), str(MEMORY), str(SECONDS), *arguments]


def told(data, *arguments):
    """What it says on its standard error may hold words of the timetable: it goes nowhere."""
    try:
        run = subprocess.run(  # noqa: S603 -- our own
            command(*arguments), input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, timeout=LONGEST, check=False
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"why": Why.HEAVY}
    if run.returncode:  # below zero: the system ended it, at a bound
        return {"why": Why.HEAVY if run.returncode < 0 else Why.BROKEN}
    return json.loads(run.stdout)


def found(key, start, end, subject, group, place):
    return Found(
        key=key,
        start=datetime.fromisoformat(start),
        end=datetime.fromisoformat(end),
        subject=one_line(subject)[:LINE].strip(),
        group=one_line(group)[:SHORT].strip(),
        place=one_line(place)[:SHORT].strip(),
    )
