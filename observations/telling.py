"""Writes down, in the transaction of what happened, whom it has to be told; after it the postman is called.

What is written here is all that a letter knows when the visit is gone. No word of an account, a question or a
need.
"""

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string

from observations.models import ABOUT_TIME, Appointment, News, ToTell

# who is writing goes on for a while: what was said, or given, in that time is one letter
PAUSE = {News.REPLY: timedelta(minutes=15), News.RELEASED: timedelta(minutes=15)}
FACTS = "facts"  # not the moment was changed, but the room, the group or the subject
CHOSEN = "chosen"  # the coach said yes to another lesson that the teacher offered
ENDS = {News.DECLINED, News.CANCELLED, News.NOT_COACH}
State = Appointment.State


def tell(kind, lesson, by, *people, thing="", was=None):
    """Who of these is somebody is to be told. `by`, among them, is told for the sake of a calendar that holds
    the visit. To be called on the locked row, after the change."""
    if lesson.practice:
        return
    pause = PAUSE.get(kind)
    facts = {"kind": kind, "lesson": lesson.pk, "by": by, "thing": thing, "was_start": was}
    facts["not_before"] = pause and timezone.now() + pause
    write(
        [ToTell(person=person, **facts, **appointment(kind, lesson, person)) for person in people if person]
    )


def tell_both(kind, lesson, by, was=None, thing=""):
    """The two of a visit. Whoever looks back alone has nobody to tell, but perhaps a calendar that holds the
    visit from when somebody looked along."""
    held = Appointment.objects.filter(lesson=lesson.pk, person=lesson.teacher)
    if lesson.has_coach or held.exists():
        tell(kind, lesson, by, lesson.teacher, lesson.coach, was=was, thing=thing)


def tell_own_calendar(lesson, by):
    """Where it holds the visit otherwise than it is: who decided needs no other letter."""
    held = Appointment.objects.filter(lesson=lesson.pk, person=by).first()
    if held and held.state != state_of(News.AGREED, lesson, by):
        tell(News.AGREED, lesson, by, by)


def tell_other(kind, lesson, by, thing=""):
    tell(kind, lesson, by, lesson.coach if by == lesson.teacher else lesson.teacher, thing=thing)


def write(rows):
    """Rows with a uid that is known already are left out: what belongs to a day is told once."""
    ToTell.objects.bulk_create(rows, ignore_conflicts=True)
    for moment in {row.not_before for row in rows}:
        # where nobody can be called now, the hourly work brings them
        transaction.on_commit(partial(call_the_postman, moment), robust=True)


def call_the_postman(moment):
    """At once, or for then."""
    postman = import_string(settings.POSTMAN)
    if moment is None:
        postman.enqueue()
    elif postman.get_backend().supports_defer:
        postman.using(run_after=moment).enqueue()


def appointment(kind, lesson, person):
    """For the row: when the lesson is, and what this person's calendar is to hold from now on. That is
    nothing where it holds none and none is coming."""
    if kind not in ABOUT_TIME:
        return {}
    facts = {"start": lesson.start, "end": lesson.end}
    row = Appointment.objects.filter(lesson=lesson.pk, person=person).first()
    state, now = state_of(kind, lesson, person), timezone.now()
    comes = lesson.until > now and state != State.CANCELLED
    goes = state == State.CANCELLED and row and row.state != state  # what is gone is not taken away again
    is_over = row and max(row.until, lesson.until) <= now
    if is_over or not (comes or goes or (row and state != State.CANCELLED)):
        return facts
    row = row or Appointment(lesson=lesson.pk, person=person, sequence=-1)
    row.start, row.end, row.state = lesson.start, lesson.end, state
    row.sequence, row.changed_at = row.sequence + 1, now
    row.save()
    return facts | {"state": row.state, "sequence": row.sequence}


def state_of(kind, lesson, person):
    """After the no of a coach the visit stays the teacher's. Until the yes of a coach it is sure for the
    teacher alone."""
    goes_on = lesson.is_declined and person == lesson.teacher
    if lesson.deleted_at or lesson.cancelled_at or (kind in ENDS and not goes_on):
        return State.CANCELLED
    is_sure = lesson.accepted_at and not (lesson.awaits_coach and person == lesson.coach)
    return State.CONFIRMED if is_sure else State.TENTATIVE


def forget(lessons):
    """Of visits that are gone: that one does not go on, or is deleted, is still told. That row keeps whom,
    which and when, and goes once it is told; all others go now."""
    rows = ToTell.objects.of(*lessons)
    rows.exclude(told_at=None, kind__in=[*ENDS, News.DELETED]).delete()
    rows.update(thing="", is_last=True)
    rows.exclude(by=F("person")).update(by=None)
    empty_calendars(lessons)


def let_go_once_told(pks):
    """These were told: those of visits that are gone go, with what their calendars held."""
    rows = ToTell.objects.filter(pk__in=pks, is_last=True)
    lessons = list(rows.values_list("lesson", flat=True))
    rows.delete()
    empty_calendars(lessons)


@transaction.atomic
def give_up(pks):
    """These are told no more."""
    let_go_once_told(pks)
    ToTell.objects.untold().filter(pk__in=pks).delete()


def empty_calendars(lessons):
    """But of those about which somebody is still to be told."""
    still = ToTell.objects.of(*lessons).untold().values("lesson")
    Appointment.objects.filter(lesson__in=lessons).exclude(lesson__in=still).delete()
