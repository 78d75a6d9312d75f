"""The rows of the table: each asks one program, says what it does, and holds it to what we promise."""

from letters.calendar import Party, feed, invitation
from tests.calendars.life import (
    FEED,
    GONE,
    HAD,
    HOURS,
    LATE,
    LIVES,
    NAMES,
    PEOPLE,
    TEACHER,
    TO_TEACHER,
    event,
)
from tests.calendars.seen import expected

LETTERS = [letter for life in LIVES for letter in life]
READS_ONLY = "keeps no calendar"
FILES = [letter.file for letter in TO_TEACHER]


def hours(program, promise):
    """Winter and summer, in Amsterdam and on Bonaire."""
    right = [program.read(invitation(each)) == [expected(each)] for each in HOURS]
    promise(all(right), "shows another hour")
    return f"{sum(right)} of {len(right)} right"


def updates(program, promise):
    """Everybody's letters, in order."""
    if not program.keeps:
        return read_only(program, promise)
    for life in LIVES:
        calendar = program.calendar()
        for letter in life:
            calendar.receive(letter.file)
            shown = calendar.shown()
            promise(shown == [expected(letter.event)], f"after '{letter.what}' shows {said(shown)}")
    return "one appointment after each letter"


def read_only(program, promise):
    for letter in LETTERS:
        promise(program.read(letter.file) == [expected(letter.event)], f"misreads '{letter.what}'")
        promise(program.sequence_of(letter.file) == letter.event.sequence, "misreads SEQUENCE")
    if not program.calls:
        return f"reads SEQUENCE; {READS_ONLY}"
    calls = [all_calls(program, life) for life in LIVES]
    promise(not any("OBSOLETE" in each for each in calls), f"finds a newer letter obsolete: {calls}")
    return "calls them " + ", ".join(calls[0])


def all_calls(program, life):
    """What it finds each letter to be, for who keeps the one before."""
    reader = life[0].event.attendee.address
    before = [None, *(letter.file for letter in life)]
    return [program.calls(new.file, old, reader) for old, new in zip(before, life, strict=False)]


def late(program, _promise):
    """An old letter after all others. We cannot make a program heed SEQUENCE; so it is told, not promised."""
    if program.calls:
        return program.calls(LATE.file, TO_TEACHER[-1].file, TEACHER.address)
    if not program.keeps:
        return READS_ONLY
    shown = program.read(*FILES, LATE.file)
    return f"{'wins' if shown == [expected(LATE.event)] else 'is left aside'}: {said(shown)}"


def at_the_end(program, promise):
    """The teacher's calendar, after all letters in order."""
    shown = program.read(*FILES) if program.keeps else program.read(FILES[-1])
    promise(shown == [expected(TO_TEACHER[-1].event)], f"shows {said(shown)} at the end")
    return said(shown)


def cancelled(program, promise):
    """Who had it sees that it is off, in words and as a status."""
    found = program.read(HAD.file, GONE.file) if program.keeps else program.read(GONE.file)
    promise(found == [expected(GONE.event)], f"shows {said(found)} for what was cancelled")
    return f"“{found[0].title}”, {found[0].status}"


def unknown(program, _promise):
    """A CANCEL for who never had it, which is never sent."""
    if program.calls:
        return program.calls(GONE.file, reader=GONE.event.attendee.address)
    if not program.keeps:
        return READS_ONLY
    return "adds it" if program.read(GONE.file) else "adds none"


def names(program, promise):
    """Quotes, commas, line ends, other letters, a long one."""
    read = {name: program.name_in(invitation(event(Party(name, TEACHER.address)))) for name in NAMES}
    wrong = [name for name in NAMES if read[name] != NAMES[name]]
    promise(not wrong, f"reads {[read[name] for name in wrong]}")
    return f"{len(NAMES) - len(wrong)} of {len(NAMES)} right"


def private(program, promise):
    """Nobody but the reader is in any file; and who else is shown what says CLASS:PRIVATE."""
    for letter in LETTERS:
        others = [person for person in PEOPLE if person != letter.event.attendee]
        found = [word for person in others for word in person if word in letter.file.decode()]
        promise(not found, f"'{letter.what}' names {found}")
    if not program.keeps:
        return READS_ONLY
    is_shown = program.shows_what_is_private(TO_TEACHER[0].file)
    return "shows it all the same" if is_shown else "keeps it"


def feeds(program, promise):
    """Three visits, one of them cancelled."""
    found = program.read_feed(feed(FEED, "Meekijken"))
    promise(sorted(found) == sorted(map(expected, FEED)), f"shows {said(found)} of a feed")
    return f"{len(found)} of {len(FEED)} right"


def empty(program, _promise):
    """A feed of who has no visits."""
    try:
        return "nothing" if not program.read_feed(feed([], "Meekijken")) else "something"
    except AssertionError as error:
        return f"refuses it: {error}"


def said(shown):
    return ", ".join(map(str, shown)) or "nothing"


ROWS = {
    "hours, in winter and summer, of two zones": hours,
    "updates: letters in order": updates,
    "at the end": at_the_end,
    "an old letter comes later still": late,
    "cancelled": cancelled,
    "cancelled, for who never had it (never sent)": unknown,
    "names": names,
    "who else is shown it (`CLASS:PRIVATE`)": private,
    "feed": feeds,
    "a feed of nothing": empty,
}
