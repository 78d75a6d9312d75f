"""Times as the reader of calendars needs them: each with the clock it is meant by, and a rule that ends on a
day with the end of that day."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

VALUE = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?(/[-+\w]+)?", re.I)
UNTIL = re.compile(r"UNTIL=(\d{8})(?:T(\d{6}))?(?![\dTZ])", re.I)
DAY, MOMENT = "%Y%m%d", "%Y%m%d%H%M%S"
LAST_SECOND = "235959"


def sound(value):
    """VALUE's parts, if there is such a day and such a time; else None."""
    match = VALUE.fullmatch(value.strip())
    try:
        match and datetime.strptime(match[1] + (match[2] or "000000"), MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None
    return match


def lines(given, zone):
    """Each value of a property of times on a line of its own."""
    ahead = ";RANGE=THISANDFUTURE" if "THISANDFUTURE" in given.parameters.upper() else ""
    for value in filter(None, map(sound, given.value.split(","))):
        yield f"{given.name}{kind(value, zone)}{ahead}:{value[0].upper()}"


def kind(value, zone):
    _day, time, utc, period = value.groups()
    if not time:
        return ";VALUE=DATE"
    return (";VALUE=PERIOD" if period else "") + ("" if utc else f';TZID="{zone}"')


def rule(value, zone):
    """The standard wants UNTIL in UTC; a day, or a time without a clock, is meant where the school is."""

    def in_utc(match):
        until = datetime.strptime(match[1] + (match[2] or LAST_SECOND), MOMENT).replace(tzinfo=ZoneInfo(zone))
        return f"UNTIL={until.astimezone(UTC):%Y%m%dT%H%M%SZ}"

    return UNTIL.sub(in_utc, value)
