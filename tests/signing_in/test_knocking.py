"""Requests to the service of a school keep within their bounds, whatever is at the other end."""

import socket
import threading
from contextlib import suppress

import pytest
from django.utils import timezone

from signing_in import discovery, knocking
from signing_in.knocking import Unusable, Why
from tests.far_end import certificate_here

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
DRIPS = {
    "headers": (b"HTTP/1.1 200 OK\r\n", b"X-Slow: yes\r\n"),
    "body": (OK + b"Content-Length: 100000\r\n\r\n", b"{"),
    "pieces": (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n{\r\n"),
}


class Server:
    """Answers one question with `first`, and then `drip` for ever, a few times a second."""

    def __init__(self, first, drip=b"", tls=None):
        self.first, self.drip, self.tls = first, drip, tls
        self.left, self.socket = threading.Event(), socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self.answer, daemon=True)
        self.thread.start()

    @property
    def url(self):
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.socket.getsockname()[1]}"

    def answer(self):
        with suppress(OSError):  # who asked went away: that is what is hoped for
            asked = self.socket.accept()[0]
            asked = self.tls.wrap_socket(asked, server_side=True) if self.tls else asked
            asked.recv(65536)
            asked.sendall(self.first)
            while self.drip and not self.left.wait(0.05):
                asked.sendall(self.drip)
            asked.close()

    def end(self):
        self.left.set()
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)  # nobody came
        self.socket.close()
        self.thread.join()


@pytest.fixture
def serve():
    there = []

    def one(*args, **kwargs):
        there.append(Server(*args, **kwargs))
        return there[-1].url

    yield one
    for server in there:
        server.end()


@pytest.fixture
def on_loopback(settings):
    settings.SCHOOL_SERVICES_ON_LOOPBACK = True


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    return certificate_here(tmp_path, monkeypatch)


def why(url):
    with pytest.raises(Unusable) as refused:
        discovery.fetched(url)
    return refused.value.why


@pytest.mark.parametrize("drip", DRIPS)
def test_a_service_that_drips_holds_nobody(drip, serve, on_loopback, monkeypatch):
    monkeypatch.setattr(knocking, "LONGEST", 0.3)
    assert why(serve(*DRIPS[drip])) in {Why.SILENT, Why.FORM}  # no more than a piece of an answer came


def test_nor_over_tls(serve, certificate, on_loopback, monkeypatch):
    monkeypatch.setattr(knocking, "LONGEST", 0.3)
    assert why(serve(*DRIPS["body"], tls=certificate)) == Why.SILENT


def test_an_answer_over_tls_is_read(serve, certificate, on_loopback):
    said = OK + b'Content-Length: 15\r\n\r\n{"issuer": "a"}'
    assert discovery.fetched(serve(said, tls=certificate)) == {"issuer": "a"}


def test_a_certificate_that_nobody_vouches_for_is_named(serve, certificate, on_loopback, monkeypatch):
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    assert why(serve(OK + b"\r\n{}", tls=certificate)) == Why.CERTIFICATE


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", Why.STATUS),
        (b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n", Why.STATUS),
        (OK + b"Content-Length: 5\r\n\r\nhello", Why.FORM),
        (OK + b"Content-Length: 2\r\n\r\n[]", Why.FORM),
        (OK + b"Content-Length: 1200000\r\n\r\n" + b" " * 1_200_000, Why.SILENT),
        (b"", Why.SILENT),
    ],
)
def test_what_is_no_answer_is_named(answer, expected, serve, on_loopback):
    assert why(serve(answer)) == expected


def test_nobody_listens(on_loopback):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert why(f"http://127.0.0.1:{port}") == Why.SILENT


@pytest.mark.parametrize("url", ["http://school.example", "ftp://school.example", "school.example", ""])
def test_without_https_nobody_knocks(url):
    assert why(url) == Why.ADDRESS


def test_a_name_that_nobody_has_is_named():
    assert why("https://nergens.invalid") == Why.NAME


def test_inside_our_own_network_nobody_knocks(serve, certificate, settings):
    """Whatever its name: it is the address at the other end that counts."""
    settings.SCHOOL_SERVICES_ON_LOOPBACK = False
    said = OK + b'Content-Length: 15\r\n\r\n{"issuer": "a"}'
    assert why(serve(said, tls=certificate)) == Why.WITHIN
    assert why(serve(said, tls=certificate).replace("127.0.0.1", "localhost")) == Why.WITHIN
    settings.SCHOOL_SERVICES_WITHIN = True
    assert discovery.fetched(serve(said, tls=certificate)) == {"issuer": "a"}


def test_while_a_service_is_silent_one_waits_and_the_others_are_told(on_loopback, monkeypatch, db):
    """A service that hangs takes a thread of the server for each who waits."""
    monkeypatch.setattr(knocking, "PATIENCE", 0.1)
    asked = 0
    with socket.create_server(("127.0.0.1", 0)) as hangs:
        issuer = f"http://127.0.0.1:{hangs.getsockname()[1]}"
        for _ in range(3):
            with pytest.raises(Unusable, match="silent"):
                discovery.said(issuer)
        hangs.settimeout(0.1)
        with suppress(TimeoutError):
            while True:
                hangs.accept()[0].close()
                asked += 1
    assert asked == 1


def test_of_all_who_come_after_a_while_one_waits_to_see(on_loopback, monkeypatch, time_machine, db):
    time_machine.move_to(timezone.now(), tick=False)
    issuer, waited = "http://localhost:1", []

    def hangs(url):
        waited.append(url)
        if len(waited) == 2:  # somebody else presses meanwhile
            is_silent(issuer)
        raise Unusable(Why.SILENT)

    monkeypatch.setattr(discovery, "fetched", hangs)
    is_silent(issuer)
    time_machine.shift(11)
    is_silent(issuer)
    assert len(waited) == 2


def is_silent(issuer):
    with pytest.raises(Unusable, match="silent"):
        discovery.said(issuer)


def test_once_it_answers_nobody_is_told_of_before(on_loopback, monkeypatch, time_machine, db):
    time_machine.move_to(timezone.now(), tick=False)
    here = "http://localhost:1"
    is_silent(here)
    answer = {"issuer": here} | dict.fromkeys(discovery.ENDPOINTS, f"{here}/x")
    monkeypatch.setattr(discovery, "fetched", lambda url: answer)
    is_silent(here)
    time_machine.shift(11)
    for _ in range(2):
        assert discovery.said(here)["issuer"] == here
