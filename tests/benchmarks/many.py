"""Lists and the team mirror with 100,000 visits in the database against the same with 1,000; 500 are of the
team asked for.

Wall time, because a database server has a clock of its own. The small database is a copy of the large one
before it grew, so that both are asked in turns: a machine that is busy slows both.
"""

import time
from datetime import timedelta

from django.db import connection, transaction
from django.urls import reverse

from reports.mirror import make
from reports.models import Mirror, Period
from tests.benchmarks.crowd import COACH, LEAD, VISITS, Crowd
from tests.benchmarks.pages import page
from tests.benchmarks.table import ratio, run, turns
from tests.faults.world import prepare

BAR, ROUNDS = 1.2, 4
FEW, MANY = 1_000, 100_000
OTHERS_OUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def measure():
    prepare()
    crowd = Crowd()
    crowd.grow(1, FEW // VISITS)
    ways, large = lists(crowd), connection.settings_dict["NAME"]
    small = copy_of(large)
    crowd.grow(FEW // VISITS, MANY // VISITS)
    spent = {large: {name: [] for name in ways}, small: {name: [] for name in ways}}
    for _ in range(ROUNDS):
        for database, seconds in spent.items():
            use(database)
            for name, found in turns(ways, 1, time.perf_counter).items():
                seconds[name] += found
    for name in ways:
        yield f"100,000 visits: {name}", ratio(spent[large][name], spent[small][name]), BAR


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
    """The app goes on in this database, with the statistics that PostgreSQL would have made by itself a
    minute later."""
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()
    connection.settings_dict["NAME"] = database
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def lists(crowd):
    """A teacher of 25 visits, the coach of all 500, the lead who may read 500."""
    coach, lead, period = crowd.of_team(COACH), crowd.of_team(LEAD), closed_period(crowd)
    make(crowd.team, period)
    mirror = Mirror.objects.get(team=crowd.team)
    return {
        "start page": page(crowd.of_team(0), reverse("home")),
        "earlier visits": page(coach, reverse("earlier")),
        "team": page(lead, reverse("team")),
        "team mirror": page(lead, reverse("mirror", args=[mirror.pk])),
        "making the mirror": lambda: made(crowd.team, period),
    }


def closed_period(crowd):
    yesterday = crowd.day - timedelta(days=1)
    return Period.objects.create(school=crowd.school, start=crowd.day - timedelta(days=60), end=yesterday)


def made(team, period):
    with transaction.atomic():
        Mirror.objects.filter(team=team, period=period).delete()
        assert make(team, period)
        transaction.set_rollback(True)


if __name__ == "__main__":
    run(measure)
