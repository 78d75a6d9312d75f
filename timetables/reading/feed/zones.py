"""By which clock a time is meant."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar import Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON


def known(name):
    """The name of a zone as the world's list has it, or None. Programs put their own list before it
    (/mozilla.org/20050126_1/Europe/Amsterdam), or use Microsoft's names."""
    name = (name or "").strip().strip('"').strip("/")
    for end in [name, *(name.split("/", n)[-1] for n in range(1, name.count("/") + 1))]:
        if exists(end):
            return end
    return WINDOWS_TO_OLSON.get(name)


def exists(name):
    try:
        return bool(ZoneInfo(name))
    except (KeyError, ValueError, OSError):  # none of that name, or a folder
        return False


@cache
def cities():
    return {zone.rpartition("/")[2].replace("_", " "): zone for zone in sorted(available_timezones())}


def by_city(name):
    """(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"""
    words = map(str.strip, name.rpartition(")")[2].split(","))
    return next((cities()[word] for word in words if word in cities()), None)


def is_clock(lines):
    """Whether a definition defines anything."""
    try:
        return bool(Timezone.from_ical("\r\n".join(lines)).to_tz())
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return False


class Clock:
    """Of one calendar: `zones` are its own definitions, {name: its lines}. The world's list goes before
    them."""

    def __init__(self, header, zones, school):
        self.zones = {name: lines for name, lines in zones.items() if not known(name) and is_clock(lines)}
        self.of_calendar = known(header.get("X-WR-TIMEZONE"))
        self.floating = self.of_calendar or school

    def named(self, *names):
        """The first of these that means something; else a time is floating, and meant by the clock of the
        calendar, or of the school."""
        for name in filter(None, names):
            if zone := known(name) or (name if name in self.zones else by_city(name)):
                return zone
        return self.floating
