"""The process that reads: a feed on its standard input, JSON on its standard output. Started as a folder, so
that its parts are found and nothing else of the app is."""

import json
import resource
import sys
from contextlib import suppress
from datetime import datetime

from feed.lessons import read
from feed.unusable import Unusable

MEGABYTE = 2**20


def be_bounded(memory, seconds):
    """Of memory and of the processor; what breaks leaves no copy of a timetable behind."""
    bounds = [
        (resource.RLIMIT_AS, memory * MEGABYTE),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ]
    for what, most in bounds:
        with suppress(ValueError, OSError):  # macOS knows no bound on memory
            resource.setrlimit(what, (most, most))


def main(zone, first, last):
    try:
        window = {"first": datetime.fromisoformat(first), "last": datetime.fromisoformat(last)}
        said = {"lessons": read(sys.stdin.buffer.read(), zone=zone, **window)}
    except Unusable as no:
        said = {"why": str(no)}
    except (MemoryError, RecursionError):
        said = {"why": "heavy"}
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    memory, seconds, *rest = sys.argv[1:]
    be_bounded(int(memory), int(seconds))
    main(*rest)
