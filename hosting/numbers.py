"""What Prometheus is told at `/metrics` (docs/adr/0066): what happened since this server began, and what the
database says now. By the name of an address; never of a school, a person or a visit.

Imported only where a token is set. Several processes of one server write to the folder that
script/gunicorn.conf.py makes, and whichever is asked tells for all.
"""

import os
import shutil
import time

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Case, Count, F, Min, When
from django_tasks_db.models import DBTaskResult, get_date_max
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from home.models import Beat
from hosting import health
from letters import postman
from observations.models import ToTell

OK, UNAVAILABLE = 200, 503
HERE = CollectorRegistry()  # of this process
REQUESTS = Counter("meekijken_requests", "Requests that were answered.", ["route", "status"], registry=HERE)
SECONDS = Histogram(
    "meekijken_request_seconds", "How long they took.", ["route"], registry=HERE, buckets=(0.1, 0.3, 1, 3, 10)
)
SAVES = Counter("meekijken_saves", "Saves from a page of a visit that were acknowledged.", registry=HERE)
REFUSED = Counter(
    "meekijken_unavailable",
    "Answers that nothing can be saved or asked: database busy or away.",
    registry=HERE,
)


def count(route, status, seconds):
    REQUESTS.labels(route, f"{status // 100}xx").inc()
    SECONDS.labels(route).observe(seconds)
    if status == UNAVAILABLE:
        REFUSED.inc()
    if route == "entries" and status == OK:
        SAVES.inc()


def told():
    """(text, its kind)"""
    shown = gathered()
    shown.register(Now())
    return generate_latest(shown), CONTENT_TYPE_LATEST


def gathered():
    """Of all processes of this server."""
    found = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(found)
    else:
        found.register(HERE)
    return found


class Now:
    """Asked at each look. What the database would have to say is left out while it says nothing."""

    def collect(self):
        disk = shutil.disk_usage(settings.VAR_DIR)
        yield gauge("disk_free_bytes", "Room left where the app writes.", disk.free)
        yield gauge("disk_bytes", "Room there in all.", disk.total)
        found = health.watch.ask()
        yield gauge("database_ready", "1 while the database answers and can be written to.", found["ready"])
        if found["ready"]:
            yield gauge("database_clock_seconds", "By how much its clock is ahead of ours.", found["clock"])
            yield from of_the_database()


def of_the_database():
    try:
        yield from [*tasks(), *letters(), *beats()]
    except DatabaseError:
        return


def gauge(name, words, value):
    return GaugeMetricFamily(f"meekijken_{name}", words, value=float(value))


def tasks():
    """A task may have to wait for its time."""
    since = Case(When(run_after=get_date_max(), then=F("enqueued_at")), default=F("run_after"))
    found = DBTaskResult.objects.ready().order_by().aggregate(number=Count("pk"), since=Min(since))
    yield gauge("tasks_waiting", "Tasks that no worker has begun.", found["number"])
    yield gauge("tasks_oldest_seconds", "How long the first of them waits.", age(found["since"]))


def letters():
    waiting = postman.ripe() | ToTell.objects.untold().filter(tries__gt=0)
    since = Case(When(tries=0, not_before__isnull=False, then=F("not_before")), default=F("at"))
    found = waiting.order_by().aggregate(number=Count("pk"), since=Min(since))
    yield gauge("letters_waiting", "Letters that could leave, or did not get through.", found["number"])
    yield gauge("letters_oldest_seconds", "How long the first of them waits.", age(found["since"]))


def beats():
    """Where it never happened there is no number."""
    at = dict(Beat.objects.values_list("pk", "at"))
    if Beat.HOURLY in at:
        yield gauge("hourly_age_seconds", "Since the hourly work last did everything.", age(at[Beat.HOURLY]))
    if Beat.BACKUP in at:
        yield gauge("backup_age_seconds", "Since the last back-up that could be read.", age(at[Beat.BACKUP]))


def age(moment):
    return max(0, time.time() - moment.timestamp()) if moment else 0
