"""What goes into people's calendars, byte by byte, and as another reads it. What more programs make of it:
script/calendar-trial.

GOLDEN=write python -m pytest tests/letters/test_calendar.py      writes tests/letters/golden/; look at the
difference
"""

import email
import email.policy
import os
import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from letters.calendar import Event, Party, attach, feed, invitation
from tests.calendars.readers import Icalendar
from tests.calendars.rows import ROWS

KEPT = Path(__file__).parent / "golden"
AMSTERDAM, BONAIRE = ZoneInfo("Europe/Amsterdam"), ZoneInfo("America/Kralendijk")
UID = "8c5f3f52-4a0e-4f43-9a3c-0d6c5f9f8a11"
ASKED = Event(
    uid=UID,
    sequence=0,
    start=datetime(2027, 2, 9, 10, 15, tzinfo=AMSTERDAM),
    end=datetime(2027, 2, 9, 11, 0, tzinfo=AMSTERDAM),
    at=datetime(2027, 1, 28, 16, 2, 41, tzinfo=UTC),
    state="tentative",
    organizer=Party("Meekijken", "meekijken@school.example"),
    attendee=Party("Tijn Zeggelaar-Ørsted", "tijn@fictief.example"),
    url=f"https://meekijken.example/visits/{UID}/",
    description="Voorstel: dinsdag 9 februari van 10.15 tot 11.00 uur.\nJe kunt ja zeggen, of een ander moment kiezen; dat kan ook nog de dag ervoor.",
)
YES = ASKED._replace(sequence=1, state="confirmed", description="")
MOVED = YES._replace(sequence=2, start=datetime(2027, 7, 6, 10, 15, tzinfo=AMSTERDAM), end=None)
GONE = MOVED._replace(sequence=3, state="cancelled")
LIFE = {"asked": ASKED, "yes": YES, "moved": MOVED, "cancelled": GONE}


# --- how another reads it ------------------------------------------------------------------------------

LINE = re.compile(r'([A-Z-]+)((?:;[A-Z-]+=(?:"[^"\x00-\x1f\x7f]*"|[^";:,\x00-\x1f\x7f]*))*):(.*)')


def lines_of(file):
    """(name, parameters, value) of each line, by the letter of RFC 5545, 3.1: CRLF and no other line end, at
    most 75 octets, no character cut in two."""
    assert file.endswith(b"\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", file)
    physical = file[:-2].split(b"\r\n")
    assert max(map(len, physical)) <= 75
    assert all(line.decode() for line in physical)  # each by itself is whole UTF-8, and none is empty
    return [LINE.fullmatch(line).groups() for line in file[:-2].decode().replace("\r\n ", "").split("\r\n")]


def named(file):
    return {name: (parameters, value) for name, parameters, value in lines_of(file)}


def visits_of(file):
    """As icalendar reads it, without any error of its parser."""
    [calendar] = icalendar.Calendar.from_ical(file, multiple=True)
    assert not calendar.errors
    assert not any(visit.errors for visit in calendar.events)
    return calendar.events


def read(event):
    [visit] = visits_of(invitation(event))
    return visit


# --- its bytes -------------------------------------------------------------------------------------------


def files(language):
    with translation.override(language):
        made = {f"{name}-{language}.ics": invitation(event) for name, event in LIFE.items()}
        return made | {f"feed-{language}.ics": feed([YES, GONE._replace(uid="another")], "Meekijken")}


def test_each_file_is_what_it_was():
    """The golden files have line ends of this project; calendars have CRLF."""
    found = files("nl") | files("en")
    if os.environ.get("GOLDEN") == "write":
        for name, file in found.items():
            (KEPT / name).write_bytes(file.replace(b"\r\n", b"\n"))

    kept = {path.name: path.read_bytes().replace(b"\n", b"\r\n") for path in KEPT.glob("*.ics")}
    assert found == kept, "if this is meant: GOLDEN=write (see above)"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_its_lines_keep_to_the_rules(language):
    for file in files(language).values():
        names = [name for name, _parameters, _value in lines_of(file)]
        assert {"UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "STATUS", "SUMMARY", "CLASS", "URL"} <= set(
            names
        )
        assert "VTIMEZONE" not in file.decode()
        assert "TZID" not in file.decode()


def test_it_says_the_state_in_words_and_as_a_status():
    said = {}
    for language in ("nl", "en"):
        with translation.override(language):
            said[language] = [(read(event)["status"], str(read(event)["summary"])) for event in LIFE.values()]

    assert said["nl"] == [("TENTATIVE", "Voorstel: Afspraak"), ("CONFIRMED", "Afspraak"), ("CONFIRMED", "Afspraak"), ("CANCELLED", "Afgezegd: Afspraak")]  # fmt: skip
    assert said["en"] == [("TENTATIVE", "Proposed: Appointment"), ("CONFIRMED", "Appointment"), ("CONFIRMED", "Appointment"), ("CANCELLED", "Cancelled: Appointment")]  # fmt: skip


def test_a_reader_may_call_it_otherwise():
    with translation.override("en"):
        assert str(read(YES._replace(summary="Lesson visit\tMK2A"))["summary"]) == "Lesson visit MK2A"
        assert str(read(GONE._replace(summary="Lesson visit"))["summary"]) == "Cancelled: Lesson visit"


def test_what_is_cancelled_is_a_full_copy():
    asked, gone = named(invitation(MOVED)), named(invitation(GONE))

    changed = {name for name in asked | gone if asked.get(name) != gone.get(name)}
    assert changed == {
        "METHOD",
        "STATUS",
        "SEQUENCE",
        "SUMMARY",
        "ATTENDEE",
    }  # the guest said yes to no such thing
    assert gone["METHOD"] == ("", "CANCEL")
    assert asked["METHOD"] == ("", "REQUEST")


# --- who is in it ----------------------------------------------------------------------------------------


def test_only_the_reader_is_invited_by_the_app_and_is_asked_no_answer_by_mail():
    visit = read(ASKED)

    assert str(visit["attendee"]) == "mailto:tijn@fictief.example"
    assert dict(visit["attendee"].params) == {"CN": "Tijn Zeggelaar-Ørsted", "RSVP": "FALSE"}
    assert str(visit["organizer"]) == "mailto:meekijken@school.example"
    assert read(YES)["attendee"].params["PARTSTAT"] == "ACCEPTED"


def test_a_feed_holds_no_address_and_is_no_letter():
    file = feed([ASKED, GONE._replace(uid="another")], "Afspraken; Meekijken, van mij")
    names = named(file)

    assert not {"METHOD", "ATTENDEE", "ORGANIZER"} & set(names)
    assert b"@" not in file
    assert names["REFRESH-INTERVAL"] == (";VALUE=DURATION", "PT1H")
    assert names["X-PUBLISHED-TTL"] == ("", "PT1H")
    assert names["X-WR-CALNAME"] == names["NAME"] == ("", r"Afspraken\; Meekijken\, van mij")
    assert [visit["status"] for visit in visits_of(file)] == ["TENTATIVE", "CANCELLED"]


def test_a_feed_of_nothing_is_a_calendar_still():
    assert visits_of(feed([], "Meekijken")) == []
    assert lines_of(feed([], "Meekijken"))[0] == ("BEGIN", "", "VCALENDAR")


# CN as it stands in the file; RFC 6868 (^', ^n, ^^) is nowhere needed
NAMES = {
    'Tijn "de" Vries': '"Tijn de Vries"',
    "Tijn\r\nATTENDEE:mailto:x@x.example": '"Tijn ATTENDEE:mailto:x@x.example"',
    "Tijn\x00\x07\u2028Vries": '"Tijn Vries"',
    "Vries, Tijn; de": '"Vries, Tijn; de"',
    "d'Arcy": '"d\'Arcy"',
    "Tijn^2": "Tijn2",
    "Tijn\\nVries": "Tijn/nVries",
    "\u202eTijn": "Tijn",
    "Noor 👩🏾‍🏫": '"Noor 👩🏾‍🏫"',
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stays_one_parameter(name):
    file = invitation(YES._replace(attendee=Party(name, "tijn@fictief.example")))

    [(parameters, address)] = [rest for what, *rest in lines_of(file) if what == "ATTENDEE"]
    assert parameters == f";CN={NAMES[name]};PARTSTAT=ACCEPTED;RSVP=FALSE"
    assert address == "mailto:tijn@fictief.example"
    assert read(YES._replace(attendee=Party(name, "x@x.example")))["attendee"].params["CN"] == NAMES[
        name
    ].strip('"')


@pytest.mark.parametrize("name", ["", '"', "\r\n", "^"])
def test_a_name_of_nothing_is_left_out(name):
    assert "CN" not in read(YES._replace(attendee=Party(name, "tijn@fictief.example")))["attendee"].params


ADDRESSES = {
    "o'brien+les@x.example": "mailto:o'brien+les@x.example",
    "100%?a&b#c@x.example": "mailto:100%25%3Fa%26b%23c@x.example",
    "a\r\nSUMMARY:b@x.example": "mailto:a%0D%0ASUMMARY%3Ab@x.example",
    "tijn@fictïef.example": "mailto:tijn@fict%C3%AFef.example",
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_a_uri(address):
    assert str(read(YES._replace(attendee=Party("", address)))["attendee"]) == ADDRESSES[address]


words = st.text(st.characters(), max_size=200)


@given(words, words, words)
def test_whatever_is_typed_the_lines_keep_to_the_rules(summary, name, description):
    event = YES._replace(
        summary=summary, attendee=Party(f"T{name}", "x@x.example"), description=f"J{description}"
    )

    plain = lines_of(invitation(YES._replace(description="J")))
    assert [what for what, *_rest in lines_of(invitation(event))] == [what for what, *_rest in plain]
    assert read(event)["uid"] == UID


def test_a_backslash_before_an_n_is_no_line_end():
    """icalendar would write one."""
    assert str(read(YES._replace(summary=r"les\Nederlands"))["summary"]) == "les/Nederlands"


def test_a_description_keeps_its_lines():
    assert str(read(ASKED)["description"]) == ASKED.description
    assert str(read(ASKED._replace(description="a\r\nb\rc\x0bd\u2029e"))["description"]) == "a\nb\nc\nd\ne"


# --- when ------------------------------------------------------------------------------------------------


def start_of(**facts):
    [value] = [
        value for name, _parameters, value in lines_of(invitation(YES._replace(**facts))) if name == "DTSTART"
    ]
    return value


@pytest.mark.parametrize(
    ("start", "written"),
    [
        (datetime(2027, 2, 9, 10, 15, tzinfo=AMSTERDAM), "20270209T091500Z"),  # a winter lesson
        (datetime(2027, 7, 6, 10, 15, tzinfo=AMSTERDAM), "20270706T081500Z"),  # a summer lesson
        (datetime(2027, 7, 6, 10, 15, tzinfo=BONAIRE), "20270706T141500Z"),  # no summer time there
        (datetime(2027, 2, 9, 10, 15, tzinfo=BONAIRE), "20270209T141500Z"),
        (datetime(2026, 10, 25, 2, 30, tzinfo=AMSTERDAM), "20261025T003000Z"),  # the hour that comes twice:
        (
            datetime(2026, 10, 25, 2, 30, tzinfo=AMSTERDAM, fold=1),
            "20261025T013000Z",
        ),  # which of them is kept
        (datetime(2027, 1, 1, 0, 15, tzinfo=AMSTERDAM), "20261231T231500Z"),
        (datetime(2027, 2, 9, 10, 15, tzinfo=timezone(timedelta(hours=5, minutes=30))), "20270209T044500Z"),
        (datetime(2027, 2, 9, 10, 15, 30, 999_999, tzinfo=UTC), "20270209T101530Z"),
    ],
)
def test_the_hour_is_that_of_the_world(start, written):
    assert start_of(start=start, end=None) == written


@pytest.mark.parametrize("start", [ASKED.start, MOVED.start])
def test_a_visit_without_an_end_lasts_a_lesson(start):
    visit = read(YES._replace(start=start, end=None))

    assert visit["dtend"].dt - visit["dtstart"].dt == timedelta(hours=1)


@pytest.mark.parametrize("fact", ["start", "end", "at"])
@pytest.mark.parametrize("make", [invitation, lambda event: feed([event], "Meekijken")])
def test_a_moment_without_a_zone_is_refused(fact, make):
    with pytest.raises(ValueError, match="has no zone"):
        make(YES._replace(**{fact: datetime(2027, 2, 9, 10, 15)}))  # noqa: DTZ001


# --- what script/calendar-trial asks of other programs ---------------------------------------------------


@pytest.mark.parametrize("row", ROWS.values(), ids=lambda row: row.__name__)
def test_the_trial_holds_for_the_one_program_that_is_here(row):
    broken = []
    row(Icalendar(), lambda holds, what: holds or broken.append(what))

    assert broken == []


# --- the letter it comes with ------------------------------------------------------------------------------


def letter(event):
    """As it is given to a mail server."""
    message = EmailMultiAlternatives(
        "Een voorstel", "In gewone woorden.", "meekijken@school.example", [event.attendee.address]
    )
    message.attach_alternative("<p>In gewone woorden.</p>", "text/html")
    attach(message, event)
    return message.message(policy=email.policy.SMTP).as_bytes()


@pytest.mark.parametrize(("event", "method"), [(ASKED, "REQUEST"), (MOVED, "REQUEST"), (GONE, "CANCEL")])
def test_the_file_is_the_last_way_to_read_the_letter(event, method):
    sent = letter(event)
    whole = email.message_from_bytes(sent, policy=email.policy.default)
    body, attached = whole.iter_parts()
    plain, html, file = body.iter_parts()

    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", sent)
    assert whole.get_content_type() == "multipart/mixed"
    assert body.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in (plain, html, file)] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    assert str(file["content-type"]) == f'text/calendar; method="{method}"; charset="utf-8"'
    assert file["content-disposition"] is None
    assert file.get_payload(decode=True) == invitation(event)
    assert f"METHOD:{method}\r\n".encode() in invitation(event)
    assert (attached.get_content_type(), attached.get_filename()) == ("application/ics", "invite.ics")
    assert attached.get_payload(decode=True) == invitation(event)
    assert [part.get_content_type() for part in whole.walk()].count("text/calendar") == 1
