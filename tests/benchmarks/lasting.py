"""What it costs that a saved answer outlives a power failure (docs/adr/0018): the same save, with SQLite
waiting for the disk and not."""

import time
from statistics import median

from django.db import connection

from tests.benchmarks.ground import Ground
from tests.benchmarks.pages import saving
from tests.benchmarks.table import ratio, run, turns
from tests.faults.world import prepare

ROUNDS = 200
MOST, LONGEST = 5, 50  # times as long; milliseconds, of the 500 from tap to saved (docs/performance.md)


def measure():
    prepare()
    save = saving(Ground())
    spent = turns({level: with_level(level, save) for level in ("FULL", "NORMAL")}, ROUNDS, time.perf_counter)
    for level, seconds in spent.items():
        yield (
            f"saving one answer, synchronous={level}, middle of {ROUNDS}",
            median(seconds) * 1000,
            LONGEST,
            "ms",
        )
    yield "FULL: of NORMAL, middle of the pairs", ratio(spent["FULL"], spent["NORMAL"]), MOST


def with_level(level, save):
    def way():
        connection.is_lasting = level == "FULL"  # config/sqlite3/base.py
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA synchronous={level}")
        save()

    return way


if __name__ == "__main__":
    run(measure)
