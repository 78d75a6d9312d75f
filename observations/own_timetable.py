"""The teacher's own timetable on the page where a visit is planned: lessons that are to come, as weeks and
days, each with what stands there already; and what choosing one fills in.

It is asked for the person who is signed in, and no function takes anybody else's (docs/adr/0059).
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import F, FilteredRelation, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from observations import access
from observations.clock import shown
from observations.models import Lesson
from observations.sure import Question
from people.days import in_words
from timetables import keeping
from timetables.models import TimetableLesson

FRIDAY = 4  # as a weekday; a weekend is a day only where it has lessons
FACTS = ("subject", "group", "place")


def text_of(lesson):
    """What choosing it writes into the fields of the form, by their names."""
    start, end = timezone.localtime(lesson.start), timezone.localtime(lesson.end)
    moment = {"date": f"{start:%Y-%m-%d}", "begin": shown(start), "finish": shown(end)}
    return moment | {name: getattr(lesson, name) for name in FACTS}


@dataclass
class Choice:
    """One lesson; `visit` is the visit to it, `beside` another own visit at its time."""

    lesson: TimetableLesson
    visit: Lesson | None = None
    beside: Lesson | None = None
    beside_title: str = ""

    @property
    def text(self):
        return str(self.lesson.pk)

    @property
    def name(self):
        return self.lesson.subject or _("Lesson")

    @property
    def where(self):
        room = self.lesson.place and _("room {place}").format(place=self.lesson.place)
        return ", ".join(filter(None, (self.lesson.group, room)))

    @property
    def fills_as_json(self):
        """For static/js/plan.js."""
        return json.dumps(text_of(self.lesson))


@dataclass
class Day:
    date: date
    choices: list[Choice]


@dataclass
class Week:
    name: str
    days: list[Day]

    @property
    def free(self):
        """The numbers of the lessons that can be chosen."""
        return [choice.lesson.pk for day in self.days for choice in day.choices if not choice.visit]


class OwnTimetable:
    """Of who is signed in. Without one it has no weeks, and finds nothing."""

    def __init__(self, teacher):
        self.teacher = teacher
        self.source = keeping.own(teacher)
        self.lessons = list(keeping.lessons_of(teacher)) if self.source else []

    # --- to choose from

    @cached_property
    def choices(self):
        now = timezone.now()
        return [self.choice(lesson) for lesson in self.lessons if lesson.end > now]

    def choice(self, lesson):
        mine = [visit for visit in self.visits if self.is_to(visit, lesson)]
        beside = [visit for visit in self.visits if visit.start < lesson.end and visit.until > lesson.start]
        title = beside[0].title_for(self.teacher) if beside else ""
        return Choice(lesson, next(iter(mine), None), next(iter(beside), None), title)

    def is_to(self, visit, lesson):
        """Made of it, or planned by hand at its begin."""
        if visit.teacher_id != self.teacher.pk:
            return False
        return visit.copied_key == lesson.key or visit.start == lesson.start

    @cached_property
    def visits(self):
        """Own visits of these weeks that stand, as teacher and as coach."""
        first, last = keeping.weeks(self.teacher)
        mine = FilteredRelation("copied", condition=Q(copied__timetable=self.source))
        found = access.visits_of(self.teacher).with_people().filter(cancelled_at=None)
        found = found.filter(start__gte=first - timedelta(days=1), start__lt=last)
        return list(found.annotate(mine=mine).annotate(copied_key=F("mine__key")))

    @cached_property
    def weeks(self):
        """From today on, as far as the timetable goes."""
        if not self.choices:
            return []
        by_day = defaultdict(list)
        for choice in self.choices:
            by_day[timezone.localtime(choice.lesson.start).date()].append(choice)
        today = timezone.localdate()
        monday, found = today - timedelta(days=today.weekday()), []
        while monday <= max(by_day):
            dates = [monday + timedelta(days=n) for n in range(7)]
            days = [Day(day, by_day[day]) for day in dates if self.is_shown(day, by_day)]
            found += [Week(self.name(monday), days)] if any(day.choices for day in days) else []
            monday += timedelta(weeks=1)
        return found

    def is_shown(self, day, by_day):
        return day >= timezone.localdate() and (day.weekday() <= FRIDAY or day in by_day)

    def name(self, monday):
        ahead = (monday - timezone.localdate()).days
        if ahead <= 0:
            return _("This week")
        if ahead <= 7:  # noqa: PLR2004 (days)
            return _("Next week")
        return _("From {day}").format(day=date_format(monday, "j F"))

    # --- chosen

    def find(self, pk):
        """The lesson with this number, as a form sends it, or None: it may be gone from the timetable."""
        return next((lesson for lesson in self.lessons if str(lesson.pk) == str(pk)), None)

    def next_of(self, group, subject):
        """The first lesson of this group that has no visit yet: of this subject, or, as programs have names
        of their own for these, of any."""
        free = [choice.lesson for choice in self.choices if not choice.visit]
        theirs = [lesson for lesson in free if lesson.group.casefold() == group.casefold()]
        same = [lesson for lesson in theirs if lesson.subject.casefold() == subject.casefold()]
        return next(iter(same or theirs), None)

    def newly_chosen(self, data):
        """A lesson that was chosen and is not in the fields yet: without a script the server writes it
        there."""
        chosen = data.get("lesson") if data else None
        return self.find(chosen) if chosen and chosen != data.get("taken") else None

    def fills(self, data, lesson):
        """What this lesson writes over what was typed. Where the timetable knows no room, one that was typed
        stays and that of another lesson goes. static/js/plan.js does the same."""
        if not lesson:
            return {}
        before = self.find(data.get("taken"))
        was = text_of(before) if before else {}
        new = {
            name: text for name, text in text_of(lesson).items() if text or data.get(name) == was.get(name)
        }
        return new | {"lesson": lesson.pk, "taken": lesson.pk}

    # --- beside it

    def asks(self, lesson, answered):
        """About a visit at the time of a lesson that is another one. One of the same group, or that begins
        then, is the lesson that is meant."""
        at_its_time = [one for one in self.lessons if one.start < lesson.until and one.end > lesson.start]
        group = (lesson.group or "").casefold()
        if any(one.start == lesson.start or one.group.casefold() == group for one in at_its_time):
            return []
        return [question(lesson, one, answered) for one in at_its_time[:1]]


def question(lesson, other, answered):
    start, end = timezone.localtime(other.start), timezone.localtime(other.end)
    words = _("At that time your timetable has another lesson: {lesson}, {when}. Is this right?")
    named = ", ".join(filter(None, (other.subject, other.group)))
    filled = words.format(lesson=named, when=in_words(start.date(), start.time(), end.time()))
    token = f"timetable {other.pk} {lesson.moment}"
    return Question(filled, _("Yes, this is right"), token, token in answered)
