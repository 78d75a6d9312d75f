"""The worker of django-tasks-db, which also says every few seconds that it is there: who waits for a file is
told when nobody prints."""

import threading
from contextlib import suppress

from django.db import DatabaseError, connection
from django_tasks_db.management.commands import db_worker

from reports.models import Worker


class Command(db_worker.Command):
    def handle(self, **options):
        done = threading.Event()
        threading.Thread(target=say_so_until, args=[done], daemon=True).start()
        try:
            super().handle(**options)
        finally:
            done.set()


def say_so_until(done):
    """Beside the work, so also while a long paper is printed."""
    while not done.is_set():
        with suppress(DatabaseError):  # a busy moment; it says so the next time
            Worker.says_it_is_there()
        connection.close()
        done.wait(Worker.EVERY.total_seconds())
