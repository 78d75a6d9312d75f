"""The process that reads: a feed on its standard input, JSON on its standard output. Started as a folder, so
that its parts are found and nothing else of the app is."""

import gc
import json
import resource
import sys
from contextlib import suppress

from feed.lessons import said

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


if __name__ == "__main__":
    gc.disable()  # it lives shortly
    memory, seconds, *rest = sys.argv[1:]
    be_bounded(int(memory), int(seconds))
    try:
        answer = said(sys.stdin.buffer.read(), *rest)
    except (MemoryError, RecursionError):
        answer = {"why": "heavy"}
    sys.stdout.write(json.dumps(answer))
