"""Ten coaches, a class and a lead at work over HTTP, as the pages of the app are: what got no answer is sent
again, the same, until it is acknowledged (static/js/queue.js, templates/pulse/answer.html)."""

import http.client
import json
import random
import re
import secrets
import threading
import time
import uuid
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.failover.many import unchecked

PATIENCE = 20  # seconds that the page waits for an answer (static/js/send.js)
PACE = 0.4  # seconds between two moments of one coach
BATCH = 20
MOST = 250  # moments of one account; it takes no more than 300
STUDENTS = 30
CHOICES = ("yes", "mostly", "little", "no")


@dataclass
class Try:
    """One request, and what became of it: a status, or what kept it from having one."""

    began: float
    ended: float
    said: str


class Wire:
    """One browser's connection. One that was open for long and is found closed is opened again, as browsers
    do."""

    def __init__(self, many, cookies=()):
        self.many, self.connection, self.tries = many, None, []
        self.token = secrets.token_hex(16)
        self.cookies = {"csrftoken": self.token} | dict(cookies)

    def send(self, method, path, body=None, kind="application/json"):
        """(status, headers, body); status 0 where there was no answer."""
        began = time.monotonic()
        try:
            status, headers, said = self.ask(method, path, body, kind)
            told = named(status, headers)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            status, headers, said, told = (
                0,
                {},
                b"",
                "no answer" if isinstance(error, TimeoutError) else "closed",
            )
        self.tries.append(Try(began, time.monotonic(), told))
        return status, headers, said

    def ask(self, method, path, body, kind):
        was_open = self.connection is not None
        try:
            return self.once(method, path, body, kind)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self.close()
            if not was_open:
                raise
            return self.once(method, path, body, kind)

    def once(self, method, path, body, kind):
        if not self.connection:
            self.connection = http.client.HTTPSConnection(
                self.many.front, self.many.port, timeout=PATIENCE, context=unchecked()
            )
        headers = {
            "Host": "localhost", "Origin": "https://localhost", "Content-Type": kind, "X-CSRFToken": self.token,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }  # fmt: skip
        self.connection.request(method, path, body, headers)
        reply = self.connection.getresponse()
        return reply.status, reply.headers, reply.read()

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None


def named(status, headers):
    """5xx by kind: the app says its own with a policy, the proxy's page has none."""
    by_proxy = status >= 500 and "Content-Security-Policy" not in headers
    return f"{status} proxy" if by_proxy else str(status)


class Worker(threading.Thread):
    """Somebody who goes on until told to stop, and then until all is acknowledged."""

    def __init__(self):
        super().__init__(daemon=True)
        self.stopping, self.error = threading.Event(), None

    def run(self):
        try:
            self.work()
        except Exception as error:
            self.error = error


@dataclass
class Row:
    """A moment on the device: its newest words, and what of it the server acknowledged."""

    id: str
    text: str
    revision: int = 0
    acknowledged: str = ""
    put_at: float = 0.0
    acknowledged_at: float = 0.0
    held: str = ""

    @property
    def is_open(self):
        return self.text != self.acknowledged and not self.held


class Coach(Worker):
    def __init__(self, many, lesson, session):
        super().__init__()
        self.wire, self.lesson = Wire(many, {"sessionid": session}), lesson
        self.path, self.rows, self.landed = f"/visits/{lesson.pk}/entries/", [], []

    def work(self):
        while not self.stopping.wait(PACE):
            self.put()
            self.deliver()
        until = time.monotonic() + 60
        while self.open and time.monotonic() < until:
            self.deliver()
            time.sleep(PACE)

    @property
    def open(self):
        return [row for row in self.rows if row.is_open]

    def put(self):
        """Something new, or a word more in what was acknowledged."""
        done = [row for row in self.rows if not row.is_open]
        if done and (len(self.rows) > MOST or random.random() < 0.3):
            row = random.choice(done)
            row.text, row.put_at = f"{row.text} {secrets.token_hex(3)}", time.monotonic()
        else:
            self.rows.append(Row(str(uuid.uuid4()), f"m{secrets.token_hex(6)}", put_at=time.monotonic()))

    def deliver(self):
        while rows := self.open[:BATCH]:
            if not self.send(rows):
                return

    def send(self, rows):
        entries = [
            {"type": "moment", "id": row.id, "kind": "saw", "text": row.text, "revision": row.revision}
            for row in rows
        ]
        body = {"entry": entries[0]} if len(entries) == 1 else {"batch": entries}
        status, _headers, said = self.wire.send("POST", self.path, json.dumps({"voice": "coach", **body}))
        if len(entries) == 1:
            results = [{"status": status, **parsed(said)}]
        else:
            results = parsed(said).get("results", []) if status == 200 else []
        for row, result in zip(rows, results, strict=False):
            self.take(row, result)
        return len(results) == len(rows) and all(result["status"] == 200 for result in results)

    def take(self, row, result):
        if result["status"] == 200 and "revision" in result:
            row.revision, row.acknowledged, row.acknowledged_at = (
                result["revision"],
                row.text,
                time.monotonic(),
            )
            self.landed.append((row.put_at, row.acknowledged_at))
        elif result["status"] in (404, 409, 422, 423):
            row.held = str(result["status"])


def parsed(said):
    with suppress(ValueError):
        if isinstance(found := json.loads(said), dict):
            return found
    return {}


class Student(Worker):
    def __init__(self, many, code, after):
        super().__init__()
        self.wire, self.path, self.after, self.is_thanked = Wire(many), f"/p/{code}/", after, False

    def work(self):
        time.sleep(self.after)
        until = time.monotonic() + 90
        page = self.until_there("GET", until)
        ticket = re.search(rb'name="ticket" value="([^"]+)"', page)[1].decode()
        names = {name.decode() for name in re.findall(rb'name="(pulse\.[^"]+)"', page)}
        values = {name: random.choice(CHOICES) for name in sorted(names)}
        self.until_there("POST", until, urlencode({"ticket": ticket, "lang": "nl", **values}))
        self.is_thanked = True

    def until_there(self, method, until, body=None):
        """As a person does: once more after a moment, with the same page."""
        wanted = {"GET": 200, "POST": 302}[method]
        while time.monotonic() < until:
            status, _headers, said = self.wire.send(
                method, self.path, body, "application/x-www-form-urlencoded"
            )
            if status == wanted:
                return said
            time.sleep(1)
        raise TimeoutError(f"{method} of a student: {status}")


class Lead(Worker):
    """Asks for a file of all reports, and looks how far it is as its page does, until it can be had."""

    def __init__(self, many, session, form):
        super().__init__()
        self.wire, self.form = Wire(many, {"sessionid": session}), form
        self.place, self.file = None, None

    def work(self):
        until = time.monotonic() + 150
        while time.monotonic() < until and not (self.file and self.stopping.is_set()):
            self.step()
            time.sleep(1)

    def step(self):
        if not self.place:
            form = urlencode(self.form | {"csrfmiddlewaretoken": self.wire.token})
            status, headers, _said = self.wire.send(
                "POST", "/team/bundles/", form, "application/x-www-form-urlencoded"
            )
            self.place = headers["Location"] if status == 302 else None
        elif not self.file:
            self.wire.send("GET", f"{self.place}?state")
            status, _headers, said = self.wire.send("GET", f"{self.place}file/")
            self.file = said if status == 200 else None


def troubles(wires):
    """5xx by kind, and what got no answer at all."""
    return Counter(
        each.said
        for wire in wires
        for each in wire.tries
        if each.said.startswith("5") or not each.said.isdigit()
    )
