"""A program as its unit has it run: started again when it ends, as systemd does, unless it was told to
stop."""

import configparser
import os
import shlex
import signal
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil

OUR_OWN = (
    "VIRTUAL_ENV",
    "PYTHON",
    "DJANGO_",
    "DATABASE_",
    "SECRET_KEY",
    "VAR_DIR",
    "PG",
    "DEMO",
)  # how their names begin


def variables(path):
    """Of a file as EnvironmentFile= reads it."""
    lines = [line.strip() for line in Path(path).read_text().splitlines()]
    pairs = [line.split("=", 1) for line in lines if line and not line.startswith("#")]
    return {name: value.strip('"') for name, value in pairs}


def read_unit(*paths):
    """[Service] of a unit and of what is dropped in, as {name: value}; of a name that stands twice the
    last."""
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    parser.optionxform = str
    parser.read(paths)
    return dict(parser["Service"])


class Service:
    """`again` is how many seconds after its end it begins again; None: it stays away."""

    def __init__(self, command, *, log, env=(), cwd="/", user=None, again=None, patience=35):
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(OUR_OWN)}
        self.command, self.log, self.env, self.cwd = command, log, inherited | dict(env), cwd
        self.user, self.again, self.patience = user, again, patience
        self.process, self.is_wanted, self.lock = None, False, threading.Lock()

    @classmethod
    def of_unit(cls, *paths, env, log):
        unit = read_unit(*paths)
        return cls(
            shlex.split(unit["ExecStart"]),
            log=log,
            env=env,
            cwd=Path(unit["WorkingDirectory"]),
            again=float(unit["RestartSec"]) if unit.get("Restart") == "always" else None,
            patience=float(unit["TimeoutStopSec"]),
        )

    def start(self):
        self.is_wanted = True
        self.spawn()

    def spawn(self):
        with self.lock:
            if self.is_wanted:
                self.begin()

    def begin(self):
        with self.log.open("a") as log:
            who = {"user": self.user, "group": self.user, "extra_groups": []} if self.user else {}
            self.process = subprocess.Popen(
                self.command, cwd=self.cwd, env=self.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, **who,
            )  # fmt: skip
        threading.Thread(target=self.watch, args=[self.process], daemon=True).start()

    def watch(self, process):
        process.wait()
        if self.again is not None:
            time.sleep(self.again)
            if process is self.process:
                self.spawn()

    @property
    def pid(self):
        return self.process.pid

    @property
    def family(self):
        """It and all that it started."""
        with suppress(psutil.NoSuchProcess):
            top = psutil.Process(self.pid)
            return [top, *top.children(recursive=True)]
        return []

    def crash(self):
        """kill -9, of it and of all that it started; who restarts it does so."""
        self.kill(self.family)

    @staticmethod
    def kill(processes):
        for each in processes:
            with suppress(psutil.NoSuchProcess):
                each.send_signal(signal.SIGKILL)

    def cut(self):
        """As without power: it does not come back by itself."""
        with self.lock:
            self.is_wanted = False
        self.crash()
        self.process.wait()

    def stop(self):
        """As `systemctl stop`: TERM to the first process, and KILL for what is left when patience ends."""
        with self.lock:
            self.is_wanted = False
        if not self.process or self.process.poll() is not None:
            return
        family = self.family
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(self.patience)
        self.kill(family)
        self.process.wait()

    def signal(self, number):
        self.process.send_signal(number)
