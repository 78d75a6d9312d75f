"""A teacher's own timetable: the last good copy. Five weeks are kept, from Monday of this week; weeks are
those of the school's clock."""

from datetime import datetime, time, timedelta

from people.traces import leave
from timetables.models import Timetable, TimetableLesson

WEEKS = timedelta(weeks=5)
FACTS = ["key", "start", "end", "subject", "group", "place"]


def weeks(person):
    """The first moment that is kept, and the first that is not any more."""
    today = person.school.today
    monday = today - timedelta(days=today.weekday())
    return [datetime.combine(day, time(), person.school.zone) for day in (monday, monday + WEEKS)]


def own(teacher):
    """The timetable of which this teacher said that it is the own one, or None."""
    return Timetable.objects.filter(teacher=teacher, confirmed_at__isnull=False).first()


def lessons_of(teacher):
    """Those of `own`, from Monday of this week on, in order of time."""
    mine = TimetableLesson.objects.filter(timetable__teacher=teacher, timetable__confirmed_at__isnull=False)
    return mine.filter(start__gte=weeks(teacher)[0])


def put(timetable, found):
    """What was read takes the place of what was there: in the transaction of whoever calls. A lesson that
    stays keeps its number, so that a page that is open still leads to it."""
    there = {}
    for lesson in timetable.lessons.all():
        there.setdefault(lesson.key, []).append(lesson)
    rows = [row(timetable, one, there) for one in found]
    gone = [lesson.pk for left in there.values() for lesson in left]
    timetable.lessons.filter(pk__in=gone).delete()
    TimetableLesson.objects.bulk_create([one for one in rows if not one.pk])
    TimetableLesson.objects.bulk_update([one for one in rows if one.pk], FACTS)
    leave(TimetableLesson._meta.db_table)


def row(timetable, one, there):
    was = there.get(one.key)
    lesson = was.pop(0) if was else TimetableLesson(timetable=timetable)
    for name in FACTS:
        setattr(lesson, name, getattr(one, name))
    return lesson
