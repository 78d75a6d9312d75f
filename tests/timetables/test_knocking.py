"""Whatever is at the other end of an address, fetching a timetable keeps within its bounds, and says why it
could not be had."""

import gzip
import re
import socket
import threading
import zlib

import pytest

from people import outside
from tests.far_end import drip, said, turn
from tests.timetables.conftest import EMPTY
from timetables import knocking
from timetables.knocking import fetch
from timetables.why import Unusable, Why

OK = b"HTTP/1.1 200 OK\r\n"
DRIPS = {
    "headers": drip(OK, b"X-Slow: yes\r\n"),
    "body": drip(OK + b"Content-Length: 100000\r\n\r\n", b"B"),
    "no length": drip(OK + b"Connection: close\r\n\r\n", b"B"),
    "pieces": drip(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nB\r\n"),
    "turns": drip(b"HTTP/1.1 302 Found\r\nLocation: /a\r\n", b"X-Slow: yes\r\n"),
}


def why(url):
    with pytest.raises(Unusable) as refused:
        fetch(url)
    return refused.value.why


def endless(left):
    yield OK + b"Connection: close\r\n\r\n"
    while not left.is_set():
        yield b"B" * 100_000


def silent(left):
    left.wait(10)
    yield b""


def test_what_stands_there_is_fetched(far_end, outer_world):
    there = far_end(said(EMPTY, 'ETag: "1"', "Last-Modified: Sun, 29 Nov 2026 07:40:00 GMT"))
    reply = fetch(there.url)
    assert (reply.data, reply.etag, reply.last_modified) == (EMPTY, '"1"', "Sun, 29 Nov 2026 07:40:00 GMT")


def test_webcal_is_https_by_another_name(far_end, outer_world):
    assert fetch(far_end(said(EMPTY)).url.replace("https:", "webcal:")).data == EMPTY


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_what_is_packed_is_unpacked(pack, far_end, outer_world):
    packed = pack(EMPTY)
    encoding = "gzip" if pack is gzip.compress else "deflate"
    assert fetch(far_end(said(packed, f"Content-Encoding: {encoding}")).url).data == EMPTY


def test_in_pieces_it_is_one(far_end, outer_world):
    pieces = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in (EMPTY[:9], EMPTY[9:]))
    there = far_end(OK + b"Transfer-Encoding: chunked\r\n\r\n" + pieces + b"0\r\n\r\n")
    assert fetch(there.url).data == EMPTY


def test_what_did_not_change_is_not_sent_again(far_end, outer_world):
    there = far_end(said(b"", 'ETag: "1"', status="304 Not Modified"))
    reply = fetch(there.url, etag='"1"', last_modified="Sun, 29 Nov 2026 07:40:00 GMT")
    assert (reply.data, reply.etag) == (None, '"1"')
    assert 'If-None-Match: "1"' in there.asked[0]
    assert "If-Modified-Since: Sun, 29 Nov 2026 07:40:00 GMT" in there.asked[0]


@pytest.mark.parametrize("name", ["1" * 201, "\x0b1", '"\x00"'])
def test_what_a_server_calls_its_copy_fits_in_a_row_and_can_be_said_again(name, far_end, outer_world):
    assert fetch(far_end(said(EMPTY, f"ETag: {name}")).url).etag == ""


@pytest.mark.parametrize(
    "address",
    ["http://rooster.example/a", "ftp://rooster.example/a", "file:///etc/passwd", "rooster.example", "", "https:///a",
     "https://[::1", "https://rooster.example:99999/", "https://roo ster.example/", "javascript:alert(1)"],
)  # fmt: skip
def test_at_nothing_else_anybody_knocks(address):
    assert why(address) == Why.ADDRESS


# --- turns


def test_three_turns_are_followed(far_end, outer_world):
    there = far_end(
        turn("/b"), turn("/c", "301 Moved"), turn("webcal://127.0.0.1:PORT/d", "307 Temporary"), said(EMPTY)
    )
    port = there.socket.getsockname()[1]
    there.answers[2] = there.answers[2].replace(b"PORT", str(port).encode())
    assert fetch(there.url).data == EMPTY
    assert [asked.split()[1] for asked in there.asked] == ["/a.ics?key=geheim", "/b", "/c", "/d"]


def test_a_fourth_is_not(far_end, outer_world):
    there = far_end(turn("/on"))
    assert why(there.url) == Why.ROUND
    assert len(there.asked) == 4


@pytest.mark.parametrize(
    "where", ["http://rooster.example/", "ftp://rooster.example/", "file:///etc/passwd", "https://[::1"]
)
def test_nobody_is_led_to_another_kind_of_address(where, far_end, outer_world):
    assert why(far_end(turn(where)).url) == Why.PLAIN


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_of_what_comes_along_with_a_turn_nothing_is_read(encoding, far_end, outer_world, monkeypatch):
    monkeypatch.setattr(knocking, "LONGEST", 5)
    first = f"HTTP/1.1 302 Found\r\nLocation: /on\r\nContent-Encoding: {encoding}\r\n\r\n".encode()
    there = far_end(drip(first, gzip.compress(bytes(100_000))), said(EMPTY))
    assert fetch(there.url).data == EMPTY


@pytest.mark.parametrize("inside", ["127.0.0.2", "10.0.0.1", "169.254.169.254", "[::1]", "[fd00::1]"])
def test_nobody_is_led_inward(inside, far_end, monkeypatch):
    really = outside.is_outside
    monkeypatch.setattr(outside, "is_outside", lambda address: address == "127.0.0.1" or really(address))
    assert why(far_end(turn(f"https://{inside}/")).url) == Why.WITHIN


@pytest.mark.parametrize(
    "number",
    ["127.0.0.1", "10.1.2.3", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1", "fe80::1%eth0",
     "fd00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "224.0.0.1",
     *(str(network[1]) for network in outside.WITHIN)],
)  # fmt: skip
def test_what_is_inside_is_no_address_to_knock_at(number):
    assert not outside.is_outside(number)


def test_what_is_outside_is():
    assert all(map(outside.is_outside, ["192.0.32.8", "64:ff9b::c000:2008", "::ffff:192.0.32.8"]))


def test_inside_nobody_connects(far_end):
    """One who could tell an open door of ours from a shut one by the answer would learn of our network."""
    there = far_end(said(EMPTY))
    with socket.create_server(("127.0.0.1", 0)) as free:
        shut = free.getsockname()[1]
    assert {why(there.url), why(f"https://localhost:{shut}/")} == {Why.WITHIN}
    assert there.asked == []


def test_a_name_with_one_address_inside_is_inside(monkeypatch):
    def both(host, port, **kinds):
        return [(2, 1, 6, "", (number, port)) for number in ("192.0.32.8", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    assert why("https://rooster.example/") == Why.WITHIN


def test_a_name_cannot_change_its_mind(far_end, monkeypatch):
    """What was looked at is what we connect to: the name is asked for once."""
    asked, there = [], far_end(said(EMPTY))
    look_up = socket.getaddrinfo

    def once(host, port, *args, **kinds):
        asked.append(host)
        number = host if host == "127.0.0.1" else "192.0.32.8" if len(asked) == 1 else "10.0.0.1"
        return look_up(number, port, *args, **kinds)

    monkeypatch.setattr(socket, "getaddrinfo", once)
    connected = []
    monkeypatch.setattr(
        outside, "create_connection", lambda where, *_args, **_kinds: connected.append(where[0]) or 1 / 0
    )
    with pytest.raises(ZeroDivisionError):
        fetch(there.url.replace("127.0.0.1", "rooster.example"))
    assert connected == ["192.0.32.8"]


# --- the one exception


def test_the_demo_knocks_at_its_own_timetable_and_at_nothing_else(far_end, settings):
    there = far_end(said(EMPTY), tls=None)
    assert why(there.url) == Why.ADDRESS
    settings.DEMO_TIMETABLE = there.url
    assert fetch(there.url).data == EMPTY
    for other in (
        f"{there.url}&more",
        there.url.replace("127.0.0.1", "localhost"),
        there.url.replace("geheim", ""),
    ):
        assert why(other) == Why.ADDRESS
    assert why(there.url.replace("http:", "https:")) == Why.WITHIN


def test_nor_does_a_turn_lead_there_or_from_there(far_end, settings):
    there = far_end(turn("https://localhost/"), tls=None)
    settings.DEMO_TIMETABLE = there.url
    assert why(there.url) == Why.WITHIN
    away = far_end(turn(there.url))
    assert why(away.url) == Why.WITHIN


# --- what is no answer


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (said(b"", status="401 Unauthorized"), Why.LOCKED),
        (said(b"", status="403 Forbidden"), Why.LOCKED),
        (said(b"", status="404 Not Found"), Why.GONE),
        (said(b"", status="410 Gone"), Why.GONE),
        (said(b"No.", status="500 No"), Why.STATUS),
        (said(b"", status="302 Found"), Why.STATUS),
        (said(b"", status="204 No Content"), Why.STATUS),
        (said(EMPTY)[:-5], Why.CUT),
        (said(gzip.compress(EMPTY)[:-12], "Content-Encoding: gzip"), Why.CUT),
        (said(EMPTY, "Content-Encoding: gzip"), Why.BROKEN),
        (b"", Why.SILENT),
        (b"hello\r\n\r\n", Why.SILENT),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_named(answer, expected, far_end, outer_world):
    assert why(far_end(answer).url) == expected


@pytest.mark.parametrize("drips", DRIPS)
def test_what_drips_holds_nobody(drips, far_end, outer_world, monkeypatch):
    monkeypatch.setattr(knocking, "LONGEST", 0.5)
    assert why(far_end(DRIPS[drips]).url) == Why.LATE


def test_the_end_is_one_for_all_turns(far_end, outer_world, monkeypatch):
    """Each of them alone would have been in time."""
    monkeypatch.setattr(knocking, "LONGEST", 1)

    def slow(left):
        left.wait(0.4)
        yield turn("/on")

    there = far_end(slow)
    assert why(there.url) == Why.LATE
    assert len(there.asked) < 4


def test_what_says_nothing_is_silent(far_end, outer_world, monkeypatch):
    monkeypatch.setattr(knocking, "PATIENCE", 0.3)
    assert why(far_end(silent).url) == Why.SILENT


def test_a_name_that_takes_its_time_holds_nobody(monkeypatch):
    over = threading.Event()
    monkeypatch.setattr(knocking, "LONGEST", 0.3)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kinds: over.wait(30))
    assert why("https://rooster.example/") == Why.LATE
    over.set()


def test_nobody_listens(outer_world):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert why(f"https://127.0.0.1:{port}/") == Why.SILENT


def test_a_name_that_nobody_has(monkeypatch):
    assert why("https://nergens.invalid/") == Why.NAME


def test_a_certificate_that_nobody_vouches_for(far_end, outer_world, monkeypatch):
    there = far_end(said(EMPTY))
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    assert why(there.url) == Why.CERTIFICATE


# --- too much


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_what_is_large_after_unpacking_is_left_alone(pack, far_end, outer_world):
    packed = pack(bytes(knocking.LARGEST + 1))
    assert len(packed) < 100_000
    assert why(far_end(said(packed, "Content-Encoding: gzip")).url) == Why.LARGE


def test_packed_twice_it_stays_packed(far_end, outer_world):
    twice = gzip.compress(gzip.compress(bytes(knocking.LARGEST + 1)))
    assert len(fetch(far_end(said(twice, "Content-Encoding: gzip")).url).data) < 100_000


def test_what_has_no_end_is_left_alone(far_end, outer_world, monkeypatch):
    monkeypatch.setattr(knocking, "LARGEST", 1_000_000)
    assert why(far_end(endless).url) == Why.LARGE


# --- nothing of it is told


def test_no_fault_says_the_address(far_end, outer_world):
    there = far_end(said(b"", status="500 No"))
    with pytest.raises(Unusable) as refused:
        fetch(there.url)
    assert not re.search("geheim|127|http", str(refused.value))
