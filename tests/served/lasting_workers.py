"""Two real workers with many tasks; then their connections to the database are cut, one is killed in the
middle of a task, and the next one takes that up."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.tasks import task
from django_tasks_db.models import DBTaskResult

from tests.patience import eventually

TASKS = 40
BOOK = "book"
WORKER = """
import sys
from datetime import timedelta

import django

django.setup()
from django.core.management import call_command
from reports.models import Worker

Worker.EVERY = timedelta(seconds=float(sys.argv[1]))  # nobody waits here for forty seconds
call_command("db_worker", verbosity=0, startup_delay=False, interval=0.2, reload=False)
"""


@task
def note(word):
    write(word)


@task
def note_and_stay(word):
    """The first time it stays, for its worker to be killed."""
    write(word)
    while lines().count(word) < 2:
        time.sleep(0.1)


def write(word):
    with Path(settings.VAR_DIR, BOOK).open("a") as book:
        book.write(f"{word} {os.getpid()}\n")


def lines():
    path = Path(settings.VAR_DIR, BOOK)
    return [line.split()[0] for line in path.read_text().splitlines()] if path.exists() else []


def run():
    with workers(2) as both:
        for number in range(TASKS):
            note.enqueue(f"t{number}")
        eventually(lambda: len(lines()) >= TASKS and nothing_waits())
        once = sorted(lines()) == sorted(f"t{number}" for number in range(TASKS))
        cut()
        note.enqueue("after")
        eventually(lambda: "after" in lines())
        there = [worker.poll() for worker in both]
    return {"each once": once, "went on": there, "taken up": taken_up()}


@contextmanager
def workers(number, every="10"):
    command = [sys.executable, "-c", WORKER, every]
    started = [
        subprocess.Popen(command, cwd=settings.BASE_DIR, env=os.environ, stdout=sys.stderr)
        for _each in range(number)
    ]
    try:
        yield started
    finally:
        for worker in started:
            worker.send_signal(signal.SIGKILL)
            worker.wait()


def nothing_waits():
    return not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists()


def cut():
    """As a database that starts anew does, for all of them."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


def taken_up():
    """How often it was begun, and how it ended."""
    note_and_stay.enqueue("stays")
    with workers(1):
        eventually(lambda: "stays" in lines())
    with workers(1, every="0.5"):
        eventually(nothing_waits)
    return lines().count("stays")
