"""What Lighthouse says of the main pages on a phone: how long they keep a finger waiting, against the build
of before on the same rows, and how many of its hundred points for performance ours miss.

Medians of five runs in turns, each in a new browser that the machine itself slows down (`devtools`): what
Lighthouse reckons from a quick run (`simulate`, its own choice) says nothing of the difference.
"""

import json
import os
import subprocess
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from django.urls import reverse

from tests.benchmarks.builds import Builds
from tests.benchmarks.table import run
from tests.faults.world import Server

ROUNDS = 5
PROGRAM = Path(__file__).with_suffix(".mjs")
BLOCKED, MISSED = 0.3, 10

# name: who asks (of tests/benchmarks/ground.py), for which address, about what
PAGES = {
    "sign-in": (None, "account_login", None),
    "start page, of a coach": ("looker", "home", None),
    "capture page": ("coach", "look", "recorded"),
    "opened page, filled to the brim": ("teacher", "together", "opened"),
}
COMPARED = ["capture page", "opened page, filled to the brim"]


def measure():
    with Builds() as builds, ExitStack() as stack:
        ours, before = (site(stack, build, builds.found) for build in (builds.ours, builds.before))
        ways = {(name, "ours"): ours[name] for name in PAGES}
        ways |= {(name, "before"): before[name] for name in COMPARED}
        said = turns(ways)
    for name in COMPARED:
        yield blocking(name, said[name, "ours"], said[name, "before"])
    for name in PAGES:
        yield f"Lighthouse: points missed, {name}", 100 - middle(said[name, "ours"], "points"), MISSED, ""


def blocking(name, ours, before):
    own, its = middle(ours, "blocked"), middle(before, "blocked")
    beside = f"{own:.0f} and {its:.0f} ms"
    return f"Lighthouse: blocked, {name}", own / max(its, 1), BLOCKED, "×", None, beside


def middle(answers, what):
    return median(answer[what] for answer in answers)


def site(stack, build, found):
    """{name: (address, session)} of this build, served until the stack ends."""
    server = Server(root=build.root, python=build.python, environment=build.environment)
    stack.callback(server.kill)
    return {name: asked(server, build, found, *page) for name, page in PAGES.items()}


def asked(server, build, found, person, url, row):
    address = server.url + reverse(url, args=[found[row]] if row else [])
    return (address, build.ask("session", found[person])) if person else (address,)


def turns(ways):
    said = {way: [] for way in ways}
    for _ in range(ROUNDS):
        for way, details in ways.items():
            said[way].append(ask(*details))
    return said


def ask(*details):
    """{"blocked": milliseconds, "points": of a hundred}."""
    command = ["node", "--input-type=module", "-", os.environ["CHROMIUM"], *details]
    with PROGRAM.open() as program:
        done = subprocess.run(
            command, cwd=os.environ["LIGHTHOUSE"], stdin=program, capture_output=True, text=True
        )
    assert not done.returncode, done.stdout + done.stderr
    return json.loads(done.stdout)


if __name__ == "__main__":
    run(measure)
