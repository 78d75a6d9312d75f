"""What a reader of calendars stumbles over, put right or left out before it reads: each step after a feed
that was read wrongly without it (docs/adr/0063)."""

import re
from collections import defaultdict
from functools import cached_property
from hashlib import sha256

from . import times
from .lines import TIMES, Property
from .zones import Clock

FINE = re.compile(r"FREQ=(SECONDLY|MINUTELY|HOURLY)|BY(HOUR|MINUTE|SECOND)=[^;]*,", re.I)
ZONE = re.compile(r';TZID=("[^"]*"|[^;]*)', re.I)
RULE = re.compile(r"(?:[\w=;,:+-]*;)?FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)(?:;[\w=;,:+-]*)?", re.I | re.A)
LISTS, LENGTHS = {"RRULE", "RDATE", "EXDATE"}, {"DTEND", "DURATION"}
SERIES = "+"  # after a name of ours: its lessons are named by their times too
AS_IT_IS = {"SUMMARY", "LOCATION", "DESCRIPTION", "STATUS", "SEQUENCE", "DURATION"}


def digest(*words):
    return sha256("\x1f".join(words).encode()).hexdigest()


class Event:
    """One VEVENT. `part`: it changes one lesson of a series."""

    def __init__(self, properties):
        self.properties = list(once(properties))
        self.uid, self.start, self.part, self.title, self.place, self.sequence, self.zone = (
            self.first(name) for name in ("UID", "DTSTART", "RECURRENCE-ID", "SUMMARY", "LOCATION", "SEQUENCE", "TZID")
        )  # fmt: skip
        self.repeats = bool(self.first("RRULE") or self.first("RDATE"))

    def first(self, name):
        return next((each.value for each in self.properties if each.name == name), "")

    def is_sound(self):
        return bool(times.sound(self.start))

    def is_fine(self):
        """More than one lesson a day by one rule: no timetable has it, and a century of seconds takes
        long."""
        return any(FINE.search(each.value) for each in self.properties if each.name == "RRULE")

    def can_be_read(self, each):
        """What else would have the whole calendar refused, or take for ever."""
        if each.name in LENGTHS:
            return times.could_be_of_a_lesson(each, self.start)
        if each.name == "RRULE":
            return bool(RULE.fullmatch(each.value))
        return each.name != "SEQUENCE" or each.value.isdecimal()


class Mended:
    """`text` is what remains of a calendar; `broken` how many events had no usable beginning."""

    def __init__(self, parts, twice, school):
        self.clock = Clock(parts.header, parts.zones, school)
        sound = [event for event in map(Event, parts.events) if event.is_sound()]
        self.broken = len(parts.events) - len(sound)
        self.masters = defaultdict(list)
        for event in sound:
            if not event.part and not event.is_fine():
                self.masters[event.uid].append(event)
        self.parts = [event for event in sound if event.part]
        self.twice = twice | {uid for uid, events in self.masters.items() if len(events) > 1}
        self.used = set()

    @cached_property
    def text(self):
        events = [line for event in self.events() for line in self.lines(event)]
        zones = [line for name in self.used for line in self.clock.zones.get(name, [])]
        ours = [f"X-WR-TIMEZONE:{self.clock.of_calendar}"] if self.clock.of_calendar else []
        whole = ["BEGIN:VCALENDAR", "VERSION:2.0", *ours, *zones, *events, "END:VCALENDAR", ""]
        return "\r\n".join(whole)

    def events(self):
        for events in self.masters.values():
            yield from newest(events)
        yield from self.parts

    def head(self, uid):
        """The one that repeats, of those with this UID; else the first."""
        return max(self.masters.get(uid, []), key=lambda event: event.repeats, default=None)

    def named(self, event):
        """The same at every download. UIDs are not always there, nor always of one lesson."""
        head = self.head(event.uid)
        if event.part or (event is head and head.repeats):
            return digest(event.uid) + SERIES
        if event.uid and event.uid not in self.twice:
            return digest(event.uid)
        return digest(event.uid, event.start, event.title, "" if event.uid else event.place)

    def lines(self, event):
        yield "BEGIN:VEVENT"
        yield f"UID:{self.named(event)}"
        for each in filter(event.can_be_read, event.properties):
            if each.name in AS_IT_IS:
                yield f"{each.name}:{each.value}"
            elif each.name == "RRULE":
                yield f"RRULE:{times.rule(each.value, self.clock.floating)}"
            elif each.name in TIMES:
                yield from self.times(event, self.whole(event, each))
        yield "END:VEVENT"

    def whole(self, event, given):
        """A part that names only the day of its lesson means the time of its series."""
        head = self.head(event.uid)
        if given.name != "RECURRENCE-ID" or "T" in given.value or not head:
            return given
        start = next(each for each in head.properties if each.name == "DTSTART")
        return Property(given.name, start.parameters + given.parameters, given.value[:8] + start.value[8:])

    def times(self, event, given):
        """A property of times, with the clock it is meant by."""
        match = ZONE.search(given.parameters)
        zone = self.clock.named(match and match[1].strip('"'), event.zone)
        self.used.add(zone)
        return times.lines(given, zone)


def once(properties):
    """The first of each name, but for those that list."""
    seen = set()
    for each in properties:
        if each.name not in seen:
            yield each
        seen |= {each.name} - LISTS


def newest(events):
    """Of what was changed and kept beside it, the last: SEQUENCE counts changes. Others with one UID all
    stay."""
    numbers = {event.sequence for event in events}
    if len(events) > 1 and len(numbers) == len(events) and all(number.isdigit() for number in numbers):
        return [max(events, key=lambda event: int(event.sequence))]
    return events
