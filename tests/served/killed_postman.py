"""A postman is killed at every step of his way, and the next one goes on: nothing is lost, and a second copy,
of the same number, is only where the server had said yes and our row did not know."""

import os
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager

from django.conf import settings

from letters.models import LONG_AGO, Round
from observations.models import ToTell
from tests.letters.mail_server import MailServer
from tests.served.dying_postman import STEPS
from tests.served.postmen import by_person, connect, go_round, propose, world

TEACHERS, EACH = 2, 2


def run():
    """Of each step: [how the process ended, letters lost, second copies, each person's in order]."""
    coach, teachers = world(TEACHERS)
    with MailServer() as server, dying(server.port) as kill_at:
        connect(server.port)
        return {step: at(step, kill_at, server, propose(teachers, coach, EACH)) for step in STEPS}


@contextmanager
def dying(port):
    command = [sys.executable, "-m", "tests.served.dying_postman"]
    env = os.environ | {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(port), "SITE_URL": "http://localhost"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=env, **pipes) as process:

        def kill_at(step):
            process.stdin.write(f"{step}\n")
            process.stdin.flush()
            return int(process.stdout.readline())

        yield kill_at


def at(step, kill_at, server, expected):
    server.took.clear()
    ended = kill_at(step)
    Round.objects.update(until=LONG_AGO)  # a quarter of an hour later
    go_round()
    copies = Counter(server.letters)
    every = {(address, number) for address, numbers in expected.items() for number in numbers}
    lost = len(every - set(copies)) + ToTell.objects.untold().count()
    return [ended, lost, copies.total() - len(copies), by_person(server.letters) == expected]
