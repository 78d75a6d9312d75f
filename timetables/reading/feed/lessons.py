"""The lessons of a feed, in the order of steps that held over some ninety feeds (docs/adr/0063)."""

from datetime import UTC, datetime, timedelta

import icalendar
import recurring_ical_events

from . import guess, text
from .lines import Parts
from .mending import SERIES, Mended, digest
from .sieve import Sieve
from .unusable import Unusable
from .words import BUSY, CANCELLED

LONGEST = timedelta(hours=12)
MOST = 600  # in the weeks that are asked for: ten a day, and then twice as many
TOO_LONG = 1000  # characters of a title that are looked at


def read(data, *, zone, first, last):
    """[{key, start, end, subject, group, place}], sorted, each once."""
    sieve = Sieve(text.lines_of(data), first, last)
    found, broken = {}, 0
    for each in text.calendars(text.letters(sieve.left)):
        parts = Parts(each)
        if sieve.is_empty and "VFREEBUSY" in parts.kinds:
            raise Unusable("busy")
        mended = Mended(parts, {text.letters(uid) for uid in sieve.twice}, zone)
        broken += mended.broken
        for lesson in lessons(mended.text, parts.header, first, last):
            found.setdefault(tuple(lesson.values()), lesson)
    return usable(list(found.values()), broken)


def said(data, zone, first, last):
    """For whoever asks from another process: {"lessons": …} or {"why": …}, all of it text."""
    window = {"first": datetime.fromisoformat(first), "last": datetime.fromisoformat(last)}
    try:
        return {"lessons": read(data, zone=zone, **window)}
    except Unusable as no:
        return {"why": str(no)}


def usable(found, broken):
    if broken and not found:
        raise Unusable("broken")
    if len(found) > MOST:
        raise Unusable("many")
    if found and all(lesson["subject"].casefold() in BUSY for lesson in found):
        raise Unusable("busy")
    return sorted(
        found, key=lambda lesson: (lesson["start"], lesson["end"], lesson["subject"], lesson["key"])
    )


def lessons(calendar, header, first, last):
    if header.get("METHOD", "").upper() == "CANCEL":
        return
    icalendar.use_zoneinfo()  # a zone that another calendar defined is forgotten
    query = recurring_ical_events.of(parsed(calendar), skip_bad_series=True)
    guessed = guess.system(header)
    for event in query.between(first, last):
        start, end = in_utc(event["DTSTART"].dt), in_utc(event["DTEND"].dt)
        if is_lesson(event, start, end) and first <= start < last:
            yield lesson(event, start, end, guessed)


def in_utc(moment):
    """Or None, of a whole day. Lengths are measured so: on the clock, a night in spring lacks an hour."""
    return moment.astimezone(UTC) if isinstance(moment, datetime) else None


def parsed(calendar):
    try:
        return icalendar.Calendar.from_ical(calendar)
    except ValueError:
        raise Unusable("broken") from None


def is_lesson(event, start, end):
    """Neither a day nor a deadline, nor what was called off."""
    off = str(event.get("STATUS", "")).upper() == "CANCELLED" or CANCELLED.search(words(event, "SUMMARY"))
    return start and end and timedelta(0) < end - start <= LONGEST and not off


def lesson(event, start, end, guessed):
    subject, group, place = guessed(*(words(event, name) for name in ("SUMMARY", "LOCATION", "DESCRIPTION")))
    times = {"start": start.isoformat(), "end": end.isoformat()}
    return {"key": key(event)} | times | {"subject": subject, "group": group, "place": place}


def words(event, name):
    value = event.get(name, "")
    return str(value[0] if isinstance(value, list) else value)[:TOO_LONG].strip()


def key(event):
    """What names a lesson stays when it is moved: its UID, and of a series when it was meant to be."""
    uid, part = str(event["UID"]), event["RECURRENCE-ID"]
    if not uid.endswith(SERIES):
        return uid
    moment = event["DTSTART"].dt if "RANGE" in part.params else part.dt
    return digest(uid, str(in_utc(moment) or moment))
