"""The network between a device and the server (tests/faults/wire.py): each kind of trouble is that kind, and
nothing else."""

import http.client
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

import pytest

from tests import patience
from tests.faults.wire import OWN, Wire
from tests.patience import eventually

ENTRIES = "/visits/1/entries/"


class Answers(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.got.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
        body = f"number {len(self.server.got)}".encode()
        self.send_response(201)
        self.send_header("X-Person", "7")
        self.send_header("Set-Cookie", "one=1")
        self.send_header("Set-Cookie", "two=2")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    with HTTPServer(("127.0.0.1", 0), Answers) as it:
        it.got, it.port = [], it.server_port
        threading.Thread(target=it.serve_forever, daemon=True).start()
        yield it
        it.shutdown()


@pytest.fixture
def wire(server):
    it = Wire(server)
    yield it
    it.close()


def send(wire, path=ENTRIES, body=b"words"):
    there = http.client.HTTPConnection("127.0.0.1", wire.server_port, timeout=patience.SECONDS)
    try:
        there.request("POST", path, body)
        answer = there.getresponse()
        return SimpleNamespace(status=answer.status, headers=answer.headers, body=answer.read())
    finally:
        there.close()


def broken(wire):
    with pytest.raises((ConnectionError, http.client.RemoteDisconnected)):
        send(wire)
    return True


def test_an_answer_comes_back_as_it_was_given(wire, server):
    said = send(wire)

    assert (said.status, said.body, said.headers["X-Person"]) == (201, b"number 1", "7")
    assert said.headers.get_all("Set-Cookie") == ["one=1", "two=2"]
    assert server.got == [(ENTRIES, b"words")]


def test_no_connection_is_used_twice(wire):
    assert send(wire).headers["Connection"] == "close"  # a browser would send again by itself, unseen


@pytest.mark.parametrize(
    ("mode", "status", "arrived"), [("error", 500, 0), ("portal", 200, 0), ("double", 201, 2)]
)
def test_somebody_else_answers_or_it_arrives_twice(wire, server, mode, status, arrived):
    wire.mode = mode

    assert send(wire).status == status
    assert len(server.got) == arrived
    assert send(wire).status == 201  # the next one has no trouble


@pytest.mark.parametrize(("mode", "arrived"), [("drop", 0), ("lose", 1)])
def test_no_answer_comes(wire, server, mode, arrived):
    wire.mode = mode

    assert broken(wire)
    assert len(server.got) == arrived


def test_what_carries_no_words_meets_no_trouble(wire, server):
    wire.mode = "drop"

    assert send(wire, "/visits/propose/").status == 201
    assert wire.mode == "drop"


def held(wire):
    wire.mode, said = "hold", []
    sender = threading.Thread(target=lambda: said.append(send(wire)))
    sender.start()
    eventually(lambda: wire.held)
    return sender, said


def test_what_was_held_up_arrives_after_all(wire, server):
    sender, said = held(wire)
    assert (server.got, said) == ([], [])

    wire.release()
    sender.join()

    assert said[0].status == 201


def test_what_was_held_up_arrives_also_when_the_page_is_gone(wire, server):
    wire.mode = "hold"
    there = http.client.HTTPConnection("127.0.0.1", wire.server_port)
    there.request("POST", ENTRIES, b"late")
    eventually(lambda: wire.held)

    there.close()
    wire.release()

    assert eventually(lambda: server.got) == [(ENTRIES, b"late")]


def test_a_network_that_is_cut_takes_everything_but_the_page_of_its_own(wire, server):
    wire.is_cut = True

    assert broken(wire)
    assert send(wire, OWN).status == 200
    assert server.got == []
    assert wire.missed == [f"POST {ENTRIES}"]


def test_a_server_that_is_gone_is_no_answer(wire, server):
    wire.server_end = 9  # nobody listens there

    assert broken(wire)
