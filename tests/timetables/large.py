"""A feed as large as the largest that was seen, with the lines that Google writes of each lesson: a teacher
who gives twelve a day, for years. And what reading it costs a process."""

import subprocess
import sys
from collections import namedtuple
from datetime import timedelta

SIZE = 5_000_000  # bytes
HOURS, ROOMS = range(8, 14), range(1, 3)
WEEKS = 5
LESSONS = WEEKS * 5 * len(HOURS) * len(ROOMS)  # in the weeks that are asked for
BEFORE = timedelta(weeks=40)

Cost = namedtuple("Cost", "seconds megabytes")


def feed(monday, write=None, rooms=ROOMS):
    """Lessons on working days, from well before this Monday on, each as `write` gives it."""
    write = write or lesson
    day, parts, size = (
        monday - BEFORE,
        [b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Verzonnen Rooster//NL\r\n"],
        0,
    )
    while size < SIZE:
        if day.isoweekday() <= 5:
            parts += [write(day, hour, room) for hour in HOURS for room in rooms]
            size += sum(map(len, parts[-len(HOURS) * len(rooms) :]))
        day += timedelta(days=1)
    return b"".join([*parts, b"END:VCALENDAR\r\n"])


def lesson(day, hour, room):
    lines = [
        "BEGIN:VEVENT",
        f"DTSTART;TZID=Europe/Amsterdam:{day:%Y%m%d}T{hour:02}0000",
        f"DTEND;TZID=Europe/Amsterdam:{day:%Y%m%d}T{hour:02}5000",
        "DTSTAMP:20261129T190000Z",
        f"UID:{day:%Y%m%d}-{hour}-{room}@verzonnen.example",
        "CREATED:20260801T090000Z",
        "DESCRIPTION:Groepen: 3hv1\\, 3hv2\\nNeem je schrift mee en lees het stuk over\r\n  cellen. Tekst.",
        "LAST-MODIFIED:20261129T190000Z",
        f"LOCATION:Lokaal {room}.{hour}",
        "SEQUENCE:0",
        "STATUS:CONFIRMED",
        f"SUMMARY:Biologie {room}hv{hour}",
        "TRANSP:OPAQUE",
        "END:VEVENT",
        "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode()


def short(day, hour, room):
    """With no line more than it needs."""
    lines = [
        "BEGIN:VEVENT",
        f"UID:{day:%Y%m%d}-{hour}-{room}@verzonnen.example",
        "DTSTAMP:20261129T190000Z",
        f"DTSTART:{day:%Y%m%d}T{hour:02}0000Z",
        f"DTEND:{day:%Y%m%d}T{hour:02}5000Z",
        f"SUMMARY:{room}hv{hour} biologie",
        f"LOCATION:A{room}.{hour}",
        "END:VEVENT",
        "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode()


# A small process starts it: one that is started counts the memory of who starts it as its own
STARTER = """
import os, subprocess, sys
_, status, usage = os.wait4(subprocess.Popen(sys.argv[1:], stderr=subprocess.DEVNULL).pid, 0)
print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss, file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def cost(command, path):
    """What it answers to this file, and the Cost: seconds of a processor, and the most memory that it ever
    held."""
    with path.open("rb") as data:
        starter = [sys.executable, "-I", "-c", STARTER, *command]
        run = subprocess.run(starter, stdin=data, capture_output=True, env={}, check=True)
    seconds, most = map(float, run.stderr.split())
    return run.stdout, Cost(seconds, most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6)
