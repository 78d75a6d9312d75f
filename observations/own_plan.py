"""The page on which a teacher plans: a lesson from the own timetable, as last time, or by hand."""

import uuid
from functools import cached_property

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from observations.clock import shown
from observations.forms import coaches_for, editions_for
from observations.looking_along import coaching, last_visit, looked_along, people
from observations.own_lesson import OTHER, OwnLessonForm, WhoInput
from observations.own_timetable import OwnTimetable, text_of


def typed(data):
    """What was sent, as the fields of an empty form begin with it."""
    who = WhoInput().value_from_datadict(data, {}, "coach")
    several = data.getlist("offer") if hasattr(data, "getlist") else ()
    return {name: data.get(name) for name in data} | {"coach": who, "offer": several}


class OwnPlan:
    """`teams` are the memberships by which this teacher teaches; `data` is what was sent or kept, or None;
    `asked` what the address asks for: `?from=` a lesson of the timetable, `?like=last`."""

    def __init__(self, teacher, teams, data, asked):
        self.teacher, self.teams, self.data, self.asked = teacher, teams, data, asked
        self.timetable = OwnTimetable(teacher)

    @cached_property
    def form(self):
        """A lesson that was chosen without a script is written into the fields first: nothing is planned
        yet, and nothing is called wrong."""
        chosen = self.timetable.newly_chosen(self.data)
        if chosen or "fill" in (self.data or {}):
            return self.made(None, typed(self.data) | self.timetable.fills(self.data, chosen))
        return self.made(self.data, {"id": uuid.uuid4()} | self.beginning)

    @property
    def is_only_chosen(self):
        """Without a script: the fields have it now, and who pressed may think that it is planned."""
        return self.timetable.newly_chosen(self.data) is not None

    def made(self, data, initial):
        theirs = {
            "teams": self.teams,
            "offered": self.offered,
            "timetable": self.timetable,
            "last": lambda: self.last,
        }
        return OwnLessonForm(data, user=self.teacher, initial=initial, **theirs)

    @cached_property
    def offered(self):
        return coaches_for(self.teacher, self.teacher.school_id, timezone.localdate())

    @property
    def beginning(self):
        if self.is_like_last:
            return self.like_last
        lesson = self.timetable.find(self.asked.get("from"))
        return text_of(lesson) | {"lesson": lesson.pk, "taken": lesson.pk} if lesson else {}

    # --- as last time

    @property
    def is_like_last(self):
        return self.asked.get("like") == "last" and bool(self.last)

    @cached_property
    def last(self):
        """The own visit that is the last one, or None."""
        return last_visit.first(self.teacher)

    @cached_property
    def next_lesson(self):
        """Of the group of last time, in the timetable, and rather of its subject."""
        return self.timetable.next_of(self.last.group, self.last.subject)

    @cached_property
    def last_coach(self):
        """Who looked along last time and can be asked now."""
        return next((row for row in self.offered if row.pk == self.last.coach_id), None)

    @property
    def like_last(self):
        """Subject and people of last time, at the next lesson of that group."""
        last, lesson = self.last, self.next_lesson
        found = {name: getattr(last, name) for name in ("subject", "group", "place", "language")}
        found |= {"coach": self.last_coach and self.last_coach.pk, "is_flash": "1" if last.is_flash else ""}
        found |= {"edition": self.edition_like_last, "membership": self.team_like_last}
        if lesson:
            facts = {name: text for name, text in text_of(lesson).items() if text and name != "subject"}
            found |= facts | {"lesson": lesson.pk, "taken": lesson.pk}
        return {name: value for name, value in found.items() if value is not None}

    @property
    def edition_like_last(self):
        """The newest of the checklist of last time."""
        checklist = self.last.edition.checklist_id
        rows = editions_for(self.teacher.school_id)
        return next((row.pk for row in rows if row.checklist_id == checklist), None)

    @property
    def team_like_last(self):
        return next((row.pk for row in self.teams if row.team_id == self.last.team_id), None)

    @property
    def last_in_words(self):
        """What planning as last time would begin with."""
        words = [_("{subject} with {group}").format(subject=self.last.subject, group=self.last.group)]
        if self.next_lesson:
            start = timezone.localtime(self.next_lesson.start)
            words.append(f"{date_format(start, 'l')} {shown(start)}")
        if self.last_coach:
            words.append(_("{name} looks along").format(name=self.last_coach.short_name))
        return ", ".join(words)

    # --- which week is in sight

    @cached_property
    def open_week(self):
        """That of the lesson that is chosen; else the first with one that can be."""
        weeks = self.timetable.weeks
        mine = [week for week in weeks if self.form.chosen in map(str, week.free)]
        return next(iter(mine or [week for week in weeks if week.free] or weeks), None)

    # --- which others may be offered with it

    @property
    def to_offer(self):
        """Lessons that have not begun, week by week."""
        now = timezone.now()
        free = {week.name: [row for day in week.days for row in day.choices] for week in self.timetable.weeks}
        weeks = {
            name: [row for row in rows if not row.visit and row.lesson.start > now]
            for name, rows in free.items()
        }
        return [(name, rows) for name, rows in weeks.items() if rows]

    # --- who looks along

    @cached_property
    def people(self):
        coaches = coaching([row.team for row in self.teams], timezone.localdate())
        return people(self.offered, dict(coaches), dict(looked_along(self.teacher)))

    @property
    def other(self):
        """Who is chosen from the list, or that somebody of it was meant."""
        listed = [person.value for person in self.people.others if str(person.value) == self.form.who]
        return next(iter(listed), self.form.who == OTHER)
