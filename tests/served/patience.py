"""PostgreSQL wipes nothing that a transaction in any database of the cluster began before: the rest of the suite, here."""

import time

from observations import traces


def wiped(count, wanted):
    """What `count` finds once it finds what is wanted, or after a minute in which the next wiping got nowhere either."""
    for _again in range(40):
        found = count()
        if found == wanted:
            break
        time.sleep(1)
        traces.wipe()
    return found
