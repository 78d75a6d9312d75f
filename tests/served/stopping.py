"""A server as a school's unit starts it is told to stop, or to begin anew, while coaches are in the middle
of a save: each of them is answered."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from http.client import HTTPResponse
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client

from observations.models import Answer
from tests import factories
from tests.patience import SECONDS, eventually
from tests.served.held_back import status_of

WRITERS = 4  # fewer than threads that may save at once (docs/adr/0068)
LOOK = 2  # seconds, in which a process of the server looks whether it was told something
SIGNALS = (signal.SIGHUP, signal.SIGTERM)
TOKEN = "a" * 32


def run():
    team = factories.make_team(factories.make_school())
    teacher = factories.make_person("Tijn Verzonnen", team=team, role="teacher", password=None)
    coaches = [
        factories.make_person(f"Coach {n}", team=team, role="coach", password=None) for n in range(WRITERS)
    ]
    lessons = [factories.make_lesson(teacher, coach=coach) for coach in coaches]
    found = {number.name: told(number, lessons, revision) for revision, number in enumerate(SIGNALS)}
    return found | {
        "saved": Answer.objects.filter(observation__lesson__in=lessons, note=signal.SIGTERM.name).count()
    }


def told(number, lessons, revision):
    with server() as (process, port):
        halfway = [begun(port, lesson, number.name, revision) for lesson in lessons]
        first = children(process)
        process.send_signal(number)
        # the rest of a save comes to a server that is on its way out: of HUP it is seen, of TERM it is hoped
        eventually(lambda: number == signal.SIGTERM or children(process) - first)
        time.sleep(LOOK)
        answers = Counter(ended(*each) for each in halfway)
        process.terminate()
        return {"answers": answers, "left": process.wait(SECONDS)}


def children(process):
    return set(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split())


@contextmanager
def server():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    env = os.environ | {"PORT": str(port), "VAR_DIR": str(settings.VAR_DIR)}
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "config.wsgi"]
    connection.close()
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=env, stdout=sys.stderr) as process:
        try:
            eventually(lambda: process.poll() is not None or status_of(port, "/health/"))
            yield process, port
        finally:
            process.kill()


def begun(port, lesson, word, revision):
    """A save whose thread waits for the second half of it, as `100 Continue` tells."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(lesson.coach)
    entry = factories.answer("rel.contact_at_start", "seen", word, revision=revision)
    body = json.dumps({"voice": "coach", "entry": entry}).encode()
    head = [
        f"POST /visits/{lesson.pk}/entries/ HTTP/1.1", "Host: localhost", "Content-Type: application/json", "Expect: 100-continue",
        f"Content-Length: {len(body)}", f"X-CSRFToken: {TOKEN}", f"Cookie: csrftoken={TOKEN}; sessionid={client.cookies['sessionid'].value}",
    ]  # fmt: skip
    talk = socket.create_connection(("127.0.0.1", port), timeout=SECONDS)
    talk.sendall("\r\n".join(head).encode() + b"\r\n\r\n" + body[:10])
    assert talk.recv(100).startswith(b"HTTP/1.1 100")
    return talk, body[10:]


def ended(talk, rest):
    with talk:
        talk.sendall(rest)
        reply = HTTPResponse(talk)
        reply.begin()
        return str(reply.status)
