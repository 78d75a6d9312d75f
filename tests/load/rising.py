"""More and more lessons, until a save takes long or something goes wrong."""

import random
import time
from collections import deque

from tests.load.client import Client
from tests.load.lessons import EVERY, Lessons

LIMIT = 0.3  # seconds: the longest that 95 of 100 saves may take
WINDOW = 5  # seconds over which that is looked at; in the first ones a server may still warm up
LOOK = 0.25  # seconds between two looks
FINE = {200, 302}


class Rising:
    """`rate` is the saves per second that held last; `why` it ended."""

    def __init__(self, port, people, *, start, growth):
        self.client, self.start, self.growth = Client(port), start, growth
        self.lessons = Lessons(self.client, people, self.heard)
        self.saved, self.counts = deque(), {}
        self.rate, self.why = 0, ""

    def run(self):
        self.began, worked = time.monotonic(), time.process_time()
        self.client.at(self.began, self.save)
        self.client.at(self.began + LOOK, self.look)
        while not self.why:
            self.client.turn()
        self.seconds = time.monotonic() - self.began
        self.own_cpu = time.process_time() - worked
        self.client.close()
        return self

    @property
    def at_once(self):
        """Lessons."""
        return self.rate * EVERY

    def save(self, when):
        wanted = self.start * (1 + self.growth) ** (when - self.began)
        self.client.at(when + random.expovariate(wanted), self.save)
        self.lessons.save(when)

    def heard(self, what, status, seconds):
        self.counts[what] = self.counts.get(what, 0) + 1
        if status not in FINE:
            self.why = self.why or f"{what}: {status or 'no answer'}"
        if what == "save":
            self.saved.append((time.monotonic(), seconds))

    def look(self, when):
        """What still waits counts as long as it waited already."""
        self.client.at(when + LOOK, self.look)
        while self.saved and self.saved[0][0] < when - WINDOW:
            self.saved.popleft()
        if when < self.began + 2 * WINDOW:
            return
        took = sorted([seconds for _at, seconds in self.saved] + self.lessons.waits(when))
        if took[int(len(took) * 0.95)] > LIMIT:
            self.why = self.why or f"p95 over {LIMIT * 1000:.0f} ms"
        elif not self.why:
            self.rate = len(self.saved) / WINDOW
