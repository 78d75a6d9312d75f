"""Most of a feed is of other weeks, and understanding a lesson takes a hundred times longer than passing it
by: so what cannot be in the weeks that are asked for goes while it is still bytes."""

import re
from datetime import timedelta
from itertools import pairwise

EACH = re.compile(rb"^(?=BEGIN:VEVENT[ \t]*$)", re.I | re.M)
DAY = re.compile(rb"[^:]*:(\d{8})")
MAY_REPEAT = b"\nRRULE", b"\nRDATE", b"\nRECURRENCE-ID"
MARGIN = timedelta(days=2)  # a day of any zone, and lessons of up to twelve hours


class Sieve:
    """`left` are the bytes that remain; `count` how many events there were; `twice` the UIDs that more than
    one lesson of the whole feed has, so that what names a lesson does not depend on the weeks that are asked
    for."""

    def __init__(self, data, first, last):
        self.first, self.last = (f"{day:%Y%m%d}".encode() for day in (first - MARGIN, last + MARGIN))
        self.starts, self.twice = {}, set()
        begins = [match.start() for match in EACH.finditer(data)]
        self.count = len(begins)
        events = (data[here:there] for here, there in pairwise([*begins, len(data)]))
        self.left = b"".join([data[: begins[0]] if begins else data, *map(self.sift, events)])

    def sift(self, event):
        """What stands after the end of an event, such as the next definition of a zone, always stays. Finding
        in capitals is quicker than a pattern that takes any letter."""
        capitals = event.upper()
        if self.may_be_asked_for(event, capitals):
            return event
        end = capitals.find(b"\nEND:VEVENT")
        return event[event.index(b"\n", end + 1) + 1 :] if end > 0 else b""

    def may_be_asked_for(self, event, capitals):
        start = line(b"\nDTSTART", event, capitals)
        day = DAY.match(start)
        if not day or any(name in capitals for name in MAY_REPEAT):
            return True
        uid = line(b"\nUID", event, capitals)
        if uid and self.starts.setdefault(uid, start) != start:
            self.twice.add(uid.partition(b":")[2].strip())
        return self.first <= day[1] <= self.last


def line(name, event, capitals):
    begin = capitals.find(name)
    return event[begin + 1 : event.index(b"\n", begin + 1)] if begin >= 0 else b""
