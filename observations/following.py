"""Whether a teacher's timetable still has the lesson of a visit as it was when the teacher last looked; and
what the teacher answers. It is asked of the teacher alone, and a visit never moves by itself (docs/adr/0062).

Not asked: of a visit that is begun, over, cancelled or waits for the teacher's yes; while the timetable could
not be read; and, of a lesson that is not there, where the timetable does not reach its week.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from observations import actions
from observations.actions import on_locked_visit
from observations.models import CopiedLesson, Lesson, Voice
from observations.models.timetable import AS_COPIED
from observations.refusals import NotNow
from people.compiled import compiled
from people.days import said, times
from people.models import User
from timetables.models import TimetableLesson


@dataclass(frozen=True)
class Change:
    """`copied` is what the teacher saw, `now` what stands in the timetable, or None."""

    lesson: Lesson
    copied: CopiedLesson
    now: TimetableLesson | None

    @property
    def is_gone(self):
        return self.now is None

    @property
    def seen(self):
        """What stood on the page, as one text: an answer holds for that alone."""
        return "/".join(str(value) for value in state_of(self.now)) if self.now else "gone"

    @property
    def is_asked(self):
        if self.is_gone:
            return self.copied.start is not None and self.reaches
        is_new = state_of(self.now) != state_of(self.copied)
        return is_new and any(value != getattr(self.lesson, name) for name, value in self.facts.items())

    @property
    def reaches(self):
        """A feed of one week says nothing of the next."""
        day = timezone.localtime(self.copied.start)
        monday = (day - timedelta(days=day.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
        return TimetableLesson.objects.filter(timetable=self.copied.timetable_id, start__gte=monday).exists()

    @property
    def facts(self):
        """What of the visit would become otherwise. Who planned a part of the lesson, or wrote another room,
        keeps that."""
        was, now, lesson = self.copied, self.now, self.lesson
        keeps_place = lesson.place != was.place or not now.place
        place = lesson.place if keeps_place else now.place
        if was.start is None or not was.start <= lesson.start < was.end:
            return {"start": now.start, "end": now.end, "place": place}
        by = now.start - was.start
        end = now.end if lesson.end == was.end else lesson.end and lesson.end + by
        return {"start": lesson.start + by, "end": end, "place": place}

    @property
    def words(self):
        """Tuesday 1 December, 11:15 to 12:05, room 1.20: what of it would be otherwise, as the timetable has
        it."""
        facts, lesson, found = self.facts, self.lesson, []
        if (facts["start"], facts["end"]) != (lesson.start, lesson.end):
            found.append(moment(self.now.start, self.now.end))
        if facts["place"] != lesson.place:
            found.append(gettext("room {name}").format(name=facts["place"]))
        return ", ".join(found)

    @property
    def becomes(self):
        """When the visit would be, where that is a part of the lesson; else ""."""
        times_of_visit = self.facts["start"], self.facts["end"]
        now_or_then = (self.now.start, self.now.end), (self.lesson.start, self.lesson.end)
        return "" if times_of_visit in now_or_then else moment(*times_of_visit)


def moment(*both):
    start, end = (each and timezone.localtime(each) for each in both)
    return ", ".join([said(start), times(start.time(), end and end.time())])


def state_of(row):
    return tuple(getattr(row, name) for name in AS_COPIED)


def changes(user, lessons):
    """Of these visits, those about which their teacher is asked now."""
    asked = {lesson.pk: lesson for lesson in lessons if may_be_asked(user, lesson)}
    copied = copies(user, list(asked)) if asked else []
    if not copied:
        return []
    there = now_there(copied)
    found = [Change(asked[row.lesson_id], row, now_of(asked[row.lesson_id], row, there)) for row in copied]
    return [change for change in found if change.is_asked]


def may_be_asked(user, lesson):
    stands = lesson.accepted_at and not (lesson.cancelled_at or lesson.opened_at or lesson.deleted_at)
    return stands and user.pk == lesson.teacher_id and lesson.until > timezone.now() and not lesson.is_begun


@compiled
def copies(user: User, lessons: list[UUID]):
    """Of the own timetable that its teacher confirmed and that could be read the last time."""
    mine = CopiedLesson.objects.filter(timetable__teacher=user, timetable__why="", lesson__in=lessons)
    return mine.exclude(timetable__confirmed_at=None)


def now_there(copied):
    """Lessons to come with the same name in the feed, or at the same moment."""
    same = Q(key__in=[row.key for row in copied]) | Q(start__in=[row.start for row in copied if row.start])
    to_come = TimetableLesson.objects.filter(timetable=copied[0].timetable_id, end__gt=timezone.now())
    return list(to_come.filter(same))


def now_of(lesson, copied, there):
    """By what names it in the feed; a feed that names its lessons anew each time, or another one, has it at
    the same moment, with the same subject or group, for a teacher may have worded one of these anew."""
    named = [row for row in there if row.key == copied.key]
    at_once = [row for row in there if row.start == copied.start]
    same = [row for row in at_once if row.subject == lesson.subject or row.group == lesson.group]
    found = named or same
    return next((row for row in found if state_of(row) == state_of(copied)), found[0] if found else None)


def no_longer_so(rows):
    """Of these offered lessons, those at whose begin the timetable of their teacher has no lesson any
    more, as far as it reaches."""
    if not rows:
        return set()
    known = TimetableLesson.objects.filter(timetable=rows[0].timetable_id, timetable__why="")
    begins = set(known.values_list("start", flat=True))
    return {row.slot for row in rows if begins and row.start not in begins and row.start < max(begins)}


@on_locked_visit(Voice.TEACHER)
def answer(*, lesson, by, seen, goes):
    """Along with the timetable, as a move by hand; or it stays, and about this state nothing is asked
    again."""
    change = next(iter(changes(by, [lesson])), None)
    if change is None:
        return  # a second click
    if seen != change.seen or (goes and change.is_gone):
        raise NotNow("timetable")
    facts = None if change.is_gone else change.facts
    see(change)
    if goes:
        actions.move(lesson=lesson, by=by, **facts)


def see(change):
    """The teacher knows what stands there now."""
    gone = {"start": None, "end": None}
    facts = {name: getattr(change.now, name) for name in ("key", *AS_COPIED)} if change.now else gone
    CopiedLesson.objects.filter(pk=change.copied.pk).update(**facts)
