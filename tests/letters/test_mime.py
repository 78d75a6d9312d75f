"""Every letter as a mail server gets it, byte by byte, and as programs read it: Python's parser, and mutt."""

import contextlib
import os
import pty
import re
import select
import subprocess
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime

import pytest

from observations.models import ToTell
from tests import patience
from tests.letters.every_letter import World, agreed_and_cancelled, every_letter, told
from tests.letters.test_words import told_once

NAMES = "Tijn Zeggelaar-Ørsted", "Çağla “Co” Дымова, dr."  # not all of it ASCII, and signs that headers use
LINE = re.compile(rb"[\x20-\x7e\t]*")
TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # RFC 2045, 5.1


@pytest.fixture(params=["nl", "en"])
def letters(request, edition, team):
    """{name: bytes}, of people whose names no header holds as they are."""
    return {name: sent(letter) for name, letter, _reader in told_once(team, request.param, *NAMES)}


def sent(letter):
    return letter.message(policy=policy.SMTP).as_bytes()


def read(whole):
    return message_from_bytes(whole, policy=policy.default)


def leaves(message):
    return [part for part in message.walk() if not part.is_multipart()]


def test_its_lines_are_what_every_server_takes(letters):
    """ASCII, CRLF and nothing else, 998 signs (RFC 5322, 2.1.1); 76 where it is encoded (RFC 2045, 6.7 and
    6.8), 78 in headers, but for an address that must stay whole."""
    for name, whole in letters.items():
        assert whole.endswith(b"\r\n"), name
        assert not re.search(rb"(?<!\r)\n|\r(?!\n)", whole), name
        lines = [line for line in whole.split(b"\r\n") if not line.startswith(b"List-Unsubscribe: <")]
        assert [line for line in lines if len(line) > 78 or not LINE.fullmatch(line)] == [], name
        for part in leaves(read(whole)):
            way, body = part["content-transfer-encoding"], part.get_payload().split("\r\n")
            assert way in ("quoted-printable", "base64", "7bit"), (name, part.get_content_type())
            assert max(map(len, body)) <= 76, (name, part.get_content_type())
            if way == "quoted-printable":
                assert not any(re.search(r"[ \t]$|=(?![0-9A-F]{2}|$)", line) for line in body), name


def test_pythons_parser_finds_nothing_wrong(letters):
    for name, whole in letters.items():
        message = read(whole)
        assert [part.defects for part in message.walk() if part.defects] == [], name
        for part in message.walk():
            assert [value.defects for value in part.values() if value.defects] == [], name
            assert not re.search(rf"charset=(?!\"utf-8\"|utf-8){TOKEN}", str(part["content-type"]))


def test_its_ways_to_be_read_come_in_order(letters):
    """The plainest first (RFC 2046, 5.1.4); a calendar only where there is one, and once more as a file."""
    for name, whole in letters.items():
        kinds = [part.get_content_type() for part in read(whole).walk()]
        with_file = ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "application/ics"]  # fmt: skip
        assert kinds in (with_file, ["multipart/alternative", "text/plain", "text/html"]), name


def test_its_headers_say_what_they_must(letters):
    """And each once. No program answers it by itself (RFC 3834)."""
    for name, whole in letters.items():
        message = read(whole)
        for header in ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language"):
            assert len(message.get_all(header, [])) == 1, (name, header)
        assert message["Auto-Submitted"] == "auto-generated"
        assert re.fullmatch(r"<[0-9a-f-]{36}@[\w.-]+>", message["Message-ID"]), name
        assert parsedate_to_datetime(message["Date"]).tzinfo, name
        head = whole.split(b"\r\n\r\n")[0]
        assert b"=?utf-8?" in head or str(message["Subject"]).isascii(), name


def test_what_python_reads_is_what_was_written(edition, team):
    for name, letter, _reader in told_once(team, "nl", *NAMES):
        message = read(sent(letter))
        assert str(message["Subject"]) == letter.subject, name
        written = [letter.body, *(other.content.replace("\r\n", "\n") for other in letter.alternatives)]
        got = [part.get_content() for part in leaves(message) if part.get_content_maintype() == "text"]
        assert [text.replace("\r\n", "\n").rstrip() for text in got] == [text.rstrip() for text in written], (
            name
        )


# --- threads ---------------------------------------------------------------------------------------------


def test_letters_of_one_visit_are_one_thread_and_each_is_itself(edition, team):
    """A letter that goes twice is the same letter."""
    world, found = World.of(team, "en"), []
    for name, letter, _reader in every_letter(world):
        found.append((name, read(sent(letter))))
        if len(found) == 3:
            break
    threads = {(message["References"], message["In-Reply-To"]) for _name, message in found}
    assert len(threads) == 1
    assert all(reference == parent for reference, parent in threads)
    assert len({message["Message-ID"] for _name, message in found}) == 3


def test_a_letter_that_goes_twice_is_the_same_letter(edition, team, mailoutbox):
    world = World.of(team, "en")
    next(agreed_and_cancelled(world, None))
    [(_name, first, _reader)] = told(world)
    ToTell.objects.update(told_at=None)  # killed between the server's answer and our note
    [(_name, second, _reader)] = told(world)

    assert read(sent(first))["Message-ID"] == read(sent(second))["Message-ID"]


GOING = ("leaving", "staying", "closed")
ALL_GO = ["leaving-school-teacher", "closed-school-teacher"]


def test_a_letter_about_no_visit_is_in_no_thread(letters):
    alone = [name for name, whole in letters.items() if "References" not in read(whole)]

    ways = ("invited", "invited-again", "invited-outside", "invited-outside_again-again")
    others = [f"{kind}-newcomer" for kind in (*ways, *GOING)]
    assert alone == ["newcomer-teacher", *others, *ALL_GO]


# --- mutt ------------------------------------------------------------------------------------------------

RULES = """
set folder={box} pipe_decode=yes wait_key=no header_cache=""
push "<pipe-message>cat >{out}<enter><exit>"
"""


def in_mutt(letter, folder):
    """What it shows of this one, in the mailbox of a person."""
    box, out, rules = folder / "box", folder / "out", folder / "rules"
    for place in ("cur", "new", "tmp"):
        (box / place).mkdir(parents=True)
    (box / "cur" / "1.here:2,").write_bytes(letter.replace(b"\r\n", b"\n"))
    rules.write_text(RULES.format(box=box, out=out))
    screen, its_screen = pty.openpty()
    own = {"PATH": os.environ["PATH"], "HOME": str(folder), "TERM": "vt100", "LC_ALL": "C.UTF-8"}
    command = ["mutt", "-n", "-R", "-F", rules, "-f", box]
    with subprocess.Popen(command, stdin=its_screen, stdout=its_screen, stderr=its_screen, env=own) as mutt:
        os.close(its_screen)
        drain(screen)
        mutt.kill()  # where it still waits for somebody
    return out.read_text("utf-8")


def drain(screen):
    """Until it is gone: a program whose screen takes nothing more stands still."""
    with contextlib.suppress(OSError):
        while select.select([screen], [], [], patience.SECONDS)[0] and os.read(screen, 4096):
            pass
    os.close(screen)


@pytest.mark.office
def test_mutt_shows_the_text_and_no_more(edition, team, tmp_path):
    for name, letter in {name: letter for name, letter, _reader in told_once(team, "nl", *NAMES)}.items():
        shown = in_mutt(sent(letter), tmp_path / name)
        assert f"Subject: {letter.subject}" in shown, name
        assert [line for line in letter.body.splitlines() if line not in shown] == [], name
        for raw in ("BEGIN:VCALENDAR", "<table", "=3D", "=?utf-8", "\ufffd"):
            assert raw not in shown, (name, raw)
