"""What a release consists of stands once, and says the same everywhere."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from django.conf import settings

HERE, KEPT = Path(settings.BASE_DIR), Path(__file__).parent
SECTION = re.compile(r"^## (\d+\.\d+\.\d+), (.+)$", re.M)
LOCKED = re.compile(r"^([\w-]+)==([^ ]+)(.*?)(?=^\w|\Z)", re.M | re.S)


def test_the_program_says_the_version_that_the_changes_begin_with():
    version = tomllib.loads((HERE / "pyproject.toml").read_text())["project"]["version"]
    newest, said = SECTION.findall((HERE / "CHANGELOG.md").read_text())[0]

    assert version == (f"{newest}.dev0" if said == "not released yet" else newest)


def test_every_release_left_a_database_to_go_on_from():
    released = {
        version for version, said in SECTION.findall((HERE / "CHANGELOG.md").read_text()) if said[0].isdigit()
    }
    files = {"sqlite.json", "sqlite.sql.gz", "postgresql.json", "postgresql.sql.gz"}

    assert {
        path.name: {file.name for file in path.iterdir()} for path in KEPT.glob("[0-9]*")
    } == dict.fromkeys(released, files)


def test_the_bill_of_materials_holds_all_that_the_lock_and_the_folders_hold():
    made = subprocess.run(
        [sys.executable, "script/sbom.py"], cwd=HERE, capture_output=True, text=True, check=True
    )
    found = {f"{part['name']} {part['version']}": part for part in json.loads(made.stdout)["components"]}
    locked = {
        f"{name} {version}": sums(rest)
        for name, version, rest in LOCKED.findall((HERE / "requirements.txt").read_text())
    }
    others = found.keys() - locked.keys()

    assert {name: sums_of(found[name]) for name in locked} == locked
    assert {name.split()[0].lower() for name in others} == {"idb", "atkinson", "literata", "noto"}
    assert {path.name for path in (HERE / "static/vendor").iterdir() if path.is_dir()} == {"idb"}
    assert {path.name.split("-")[0] for path in (HERE / "static/fonts").glob("*.*tf*")} == {
        "atkinson",
        "literata",
        "noto",
    }


def sums(lines):
    return set(re.findall(r"sha256:(\w+)", lines))


def sums_of(part):
    return {one["content"] for reference in part["externalReferences"] for one in reference["hashes"]}
