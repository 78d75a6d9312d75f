"""The units of deploy/one as a service manager reads them, with what belongs to this machine in place."""

import os
import shlex

from django.conf import settings

from tests.hosting.in_front import ONE

UNITS = ONE / "systemd"


def read(name):
    """{setting: [values]} of a unit, or of what all have in common."""
    found = {}
    for line in (UNITS / name).read_text().splitlines():
        if line and line[0] not in "#[":
            setting, _is, value = line.partition("=")
            found.setdefault(setting, []).append(value)
    return found


def command_of(name):
    """What the unit starts, with this folder as the release."""
    (line,) = read(name)["ExecStart"]
    return shlex.split(line.replace("/opt/meekijken/current", str(settings.BASE_DIR)))


def shipped():
    """Settings of deploy/one/env; also those that are to be filled in."""
    lines = [line.lstrip("#") for line in (ONE / "env").read_text().splitlines()]
    return dict(
        line.split("=", 1)
        for line in lines
        if line.partition("=")[0].isupper() or "_" in line.partition("=")[0]
    )


def environment(folder, port):
    """What the app gets: nothing of the caller's own set-up, but for where programs are."""
    on = dict(
        line.split("=", 1) for line in (ONE / "env").read_text().splitlines() if line and line[0] != "#"
    )
    values = {name: value.strip('"') for name, value in on.items()} | {
        "VAR_DIR": str(folder),
        "PORT": str(port),
    }
    return {"PATH": os.environ["PATH"], "LANG": os.environ.get("LANG", "C.UTF-8")} | values
