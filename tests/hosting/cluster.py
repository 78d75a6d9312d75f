"""A PostgreSQL of its own, that a test may stop, fill and lock (script/postgres.sh)."""

import os
import subprocess

import psycopg
from django.conf import settings

from tests.patience import SECONDS


def shell(script, **env):
    begin = ". script/setup.sh; . script/postgres.sh; cluster=${CLUSTER:-}; "
    done = subprocess.run(
        ["/bin/sh", "-euc", begin + script, "script/postgres.sh"],
        cwd=settings.BASE_DIR,
        env=os.environ | env,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=SECONDS,
    )
    return done.stdout.strip()


class Cluster:
    def __init__(self):
        self.folder = shell('start_postgres >&2; echo "$cluster"')
        self.environment = {"PGHOST": self.folder, "PGUSER": "tests", "DATABASE_URL": "postgres:///postgres"}

    def control(self, what):
        """`stop`, `start` or `restart`, as pg_ctl does it; only a restart knows where it listened."""
        there = '--options "-k $cluster -c listen_addresses="' if what == "start" else ""
        shell(f'pg_ctl {what} >&2 --log "$cluster/log" {there}', CLUSTER=self.folder)

    def connect(self):
        return psycopg.connect(
            host=self.folder, user="tests", dbname="postgres", application_name="other", autocommit=True
        )

    def run(self, *statements):
        with self.connect() as connection:
            for statement in statements:
                connection.execute(statement)

    def remove(self):
        shell("stop_postgres >&2", CLUSTER=self.folder)
