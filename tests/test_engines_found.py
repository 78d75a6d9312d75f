"""Which engines a machine has (script/setup.sh): one that is there is found, one that is not is said, and
serving the app needs none."""

import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent.parent
NO_SNAP = b"\x7fELF\0Take a snapshot of the window\0"  # as in Firefox's own program
TO_A_SNAP = b'#!/bin/sh\nexec /snap/bin/firefox "$@"\n'  # as Ubuntu has it


@pytest.fixture
def machine(tmp_path):
    """With the usual commands and no package manager; `works` is told to believe that each program starts."""
    for name in ("sh", "grep", "sed", "uname", "id", "tr", "cat"):
        for folder in ("/bin", "/usr/bin"):
            if (Path(folder) / name).exists() and not (tmp_path / name).exists():
                (tmp_path / name).symlink_to(Path(folder) / name)
    return tmp_path


def shell(machine, commands, **environment):
    starts = (
        'works() { case ${2:-} in --version) command -v "$1" >/dev/null ;; *) "$@" >/dev/null 2>&1 ;; esac; }'
    )
    return subprocess.run(
        ["/bin/sh", "-c", f"set -eu; . script/setup.sh; {starts}; {commands}", "script/test"],
        cwd=HERE, env={"PATH": str(machine), "HOME": str(machine), **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def program(machine, name, content):
    (machine / name).write_bytes(content)
    (machine / name).chmod(0o755)


@pytest.mark.parametrize(("content", "is_found"), [(NO_SNAP, True), (TO_A_SNAP, False)])
def test_a_firefox_is_found_unless_it_is_a_snap(machine, content, is_found):
    program(machine, "firefox", content)
    found = shell(machine, "find_firefox")
    assert (found.stdout.strip() == str(machine / "firefox")) is is_found


def test_an_engine_that_cannot_be_had_is_said_and_not_asked_for(machine):
    asked = shell(machine, "missing_engine firefox; missing_engine webkit")
    assert (asked.returncode, asked.stdout) == (0, "")
    chosen = shell(machine, 'choose_engines "firefox webkit"; echo "green$absent"')
    assert chosen.stdout == "green; not run, because this machine cannot have it: firefox and webkit\n"


def test_where_every_engine_is_demanded_one_that_is_not_there_is_an_error(machine):
    chosen = shell(machine, 'choose_engines "firefox webkit"', CI="true")
    assert chosen.returncode == 1
    assert "this machine has no firefox and webkit" in chosen.stderr


def test_the_run_that_decides_demands_every_engine(machine):
    (machine / ".ci").mkdir()
    (machine / "script").mkdir()
    (machine / ".ci/run").write_bytes((HERE / ".ci/run").read_bytes())
    (machine / "dirname").symlink_to("/usr/bin/dirname")
    program(machine, "script/test", b'#!/bin/sh\necho "CI=$CI"\n')
    run = subprocess.run(["/bin/sh", ".ci/run"], cwd=machine, env={"PATH": str(machine)}, capture_output=True, text=True, check=False)  # fmt: skip
    assert run.stdout == "CI=true\n"


def test_serving_the_app_asks_for_no_browser():
    """What `setup` gets besides Python, uv and WeasyPrint's libraries is named by its second word."""
    assert "\nsetup requirements.txt\n" in (HERE / "script/run").read_text()
