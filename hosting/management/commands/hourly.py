"""For a timer, every hour: whatever is due (docs/running.md). One command, so that a new duty needs no new
timer."""

import logging

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.tasks import task_backends
from django_tasks_db import DatabaseBackend

from administration.emptying import forget_gone
from administration.emptying_schools import forget_schools
from administration.leaving import close_those_due
from administration.school_leaving import close_schools
from echo.batches import forget_echo
from home import demo
from home.models import Beat
from hosting import backups, errors, keeping
from hosting.alone import alone
from letters import due
from letters.postman import deliver
from observations.offers import forget_offers
from observations.practising import forget_practice
from people import traces
from people.audit import forget_log
from people.drafts import forget_saved
from people.limits import forget_counts
from pulse.actions import settle
from reports.actions import forget
from reports.bundles import forget_expired
from reports.mirror import make_all
from signing_in.asking import forget_asked
from timetables.keeping import forget_lessons, refresh_due

logger = logging.getLogger("reports")


def clear_sessions():
    call_command("clearsessions", verbosity=0)


def prune_tasks():
    """Another queue than the database looks after its own."""
    if isinstance(task_backends["default"], DatabaseBackend):
        call_command("prune_db_task_results", verbosity=0, min_age_days=1)


def move_demo_on():
    return demo.move_on() if settings.DEMO and demo.is_there() else 0


# what it is called in the output, and what does it; going comes before making
DUTIES = [
    ("pulses settled", settle),
    # before accounts close: who is leaving the demo goes on to do so
    ("visits of the demo moved on", move_demo_on),
    ("accounts closed", close_those_due),
    ("people of schools closed", close_schools),
    ("people emptied", forget_gone),
    ("schools emptied", forget_schools),
    ("practice forgotten", forget_practice),
    ("offered lessons forgotten", forget_offers),
    ("visits forgotten", forget),
    ("what was said of visits forgotten", forget_echo),
    ("bundles of reports forgotten", forget_expired),
    ("mirrors made", make_all),
    ("sessions cleared", clear_sessions),
    ("tasks pruned", prune_tasks),
    ("counts forgotten", forget_counts),
    ("numbers of drafts forgotten", forget_saved),
    ("lines of the log forgotten", forget_log),
    ("questions for a place forgotten", forget_asked),
    ("letters given up", due.give_up),
    ("what was told forgotten", due.forget),
    ("letters of a day written down", due.note),
    ("lessons of timetables forgotten", forget_lessons),
    ("timetables fetched", refresh_due),  # others may take their time: within bounds (timetables/keeping.py)
    # once, for all that the others left behind
    ("old versions wiped from the files", traces.wipe),
    ("back-ups made", backups.hourly),  # after the wiping: what is gone is in none of them
    ("lines of what ended forgotten", keeping.forget),
    # last, because a mail server may take its time
    ("letters told", deliver.call),
]


# what a server that leaves all this to another does with its own files
OWN_FILES = [("back-ups forgotten", backups.forget), ("lines of what ended forgotten", keeping.let_go_here)]


class Command(BaseCommand):
    help = "Does what is due every hour: what was to be gone goes, mirrors of periods that are over are made. Safe to repeat; where several servers begin at once, one does it."

    def handle(self, **options):
        with alone("hourly", wait=False) as is_ours:
            failed = self.failed(DUTIES if is_ours else OWN_FILES)
            if is_ours and not failed:
                Beat.now(Beat.HOURLY)
        if failed:
            errors.flush()
            raise CommandError(f"not done: {', '.join(failed)}")

    def failed(self, duties):
        return [name for name, duty in duties if not self.done(name, duty)]

    def done(self, name, duty):
        """One duty that fails stops none of the others. Its text may hold words of people: only its name is
        logged."""
        try:
            if count := duty():
                self.stdout.write(f"{name}: {count}")
        except Exception as error:
            logger.error("hourly work, %s: %s", name, type(error).__name__)
            errors.tell(error, duty=name)
            return False
        return True
