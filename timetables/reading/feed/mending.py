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
AS_IT_IS = {"SEQUENCE", "DURATION"}
NUMBER = "X-NUMBER"  # leads from what was read back to its words
CHANGES = re.compile(r"\d{1,18}", re.A)
ESCAPED = re.compile(r"\\(.)")
TOO_LONG = 1000  # characters of a title that are looked at


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

    def words(self, name):
        """Of SUMMARY, LOCATION or DESCRIPTION; RFC 5545, 3.3.11."""
        text = ESCAPED.sub(lambda sign: "\n" if sign[1] in "nN" else sign[1], self.first(name))
        return text[:TOO_LONG].strip()

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
            return bool(RULE.fullmatch(each.value)) and times.is_rule(each.value)
        return each.name != "SEQUENCE" or bool(CHANGES.fullmatch(each.value))


class Mended:
    """`text` is what a reader of calendars gets: times and rules, for a title costs it as much as they do.
    Each NUMBER in it leads to one of `kept`. `broken`: how many events had no usable beginning."""

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
        self.kept = [event for events in self.masters.values() for event in newest(events)] + self.parts
        self.used = set()

    @cached_property
    def text(self):
        events = [line for number, event in enumerate(self.kept) for line in self.lines(number, event)]
        zones = [line for name in self.used for line in self.clock.zones.get(name, [])]
        ours = [f"X-WR-TIMEZONE:{self.clock.of_calendar}"] if self.clock.of_calendar else []
        whole = ["BEGIN:VCALENDAR", "VERSION:2.0", *ours, *zones, *events, "END:VCALENDAR", ""]
        return "\r\n".join(whole)

    @cached_property
    def heads(self):
        """{UID: the one that repeats, of those that have it; else the first}"""
        return {uid: max(events, key=lambda event: event.repeats) for uid, events in self.masters.items()}

    @cached_property
    def changed(self):
        return {part.uid for part in self.parts}

    def named(self, event):
        """The same at every download. UIDs are not always there, nor always of one lesson."""
        repeated = event.repeats or event.uid in self.changed
        words = [event.start, event.title, "" if event.uid else event.place]
        if (
            event.part
            or (event is self.heads[event.uid] and repeated)
            or (event.uid and event.uid not in self.twice)
        ):
            words = []
        return digest(event.uid, *words) + (SERIES if repeated else "")

    def lines(self, number, event):
        yield from ("BEGIN:VEVENT", f"UID:{self.named(event)}", f"{NUMBER}:{number}")
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
        head = self.heads.get(event.uid)
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
    if len(events) > 1 and len(numbers) == len(events) and all(map(CHANGES.fullmatch, numbers)):
        return [max(events, key=lambda event: int(event.sequence))]
    return events
