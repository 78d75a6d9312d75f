"""More lessons that a teacher offers with a visit: the coach who is asked says yes to one of at most three
(docs/adr/0062). An offer stands while the coach has not answered and nobody wrote; which lessons they are
nobody but these two reads."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.text import capfirst
from django.utils.translation import gettext

from observations.models import MAX_OFFERED, CopiedLesson, OfferedLesson
from observations.refusals import NotNow
from people.compiled import compiled
from people.days import times
from timetables.models import Timetable

NAMES = ("subject", "group", "place", "start", "end")


@compiled
def offered_with(lessons: list[UUID]):
    return OfferedLesson.objects.filter(lesson__in=lessons)


def open_of(lesson):
    """Beside the lesson that the visit names; of one that has begun nobody chooses."""
    if not lesson.awaits_coach or lesson.is_begun:
        return []
    now = timezone.now()
    return [row for row in offered_with([lesson.pk]) if row.start > now]


def offer(lesson, rows):
    """These of the teacher's own timetable, in the transaction of the visit itself, unless it was unlinked
    meanwhile. What is at the same moment is the same lesson."""
    own = {row.timetable_id for row in rows}
    there = set(still_there(own)) if own else own
    others = {row.start: row for row in rows if row.timetable_id in there and row.start != lesson.start}
    copies = [copy_of(lesson, row) for row in sorted(others.values(), key=lambda row: row.start)]
    for slot, copy in enumerate(copies[: MAX_OFFERED - 1], 2):
        copy.slot = slot
    OfferedLesson.objects.bulk_create(copies[: MAX_OFFERED - 1])


def still_there(timetables):
    """Those that nobody unlinks before this transaction ends."""
    rows = Timetable.objects.select_for_update().filter(pk__in=timetables)
    return rows.values_list("pk", flat=True)


def copy_of(lesson, row):
    facts = {name: getattr(row, name) for name in NAMES}
    return OfferedLesson(lesson=lesson, timetable_id=row.timetable_id, key=row.key, **facts)


def chosen(lesson, by, seen):
    """The offer to which this moment is a yes, or None for the lesson that the visit names. A moment that
    stands no longer gets no yes."""
    if not seen or seen == lesson.moment:
        return None
    rows = open_of(lesson) if by == lesson.coach else []
    found = next((row for row in rows if row.moment == seen), None)
    if found is None:
        raise NotNow("moved")
    return found


def take_over(lesson, row):
    """The visit is that lesson from now on. What the timetable does not say stays as the teacher wrote it."""
    facts = {name: getattr(row, name) for name in NAMES}
    facts |= {name: facts[name] or getattr(lesson, name) for name in ("subject", "group")}
    for name, value in facts.items():
        setattr(lesson, name, value)
    lesson.save(update_fields=NAMES)
    lesson.observations.update(ready_at=None, brought_forward_at=None)  # as when it is moved
    if still_there({row.timetable_id}):
        CopiedLesson.objects.follow(lesson, row)


def in_words(row):
    """Tuesday 1 December 2026, 10:15 to 11:05, Arithmetic, group VZ2B, room 1.14; without how far away it is,
    for a letter is read later."""
    start, end = (moment and timezone.localtime(moment) for moment in (row.start, row.end))
    day, hours = date_format(start, "l j F Y"), times(start.time(), end and end.time())
    group = row.group and gettext("group {name}").format(name=row.group)
    place = row.place and gettext("room {name}").format(name=row.place)
    return capfirst(", ".join(filter(None, (day, hours, row.subject, group, place))))


@transaction.atomic
def forget_offers():
    """Lessons that have begun, which nobody chose. The hourly work calls it. Says how many."""
    return OfferedLesson.objects.filter(start__lte=timezone.now()).let_go()
