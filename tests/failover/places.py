"""The files of deploy/many for servers that are all this machine: each server is an address of loopback, so
that ports stay what they are; folders are below one that goes afterwards."""

import getpass
import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILES = ROOT / "deploy"
SERVERS = ["front", "db1", "db2", "app1", "app2"]
DISK = "1500m"  # of a database server; it is of memory, and full once in a run
IS_ROOT = os.geteuid() == 0
OWNER = "postgres" if IS_ROOT else getpass.getuser()  # root may own no database
AS_ROOT = [] if IS_ROOT else ["sudo", "-n"]


def mounted(folder):
    """Whether it could be a disk of its own, that can be filled."""
    command = [
        *AS_ROOT,
        "mount",
        "-t",
        "tmpfs",
        "-o",
        f"size={DISK},mode=755,uid={os.getuid()}",
        "failover",
        str(folder),
    ]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


class Places:
    """Where everything of one run is."""

    def __init__(self, folder, root=ROOT, *, with_disks=True):
        self.folder, self.root = Path(folder), root
        net = f"127.{random.SystemRandom().randrange(16, 240)}.{random.SystemRandom().randrange(1, 250)}"
        self.address = {name: f"{net}.{number}" for number, name in enumerate(SERVERS, 1)}
        self.folder.chmod(0o755)
        for name in SERVERS:
            self.of(name).mkdir()
        self.disks = [self.of(name) for name in ("db1", "db2") if with_disks and mounted(self.of(name))]

    def give_back(self):
        for disk in self.disks:
            subprocess.run([*AS_ROOT, "umount", "--lazy", str(disk)], check=False)

    def of(self, server):
        return self.folder / f"server{SERVERS.index(server) + 1}"  # a name that no file has

    def filled(self, file, server, root=None):
        """This file of deploy/ as it stands on that server."""
        text = (FILES / file).read_text()
        for pattern, value in self.values(server, root or self.root):
            text = re.sub(pattern, value, text)
        path = self.of(server) / Path(file).name
        path.write_text(text)
        return path

    def values(self, server, root):
        """What is another on this machine: [(pattern, value)], in order."""
        here = self.of(server)
        return [
            (r"/opt/meekijken/current/\.venv/bin/python", sys.executable),
            (r"/opt/meekijken/current", str(root)),
            (r"/(etc|var/lib)/meekijken(?=[/\s])", str(here)),
            (r"/var/lib/(etcd|postgresql)/meekijken", f"{here}/\\1"),
            (r"/var/run/postgresql", str(here)),
            (r"/usr/lib/postgresql/17/bin", find_postgres()),
            (r"/etc/(haproxy|pgbouncer|patroni)|/run/haproxy", str(here)),
            (
                r"(?m)^    (user|group|log /dev/log) .*\n" if not IS_ROOT else r"(?m)^    log /dev/log .*\n",
                "",
            ),
            (r"(?m)ADDRESS:(80|443)\b", r"ADDRESS:8\1"),
            (r"\b(CLUSTER|APP)_PASSWORD\b", "only-for-faults"),
            (r"\bpostgres\b(?!ql|:)", OWNER),
            (r"meekijken\.school\.example", "localhost"),
            (r"\b(HERE|ADDRESS)\b", self.address[server]),
            *((rf"\b{name}\b", address) for name, address in self.address.items()),
        ]


def find_postgres():
    """The folder of its programs; script/postgres.sh says where it may be."""
    command = 'works() { "$@" >/dev/null 2>&1; }; . script/postgres.sh; find_postgres'
    return subprocess.run(
        ["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()


def given_to_owner(path):
    if IS_ROOT:
        shutil.chown(path, OWNER)
    return path
