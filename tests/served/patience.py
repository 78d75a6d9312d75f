"""PostgreSQL wipes nothing that a transaction in any database of the cluster began before: the rest of the
suite, here."""

import time

from people import traces
from tests.patience import eventually


def wiped(count, wanted):
    """What `count` finds: what is wanted, once the others are done and the next wiping gets somewhere."""
    eventually(lambda: count() == wanted, pause=wipe_again)
    return count()


def wipe_again(_seconds):
    time.sleep(1)
    traces.leave()
    traces.wipe()
