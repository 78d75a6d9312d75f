"""A real server that can be killed, with a database of its own, and a visit of somebody who may be signed
in."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import suppress
from pathlib import Path

from django.core.management import call_command
from django.test import Client

from people.models import School
from tests import factories, patience
from tests.patience import eventually

ROOT = Path(__file__).resolve().parents[2]
SERVED = "script/gunicorn.conf.py"


class Server:
    """gunicorn as script/run starts it, on a free port; ours, or another build in its own folder."""

    def __init__(self, app="config.wsgi", root=ROOT, python=sys.executable, environment=os.environ, config=SERVED):  # fmt: skip
        self.config = config
        self.app, self.root, self.python, self.environment = app, root, python, environment
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url, self.process = f"http://localhost:{self.port}", None
        self.start()

    def start(self):
        if self.process:
            return
        env = self.environment | {"PORT": str(self.port), "WELCOME": ""}
        command = [self.python, "-m", "gunicorn", "--config", self.config, self.app]
        self.process = subprocess.Popen(
            command,
            cwd=self.root,
            env=env,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.wait()

    def wait(self):
        eventually(self.answers)

    def answers(self):
        assert self.process.poll() is None, "the server does not start"
        with suppress(OSError), urllib.request.urlopen(f"{self.url}/health/", timeout=patience.SECONDS):
            return True

    def kill(self):
        """As a power cut does: no goodbye."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None


def prepare():
    """The tables, the checklist and the static files of the database that the environment names."""
    with Path(os.devnull).open("w") as nowhere:
        call_command("prepare", stdout=nowhere, stderr=nowhere)


def sign_in(browser, person):
    client = Client()
    client.force_login(person)
    browser.let_in(client.cookies["sessionid"].value)


def visit():
    """A planned visit of a coach, with one point agreed on; its people read English."""
    school = School.objects.first() or factories.make_school()
    team = school.teams.first() or factories.make_team(school)
    teacher = factories.make_person("Tijn Verzonnen", team=team, role="teacher", language="en")
    coach = factories.make_person("Coba Voorbeeld", team=team, role="coach", language="en")
    lesson = factories.make_lesson(teacher, coach=coach)
    factories.save(lesson, "teacher", {"type": "lens", "item": "com.steps_first_step", "chosen": True})
    return lesson
