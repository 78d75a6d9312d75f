"""A teacher's own timetable: the last good copy of it, and when it is asked for again. Five weeks are kept,
from Monday of this week; weeks are those of the school's clock.

A new address or file is on trial until its teacher says that these are the own lessons; what fails takes
nothing away of what was there. Fetching and reading (`have`) take seconds: never within a transaction.
"""

import logging
import time
from datetime import datetime, timedelta
from datetime import time as clock
from functools import partial

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from people import traces
from people.compiled import compiled
from people.models import School, User
from timetables import knocking, reading
from timetables.models import SEAL, Timetable, TimetableLesson
from timetables.why import Unusable, Why

logger = logging.getLogger("timetables")

WEEKS = timedelta(weeks=5)
AGAIN = timedelta(minutes=10)  # between two times that a server is asked, whoever presses
EVERY = timedelta(hours=6)  # by the hourly work
BUDGET = 180  # seconds that the hourly work takes for it; who was not asked is first the next hour
TRIAL = timedelta(days=1)  # without an answer of its teacher
FACTS = ["key", "start", "end", "subject", "group", "place"]
SOURCE = ["sealed_address", "etag", "last_modified", "read_at", "asked_at", "why"]


def monday(school):
    """The moment at which this week began there."""
    day = school.today - timedelta(days=school.today.weekday())
    return datetime.combine(day, clock(), school.zone)


def weeks(person):
    """The first moment that is kept, and the first that is not any more."""
    first = monday(person.school)
    return [first, first + WEEKS]


def own(teacher):
    """The timetable of which this teacher said that it is the own one, or None."""
    return confirmed.first(teacher)


@compiled
def confirmed(teacher: User):
    return Timetable.objects.filter(teacher=teacher, confirmed_at__isnull=False)


def on_trial(teacher):
    return Timetable.objects.filter(teacher=teacher, confirmed_at=None).first()


def lessons_of(teacher):
    """Those of `own`, from Monday of this week on, in order of time."""
    mine = TimetableLesson.objects.filter(timetable__teacher=teacher, timetable__confirmed_at__isnull=False)
    return mine.filter(start__gte=weeks(teacher)[0])


# --- linking


def try_address(teacher, address):
    """Puts on trial what stands there now. Raises Unusable."""
    trial = Timetable(teacher=teacher)
    trial.address = address
    reply = knocking.fetch(address)
    if reply.data is None:  # nothing was asked that could be unchanged
        raise Unusable(Why.STATUS)
    trial.etag, trial.last_modified = reply.etag, reply.last_modified
    return put_on_trial(trial, read(teacher, reply.data))


def try_file(teacher, data):
    return put_on_trial(Timetable(teacher=teacher), read(teacher, data))


def read(teacher, data):
    first, last = weeks(teacher)
    return reading.read(data, zone=teacher.school.time_zone, first=first, last=last)


@transaction.atomic
def put_on_trial(trial, found):
    """Of two at once the second waits for the first, and takes its place."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=trial.teacher_id)
    take_away(Timetable.objects.filter(teacher=trial.teacher, confirmed_at=None))
    trial.save()
    put(trial, found)
    return trial


@transaction.atomic
def yes(teacher):
    """These are the own lessons. What was there before gives way, and keeps its number, so that visits that
    were copied from it still know where from. None where nothing was on trial any more: pressed twice."""
    rows = {
        row.confirmed_at is None: row for row in Timetable.objects.select_for_update().filter(teacher=teacher)
    }
    trial = rows.get(True)
    if trial is None:
        return rows.get(False)
    mine = rows.get(False, trial)
    mine.confirmed_at = timezone.now()
    for name in SOURCE:
        setattr(mine, name, getattr(trial, name))
    if mine != trial:
        put(mine, list(trial.lessons.all()))
        take_away(Timetable.objects.filter(pk=trial.pk))
    mine.save()
    return mine


@transaction.atomic
def no(teacher):
    take_away(Timetable.objects.filter(teacher=teacher, confirmed_at=None))


@transaction.atomic
def unlink(teacher):
    """All of it, at once, and out of the files; of a visit that was copied from it the words stay."""
    tables = take_away(Timetable.objects.filter(teacher=teacher))
    transaction.on_commit(partial(traces.wipe, *tables))


def take_away(rows):
    """With what hangs on them, also in rooms above this one; says from which tables. Locked first: whoever is
    just copying from one is waited for, so that the copy goes along."""
    list(rows.select_for_update())
    counts = rows.delete()[1]
    tables = [apps.get_model(label)._meta.db_table for label in counts]
    if tables:
        traces.leave(*tables)
    return tables


# --- the copy


def put(timetable, found):
    """What was read takes the place of what was there: in the transaction of whoever calls. A lesson that
    stays keeps its number, so that a page that is open still leads to it."""
    there = {}
    for lesson in timetable.lessons.all():
        there.setdefault(lesson.key, []).append(lesson)
    new, changed = [], []
    for one in found:
        place_of(timetable, one, there, new, changed)
    gone = [lesson.pk for left in there.values() for lesson in left]
    timetable.lessons.filter(pk__in=gone).delete()
    TimetableLesson.objects.bulk_create(new)
    TimetableLesson.objects.bulk_update(changed, FACTS)
    if gone or changed:
        traces.leave(TimetableLesson._meta.db_table)


def place_of(timetable, one, there, new, changed):
    facts = {name: getattr(one, name) for name in FACTS}
    lesson = there[one.key].pop(0) if there.get(one.key) else None
    if lesson is None:
        new.append(TimetableLesson(timetable=timetable, **facts))
    elif facts != {name: getattr(lesson, name) for name in FACTS}:
        for name, value in facts.items():
            setattr(lesson, name, value)
        changed.append(lesson)


# --- asked again


def may_again_at(timetable):
    return timetable.asked_at + AGAIN


def again(teacher):
    """Whether it was asked now, well or not; else that was not long ago."""
    mine = own(teacher)
    return bool(mine and mine.sealed_address) and claim_and_refresh(mine, AGAIN)


def claim_and_refresh(timetable, pause):
    """Of two who come at once, one asks."""
    now = timezone.now()
    free = Timetable.objects.filter(pk=timetable.pk, asked_at__lte=now - pause)
    if not free.update(asked_at=now):
        return False
    try:
        keep(timetable, *have(timetable))
    except Unusable as fault:
        same(timetable).update(why=fault.why)
    return True


def have(timetable):
    """(What the server answered, the lessons in it or None where it says that nothing changed). In a new week
    there is one to read that was not kept before, whatever changed."""
    teacher, address = timetable.teacher, timetable.address
    if not address:
        raise Unusable(Why.SEALED)
    known = {}
    if timetable.read_at >= monday(teacher.school):
        known = {"etag": timetable.etag, "last_modified": timetable.last_modified}
    reply = knocking.fetch(address, **known)
    if reply.data is None and not any(known.values()):
        raise Unusable(Why.STATUS)
    return reply, None if reply.data is None else read(teacher, reply.data)


@transaction.atomic
def keep(timetable, reply, found):
    """Unless it was unlinked, or is another one, by now."""
    mine = same(timetable).select_for_update().first()
    if mine is None:
        return
    if found is not None:
        put(mine, found)
        mine.etag, mine.last_modified = reply.etag, reply.last_modified
    mine.read_at, mine.why = timezone.now(), ""
    mine.save(update_fields=["etag", "last_modified", "read_at", "why"])


def same(timetable):
    return Timetable.objects.filter(pk=timetable.pk, sealed_address=timetable.sealed_address)


# --- every hour


def refresh_due():
    """Those that were not asked for longest, while there is time; one that fails stops no other. Says how
    many were asked."""
    until, asked, failed = time.monotonic() + BUDGET, 0, None
    for timetable in due():
        if time.monotonic() > until:
            break
        try:
            asked += claim_and_refresh(timetable, EVERY)
        except Exception as error:
            logger.error("a timetable: %s", type(error).__name__)
            failed = error
    if failed:
        raise failed
    return asked


def due():
    """Not of who is on pause, or closed: each is asked for by itself, for together a database may read all
    people."""
    rows = Timetable.objects.filter(confirmed_at__isnull=False, asked_at__lte=timezone.now() - EVERY)
    for timetable in rows.exclude(sealed_address="").order_by("asked_at"):
        if User.objects.here().filter(pk=timetable.teacher_id).exists():
            yield timetable


@transaction.atomic
def forget_lessons():
    """Those of before this week, and what is on trial since yesterday. Says how many lessons and trials."""
    gone, left = 0, TimetableLesson.objects.order_by()
    for zone in (
        School.objects.order_by().values_list("time_zone", flat=True).distinct()
    ):  # few; schools are many
        there = left.filter(timetable__teacher__school__time_zone=zone)
        gone += there.filter(start__lt=monday(School(time_zone=zone))).delete()[0]
    if gone:
        traces.leave(TimetableLesson._meta.db_table)
    old = Timetable.objects.filter(confirmed_at=None, asked_at__lte=timezone.now() - TRIAL)
    trials = old.count()
    take_away(old)
    return gone + trials


@transaction.atomic
def seal_anew():
    """After another SECRET_KEY, so that the old one can go. Says how many; what no key opens is asked for
    anew (`Why.SEALED`)."""
    count = 0
    for timetable in Timetable.objects.select_for_update().exclude(sealed_address=""):
        if not SEAL.is_of_now(timetable.sealed_address) and (address := timetable.address):
            timetable.address = address
            timetable.save(update_fields=["sealed_address"])
            count += 1
    if count:
        traces.leave(Timetable._meta.db_table)
    return count
