"""For the machine that watches this one: whether something can be saved now, and nothing else."""

import shutil
import time
from threading import Lock

from django.conf import settings
from django.db import DatabaseError

from home.models import Beat

EVERY = 5  # seconds: anybody may ask, and nobody wears the disk with it
# bytes that have to be free where the app writes; a database may still fit something when nothing else does
ROOM = 20_000_000


class Heart:
    """The last answer, for some seconds the same. One in each process."""

    def __init__(self):
        self.lock, self.asked_at, self.is_well = Lock(), None, True

    def beat(self):
        """Who asks while somebody else is waiting for the database gets the answer of before."""
        if self.is_my_turn():
            self.is_well = has_room() and can_write()
        return self.is_well

    def is_my_turn(self):
        now = time.monotonic()
        with self.lock:
            if self.asked_at is not None and now < self.asked_at + EVERY:
                return False
            self.asked_at = now
            return True


heart = Heart()


def has_room():
    return shutil.disk_usage(settings.VAR_DIR).free >= ROOM


def can_write():
    """One row, always the same."""
    try:
        Beat.now(Beat.HEALTH)
    except DatabaseError:
        return False
    return True
