"""Two builds, each served on the same rows: on SQLite by one process, on PostgreSQL by one app server, or by
two behind a proxy."""

import os
import socket
import subprocess
from contextlib import ExitStack
from pathlib import Path

from tests.benchmarks.builds import Builds
from tests.faults.world import SERVED, Server
from tests.patience import eventually

COACHES, CLASSES = 1_000, 200
PROCESSES = {"sqlite": 1, "postgres": 2, "two": 2}  # of each app server
PROXY = """
global
    maxconn 2000
defaults
    mode http
    option httpclose
    timeout connect 2s
    timeout client 30s
    timeout server 30s
    retry-on all-retryable-errors
frontend site
    bind 127.0.0.1:{port}
    default_backend app
backend app
    balance leastconn
{servers}
"""


class World(Builds):
    """`before` and `ours`, with many lessons at once; `told` is who and what these are."""

    def make(self):
        super().make()
        self.told = self.before.ask("at_once", self.found["teacher"], COACHES, CLASSES)


class Site:
    """One build, served. `port` is where people come in, `workers` the processes that answer them."""

    def __init__(self, build, place):
        self.stack, processes = ExitStack(), str(PROCESSES[place])
        path = f"{build.root}:{Path(__file__).parent}"
        self.environment = build.environment | {"PYTHONPATH": path, "WEB_CONCURRENCY": processes}
        self.servers = [self.serve(build) for _ in range(2 if place == "two" else 1)]
        self.print(build)
        self.port = self.proxy(build.data) if place == "two" else self.servers[0].port

    def serve(self, build):
        """As the build itself says that a school's servers do; that of before knew one way only."""
        deployed = build.root / "deploy" / "gunicorn.conf.py"
        config = deployed if deployed.exists() else SERVED
        server = Server("durable", build.root, build.python, self.environment, config)
        self.stack.callback(server.kill)
        return server

    def print(self, build):
        """Who saves goes before who prints."""
        command = ["nice", build.python, "manage.py", "db_worker", "--verbosity", "0"]
        worker = subprocess.Popen(command, cwd=build.root, env=self.environment, stderr=subprocess.DEVNULL)
        self.stack.callback(lambda: (worker.kill(), worker.wait()))

    def proxy(self, folder):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        servers = [f"    server app{n} 127.0.0.1:{each.port}" for n, each in enumerate(self.servers)]
        (folder / "proxy").write_text(PROXY.format(port=port, servers="\n".join(servers)))
        haproxy = subprocess.Popen(["haproxy", "-db", "-q", "-f", folder / "proxy"])
        self.stack.callback(lambda: (haproxy.kill(), haproxy.wait()))
        eventually(lambda: is_there(port))
        return port

    @property
    def workers(self):
        """Process ids of gunicorn's children."""
        return [pid for server in self.servers for pid in children_of(server.process.pid)]

    def stop(self):
        self.stack.close()


def is_there(port):
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def children_of(pid):
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


def megabytes(pid):
    """Its share of the memory (PSS): what processes have together is divided among them."""
    rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(row.split()[1]) for row in rows if row.startswith("Pss:")) * 1024 / 1e6


def cpu_seconds():
    """Of all that ran on this machine."""
    spent = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    user, nice, system, _idle, _wait, irq, softirq, *_more = map(int, spent)
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")
