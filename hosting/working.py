"""Work outside the request, where a database restarts and workers are killed: nothing is lost, and nothing is
given to two (docs/adr/0069).

A task may begin anew: every one of ours finds what is done already. So one that the database left in the
middle, or whose worker is gone, goes back to the others, three times at most.
"""

import logging
import time
from datetime import timedelta
from hashlib import blake2s

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.models.functions import Now
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from reports.models import Worker

logger = logging.getLogger("reports")
AWAY = (OperationalError, InterfaceError)  # what stands between us and the database, not what was asked
A_MOMENT = 1  # second between two tries
MOST = 3  # workers that may begin with one task: it may be the task that kills them
A_WORKER_OF_BEFORE = 1  # the row in which workers of the version before say that they are there
A_WHILE, A_DAY = timedelta(seconds=30), timedelta(days=1)


class Patient(db_worker.Worker):
    """Ends when it is told to, and not with the database."""

    held = None  # a task in the middle of which the database left, so that it could not be told how it ended

    def run(self):
        while True:
            try:
                self.give_back()
                return super().run()
            except AWAY as fault:
                logger.error("worker, database: %s", type(fault).__name__)
            connection.close()
            time.sleep(A_MOMENT)

    def give_back(self):
        if self.held:
            give_back(self.held)
            self.held = None

    def run_task(self, task):
        if is_of_another_version(task):
            leave(task)
            return
        self.held = task
        super().run_task(task)
        self.held = None
        if task.exception_class_path in map(path_of, AWAY):
            give_back(task)


def is_of_another_version(task):
    """A server that is updated already asks for what this worker, which is not, cannot do."""
    try:
        return not task.task
    except ImportError:
        return timezone.now() < task.enqueued_at + A_DAY


def leave(task):
    """As if it had not been claimed, for a worker that can."""
    held = DBTaskResult.objects.filter(pk=task.pk, started_at=task.started_at)
    then = timezone.now() + A_WHILE
    held.update(status=TaskResultStatus.READY, run_after=then, worker_ids=task.worker_ids[:-1])


def path_of(fault):
    return f"{fault.__module__}.{fault.__qualname__}"


def give_back(task):
    """To whichever worker comes next, once: whoever claimed it meanwhile keeps it."""
    held = DBTaskResult.objects.filter(pk=task.pk, started_at=task.started_at)
    held = held.exclude(status=TaskResultStatus.SUCCESSFUL)
    if len(task.worker_ids) < MOST:
        return held.update(status=TaskResultStatus.READY, run_after=timezone.now())
    gone = {"status": TaskResultStatus.FAILED, "finished_at": timezone.now()}
    return held.filter(status=TaskResultStatus.RUNNING).update(**gone)


# --- who is there ---------------------------------------------------------------------------------------


class Life:
    """Of one worker: says every few seconds that it is there, beside the work, so also while a long paper is
    printed; and takes up what others left who say nothing any more."""

    def __init__(self, worker_id):
        self.number, self.said = number_of(worker_id), 0

    def until(self, done):
        while not done.is_set():
            try:
                self.say()
            except DatabaseError:  # a busy moment, or none at all
                self.said = 0
            connection.close()
            done.wait(Worker.EVERY.total_seconds())

    def say(self):
        Worker.says_it_is_there(self.number)
        self.said += 1
        # whoever was away with the database a moment ago has to be heard first
        if self.said > Worker.SILENT:
            take_up_what_is_left()


def number_of(worker_id):
    """Of its row, by what stands beside the tasks that it claimed."""
    return int.from_bytes(blake2s(worker_id.encode(), digest_size=7).digest()) + A_WORKER_OF_BEFORE + 1


def take_up_what_is_left():
    """Says how many. By the clock of the database, for servers have their own."""
    Worker.objects.filter(alive_at__lt=Now() - A_DAY).delete()
    there = set(Worker.objects.there(Now()).values_list("pk", flat=True))
    if A_WORKER_OF_BEFORE in there:
        return 0
    running = DBTaskResult.objects.running()
    return sum(give_back(task) for task in running if number_of(task.worker_ids[-1]) not in there)
