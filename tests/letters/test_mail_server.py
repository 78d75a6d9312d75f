"""When the mail server is away, slow or refuses: nothing is lost, each person's letters stay in order, and
one letter holds up only those to the same person. Against a real server (tests/letters/mail_server.py)."""

import smtplib
import socket
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from config.settings import PATIENT
from letters import models, office
from letters.models import Round
from letters.postman import A_MOMENT, deliver
from observations.models import ToTell
from tests import factories
from tests.letters.mail_server import (
    MailServer,
    always,
    drip,
    hang_up,
    hang_up_in_a_letter,
    say_nothing,
    to,
)
from tests.patience import SECONDS

NAMES = ["Tijn Verzonnen", "Sam Bedacht", "Noor Fictief"]
EACH = 2


@pytest.fixture
def readers(edition, team, coach):
    """Three teachers, each with letters that have to be brought, in turn."""
    readers = [factories.make_person(f"{name} Verder", team=team, role="teacher") for name in NAMES]
    start = timezone.now() + timedelta(days=30)
    for number in range(EACH):
        for reader in readers:
            facts = {"start": start + timedelta(hours=2 * number), "end": None}
            factories.make_lesson(reader, coach=coach, by=coach, **facts)
    return [reader.email for reader in readers]


@pytest.fixture
def rows(readers):
    """What each is to get: the Message-IDs, in order."""
    found = ToTell.objects.untold().select_related("person")
    return {address: [message_id(row) for row in found if row.person.email == address] for address in readers}


def message_id(row):
    return f"<{row.uid}@localhost>"


def connect(settings, port, **options):
    given = {"host": "127.0.0.1", "port": port, "timeout": SECONDS} | options
    settings.MAILERS = settings.MAILERS | {
        "letters": PATIENT_OFFICE | {"OPTIONS": PATIENT["OPTIONS"] | given},
    }


PATIENT_OFFICE = {"BACKEND": PATIENT["BACKEND"]}


def bring(settings, after=timedelta(), options=(), **tricks):
    """How often somebody called at a server with these tricks, and what it took."""
    with time_machine.travel(timezone.now() + after), MailServer(**tricks) as server:
        connect(settings, server.port, **dict(options))
        deliver.call()
    return server.talks, server.letters


def by_person(letters):
    return {address: [number for to, number in letters if to == address] for address, _number in letters}


LATER = timedelta(days=2)


def all_arrive(settings, rows, already=(), after=LATER):
    """What was not taken before is brought once the server is well again, in order."""
    _talks, letters = bring(settings, after)
    assert by_person([*already, *letters]) == rows
    assert not ToTell.objects.untold().exists()


def test_a_server_that_is_well_takes_each_letter_once_and_in_order(settings, rows):
    talks, letters = bring(settings)

    assert talks == len(letters) == EACH * len(NAMES)
    assert by_person(letters) == rows


# --- the server has the trouble ------------------------------------------------------------------------


async def no_tls(talk, address):
    await talk.push("220 go on")
    await talk.push("and not a word of TLS")


TLS = {"use_tls": True}
AT_THE_DOOR = {
    "is not let in": ({"greet": always("554 no")}, {}, "SMTPConnectError 554"),
    "is full": ({"greet": always("421 later")}, {}, "SMTPConnectError 421"),
    "is hung up on": ({"greet": hang_up}, {}, "SMTPServerDisconnected"),
    "hears half of a greeting, and half of that": ({"greet": drip}, {}, "SMTPServerDisconnected"),
    "hears nothing": ({"greet": say_nothing}, {}, "SMTPServerDisconnected"),
    "is offered no TLS": ({}, TLS, "SMTPNotSupportedError"),
    "hears that TLS is not there now": ({"tls": always("454 later")}, TLS, "SMTPResponseException 454"),
    "hears no TLS where it was said": ({"tls": no_tls}, TLS, "SSLError"),
    "is hung up on before TLS": ({"tls": hang_up}, TLS, "SMTPServerDisconnected"),
}


@pytest.mark.parametrize("who", AT_THE_DOOR)
def test_a_server_that_is_away_is_asked_once_and_no_letter_is_blamed(settings, monkeypatch, rows, who):
    tricks, options, why = AT_THE_DOOR[who]
    if tricks.get("greet") in (drip, say_nothing):
        monkeypatch.setattr(office, "BEFORE", 0.3)
    talks, letters = bring(settings, options=options, **tricks)
    monkeypatch.undo()

    assert (talks, letters) == (1, [])
    assert Round.objects.get().why.startswith(why)
    assert not ToTell.objects.exclude(tries=0, why="", not_before=None).exists()
    assert bring(settings) == (0, [])  # it was asked just now
    all_arrive(settings, rows)


def test_a_port_that_is_closed(settings, rows):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    connect(settings, port)

    assert deliver.call() == 0
    assert Round.objects.get().why == "ConnectionRefusedError"
    all_arrive(settings, rows)


def out_of_time(talk, *args):
    """All that may take, but for the letter itself, is over when the address was said."""
    talk.until = 0
    return smtplib.SMTP.rcpt(talk, *args)


async def half_a_reply(talk, address):
    await talk.drip(b"250-")
    await drip(talk, address)


IN_A_LETTER = {
    "hung up at MAIL": {"mail": hang_up},
    "hung up at RCPT": {"rcpt": hang_up},
    "hung up at DATA": {"data": hang_up},
    "hung up in the letter": {"data": hang_up_in_a_letter},
    "hung up instead of a yes": {"taken": hang_up},
    "closing at MAIL": {"mail": always("421 closing")},
    "closing at RCPT": {"rcpt": always("421 closing")},
    "closing at DATA": {"data": always("421 closing")},
    "closing instead of a yes": {"taken": always("421 closing")},
    "no sender is good": {"mail": always("553 not you")},
    "nothing after RCPT": {"rcpt": say_nothing},
    "a byte now and then after RCPT": {"rcpt": half_a_reply},
    "nothing after the letter": {"taken": say_nothing},
    "a byte now and then after the letter": {"taken": half_a_reply},
}


@pytest.mark.parametrize("what", IN_A_LETTER)
def test_a_server_that_breaks_off_is_asked_once_in_a_round_each_time_with_another_letter(
    settings, monkeypatch, rows, what
):
    tricks = IN_A_LETTER[what]
    if tricks.get("rcpt") in (say_nothing, half_a_reply):
        monkeypatch.setattr(office.Talk, "rcpt", out_of_time)
    if tricks.get("taken") in (say_nothing, half_a_reply):
        monkeypatch.setattr(office, "LETTER", 0.5)
    first = bring(settings, **tricks)
    second = bring(settings, A_MOMENT, **tricks)
    monkeypatch.undo()

    assert (first, second) == ((1, []), (1, []))
    tried = ToTell.objects.filter(tries=1)
    assert len({row.person_id for row in tried}) == 2
    assert not ToTell.objects.filter(tries__gt=1).exists()
    all_arrive(settings, rows)


def test_one_letter_at_which_the_server_always_breaks_off_holds_up_nobody_else(settings, rows):
    poisoned, *others = rows
    took = []
    for rounds in range(4):
        took += bring(settings, A_MOMENT * rounds, data=to(poisoned, hang_up_in_a_letter))[1]

    assert by_person(took) == {address: rows[address] for address in others}
    all_arrive(settings, rows, took)


def test_what_is_longest_is_shorter_than_a_turn():
    """So nobody else begins while a server takes its time."""
    longest = timedelta(seconds=PATIENT["OPTIONS"]["timeout"] + office.BEFORE + office.LETTER)

    assert longest + timedelta(minutes=2) < models.LASTS


# --- one letter is refused -----------------------------------------------------------------------------


REFUSED = {
    "an address is not known": ({"rcpt": "550 who"}, "SMTPRecipientsRefused 550", 24),
    "an address is for later": ({"rcpt": "451 later"}, "SMTPRecipientsRefused 451", 1),
    "a letter is not wanted": ({"data": "554 no"}, "SMTPDataError 554", 24),
    "a letter is for later": ({"data": "452 full"}, "SMTPDataError 452", 1),
    "a letter that was read is not wanted": ({"taken": "554 no"}, "SMTPDataError 554", 24),
    "a letter that was read is for later": ({"taken": "451 later"}, "SMTPDataError 451", 1),
    "words that are no reply": ({"taken": "yes, thank you"}, "SMTPDataError -1", 1),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_letter_that_is_refused_holds_up_only_those_to_the_same_person(settings, rows, what):
    [(step, said)], why, hours = *[list(REFUSED[what][0].items())], *REFUSED[what][1:]
    refused, *others = rows
    tricks = {step: to(refused, always(said))}
    talks, letters = bring(settings, **tricks)

    assert by_person(letters) == {address: rows[address] for address in others}
    assert talks == EACH * len(others) + 1
    waits = ToTell.objects.untold().first()
    assert (waits.tries, waits.why) == (1, why)
    assert bring(settings, **tricks) == (0, [])  # it waits, and so does what comes after it
    for days in range(1, 12):
        assert bring(settings, LATER * days, **tricks) == (1, [])
    waits.refresh_from_db()
    assert waits.not_before <= timezone.now() + LATER * 11 + timedelta(hours=hours, minutes=1)
    all_arrive(settings, rows, letters, after=LATER * 12)


def test_what_happens_while_a_letter_waits_does_not_overtake_it(settings, rows, coach):
    refused = next(iter(rows))
    _talks, letters = bring(settings, rcpt=to(refused, always("451 later")))
    reader = ToTell.objects.untold().first().person
    factories.make_lesson(reader, coach=coach, by=coach, start=timezone.now() + timedelta(days=40), end=None)
    new = ToTell.objects.untold().latest("pk")

    assert bring(settings, timedelta(minutes=1)) == (0, [])
    rows[refused].append(message_id(new))
    all_arrive(settings, rows, letters)


# --- always ------------------------------------------------------------------------------------------


def test_no_address_is_in_the_log(settings, rows, caplog):
    refused, other, _third = rows
    bring(settings, rcpt=to(refused, always(f"550 {refused} is not known")))
    bring(settings, LATER, rcpt=always(f"421 no {other}"))
    bring(settings, LATER * 2, greet=always(f"554 nothing for {other}"))

    assert "SMTPRecipientsRefused" in caplog.text
    assert "SMTPConnectError" in caplog.text
    assert "@" not in caplog.text
    assert not ToTell.objects.filter(why__contains="@").exists()
    assert "@" not in Round.objects.get().why


def test_the_hourly_work_ends_with_a_server_that_is_away(settings, rows, capsys):
    with MailServer(greet=always("421 later")) as server:
        connect(settings, server.port)
        call_command("hourly")

    assert server.talks == 1
    assert "letters told" not in capsys.readouterr().out
    all_arrive(settings, rows)
