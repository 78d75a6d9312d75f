"""Units, settings and container of deploy/one are well-formed, and name what is there; so does the page that
leads through them (docs/deployment.md)."""

import json
import re
import runpy
import shutil
import subprocess

import pytest
from django.conf import settings
from django.core.management import get_commands

from tests.hosting import units
from tests.hosting.in_front import ONE

PAGE = (settings.BASE_DIR / "docs" / "deployment.md").read_text("utf-8")
SERVICES = sorted(path.name for path in units.UNITS.glob("*.service"))
SERVED = ["meekijken-web.service", "meekijken-worker.service"]


@pytest.fixture
def placed(tmp_path):
    """The units in a folder of their own, with this folder as the release."""
    shutil.copytree(units.UNITS, tmp_path, dirs_exist_ok=True)
    for path in [*tmp_path.glob("*.service"), *tmp_path.glob("*.d/*.conf")]:
        path.write_text(path.read_text().replace("/opt/meekijken/current", str(settings.BASE_DIR)))
    return tmp_path


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="this machine has no systemd")
def test_a_service_manager_finds_nothing_wrong(placed):
    made = [
        str(placed / "meekijken-alarm@hourly.service" if "@" in name else placed / name) for name in SERVICES
    ]
    verify = ["systemd-analyze", "verify", "--man=no", *made, str(placed / "meekijken-hourly.timer")]

    done = subprocess.run(
        verify,
        env={"SYSTEMD_UNIT_PATH": f"{placed}:", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, [line for line in done.stderr.splitlines() if "meekijken" in line]) == (0, [])


@pytest.mark.parametrize("name", SERVICES)
def test_a_unit_starts_what_is_there(name):
    _python, what, command, *_more = units.command_of(name)

    assert (settings.BASE_DIR / ".venv" / "bin" / "python").exists()
    assert command == "gunicorn" if what == "-m" else command in get_commands()
    assert name.startswith("meekijken-")  # or it has nothing of what all have in common
    assert {"User", "UMask", "ProtectSystem", "NoNewPrivileges"}.isdisjoint(units.read(name))


def test_all_units_are_of_one_user_who_writes_in_one_folder():
    found = units.read("meekijken-.service.d/own.conf")

    assert found["User"] == found["Group"] == found["StateDirectory"] == ["meekijken"]
    assert (found["UMask"], found["ProtectSystem"], found["StateDirectoryMode"]) == (
        ["0077"],
        ["strict"],
        ["0711"],
    )
    assert "VAR_DIR=/var/lib/meekijken\n" in (ONE / "env").read_text()


def test_who_is_being_answered_when_it_stops_gets_the_answer():
    served = runpy.run_path(str(settings.BASE_DIR / "deploy" / "gunicorn.conf.py"))
    web = units.read("meekijken-web.service")

    assert int(web["TimeoutStopSec"][0]) >= served["graceful_timeout"] + 5 >= 35
    assert web["KillMode"] == ["mixed"]


def test_an_update_restarts_because_what_is_loaded_stays():
    """A process that comes of what was loaded (docs/adr/0075) would go on with the code of before."""
    served = runpy.run_path(str(settings.BASE_DIR / "deploy" / "gunicorn.conf.py"))

    assert served["preload_app"]
    assert [name for name in SERVICES if "ExecReload" in units.read(name)] == []
    assert not re.findall(r"reload[\w-]* meekijken", PAGE)


@pytest.mark.parametrize("name", SERVED)
def test_what_ends_begins_again_however_often(name):
    found = units.read(name)

    assert (found["Restart"], found["StartLimitIntervalSec"]) == (["always"], ["0"])
    assert found["WantedBy"] == ["multi-user.target"]


def test_an_hour_that_fails_is_told():
    assert units.read("meekijken-hourly.service")["OnFailure"] == ["meekijken-alarm@%N.service"]
    assert units.command_of("meekijken-alarm@.service")[-2:] == ["alarm", "%i"]
    assert "OnFailure" not in units.read("meekijken-alarm@.service")


def test_every_name_of_the_settings_is_explained():
    explained = set(re.findall(r"`([A-Z_]+)`", PAGE[PAGE.index("## Names of the environment") :]))
    explained |= {f"{name}_FILE" for name in explained}

    assert set(units.shipped()) <= explained


def test_a_container_starts_what_the_unit_starts():
    text = (ONE / "Containerfile").read_text()
    entry, command = (
        json.loads(re.search(rf"^{word} (\[.+\])$", text, re.MULTILINE)[1]) for word in ("ENTRYPOINT", "CMD")
    )

    found = " ".join([*entry, *command]).replace("/opt/meekijken/current", str(settings.BASE_DIR))
    assert found.split() == units.command_of("meekijken-web.service")
    assert "/opt/meekijken/current/script/install" in text
    assert "Not built here" in text


def test_the_page_leads_to_files_that_are_there():
    named = set(re.findall(r"/opt/meekijken/(?:current|\$version)/([\w./-]+)", PAGE)) | set(
        re.findall(r"`(deploy/[\w./]+)`", PAGE)
    )

    assert {"deploy/one/meekijken", "deploy/one/env", "script/install"} <= named
    assert [name for name in named if not (settings.BASE_DIR / name).exists()] == []


def test_the_page_uses_commands_that_are_there():
    """Those of Django too: `meekijken COMMAND` is `manage.py COMMAND`."""
    used = set(re.findall(r"^    (?:RELEASE=\S+ )?meekijken (\w+)", PAGE, re.MULTILINE))

    assert {"prepare", "sendtestemail"} <= used
    assert used <= set(get_commands())


def test_the_page_names_units_that_are_there():
    lines = re.findall(
        r"(?:systemctl (?:start|stop|restart|status|enable)|journalctl -u)((?: [\w@.-]+)+)", PAGE
    )
    named = {word for line in lines for word in line.split() if word.startswith("meekijken")}

    there = {path.name.removesuffix(".service") for path in units.UNITS.iterdir()}
    assert {"meekijken-web", "meekijken-worker", "meekijken-hourly.timer"} <= named <= there
