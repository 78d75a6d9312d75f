"""A calendar as lists of properties, as far as lessons need them. Whoever is invited, notes with attachments,
alarms: passed by."""

import re
from collections import namedtuple

Property = namedtuple("Property", "name parameters value")
# A parameter may hold a colon, in quotes or, of careless programs, without; a time always begins with its day
TIME = re.compile(r"(DTSTART|DTEND|RECURRENCE-ID|EXDATE|RDATE)((?:;.*)?):(\d{8}.*)", re.I)
OTHER = re.compile(
    r"(UID|SUMMARY|LOCATION|DESCRIPTION|STATUS|SEQUENCE|RRULE|DURATION|TZID)"
    r'((?:;(?:"[^"]*"|[^":;])*)*):(.*)',
    re.I,
)
TIMES = {"DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE"}
HEADER = re.compile(r"(PRODID|X-WR-TIMEZONE|X-WR-CALNAME|METHOD)(?:;[^:]*)?:(.*)", re.I)
TZID = re.compile(r"TZID(?:;[^:]*)?:(.*)", re.I)


class Parts:
    """`header` {name: value}, `zones` {name: its lines}, `events` lists of properties, `kinds` the names of
    all that stands in it."""

    def __init__(self, text):
        self.header, self.zones, self.events, self.kinds = {}, {}, [], set()
        open_, lines = [], []
        for line in text.split("\n"):
            word, _, name = line.strip().upper().partition(":")
            if word == "BEGIN":
                if name == "VEVENT":  # another one before it, without an end, goes
                    open_, lines = open_[:1], []
                open_.append(name)
            lines.append(line) if len(open_) > 1 else self.head(line)
            if word == "END" and open_:
                open_.pop()
                if len(open_) == 1:
                    self.close(name, lines)
                    lines = []

    def head(self, line):
        if match := HEADER.match(line):
            self.header.setdefault(match[1].upper(), match[2].strip())

    def close(self, kind, lines):
        self.kinds.add(kind)
        if kind == "VEVENT":
            self.events.append(list(properties(lines)))
        elif kind == "VTIMEZONE":
            name = next((match[1].strip() for line in lines if (match := TZID.match(line))), "")
            self.zones.setdefault(name, lines)


def properties(lines):
    """Not those of what stands within, such as an alarm."""
    depth = 0
    for line in lines:
        depth += line.upper().startswith("BEGIN:") - line.upper().startswith("END:")
        match = depth == 1 and (TIME.match(line) or OTHER.match(line))
        if match:
            yield Property(match[1].upper(), match[2], match[3].strip())
