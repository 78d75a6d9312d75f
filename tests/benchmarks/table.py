"""The rows of the table that `script/bench` prints, and how two ways are timed so that their ratio means
something."""

import sys
import time
from statistics import median

from django.db import connection

WIDTH = 56


def run(measure):
    """Prints what `measure` yields, also after a row that falls short; the exit status is 1 if one does."""
    rows = [row(*each) for each in measure()]
    sys.exit(0 if all(rows) else 1)


def row(what, value, bar, unit="×", first=None, beside=""):
    """`first`: the bar that was set before there was an app, where it is another (docs/adr/0013). `beside`:
    what is only to be known, and fails nothing."""
    holds = value <= bar
    on = "PostgreSQL: " if connection.vendor == "postgresql" else ""
    verdict = "holds" if holds else "FALLS SHORT"
    print(
        f"{on + what:{WIDTH}} {value:9.2f} {unit:3} {bar:7.2f}  {verdict}{of_first(value, bar, first)}"
        + (f" ({beside})" if beside else ""),
        flush=True,
    )
    return holds


def of_first(value, bar, first):
    """So that a bar that was set anew hides nothing."""
    if first in (None, bar):
        return ""
    return f" (first bar {first:g}: {'holds' if value <= first else 'falls short'})"


def turns(ways, rounds, clock=time.process_time):
    """Seconds that each way took in each round. In turns, so that a busy machine slows all of them; one round
    warms up."""
    spent = {name: [] for name in ways}
    for _ in range(rounds + 1):
        for name, way in ways.items():
            start = clock()
            way()
            spent[name].append(clock() - start)
    return {name: seconds[1:] for name, seconds in spent.items()}


CLOSE = 0.05


def again_if_close(value, bar, again):
    """So near its bar that another run might say otherwise: the middle one of three."""
    return median([value, again(), again()]) if abs(value - bar) <= CLOSE else value


def least(ours, other):
    """The ratio of the quickest rounds, for CPU: what else the machine does only ever adds to it."""
    return min(ours) / min(other)


def ratio(ours, other):
    """The middle one of the ratios within each round."""
    return median(own / its for own, its in zip(ours, other, strict=True))
