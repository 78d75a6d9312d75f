"""Five servers on this machine, from the files of deploy/many: a proxy, two databases under Patroni, two app
servers with a task worker each, and three etcd that agree."""

import json
import os
import shutil
import signal
import ssl
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import psutil
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.failover.places import IS_ROOT, OWNER, find_postgres, given_to_owner
from tests.failover.service import Service, variables

COMMON = "meekijken-.service.d/own.conf"
# what the role has where the app may set nothing (docs/running.md)
LIMITS = ["lock_timeout = '2s'", "statement_timeout = '8s'", "idle_in_transaction_session_timeout = '30s'"]
DATABASES, APPS = ["db1", "db2"], ["app1", "app2"]


def wait_for(what, condition, seconds=60):
    """What `condition` says once it is true; an error in it is a no."""
    until = time.monotonic() + seconds
    while True:
        with suppress(OSError, ValueError, KeyError, psutil.Error):
            if said := condition():
                return said
        if time.monotonic() > until:
            raise TimeoutError(f"it never came: {what}")
        time.sleep(0.1)


def asked(url):
    with urllib.request.urlopen(url, timeout=2) as reply:
        return json.load(reply)


class Many:
    """All of it. `places` says where."""

    def __init__(self, places, *, with_pooler=False):
        self.places, self.services, self.with_pooler = places, {}, with_pooler
        self.port, self.front = 8443, places.address["front"]

    def start(self):
        steps = [
            self.start_agreement,
            self.start_databases,
            self.prepare_apps,
            self.start_apps,
            self.start_proxy,
        ]
        for step in steps:
            began = time.monotonic()
            step()
            print(f"{step.__name__.replace('_', ' ')}: {time.monotonic() - began:.0f} s", flush=True)
        wait_for("the app", self.answers)

    def stop(self):
        for service in reversed(self.services.values()):
            service.cut()
        for name in DATABASES:
            self.kill_postgres(name)

    def add(self, server, name, service):
        self.services[server, name] = service
        return service

    def log(self, server, name):
        """Not on a disk that may be full."""
        return self.places.folder / f"{server}-{name}.log"

    # --- who agrees

    def start_agreement(self):
        for name in ["front", *APPS]:
            self.add(name, "etcd", self.etcd(name)).start()

    def etcd(self, server):
        folder = self.places.of(server) / "etcd"
        folder.mkdir(mode=0o700)
        return Service(
            ["etcd"],
            log=self.log(server, "etcd"),
            env=variables(self.places.filled("many/etcd.env", server)),
            again=1,
        )

    # --- databases

    def start_databases(self):
        self.patroni_of("db1").start()
        wait_for("a primary", lambda: self.primary)
        self.patroni_of("db2").start()
        self.make_database()
        wait_for("a synchronous standby", lambda: self.standby, 120)

    def patroni_of(self, server):
        given_to_owner(self.places.of(server))
        self.places.filled("many/role_changed", server).chmod(0o755)
        path = self.places.filled("many/patroni.yml", server)
        user = OWNER if IS_ROOT else None
        return self.add(
            server, "patroni", Service(["patroni", str(path)], log=self.log(server, "patroni"), user=user)
        )

    def members(self):
        """{server: its role} as Patroni tells it, of those that run."""
        for name in DATABASES:
            with suppress(OSError, ValueError):
                cluster = asked(f"http://{self.places.address[name]}:8008/cluster")["members"]
                by_address = {address: server for server, address in self.places.address.items()}
                return {
                    by_address[row["name"]]: row["role"]
                    for row in cluster
                    if row["state"] in ("running", "streaming")
                }
        return {}

    def with_role(self, *roles):
        return next((name for name, role in self.members().items() if role in roles), None)

    @property
    def primary(self):
        """The server that says so itself: what others know of it may be old."""
        for name in DATABASES:
            with suppress(OSError):
                if asked(f"http://{self.places.address[name]}:8008/primary"):
                    return name
        return None

    @property
    def standby(self):
        return self.with_role("sync_standby")

    def psql(self, server, words, database="postgres"):
        env = os.environ | {"PGPASSWORD": "only-for-faults", "PGCONNECT_TIMEOUT": "2"}
        command = [
            f"{find_postgres()}/psql",
            "-h",
            self.places.address[server],
            "-U",
            OWNER,
            "-d",
            database,
            "-Atqc",
            words,
        ]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout.strip()

    def make_database(self):
        """As docs/deployment.md has it done by hand."""
        self.psql("db1", "CREATE ROLE meekijken LOGIN PASSWORD 'only-for-faults'")
        self.psql("db1", "CREATE DATABASE meekijken OWNER meekijken")
        if self.with_pooler:
            for limit in LIMITS:
                self.psql("db1", f"ALTER ROLE meekijken SET {limit}")
            for name in DATABASES:
                self.pooler_of(name).start()

    def pooler_of(self, server):
        path = self.places.filled("many/pgbouncer.ini", server)
        given_to_owner(self.places.filled("many/userlist.txt", server))
        command, user = ["pgbouncer", str(path)], OWNER if IS_ROOT else None
        return self.add(server, "pgbouncer", Service(command, log=self.log(server, "pgbouncer"), user=user))

    def postmaster(self, server):
        with suppress(OSError, psutil.NoSuchProcess):
            return psutil.Process(
                int((self.places.of(server) / "postgresql" / "postmaster.pid").read_text().split()[0])
            )

    def kill_postgres(self, server):
        if top := self.postmaster(server):
            Service.kill([top, *top.children(recursive=True)])

    def restart_postgres(self, server):
        """Through Patroni, as `patronictl restart --timeout 30` does."""
        url = f"http://{self.places.address[server]}:8008/restart"
        urllib.request.urlopen(urllib.request.Request(url, b'{"timeout": 30}'), timeout=60).close()

    def cut_power(self, server):
        """Everything on a server of the database at once."""
        self.services[server, "patroni"].cut()
        self.kill_postgres(server)
        for pooler in self.poolers(server):
            pooler.cut()

    def power_on(self, server):
        for part in [*self.poolers(server), self.services[server, "patroni"]]:
            part.start()

    def poolers(self, server):
        return [self.services[server, "pgbouncer"]] if self.with_pooler else []

    # --- the app

    def prepare_apps(self):
        """The files are collected once: that takes longest."""
        for name in APPS:
            (self.places.of(name) / "secret_key").write_text("only-for-faults-" * 4)
        self.manage(APPS[0], "prepare")
        for name in ("static", "static.stamp"):
            copy = shutil.copytree if name == "static" else shutil.copy2
            copy(self.places.of(APPS[0]) / name, self.places.of(APPS[1]) / name)

    def environment(self, server, part=""):
        """The pages may have a pooler in between; what else asks the database goes past it."""
        more = self.with_pooler and part == "web"
        files = ["many/env", "many/pooler.env"] if more else ["many/env"]
        return {
            name: value
            for file in files
            for name, value in variables(self.places.filled(file, server)).items()
        }

    def manage(self, server, *words, root=None):
        env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        command = [sys.executable, "manage.py", *words]
        with self.log(server, "manage").open("a") as log:
            subprocess.run(
                command,
                cwd=root or self.places.root,
                env=env | self.environment(server),
                stdout=log,
                stderr=log,
                check=True,
            )

    def start_apps(self):
        for name in APPS:
            self.start_app(name)

    def start_app(self, server, root=None):
        for name in ("web", "worker"):
            units = [
                self.places.filled(f"one/systemd/{file}", server, root)
                for file in (COMMON, f"meekijken-{name}.service")
            ]
            service = Service.of_unit(*units, env=self.environment(server, name), log=self.log(server, name))
            self.add(server, name, service).start()

    def roll_to(self, root):
        """One server after another, as docs/deployment.md has it."""
        for name in APPS:
            for part in ("worker", "web"):
                self.services[name, part].stop()
            self.start_app(name, root)
            wait_for(f"{name} with other code", lambda name=name: self.is_live(name))

    def is_live(self, server):
        request = urllib.request.Request(f"http://{self.places.address[server]}:8000/healthz/live")
        with urllib.request.urlopen(request, timeout=2) as reply:
            return reply.status == 200

    # --- the proxy

    def start_proxy(self):
        front = self.places.of("front")
        (front / "meekijken.pem").write_bytes(certificate())
        self.places.filled("many/resting.http", "front")
        path = self.places.filled("many/haproxy.cfg", "front")
        command = ["haproxy", "-W", "-f", str(path), "-p", str(front / "haproxy.pid")]
        self.add("front", "haproxy", Service(command, log=self.log("front", "haproxy"), again=1)).start()

    def reload_proxy(self):
        self.services["front", "haproxy"].signal(signal.SIGUSR2)

    def proxy_workers(self):
        """Those that take new connections: who ends after a reload has the name of its end in its command."""
        return {each.pid for each in self.services["front", "haproxy"].family[1:]}

    def is_newest(self, pid):
        return pid == max(self.proxy_workers(), key=lambda each: psutil.Process(each).create_time())

    def answers(self):
        request = urllib.request.Request(
            f"https://{self.front}:{self.port}/p/", headers={"Host": "localhost"}
        )
        with urllib.request.urlopen(request, timeout=20, context=unchecked()) as reply:
            return reply.status == 200


def unchecked():
    """The certificate is of this run alone."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def certificate():
    """For localhost, with its key, in one file as HAProxy reads it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = (
        made.serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return made.sign(key, hashes.SHA256()).public_bytes(pem) + secret
