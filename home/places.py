"""Places for what waits for the database, so that a few threads stay free for what does not (docs/adr/0068).

One in each process, which has eight threads (script/gunicorn.conf.py).
"""

import time
from threading import BoundedSemaphore

MOMENT = 1  # seconds in which nobody came or went: then those within wait for something
MOST = 5  # seconds for a place while others come and go
TROUBLE = 5  # seconds: so long after the database was away, not only saves need a place


class Places:
    def __init__(self, number):
        self.free, self.moved = BoundedSemaphore(number), 0.0

    def take(self):
        """Whether there was one. A crowd waits for its turn; where those within stand still nobody does."""
        until = time.monotonic() + MOST
        while not self.free.acquire(timeout=max(0, self.moved + MOMENT - time.monotonic())):
            now = time.monotonic()
            if now >= min(until, self.moved + MOMENT):
                return False
        self.moved = time.monotonic()
        return True

    def give_back(self):
        self.moved = time.monotonic()
        self.free.release()


class Trouble:
    until = 0.0

    def note(self):
        self.until = time.monotonic() + TROUBLE

    def is_on(self):
        return time.monotonic() < self.until


people, guests, trouble = Places(5), Places(2), Trouble()
