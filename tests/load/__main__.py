"""Lessons at once and saves per second of one place (sqlite, postgres, two), of ours and of the build of
before, in turns."""

import argparse
import os
import sys
import time
from statistics import median
from types import SimpleNamespace

from django.urls import reverse

from tests.benchmarks.table import row
from tests.load.lessons import Coach, head
from tests.load.rising import Rising
from tests.load.world import Site, World, cpu_seconds, megabytes

TIMES, MEGABYTES = 1.8, 85
QUICK = {"start": 20, "growth": 0.15}  # a first rise, to know about where it ends
LOWER, SLOW = 0.5, 0.04  # of that: where those begin that count; their growth in a second
NAMES = {
    "sqlite": "SQLite",
    "postgres": "PostgreSQL, one app server",
    "two": "PostgreSQL, two app servers",
}
# who reads what (of tests/benchmarks/ground.py)
PAGES = [
    ("teacher", "home"),
    ("teacher", "together", "ordinary"),
    ("coach", "visit", "recorded"),
    ("looker", "home"),
]
FILES = [("lead", "mirror_file", "mirror", "counts.csv"), ("teacher", "report_pdf", "ordinary")]


class Side:
    """One build: its site, its people, and what was found in each turn."""

    def __init__(self, world, build, place):
        self.people, self.found = people_of(world, build), []
        build.stop()
        self.site = Site(build, place)

    def rise(self, **how):
        return Rising(self.site.port, self.people, **how).run()

    def get_ready(self):
        first = self.rise(**QUICK)
        assert first.rate, first.why
        self.start = first.rate * LOWER

    def turn(self):
        spent, began = cpu_seconds(), time.monotonic()
        risen = self.rise(start=self.start, growth=SLOW)
        risen.share = risen.own_cpu / (cpu_seconds() - spent)
        risen.busy = (cpu_seconds() - spent) / (time.monotonic() - began) / os.cpu_count()
        self.found.append(risen)

    @property
    def rate(self):
        return median(risen.rate for risen in self.found)


def people_of(world, build):
    def request(person, url, *more):
        address = reverse(url, args=[world.found.get(each, each) for each in more])
        return head("GET", address, build.ask("session", world.found[person])) + b"\r\n"

    told = world.told
    return SimpleNamespace(
        coaches=[
            Coach(build.ask("session", coach), lesson, told["points"]) for coach, lesson in told["coaches"]
        ],
        pages=[request(*page) for page in PAGES],
        files=[request(*file) for file in FILES],
        codes=told["codes"],
        sentences=told["sentences"],
    )


def main():
    asked = arguments()
    os.sched_setaffinity(0, {os.cpu_count() - 1})  # the client stays on one core
    with World() as world:
        sides = [Side(world, build, asked.place) for build in [world.ours, world.before][: 2 - asked.ours]]
        try:
            for side in sides:
                side.get_ready()
            for _ in range(asked.turns):
                for side in sides:
                    side.turn()
            return report(NAMES[asked.place], *sides)
        finally:
            for side in sides:
                side.site.stop()


def report(place, ours, before=None):
    for name, side in (("ours", ours), ("before", before)):
        for risen in side.found if side else ():
            print(f"  {name}: {told(risen)}", flush=True)
    held = [row(f"{place}: a worker", max(map(megabytes, ours.site.workers)), MEGABYTES, "MB")]
    if before:
        held.append(row(f"{place}: saves per second, of before", -ours.rate / before.rate, -TIMES))
    return all(held)


def told(risen):
    """The share of the client in what the machine did, how busy the machine was, and what was asked beside
    saving."""
    beside = ", ".join(f"{count} {what}" for what, count in risen.counts.items())
    return (
        f"{risen.rate:.0f} saves per second, {risen.at_once:.0f} lessons at once; then {risen.why}"
        f" (client {risen.share:.0%}, machine {risen.busy:.0%} busy; {beside})"
    )


def arguments():
    parser = argparse.ArgumentParser(prog="script/load")
    parser.add_argument("place", choices=NAMES)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--ours", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
