"""The worker of django-tasks-db, which goes on where the database was away, says that it is there, and takes
up what others left (hosting/working.py)."""

import secrets
import threading

from django_tasks_db.management.commands import db_worker

from hosting.working import Life, Patient


class Command(db_worker.Command):
    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(worker_id=secrets.token_hex(16))

    def handle(self, **options):
        done, life = threading.Event(), Life(options["worker_id"])
        db_worker.Worker = Patient
        threading.Thread(target=life.until, args=[done], daemon=True).start()
        try:
            super().handle(**options)
        finally:
            done.set()
