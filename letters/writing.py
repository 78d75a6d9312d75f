"""A letter, written when it is told: from the row, and from what is so by then. Nothing of an account, a
question or a need is read for it."""

from datetime import date
from email.utils import parseaddr

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext

from letters import calendar
from letters.message import Letter
from letters.models import OwnCalendar
from letters.still import asks, has_heard, is_so
from letters.ways_out import below, choices, way_out
from letters.words import (
    ALONE,
    ANYBODY,
    CALENDAR_FOLLOWS,
    COACH,
    FOOT,
    FORGOTTEN,
    MESSAGE,
    MOVES,
    OTHERS,
    OUTSIDE,
    OUTSIDE_AGAIN,
    OWN,
    SCHOOL,
    TEACHER,
    TOLD,
    words_for,
)
from observations import access, offers
from observations.models import ABOUT_GOING, ABOUT_TIME, Appointment, Key, News, ToTell, Voice
from observations.telling import CHOSEN, FACTS
from people import invitations
from people.days import times

WITHOUT_LESSON = {"home", "welcome", "take_along"}  # where a way leads also when there is no visit
A_LINE = 60  # signs of a subject that a phone shows


def letter(row):
    """The message, or None: nobody is there to read it, or it is so no longer. In the language and the zone
    that are set."""
    person, telling = row.person, Telling(row)
    if not (reads(person, row.kind) and is_so(telling)):
        return None
    message = Letter(telling.subject, telling.text, to=[person.email], headers=telling.headers)
    message.attach_alternative(telling.html, "text/html")
    if telling.is_for_the_calendar:
        calendar.attach(message, telling.event)
    return message


def reads(person, kind=None):
    """Whose account is closed hears of that alone."""
    is_open = kind in ABOUT_GOING or not (person.closed_at or person.school.closed_at)
    return bool(person.email and person.is_active and is_open)


def goes_with_school(person):
    own, schools = person.leaves_on, person.school.leaves_on
    return schools is not None and (own is None or own >= schools)


class Telling:
    """One row with what a letter needs beside it."""

    def __init__(self, row):
        self.row, self.kind, self.person = row, row.kind, row.person

    @cached_property
    def lesson(self):
        """The visit as it is now, or None where it is gone or deleted."""
        return access.visit_of_anybody.first(self.row.lesson) if self.row.lesson else None

    @cached_property
    def held(self):
        """What the reader's calendar is to hold of it, or None."""
        return Appointment.objects.filter(person=self.person, lesson=self.row.lesson).first()

    @property
    def role(self):
        voice = self.lesson.voice_of(self.person) if self.lesson else None
        return {Voice.TEACHER: TEACHER, Voice.COACH: COACH}.get(voice, "")

    # --- words

    @cached_property
    def words(self):
        if self.row.is_own:
            return words_for(self.kind, ALONE if self.is_alone else OWN, OWN)
        if self.kind == News.MOVED:
            return self.words_of_a_move
        if self.kind == News.INVITED:
            return self.words_of_an_invitation
        if self.kind == News.AGREED and self.row.thing == CHOSEN:
            return words_for(News.AGREED, CHOSEN)
        if self.kind in ABOUT_GOING:
            return words_for(self.kind, SCHOOL if goes_with_school(self.person) else ANYBODY, ANYBODY)
        return words_for(self.kind, FORGOTTEN if self.row.is_last else self.role, self.role, ANYBODY)

    @property
    def words_of_an_invitation(self):
        again, by = self.row.thing.partition(":")[2], self.row.by
        if by and by.school_id != self.person.school_id:
            return words_for(News.INVITED, OUTSIDE_AGAIN if again else OUTSIDE)
        return words_for(News.INVITED, again, ANYBODY)

    @property
    def words_of_a_move(self):
        """Who never heard of the moment before is asked as the first time; who has said yes meanwhile is
        asked nothing."""
        if self.row.thing == FACTS:
            return words_for(News.MOVED, FACTS)
        if not asks(self):
            return words_for(News.MOVED, TOLD)
        return words_for(News.MOVED if has_heard(self) else News.PROPOSED, self.role)

    @property
    def is_alone(self):
        """Nobody looks along any more, or nobody said yes yet."""
        lesson = self.lesson
        return self.role == TEACHER and (not lesson.has_coach or lesson.awaits_coach)

    @property
    def was(self):
        """When it was before, as the reader last heard it; None where that is not known."""
        rows = ToTell.objects.of(self.row.lesson).filter(person=self.person, pk__lte=self.row.pk)
        last = rows.exclude(told_at=None).exclude(is_void=True).order_by("-pk").first()
        moves = rows.filter(kind=News.MOVED, pk__gt=last.pk if last else 0).exclude(was_start=None)
        first = moves.order_by("pk").first()
        return first and timezone.localtime(first.was_start)

    @property
    def names(self):
        if not self.is_named:
            return dict.fromkeys(("name", "short"), gettext("your colleague"))
        return {"name": self.other.full_name, "short": self.other.short_name}

    @property
    def is_named(self):
        """Of a visit that is forgotten nobody knows who it was; who left may have no name any more."""
        return bool(self.other and self.other.name)

    @cached_property
    def other(self):
        """Whom the letter is about: who did it, or the other one of the visit where the reader did."""
        if self.row.by and not self.row.is_own:
            return self.row.by
        two = [self.lesson.teacher, self.lesson.coach] if self.lesson else []
        return next((person for person in two if person and person != self.person), None)

    def say(self, text, **names):
        """A name as it was typed; a word that stands for one begins a sentence with a capital."""
        day = invitations.last_day(self.person) if self.kind == News.INVITED else self.day
        facts = {"you": self.person.short_name, "school": self.person.school.name}
        facts["day"] = date_format(day, "j F") if day else ""
        said = str(text).format(**self.names | facts | names)
        return said if self.is_named else capfirst(said)

    @cached_property
    def key(self):
        """The reader's own, while it opens something."""
        return Key.objects.valid().filter(pk=self.row.thing, lesson__teacher=self.person).first()

    @property
    def step(self):
        return next((step for step in self.lesson.chosen_steps if str(step.pk) == self.row.thing), None)

    @property
    def heading(self):
        return self.say(self.words.subject)

    @property
    def subject(self):
        """Short enough for the list of letters on a phone, also with a long name."""
        long = len(self.heading) > A_LINE
        return self.say(self.words.subject, name=self.names["short"]) if long else self.heading

    @property
    def said(self):
        return [self.say(sentence) for sentence in self.words.said] + self.offered

    @property
    def offered(self):
        """To a coach who is asked: the other lessons, of which the calendar holds none."""
        is_asked = self.kind in (News.PROPOSED, News.MOVED) and self.role == COACH and asks(self)
        rows = offers.open_of(access.with_accounts(self.lesson)) if is_asked else []
        return [self.say(OTHERS), *(offers.in_words(row) for row in rows)] if rows else []

    @property
    def soft(self):
        return [self.say(sentence) for sentence in [*self.words.soft, *self.also]]

    @property
    def also(self):
        """What is said of this one, and not of each of its kind. A message is mentioned, and stays where it
        is."""
        if self.row.is_own and self.is_for_the_calendar:
            yield CALENDAR_FOLLOWS
        if self.words in MOVES and self.was:
            day, at = date_format(self.was, "l j F"), times(self.was.time())
            yield gettext("Before it was {day}, {time}.").format(day=day, time=at)
        if self.kind == News.PROPOSED and self.role == TEACHER and self.lesson.message:
            yield MESSAGE

    @property
    def preview(self):
        """What a list of letters shows beside the subject."""
        about = f"{capfirst(self.when)}." if self.is_about_time and self.when else ""
        return " ".join(filter(None, [about, *self.said[:1]]))

    # --- the lesson

    @property
    def is_about_time(self):
        return self.kind in ABOUT_TIME

    @property
    def day(self):
        """Which day it is about, if any: for the margin."""
        if self.kind in ABOUT_GOING:
            return date.fromisoformat(self.row.thing)
        if self.kind == News.KEY_ENDS:
            return self.key.until
        return self.step.look_back_on if self.kind == News.STEP_DAY else self.start

    @property
    def start(self):
        moment = self.row.start or (self.lesson and self.is_of_the_pair and self.lesson.start)
        return moment and timezone.localtime(moment)

    @property
    def is_of_the_pair(self):
        return bool(self.role)

    @property
    def when(self):
        """Tuesday 1 December 2026, 10:15 to 11:05; without how far away it is, for a letter is read later."""
        return ", ".join(filter(None, (self.date, self.hours)))

    @property
    def date(self):
        """Once the lesson is what it is not about, which one it was."""
        if not self.start:
            return ""
        date = date_format(self.start, "l j F Y")
        return date if self.is_about_time else gettext("lesson of {day}").format(day=date)

    @property
    def hours(self):
        if not (self.start and self.is_about_time):
            return ""
        end = self.row.end if self.row.start else self.lesson.end
        end = end and timezone.localtime(end)
        return times(self.start.time(), end and end.time())

    @property
    def about(self):
        """Subject and group, for the two; the room for who is to go there."""
        if not self.is_of_the_pair:
            return ""
        lesson = self.lesson
        group = gettext("group {name}").format(name=lesson.group) if lesson.group else ""
        place = (
            gettext("room {name}").format(name=lesson.place) if lesson.place and self.is_about_time else ""
        )
        return ", ".join(filter(None, (lesson.subject, group, place)))

    # --- the calendar

    @property
    def is_for_the_calendar(self):
        """Programs add what they are told to cancel and do not know: only who got it gets that. Whose
        calendar holds it gets what follows too, also who wants no files any more."""
        row = self.row
        was_sent = bool(self.held and self.held.sent_at)
        ends = row.state == Appointment.State.CANCELLED or self.kind == News.DECLINED
        begins = not ends and not self.own.without_files
        return row.sequence is not None and (was_sent or begins)

    @cached_property
    def own(self):
        return OwnCalendar.of(self.person)

    @property
    def called(self):
        """What the reader's own calendar calls it; of one that does not go on nothing is said."""
        goes_on = self.is_of_the_pair and self.row.state != Appointment.State.CANCELLED
        return self.own.calls(self.lesson if goes_on else None)

    @property
    def event(self):
        row = self.row
        return calendar.Event(
            uid=str(row.lesson), sequence=row.sequence, state=row.state, start=row.start, end=row.end, at=row.at,
            organizer=calendar.Party(*parseaddr(settings.DEFAULT_FROM_EMAIL)),
            attendee=calendar.Party(self.person.full_name, self.person.email),
            url=f"{settings.SITE_URL}{reverse('visit', args=[row.lesson])}", summary=self.called,
        )  # fmt: skip

    # --- the message

    @property
    def ways(self):
        """A lesson that was recorded keeps its moment: then that is not among the answers."""
        ways = [way for way in self.words.ways if way.url_name != "move" or not self.lesson.is_begun]
        ways = [way for way in ways if self.lesson or way.url_name in WITHOUT_LESSON]
        return [(way.label, self.address(way), way.look) for way in ways]

    def address(self, way):
        place = f"#{way.place}" if way.place else ""
        return f"{settings.SITE_URL}{reverse(way.url_name, args=self.args(way.url_name))}{place}"

    def args(self, url_name):
        if url_name in WITHOUT_LESSON:
            return [invitations.token(self.person)] if url_name == "welcome" else []
        return [self.row.lesson, self.row.thing] if url_name == "step_back" else [self.row.lesson]

    @property
    def text(self):
        """The same in the same order, for who reads letters as text."""
        ways = [
            f"{label}{'' if label.endswith('?') else ':'}\n{address}" for label, address, _look in self.ways
        ]
        facts = "\n".join(filter(None, (capfirst(self.when), self.about)))
        parts = [self.heading, facts, *self.said, *ways, *self.soft, f"-- \n{FOOT}", *below(self.choices)]
        return "\n\n".join(filter(None, parts)) + "\n"

    @property
    def html(self):
        context = {"letter": self, "foot": FOOT, "language": get_language()}
        return render_to_string("letters/letter.html", context)

    @property
    def choices(self):
        """At the foot: where the reader says which letters come. None where this one always comes."""
        return choices(self.person, [self.kind])

    @property
    def headers(self):
        """One thread for a visit; a letter that goes twice is the same letter."""
        host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
        threads = {"References": f"<{self.row.lesson}@{host}>", "In-Reply-To": f"<{self.row.lesson}@{host}>"}
        own = {
            "Message-ID": f"<{self.row.uid}@{host}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": get_language(),
        }
        return own | (threads if self.row.lesson else {}) | way_out(self.person, [self.kind])
