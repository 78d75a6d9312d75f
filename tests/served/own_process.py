"""Runs `tests.served` in a process of its own, on a database that is made for it beside the one of the
suite."""

import json
import os
import subprocess
import sys

import psycopg
from django.conf import settings

from tests.patience import HOUR


def on_database_of_the_suite(folder, *parts):
    """What each of them found, in this order, on SQLite or on PostgreSQL, whichever the suite runs on."""
    address = os.environ.get("DATABASE_URL")
    if address is None:
        return outcome(*parts, VAR_DIR=str(folder))
    name = f"own_{os.getpid()}"
    with psycopg.connect(address, autocommit=True) as admin:
        admin.execute(f"create database {name}")
        try:
            return outcome(*parts, VAR_DIR=str(folder), DATABASE_URL=f"{address.rpartition('/')[0]}/{name}")
        finally:
            admin.execute(f"drop database {name} with (force)")


def outcome(*parts, **env):
    command = [sys.executable, "-m", "tests.served", *parts]
    done = subprocess.run(
        command,
        env=os.environ | ({} if "DATABASE_URL" in env else {"SECRET_KEY": ""}) | env,
        cwd=settings.BASE_DIR,
        capture_output=True,
        check=False,
        timeout=HOUR,
        umask=0o022,
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)
