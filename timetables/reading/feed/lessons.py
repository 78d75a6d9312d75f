"""The lessons of a feed, in the order of steps that held over some ninety feeds (docs/adr/0063)."""

from datetime import UTC, datetime, timedelta

import icalendar
import recurring_ical_events

from . import guess, text
from .lines import Parts
from .mending import NUMBER, SERIES, Mended, digest
from .sieve import Sieve
from .unusable import Unusable
from .words import BUSY, CANCELLED

LONGEST = timedelta(hours=12)
WORDS = "SUMMARY", "LOCATION", "DESCRIPTION"
MOST_EVENTS = (
    10_000  # that are of these weeks, repeat, or change one that does: years of one person have less
)
MOST = 600  # in the weeks that are asked for: ten a day, and then twice as many


def read(data, *, zone, first, last):
    """[{key, start, end, subject, group, place}], sorted, each once."""
    sieve = Sieve(text.lines_of(data), first, last)
    found, broken = {}, 0
    for each in text.calendars(text.letters(sieve.left)):
        parts = Parts(each)
        if not sieve.count and "VFREEBUSY" in parts.kinds:
            raise Unusable("busy")
        if len(parts.events) > MOST_EVENTS:
            raise Unusable("many")
        mended = Mended(parts, {text.letters(uid) for uid in sieve.twice}, zone)
        broken += mended.broken
        for lesson in lessons(mended, parts.header, first, last):
            found.setdefault(tuple(lesson.values()), lesson)
    if broken and broken == sieve.count:
        raise Unusable("broken")
    return usable(list(found.values()))


def said(data, zone, first, last):
    """For whoever asks from another process: {"lessons": …} or {"why": …}, all of it text."""
    window = {"first": datetime.fromisoformat(first), "last": datetime.fromisoformat(last)}
    try:
        return {"lessons": read(data, zone=zone, **window)}
    except Unusable as no:
        return {"why": str(no)}


def usable(found):
    if len(found) > MOST:
        raise Unusable("many")
    if found and all(lesson["subject"].casefold() in BUSY for lesson in found):
        raise Unusable("busy")
    return sorted(
        found, key=lambda lesson: (lesson["start"], lesson["end"], lesson["subject"], lesson["key"])
    )


def lessons(mended, header, first, last):
    if header.get("METHOD", "").upper() == "CANCEL":
        return
    icalendar.use_zoneinfo()  # a zone that another calendar defined is forgotten
    query = recurring_ical_events.of(parsed(mended.text), skip_bad_series=True)
    guessed = guess.system(header)
    for one in query.between(first, last):
        event = mended.kept[int(one[NUMBER])]
        start, end = (in_utc(one[name].dt) for name in ("DTSTART", "DTEND"))
        if is_lesson(event, start, end) and first <= start < last:
            named = {"key": key(one), "start": start.isoformat(), "end": end.isoformat()}
            yield named | guessed(*map(event.words, WORDS))


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
    off = event.first("STATUS").upper() == "CANCELLED" or CANCELLED.search(event.words("SUMMARY"))
    return start and end and timedelta(0) < end - start <= LONGEST and not off


def key(one):
    """What names a lesson stays when it is moved: its UID, and of a series when it was meant to be."""
    uid, part = str(one["UID"]), one["RECURRENCE-ID"]
    if not uid.endswith(SERIES):
        return uid
    moment = one["DTSTART"].dt if "RANGE" in part.params else part.dt
    return digest(uid, str(in_utc(moment) or moment))
