"""Two builds beside each other, each a process in its own folder with a database of its own: ours, and the
one it is measured against, which `script/bench` set up at BEFORE.

The rows are made once, by the build of before; ours gets a copy of that database and carries it over with its
migrations, as an update does.
"""

import json
import os
import subprocess
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection

OURS = Path(__file__).resolve().parents[2]
ANSWERING = OURS / "tests" / "benchmarks" / "answering.py"


class Build:
    """One build in its own folder, with its own Python packages and data."""

    def __init__(self, root, data):
        self.root, self.python = root, root / ".venv" / "bin" / "python"
        self.data, self.process = data, None
        # what is promised of a save now is asked of both (docs/adr/0018)
        lasting = settings.DATABASES["default"]["OPTIONS"].get("init_command", "")
        self.environment = os.environ | {"VAR_DIR": str(data), "PYTHONPATH": str(root), "LASTING": lasting}
        if connection.vendor == "postgresql":
            self.environment["DATABASE_URL"] = f"postgres:///{data.name}"

    def manage(self, *command):
        """Shows what it prints only when it fails."""
        run = [self.python, "manage.py", *command]
        done = subprocess.run(run, cwd=self.root, env=self.environment, capture_output=True, text=True)
        assert not done.returncode, done.stdout + done.stderr

    def start(self, program=ANSWERING):
        self.process = subprocess.Popen(
            [self.python, "-P", program], cwd=self.root, env=self.environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=1,
        )  # fmt: skip

    def ask(self, verb, *details):
        """What this verb of its program answers."""
        self.tell(verb, *details)
        return self.hear(verb)

    def tell(self, verb, *details):
        self.process.stdin.write(json.dumps([verb, *details]) + "\n")

    def hear(self, verb):
        line = self.process.stdout.readline()
        assert line, f"{self.root}: no answer to {verb}"
        return json.loads(line)

    def stop(self):
        if self.process:
            self.process.stdin.close()
            self.process.wait()
            self.process.stdout.close()
        self.process = None


class Builds:
    """`before` and `ours` with the same rows, made by `before`; `found` is what it says it made."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="builds.")
        before = Path(os.environ["BEFORE"])  # nobody but who compares needs it
        self.before, self.ours = self.build(before, "before"), self.build(OURS, "ours")
        self.prepare()
        self.ours.start()
        return self

    def __exit__(self, *_failure):
        self.before.stop()
        self.ours.stop()
        self.folder.cleanup()

    def build(self, root, name):
        data = Path(self.folder.name, f"{name}_{os.getpid()}")
        data.mkdir()
        return Build(root, data)

    def prepare(self):
        if connection.vendor == "postgresql":
            made(f"CREATE DATABASE {self.before.data.name}")
        self.make()
        self.copy()
        self.ours.manage("prepare")

    def make(self):
        self.before.manage("prepare")
        self.before.start()
        self.found = self.before.ask("make")

    def copy(self):
        """One that runs lets go of its database first; it takes it again by itself."""
        self.before.ask("let_go", str(self.ours.data / "meekijken.sqlite3"))
        if connection.vendor == "postgresql":
            made(f"CREATE DATABASE {self.ours.data.name} TEMPLATE {self.before.data.name}")


def made(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
