"""A timetable is read in a process of its own, with bounds."""

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.timetables import large
from timetables import reading
from timetables.reading import Found, read
from timetables.reading.feed import lessons as feed_lessons
from timetables.reading.feed.lessons import said
from timetables.reading.feed.lines import Parts
from timetables.reading.feed.sieve import Sieve
from timetables.why import Unusable, Why

SCHOOL = ZoneInfo("Europe/Amsterdam")
WEEKS = {"first": datetime(2026, 11, 30, tzinfo=SCHOOL), "last": datetime(2027, 1, 4, tzinfo=SCHOOL)}
PLAIN = """BEGIN:VCALENDAR
PRODID:-//Untis//x
BEGIN:VEVENT
UID:1
DTSTART:20261130T073000Z
DTEND:20261130T082000Z
SUMMARY:3hv1 biologie
LOCATION:A1.04
DESCRIPTION:Neem je schrift mee
ATTENDEE:mailto:sam@verzonnen.example
END:VEVENT
END:VCALENDAR
"""
FEEDS = Path(__file__).parent / "feeds"


def lessons(text, **others):
    return read(text.encode(), **({"zone": SCHOOL.key} | WEEKS | others))


def why(text):
    with pytest.raises(Unusable) as refused:
        lessons(text)
    return refused.value.why


def test_a_lesson_comes_with_its_times_in_utc_and_its_words_apart():
    (lesson,) = lessons(PLAIN)
    start, end = (datetime(2026, 11, 30, 7, minute, tzinfo=UTC) for minute in (30, 50))
    assert lesson == Found(lesson.key, start, end.replace(hour=8, minute=20), "biologie", "3hv1", "A1.04")
    assert len(lesson.key) == 64


def test_what_takes_more_time_of_the_processor_than_it_may_is_ended(monkeypatch, tmp_path):
    shutil.copy(reading.READER / "__main__.py", tmp_path)
    (tmp_path / "feed").mkdir()
    (tmp_path / "feed" / "lessons.py").write_text("def said(*_feed):\n    while True:\n        pass\n")
    monkeypatch.setattr(reading, "READER", tmp_path)
    monkeypatch.setattr(reading, "SECONDS", 1)
    assert why(PLAIN) == Why.HEAVY


def test_what_takes_longer_than_anybody_waits_is_ended(monkeypatch):
    monkeypatch.setattr(reading, "LONGEST", 0.001)
    assert why(PLAIN) == Why.HEAVY


def test_what_wants_more_memory_than_it_may_have_is_ended(monkeypatch):
    monkeypatch.setattr(reading, "MEMORY", 64)
    assert why(PLAIN.replace("schrift", "schrift" * 1_000_000)) == Why.HEAVY


def test_a_reader_that_breaks_says_so_and_shows_nothing(monkeypatch, tmp_path, capfd):
    (tmp_path / "__main__.py").write_text("import sys\nraise SystemExit(sys.stdin.read())")
    monkeypatch.setattr(reading, "READER", tmp_path)
    assert why(PLAIN) == Why.BROKEN
    assert capfd.readouterr() == ("", "")


def test_the_process_that_reads_holds_nothing_of_ours(monkeypatch, tmp_path):
    """Neither a secret nor a way to the database, nor a place for a copy of a timetable."""
    script = "import json, os, resource, sys\nheld = [*os.environ, *[name for name in sys.modules if name.startswith('django')]]\n"
    script += "lesson = dict(key='', start='2026-11-30T07:30:00+00:00', end='2026-11-30T08:30:00+00:00', subject=' '.join(held), group='', place='')\n"
    (tmp_path / "__main__.py").write_text(script + "print(json.dumps({'lessons': [lesson]}))")
    monkeypatch.setenv("SECRET_KEY", "not to be told")
    monkeypatch.setattr(reading, "READER", tmp_path)
    (lesson,) = lessons(PLAIN)
    assert set(lesson.subject.split()) <= {"LC_CTYPE"}  # Python sets it itself


def test_the_reader_knows_nothing_of_the_app():
    """Else it would start as slowly as the app, and hold as much."""
    code = "import sys; sys.path.insert(0, sys.argv[1]); import feed.lessons; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    run = subprocess.run([sys.executable, "-I", "-c", code, reading.READER], capture_output=True, check=True)
    assert not {"django", "timetables", "people", "config"} & set(run.stdout.decode().split())


def test_more_bytes_than_any_timetable_has_are_not_read(monkeypatch):
    monkeypatch.setattr(reading, "LARGEST", len(PLAIN) - 1)
    assert why(PLAIN) == Why.LARGE


@pytest.mark.parametrize(("lessons_a_day", "many"), [(120, False), (121, True)])
def test_more_lessons_than_one_person_gives_are_of_somebody_else(lessons_a_day, many):
    event = "BEGIN:VEVENT\nUID:{0}\nDTSTART:20261201T073000Z\nDTEND:20261201T082000Z\nSUMMARY:{0}\nRRULE:FREQ=WEEKLY;COUNT=5\nEND:VEVENT\n"
    events = "".join(event.format(number) for number in range(lessons_a_day))
    text = f"BEGIN:VCALENDAR\n{events}END:VCALENDAR\n"
    if many:
        assert why(text) == Why.MANY
    else:
        assert len(lessons(text)) == 5 * lessons_a_day


def test_a_calendar_of_a_whole_school_is_not_read_to_its_end(monkeypatch):
    """It would take all the time and memory that there is."""
    monkeypatch.setattr(reading, "told", said)
    monkeypatch.setattr(feed_lessons, "MOST_EVENTS", 1)
    twice = PLAIN.replace(
        "END:VEVENT\n", "END:VEVENT\nBEGIN:VEVENT\nUID:2\nDTSTART:20261201T073000Z\nEND:VEVENT\n"
    )
    assert len(lessons(PLAIN)) == 1
    assert why(twice) == Why.MANY


@pytest.mark.parametrize("name", ["google", "somtoday", "timeedit", "cut-off", "login-page", "only-broken"])
def test_the_process_reads_as_the_kept_texts_say(name):
    feed = FEEDS / f"{name}.ics"
    kept = feed.with_suffix(".txt").read_text()
    try:
        found = read(feed.read_bytes(), zone=SCHOOL.key, **WEEKS)
    except Unusable as no:
        assert kept == f"unusable: {no.why}\n"
    else:
        assert [each.key[:8] for each in found] == [line.rpartition(" ")[2] for line in kept.splitlines()]


# --- what names a lesson


def test_a_lesson_keeps_its_key_when_it_is_moved_renamed_and_given_another_room():
    (before,) = lessons(PLAIN)
    changed = PLAIN.replace("T073000", "T093000").replace("T082000", "T102000").replace("biologie", "bi")
    (after,) = lessons(changed.replace("A1.04", "A1.20"))
    assert (after.key, after.start.hour, after.subject, after.place) == (before.key, 9, "bi", "A1.20")


def test_a_lesson_keeps_its_key_in_another_week_whatever_stands_beside_it():
    """Weeks go by: what the feed has of other weeks does not decide how a lesson of this one is named."""
    twin = PLAIN[PLAIN.index("BEGIN:VEVENT") : PLAIN.index("END:VCALENDAR")]
    text = PLAIN.replace("END:VCALENDAR", twin.replace("20261130", "20270111") + "END:VCALENDAR")
    (now,) = lessons(text)
    later = {"first": WEEKS["first"] + timedelta(weeks=2), "last": WEEKS["last"] + timedelta(weeks=2)}
    (then,) = lessons(text, **later)
    both = {each.key for each in lessons(text, last=later["last"])}
    assert both == {now.key, then.key}
    assert len(both) == 2


def test_one_of_a_series_keeps_its_key_when_it_is_moved():
    series = PLAIN.replace("SUMMARY", "RRULE:FREQ=WEEKLY;COUNT=3\nSUMMARY")
    moved = "BEGIN:VEVENT\nUID:1\nRECURRENCE-ID:20261207T073000Z\nDTSTART:20261209T103000Z\nDTEND:20261209T112000Z\nSUMMARY:3hv1 biologie\nEND:VEVENT\nEND:VCALENDAR"
    before, after = lessons(series), lessons(series.replace("END:VCALENDAR", moved))
    assert [each.key for each in after] == [each.key for each in before]
    assert [each.start.day for each in after] == [30, 9, 14]


# --- a large one


def test_five_megabytes_take_as_much_memory_as_a_small_part_of_them(tmp_path):
    feed = tmp_path / "large.ics"
    feed.write_bytes(large.feed(WEEKS["first"].date()))
    assert feed.stat().st_size >= large.SIZE
    answer, cost = large.cost(reading.command(SCHOOL.key, *map(datetime.isoformat, WEEKS.values())), feed)
    assert len(json.loads(answer)["lessons"]) == large.LESSONS
    assert cost.megabytes <= 80


# --- the sieve


def test_the_sieve_lets_through_what_may_be_of_these_weeks_and_nothing_else():
    def event(day, *more):
        return "\n".join(["BEGIN:VEVENT", f"DTSTART:{day}T073000Z", *more, "END:VEVENT", ""])

    stay = [
        event("20261128"),
        event("20270106"),
        event("20200101", "RRULE:FREQ=WEEKLY"),
        event("20200101", "RDATE:20261201T073000Z"),
        event("20300101", "RECURRENCE-ID:20261201T073000Z"),
        'BEGIN:VEVENT\nDTSTART;TZID="a:b":20200101T073000\nEND:VEVENT\n',
        "BEGIN:VEVENT\nSUMMARY:Zonder begin\nEND:VEVENT\n",
    ]
    go = [event("20261127"), event("20270107"), event("20200101"), event("20300101")]
    between = "BEGIN:VTIMEZONE\nTZID:Klok\nEND:VTIMEZONE\n"
    every = [event for pair in zip_longest(stay, go, fillvalue="") for event in pair]
    left = Sieve(between.join(["BEGIN:VCALENDAR\n", *every, "END:VCALENDAR\n"]).encode(), **WEEKS).left
    assert left == between.join(["BEGIN:VCALENDAR\n", *(each if each in stay else "" for each in every), "END:VCALENDAR\n"]).encode()  # fmt: skip


def test_what_is_never_asked_for_never_reaches_the_reader_of_calendars():
    """Who is invited, and what is written to them."""
    (event,) = Parts(PLAIN).events
    assert {each.name for each in event} == {"UID", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "DESCRIPTION"}
