"""How long the suite waits. A wait ends with what it waits for, whatever the machine's speed; only what never
comes ends here.

A test that fails because something took long says something about the neighbours. None has a wait of its own.
"""

import time

SECONDS = 120
MILLISECONDS = SECONDS * 1000
HOUR = 3600  # seconds, for what a process of its own does with many waits in it


def eventually(condition, pause=time.sleep):
    """Waits until the condition holds, and returns what it said; `pause` is what goes on meanwhile, for so
    many seconds."""
    until = time.monotonic() + SECONDS
    while not (said := condition()):
        assert time.monotonic() < until, "it never came"
        pause(0.05)
    return said
