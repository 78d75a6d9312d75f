"""An update from the last release: nothing that anybody wrote changes, who was signed in still is, every page
that could be reached opens, and what a device had not sent yet is saved.

What the releases left lies beside this file, as `script/release` keeps it."""

import gzip
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from tests.releases.world import KEY, PEOPLE

KEPT = Path(__file__).parent
LAST = max(
    (path for path in KEPT.iterdir() if path.name[0].isdigit()),
    key=lambda path: [*map(int, path.name.split("."))],
)


@pytest.fixture
def left(tmp_path):
    """The environment in which the last release stopped."""
    address = os.environ.get("DATABASE_URL")
    if address is None:
        script = gzip.decompress((LAST / "sqlite.sql.gz").read_bytes()).decode()
        with closing(sqlite3.connect(tmp_path / "meekijken.sqlite3")) as file:
            file.executescript(script)
        yield {"VAR_DIR": str(tmp_path)}
        return
    name = f"left_{os.getpid()}"
    own = f"{address.rpartition('/')[0]}/{name}"
    with psycopg.connect(address, autocommit=True) as admin:
        admin.execute(f"create database {name}")
        try:
            with psycopg.connect(own, autocommit=True) as database:
                database.execute(gzip.decompress((LAST / "postgresql.sql.gz").read_bytes()))
            yield {"VAR_DIR": str(tmp_path), "DATABASE_URL": own}
        finally:
            admin.execute(f"drop database {name} with (force)")


@pytest.mark.slow
def test_an_update_from_the_last_release_changes_nothing_for_people(left):
    command = [sys.executable, "-m", "tests.releases.upgraded", str(LAST)]
    environment = os.environ | left | {"SECRET_KEY": KEY}
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)

    assert found["changed"] == []
    assert [page["otherwise"] for page in found["pages"].values()] == [{}] * len(PEOPLE)
    assert sum(page["asked"] for page in found["pages"].values()) > 200
    assert found["sent"] == {"status": 200, "saved": 1}
