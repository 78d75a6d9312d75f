"""What people do who are at it, in proportion to one save of a coach.

A lesson takes fifty minutes, and its coach saves every five seconds, as who writes on and on does. So there
come 600 saves to each class of thirty that answers at the end, to each table and report that somebody takes
along, and to twelve pages that are read.
"""

import json
import os
import random
import time
from collections import deque
from itertools import count, cycle

EVERY = 5  # seconds between two saves of one coach
A_LESSON, A_PAGE = 600, 50  # saves
CLASS, PRESS, THINK = 30, 15, (4, 8)  # students; seconds in which they begin, and until they send
SAVED = 200
TOKEN = "a" * 32
HEAD = "{verb} {url} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept-Encoding: gzip\r\n"
NOTE = "Drie stappen op het bord; bij de tweede keek iemand twee op en begon, {}."


class Coach:
    """Saves the note of one point after the other, each built on what was saved before."""

    def __init__(self, session, lesson, points):
        self.head = head("POST", f"/visits/{lesson}/entries/", session, "Content-Type: application/json\r\n")
        self.points, self.revisions = cycle(points), dict.fromkeys(points, 0)

    def request(self):
        self.point = next(self.points)
        revision = self.revisions[self.point]
        entry = {"type": "answer", "item": self.point, "value": "seen", "note": NOTE.format(revision)}
        return with_body(self.head, json.dumps({"voice": "coach", "entry": entry | {"revision": revision}}))

    def saved(self):
        self.revisions[self.point] += 1


class Lessons:
    """All of it, for one site. `heard(what, status, seconds)` is told of each answer."""

    def __init__(self, client, people, heard):
        self.client, self.heard, self.number = client, heard, count(1)
        self.idle, self.waiting, self.codes = deque(people.coaches), {}, cycle(people.codes)
        self.pages, self.files, self.sentences = cycle(people.pages), cycle(people.files), people.sentences

    def save(self, when):
        """The coach whose turn it is. Who has no answer yet waits with the next: somebody else goes first."""
        coach, waited = self.idle.popleft(), max(time.monotonic() - when, 0)
        self.waiting[coach] = when

        def then(status, seconds):
            self.idle.append(coach)
            del self.waiting[coach]
            if status == SAVED:
                coach.saved()
            self.heard("save", status, seconds + waited)

        self.client.ask(coach.request(), then)
        self.beside(next(self.number), when)

    def waits(self, now):
        """How long each save that has no answer waits."""
        return [now - began for began in self.waiting.values()]

    def beside(self, number, when):
        if number % A_PAGE == 0:
            self.get("page", next(self.pages))
        if number % A_LESSON == 0:
            self.get("file", next(self.files))
        if number % A_LESSON == A_LESSON // 2:
            self.ask_class(next(self.codes), when)

    def get(self, what, request):
        self.client.ask(request, lambda status, seconds: self.heard(what, status, seconds))

    def ask_class(self, code, when):
        for _ in range(CLASS):
            begins = when + random.uniform(0, PRESS)
            self.client.at(begins, lambda at: self.student(code, at))

    def student(self, code, when):
        self.get("student", head("GET", f"/p/{code}/") + b"\r\n")
        self.client.at(when + random.uniform(*THINK), lambda _at: self.answer(code))

    def answer(self, code):
        said = "&".join(f"{key}={random.choice(('yes', 'mostly', 'no'))}" for key in self.sentences)
        kind = "Content-Type: application/x-www-form-urlencoded\r\n"
        body = f"ticket={os.urandom(8).hex()}&{said}"
        self.get("student", with_body(head("POST", f"/p/{code}/", None, kind), body))


def head(verb, url, session=None, more=""):
    cookies = f"Cookie: sessionid={session}; csrftoken={TOKEN}\r\nX-CSRFToken: {TOKEN}\r\n" if session else ""
    return (HEAD.format(verb=verb, url=url) + cookies + more).encode()


def with_body(begin, body):
    sent = body.encode()
    return begin + b"Content-Length: %d\r\n\r\n" % len(sent) + sent
