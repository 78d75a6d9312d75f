"""Several people, and several tabs of one person, saving at the same moment: nothing locked, nothing overwritten."""

import json
import os
import subprocess
import sys

import psycopg
import pytest
from django.conf import settings
from django.db import connection

COMMAND = [sys.executable, "-m", "tests.eight_writers", "25"]
EXPECTED = {"saved": {"200": 8 * 25}, "tabs": {"200": 1, "409": 7}}


def outcome(**env):
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | env
    done = subprocess.run(
        COMMAND, env=env, cwd=settings.BASE_DIR, capture_output=True, check=False, timeout=180
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def test_eight_coaches_and_eight_tabs_on_sqlite(tmp_path):
    assert outcome(VAR_DIR=str(tmp_path)) == EXPECTED


@pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="runs with the suite on PostgreSQL")
def test_eight_coaches_and_eight_tabs_on_postgresql(tmp_path, transactional_db):
    name = f"writers_{os.getpid()}"
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as admin:
        admin.execute(f"create database {name}")
        try:
            found = outcome(VAR_DIR=str(tmp_path), DATABASE_URL=f"{server}/{name}")
        finally:
            admin.execute(f"drop database {name} with (force)")

    assert connection.vendor == "postgresql"
    assert found == EXPECTED
