"""Lists and the team mirror with 100,000 visits in the database against the same with 1,000; 500 are of the
team asked for.

Wall time, because a database server has a clock of its own. The small database is a copy of the large one
before it grew, so that both are asked in turns: a machine that is busy slows both.
"""

import time

from django.db import connection, transaction
from django.urls import reverse

from reports.mirror import make
from reports.models import Mirror
from tests.benchmarks.crowd import COACH, LEAD, VISITS, Crowd
from tests.benchmarks.pages import page
from tests.benchmarks.table import ratio, run, turns
from tests.faults.world import prepare

BAR, ROUNDS = 1.2, 4
FEW, MANY = 1_000, 100_000
OTHERS_OUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def measure():
    prepare()
    ways, large, small = small_and_large(Crowd(), lists, MANY)
    spent = in_turns(ways, large, small, ROUNDS)
    for name in ways:
        yield f"100,000 visits: {name}", ratio(spent[large][name], spent[small][name]), BAR


def small_and_large(crowd, asked, many):
    """What is asked of both, and the names of the two databases."""
    crowd.grow(1, FEW // VISITS)
    ways, large = asked(crowd), connection.settings_dict["NAME"]
    small = copy_of(large)
    crowd.grow(FEW // VISITS, many // VISITS)
    for database in (small, large):
        use(database)
        settle_down()
    return ways, large, small


def in_turns(ways, large, small, rounds):
    """{database: {what: seconds of each round}}. The databases take turns for each way, which warms up
    first."""
    spent = {database: {name: [] for name in ways} for database in (large, small)}
    for _ in range(rounds):
        for name, way in ways.items():
            for database, seconds in spent.items():
                use(database)
                seconds[name] += turns({name: way}, 1, time.perf_counter)[name]
    return spent


def copy_of(database):
    copy = f"{database}_small"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(OTHERS_OUT)  # a database is copied only while nobody else is in it
            cursor.execute(f"CREATE DATABASE {copy} TEMPLATE {database}")
        else:
            cursor.execute("VACUUM INTO %s", [copy])
    return copy


def use(database):
    """The app goes on in this database."""
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()
    connection.settings_dict["NAME"] = database


def settle_down():
    """What PostgreSQL would have done by itself a minute after so many rows came in."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def lists(crowd):
    """A teacher of 25 visits, the coach of all 500, the lead who may read 500."""
    coach, lead, period = crowd.of_team(COACH), crowd.of_team(LEAD), crowd.school.periods.first()
    mirror = Mirror.objects.get(team=crowd.team, period=period)
    return {
        "start page": page(crowd.of_team(0), reverse("home")),
        "earlier visits": page(coach, reverse("earlier")),
        "team": page(lead, reverse("team")),
        "team mirror": page(lead, reverse("mirror", args=[mirror.pk])),
        "making the mirror": lambda: made(crowd.team, period),
    }


def made(team, period):
    with transaction.atomic():
        Mirror.objects.filter(team=team, period=period).delete()
        assert make(team, period)
        transaction.set_rollback(True)


if __name__ == "__main__":
    run(measure)
