"""Most of a feed is of other weeks, and understanding a lesson takes a hundred times longer than passing it
by: so what cannot be in the weeks that are asked for goes while it is still bytes."""

import re
from datetime import timedelta
from itertools import pairwise

EACH = re.compile(rb"^(?=BEGIN:VEVENT[ \t]*$)", re.I | re.M)
LAST = re.compile(rb"^END:VEVENT[ \t]*\n", re.I | re.M)
DAY = re.compile(rb"^DTSTART[^:\n]*:(\d{8})", re.I | re.M)
UID = re.compile(rb"^UID[^:\n]*:([^\n]*)", re.I | re.M)
REPEATS = re.compile(rb"^(?:RRULE|RDATE|RECURRENCE-ID)[;:]", re.I | re.M)
PART = re.compile(rb"^RECURRENCE-ID[;:]", re.I | re.M)
MARGIN = timedelta(days=2)  # a day of any zone, and lessons of up to twelve hours


class Sieve:
    """`left` are the bytes that remain; `twice` the UIDs that more than one lesson of the whole feed has, so
    that what names a lesson does not depend on the weeks that are asked for."""

    def __init__(self, data, first, last):
        self.first, self.last = (f"{day:%Y%m%d}".encode() for day in (first - MARGIN, last + MARGIN))
        self.days, self.twice = {}, set()
        begins = [match.start() for match in EACH.finditer(data)]
        self.is_empty = not begins
        events = (data[here:there] for here, there in pairwise([*begins, len(data)]))
        self.left = b"".join([data[: begins[0]] if begins else data, *map(self.sift, events)])

    def sift(self, event):
        """What stands after the end of an event, such as the next definition of a zone, always stays."""
        end = LAST.search(event)
        rest = event[end.end() :] if end else b""
        return event if self.may_be_asked_for(event) else rest

    def may_be_asked_for(self, event):
        day, uid = DAY.search(event), UID.search(event)
        if uid and day and not PART.search(event):
            self.remember(uid[1].strip(), event[day.start() :].split(b"\n", 1)[0])
        return not day or bool(REPEATS.search(event)) or self.first <= day[1] <= self.last

    def remember(self, uid, start):
        if self.days.setdefault(uid, start) != start:
            self.twice.add(uid)
