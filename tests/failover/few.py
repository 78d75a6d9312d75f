"""The same with one PostgreSQL of its own and no Patroni: what the suite runs
(tests/hosting/test_quick_faults.py)."""

import subprocess

from tests.failover.many import Many
from tests.failover.places import IS_ROOT, OWNER, find_postgres, given_to_owner


class Few(Many):
    primary, standby = "db1", "db1"

    def __init__(self, places, *, with_pooler=False):
        super().__init__(places, with_pooler=with_pooler)
        self.data = places.of("db1") / "postgresql"

    def start_agreement(self):
        """There is one."""

    def start_databases(self):
        given_to_owner(self.places.of("db1"))
        self.program("initdb", "--username", OWNER, "--auth", "trust", "--encoding", "UTF8", "--no-sync")
        self.pg_ctl("start")
        self.make_database()

    def program(self, name, *words):
        command = [f"{find_postgres()}/{name}", "--pgdata", str(self.data), *words]
        who = {"user": OWNER, "group": OWNER, "extra_groups": []} if IS_ROOT else {}
        with self.log("db1", name).open("a") as log:
            subprocess.run(command, cwd="/", stdout=log, stderr=log, check=True, **who)

    def pg_ctl(self, what, *words):
        address, folder = self.places.address["db1"], self.places.of("db1")
        options = f"-k {folder} -c listen_addresses={address}"
        self.program(
            "pg_ctl", what, "--wait", "--log", str(folder / "postgres.log"), "--options", options, *words
        )

    def restart_postgres(self, server):
        self.pg_ctl("restart", "--mode", "fast")

    def environment(self, server, part=""):
        return super().environment(server, part) | {"WEB_CONCURRENCY": "1"}

    def stop(self):
        super().stop()
        self.kill_postgres("db1")
