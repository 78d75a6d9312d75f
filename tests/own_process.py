"""Runs a module of the tests in a process of its own, on an empty database with the settings of a real server."""

import json
import os
import subprocess
import sys

import psycopg
from django.conf import settings


def on_sqlite(folder, module, *args):
    """What the module printed, as JSON."""
    return outcome(module, *args, VAR_DIR=str(folder))


def on_postgresql(folder, module, *args):
    """The same on a database that is made for it, beside the one of the suite."""
    name = f"own_{os.getpid()}"
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as admin:
        admin.execute(f"create database {name}")
        try:
            return outcome(module, *args, VAR_DIR=str(folder), DATABASE_URL=f"{server}/{name}")
        finally:
            admin.execute(f"drop database {name} with (force)")


def outcome(module, *args, **env):
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | env
    command = [sys.executable, "-m", module, *args]
    done = subprocess.run(
        command, env=env, cwd=settings.BASE_DIR, capture_output=True, check=False, timeout=180
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)
