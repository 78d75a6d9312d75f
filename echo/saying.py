"""What one teacher says, until five have: sealed, to be changed and to be taken back. The fifth closes the
batch (batches.py), and then nothing of it is here any more."""

from functools import partial

from django.db import transaction

from echo import access, batches
from echo.models import SEAL, Batch, Saying
from observations.actions import on_locked_visit
from observations.models import Voice
from people import traces
from people.models import User
from people.sealed import Seal

PAGE = Seal("echo.page")
NONE = 0  # no batch is open


class Counted(Exception):
    """The batch that was open when the page was made is closed. What was in it nobody finds any more, so a
    change would be a second answer; and the second of two clicks would begin the next batch."""


@on_locked_visit(Voice.TEACHER)
def say(*, lesson, by, choices, page=""):
    """{need: choice} of all four; what this teacher said of another visit of this coach makes place. `page`
    is what page_of said when the form was made."""
    access.require_can_be_said(lesson)
    batch = open_batch(lesson.coach_id, int(PAGE.opened(page) or NONE))
    before = Saying.objects.filter(batch=batch, teacher=by).first()
    saying = before or Saying(batch=batch, teacher=by)
    saying.lesson, saying.choices = lesson, choices
    saying.save()
    if batches.close_if_full(batch) or before:
        leave_nothing()


def open_batch(coach_id, seen):
    """Which nobody else changes until the transaction ends. Two who are its first wait for each other at the
    coach."""
    coach = User.objects.select_for_update(of=("self",), no_key=True).get(pk=coach_id)
    batch = Batch.objects.select_for_update().filter(coach=coach, closed_on=None).first()
    if coach.echo_batches.filter(pk=seen).exclude(closed_on=None).exists():
        raise Counted
    return batch or Batch.objects.create(coach=coach, begun_on=batches.month(coach))


@on_locked_visit(Voice.TEACHER)
def take_back(*, lesson, by):
    """Says whether it could still be found."""
    return let_go(teacher=by, batch__coach=lesson.coach_id)


@transaction.atomic
def let_go(**which):
    """Takes these sayings away, and a batch that was there for them alone. Says how many batches had one."""
    found = Saying.objects.filter(**which)
    held = Batch.objects.select_for_update().filter(pk__in=found.values("batch"), closed_on=None)
    held = list(held.order_by("pk"))  # not one that was counted while we waited for it
    for batch in held:
        found.filter(batch=batch).delete()
        if not batch.sayings.exists():
            batch.delete()
    if held:
        leave_nothing()
    return len(held)


def leave_nothing():
    """In the files of the database neither."""
    traces.leave(*batches.TABLES)
    transaction.on_commit(partial(traces.wipe, *batches.TABLES))


def seal_anew():
    """After another SECRET_KEY, so that the old one can go. Says how many; what no key opens stays, and
    counts nowhere."""
    count = 0
    with transaction.atomic():
        for saying in Saying.objects.select_for_update():
            if not SEAL.is_of_now(saying.sealed) and (said := saying.choices):
                saying.choices = said
                saying.save(update_fields=["sealed"])
                count += 1
        if count:
            traces.leave(*batches.TABLES)
    return count


# --- for its teacher alone ------------------------------------------------------------------------


def own(lesson):
    """What its teacher said of this coach, of this visit or another, while it can be found; else None."""
    rows = Saying.objects.filter(teacher=lesson.teacher_id, batch__coach=lesson.coach_id)
    return rows.select_related("lesson").first()


def said_by(teacher):
    """All of it, of whatever coach."""
    return Saying.objects.filter(teacher=teacher).order_by("lesson__start")


def page_of(lesson):
    """Which batch is open now, sealed: nobody sees whether there is one."""
    found = Batch.objects.filter(coach=lesson.coach_id, closed_on=None).values_list("pk", flat=True)
    return PAGE.sealed(str(found.first() or NONE))
