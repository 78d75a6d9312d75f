"""For who comes back after three weeks or more: one sentence about where they were, one about the one thing
to do (docs/adr/0046).

What happened is read from the times of the visit's rows, which one may know of as one of its two people;
nothing that anybody wrote. Of the other's account that is, as everywhere, that the coach looked along and
that it is ready.
"""

from datetime import datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from observations import access
from observations.models import Voice
from observations.next import DECLINED, TODAYS
from people.compiled import compiled
from people.days import said
from people.models import User

YOU, OTHER, ALONE = "you", "other", "alone"
_ = gettext_lazy

AGREED = _("You and {name} agreed on {lesson}.")
# {day}: when it happened; {lesson}: the lesson, with its own day; {name}: the other one
WAS = {
    ("asked", YOU): _("You asked {name} to look along in {lesson}."),
    ("asked", OTHER): _("{name} asked you to look along in {lesson}."),
    ("asked", ALONE): _("You planned to look back on {lesson}, on your own."),
    ("offered", YOU): _("You offered {name} to look along in {lesson}."),
    ("offered", OTHER): _("{name} offered to look along in {lesson}."),
    ("agreed", YOU): AGREED,
    ("agreed", OTHER): AGREED,
    ("declined", OTHER): _("{name} cannot look along in {lesson}."),
    ("alone", YOU): _("You chose to look back on {lesson} on your own."),
    ("held", OTHER): _("The lesson {subject} was on {day}."),
    ("begun", YOU): _("On {day} you began your story about {lesson}."),
    ("begun", OTHER): _("On {day} {name} looked along in {lesson}."),
    ("ready", YOU): _("On {day} you finished your story about {lesson}."),
    ("ready", OTHER): _("On {day} {name} was ready with a story about {lesson}."),
    ("opened", YOU): _("On {day} you opened the stories about {lesson}."),
    ("opened", OTHER): _("On {day} {name} opened the stories about {lesson}."),
    ("opened", ALONE): _("On {day} you finished your story about {lesson}."),
    ("chosen", YOU): _("On {day} you chose a small step after {lesson}."),
    ("chosen", OTHER): _("On {day} {name} chose a small step after {lesson}."),
    ("tried", YOU): _("On {day} you looked back on a small step after {lesson}."),
    ("tried", OTHER): _("On {day} {name} looked back on a small step after {lesson}."),
    ("cancelled", YOU): _("On {day} you cancelled the visit to {lesson}."),
    ("cancelled", OTHER): _("On {day} {name} cancelled the visit to {lesson}."),
}
# by the phase; else by the page that the button leads to, or the place on it
NOW = {
    DECLINED: _("You can now choose how to go on."),
    "answer": _("You can now give your answer; every answer is good."),
    "before": _("You can now choose what is looked at; all of it may stay empty."),
    "look": _("You can now write down what you saw, or finish that."),
    "look_back": _("You can now look back on that lesson; a few words are enough."),
    "open": _("You are both ready: you can now open together."),
    "together": _("You can now read both stories and choose a small step."),
    "steps": _("You can now choose a small step."),
    "step_back": _("The day has come to look back on your small step."),
}
EXPECTED = _("Today you look along with {name}.")
TODAY = _("The lesson is today, and nothing has to be done before it.")
CHANGED = _("There is a question for you about your timetable.")
SHARED = _("What your colleagues share is here for you to read.")
NEWCOMER = _("There is a question for you about who is new in your team.")
NOTHING = pgettext_lazy("start page", "Nothing is waiting for you now.")
YOUR_TEAM = _("You are back with your team.")


class Event(NamedTuple):
    at: datetime
    what: str
    is_own: bool


def events(lesson, user):
    """What happened in a visit of this person, in the order of the road."""
    is_teacher = lesson.voice_of(user) == Voice.TEACHER
    is_asked = lesson.accepted_at and (lesson.awaits_coach or lesson.planned_by_id == lesson.teacher_id)
    is_over = lesson.accepted_at and not lesson.cancelled_at and lesson.until <= timezone.now()
    found = [
        (lesson.created_at, "asked" if is_asked else "offered", bool(is_asked) == is_teacher),
        agreed(lesson, is_teacher),
        (lesson.alone_at, "alone", True),
        (is_over and lesson.start, "held", False),
        *(stories(lesson, is_teacher) if not (lesson.opened_at or lesson.cancelled_at) else ()),
        (lesson.opened_at, "opened", is_teacher),
        *(steps(lesson, is_teacher) if lesson.opened_at else ()),
        (lesson.cancelled_at, "cancelled", lesson.cancelled_by_id == user.pk),
    ]
    return [Event(*facts) for facts in found if facts[0]]


def agreed(lesson, is_teacher):
    """Once both said yes, on the second yes."""
    teacher, coach = lesson.accepted_at, lesson.coach_accepted_at
    return (max(teacher, coach), "agreed", is_teacher == (teacher > coach)) if teacher and coach else (None,)


def stories(lesson, is_teacher):
    """That the teacher began to look back is nobody else's to know; who was asked and has not answered knows
    nothing of it."""
    for voice, account in lesson.accounts.items():
        is_own = (voice == Voice.TEACHER) == is_teacher
        if is_own or is_teacher:
            yield account.started_at, "begun", is_own
        if is_own or not lesson.awaits_coach:
            yield account.ready_at, "ready", is_own


def steps(lesson, is_teacher):
    for step in lesson.chosen_steps:
        yield step.created_at, "chosen", is_teacher
        yield step.looked_back_at, "tried", is_teacher


@compiled
def lessons_before(user: User, now: datetime):
    rows = access.visits_of(user).filter(opened_at__isnull=False, start__lt=now)
    return rows.select_related("teacher", "coach").order_by("-start")[:1]


class Returning:
    """The two sentences; false where there is nothing to come back to, or the thing was done since."""

    def __init__(self, page, since, beside):
        """`since`: when this person came back; `beside`: what else the page shows."""
        self.page, self.user, self.since = page, page.user, since
        self.shares = bool(beside["leading"] and beside["leading"].new)
        self.asks = bool(beside["newcomers"])

    def __bool__(self):
        return bool(self.was) and not self.is_done

    @cached_property
    def is_done(self):
        """Something of one's own happened since the sign-in."""
        happened = (event for row in self.page.found for event in events(row.lesson, self.user))
        return any(event.is_own and event.at >= self.since for event in happened)

    @cached_property
    def about(self):
        """(visit, what happened last in it): of the very next thing; else where most lately something
        happened; else of the last visit of before."""
        rows = [self.page.first] if self.page.first else self.page.rows
        lessons = [row.lesson for row in rows] or lessons_before(self.user, timezone.now())
        last = [(lesson, last_of(events(lesson, self.user))) for lesson in lessons]
        return max(last, key=lambda each: each[1].at, default=None)

    @cached_property
    def was(self):
        if self.about is None:
            return YOUR_TEAM if self.shares else ""
        lesson, (at, what, is_own) = self.about
        if lesson.is_declined:  # of a no only is kept whose it was
            what, is_own = "declined", False
        name = other_of(lesson, self.user)
        who = (YOU if name or (what, ALONE) not in WAS else ALONE) if is_own else OTHER
        words, on = WAS[what, who], day(at)
        return words.format(day=on, subject=lesson.subject, lesson=called(lesson, words, on), name=name)

    @property
    def now(self):
        first = self.page.first
        if first and first.next.is_yours:
            return words_for(first.next).format(name=other_of(first.lesson, self.user))
        if self.page.changes:
            return CHANGED
        if first and first.leads:
            return TODAY
        return SHARED if self.shares else NEWCOMER if self.asks else NOTHING


def words_for(line):
    """For what `Next` or a line of it asks of its reader."""
    phase, line = line.phase, line.line
    if phase in TODAYS:
        return EXPECTED
    return NOW[phase if phase in NOW else line.place or line.url_name]


def last_of(events):
    """Of two at one moment the one that is further on the road."""
    return max(reversed(events), key=lambda event: event.at)


def other_of(lesson, user):
    """Who was asked and said no is still who it was about."""
    is_teacher = lesson.voice_of(user) == Voice.TEACHER
    person = lesson.coach or lesson.declined_by if is_teacher else lesson.teacher
    return person.short_name if person else ""


def called(lesson, words, on):
    """With its own day, unless the sentence says that already."""
    if "{day}" in words and on == day(lesson.start):
        return gettext("the lesson {subject}").format(subject=lesson.subject)
    return gettext("the lesson {subject} of {day}").format(subject=lesson.subject, day=day(lesson.start))


def day(moment):
    return said(timezone.localtime(moment), "j F")
