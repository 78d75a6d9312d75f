"""Times as the reader of calendars needs them: each with the clock it is meant by, and a rule that ends on a
day with the end of that day."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar.prop import vRecur

VALUE = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?(/[-+\w]+)?", re.I)
UNTIL = re.compile(r"UNTIL=(\d{8})(?:T(\d{6}))?(?![\dTZ])", re.I)
LENGTH = re.compile(r"P(?:[01]D)?(?:T(?:\d{1,2}H)?(?:\d{1,4}M)?(?:\d{1,6}S)?)?", re.I)
YEARS = range(1900, 2200)  # outside them, arithmetic breaks
LAST_SECOND = "235959"
ANY = datetime(2026, 1, 1, tzinfo=UTC)
TWO_DAYS = timedelta(days=2)


def sound(value):
    """VALUE's parts, if there is such a day and such a time; else None."""
    match = VALUE.fullmatch(value.strip())
    return match if match and moment(match) else None


def moment(match):
    """By no clock; of a day its end. None if there is no such day or time."""
    try:
        at = datetime.fromisoformat(f"{match[1]}T{match[2] or LAST_SECOND}").replace(tzinfo=UTC)
    except ValueError:
        return None
    return at if at.year in YEARS else None


def could_be_of_a_lesson(given, start):
    """Whether this DTEND or DURATION is within two days. A series that lasts for centuries takes as long to
    read."""
    if given.name == "DURATION":
        return bool(LENGTH.fullmatch(given.value))
    end, start = sound(given.value), sound(start)
    return bool(end and start) and abs(moment(end) - moment(start)) < TWO_DAYS


def lines(given, zone):
    """Each value of a property of times on a line of its own."""
    ahead = ";RANGE=THISANDFUTURE" if "THISANDFUTURE" in given.parameters.upper() else ""
    values = given.value.split(",") if given.name in {"RDATE", "EXDATE"} else [given.value]
    for value in filter(None, map(sound, values)):
        yield f"{given.name}{kind(value, zone)}{ahead}:{value[0].upper()}"


def kind(value, zone):
    _day, time, utc, period = value.groups()
    if not time:
        return ";VALUE=DATE"
    return (";VALUE=PERIOD" if period else "") + ("" if utc else f';TZID="{zone}"')


def is_rule(value):
    """For both that read it, one after the other."""
    try:
        text = vRecur.from_ical(rule(value.upper(), "UTC")).to_ical().decode()
        return bool(rrulestr(text, dtstart=ANY))
    except (ValueError, TypeError):
        return False


def rule(value, zone):
    """The standard wants UNTIL in UTC; a day, or a time without a clock, is meant where the school is."""

    def in_utc(match):
        if not (until := moment(match)):
            return match[0]
        return f"UNTIL={until.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC):%Y%m%dT%H%M%SZ}"

    return UNTIL.sub(in_utc, value)
