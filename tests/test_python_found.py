"""Which Python `.venv` is made with (script/setup.sh): the one that was asked for, else one built with
profile-guided optimisation, else the first that will do. A `.venv` that is there keeps its own."""

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent.parent
BY_HAND = {"CONFIG_ARGS": "'--prefix=/opt/python'", "PGO_PROF_USE_FLAG": "-fprofile-use -fprofile-correction"}
DEBIAN = {"CONFIG_ARGS": "'--enable-shared' '--prefix=/usr'", "PGO_PROF_USE_FLAG": ""}
OPTIMISED = BY_HAND | {"CONFIG_ARGS": "'--prefix=/opt/python' '--enable-optimizations' '--with-lto'"}
SILENT = {"CONFIG_ARGS": None, "PGO_PROF_USE_FLAG": None}

# This Python, but for what it says of itself.
PYTHON = """#!{python}
import sys, sysconfig
sys.executable, sys.version_info = {path!r}, {version!r}
sysconfig.get_config_vars().update({says!r})
sys.modules.update(dict.fromkeys({lacks!r}))
exec(sys.argv[2])
"""


@pytest.fixture
def machine(tmp_path):
    """With a few commands, and no Python but those that a test puts there."""
    for name in ("sh", "cat", "cksum", "grep", "uname", "xargs", "rm"):
        folder = next(folder for folder in ("/bin", "/usr/bin") if Path(folder, name).exists())
        (tmp_path / "bin").mkdir(exist_ok=True)
        (tmp_path / "bin" / name).symlink_to(Path(folder, name))
    return tmp_path


def python(machine, place, says, version=(3, 13, 0), lacks=()):
    path = machine / place
    content = PYTHON.format(python=sys.executable, path=str(path), version=version, says=says, lacks=lacks)
    return program(path, content)


def program(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    path.chmod(0o755)
    return path


def shell(machine, commands, where=HERE, **environment):
    run = subprocess.run(
        ["/bin/sh", "-c", f'set -eu; . {HERE}/script/setup.sh; system_folders="{machine}/system"; {commands}', "script/run"],
        cwd=where, env={"PATH": str(machine / "bin"), "HOME": str(machine), **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return run.stdout.strip()


@pytest.mark.parametrize("says", [DEBIAN, OPTIMISED])
def test_a_python_with_pgo_goes_before_one_without(machine, says):
    python(machine, "bin/python3.13", BY_HAND)
    python(machine, "bin/python3.14", SILENT)
    with_pgo = python(machine, "bin/python3.12", says, (3, 12, 4))
    assert shell(machine, "find_python") == str(with_pgo)


def test_it_is_found_behind_a_pyenv_that_has_the_same_name(machine):
    python(machine, "bin/python3.13", BY_HAND)
    behind = python(machine, "system/python3.13", DEBIAN)
    assert shell(machine, "find_python") == str(behind)


def test_one_that_is_too_old_is_not_taken_for_its_pgo(machine):
    python(machine, "bin/python3", DEBIAN, (3, 11, 2))
    fits = python(machine, ".pyenv/versions/3.12.1/bin/python3", BY_HAND, (3, 12, 1))
    assert shell(machine, "find_python") == str(fits)


def test_without_one_the_first_that_will_do_is_taken(machine):
    python(machine, "bin/python3.12", SILENT, (3, 12, 1))
    first = python(machine, "bin/python3.13", BY_HAND)
    assert shell(machine, "find_python") == str(first)


def test_who_names_a_python_gets_that_one(machine):
    python(machine, "bin/python3.13", DEBIAN)
    named = python(machine, "mine/python", BY_HAND, (3, 12, 1))
    assert shell(machine, "find_python", PYTHON=str(named)) == str(named)
    assert shell(machine, "find_python", PYTHON="/no/such/python") == str(machine / "bin/python3.13")


def test_a_system_python_that_makes_no_venv_does_not_hide_one_that_does(machine):
    """Debian keeps that in a package of its own, which an ordinary user cannot install."""
    system = python(machine, "system/python3.13", DEBIAN, lacks=("ensurepip",))
    other = python(machine, ".pyenv/versions/3.13.0/bin/python3", BY_HAND)
    assert shell(machine, "find_python") == str(system)
    assert shell(machine, "find_venv_maker") == str(other)


def test_where_there_is_none_that_is_said(machine):
    assert shell(machine, "find_python || echo none") == "none"


def test_a_venv_that_is_there_keeps_its_python(machine):
    """Also when new packages come; only one that moved, or whose Python went, is made again."""
    project = machine / "project"
    python(machine, "bin/python3.13", DEBIAN)
    python(machine, "project/.venv/bin/python", BY_HAND, (3, 12, 1))
    program(project / ".tools/bin/uv", f'#!/bin/sh\necho "$@" >>{machine}/asked\n')
    (project / ".venv/.synced").write_text(f"3.12 {project}\n")
    for lock in ("requirements.txt", "new.txt"):
        (project / lock).touch()
    shell(machine, "sync new.txt", where=project)
    asked = (machine / "asked").read_text().splitlines()
    assert [" ".join(line.split()[:2]) for line in asked if line != "--version"] == ["pip sync"]
    assert (project / ".venv/.synced").read_text().startswith(f"3.12 {project}\n")
