"""How script/run serves: one process, so that SQLite has one writer, with threads; told to no one but this
machine."""

import ctypes
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress

bind = f"127.0.0.1:{os.environ['PORT']}"
worker_class = "gthread"
threads = 8  # as many as there are connections to PostgreSQL (settings.py)
graceful_timeout = 20  # seconds: what is under way gets to end, and what a client makes it wait for to come
control_socket_disable = True  # it would put a socket in the home folder
loglevel = "warning"
# where processes count together (hosting/numbers.py)
counts = "METRICS_TOKEN" in os.environ or "METRICS_TOKEN_FILE" in os.environ
if counts:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="meekijken-numbers-")


def when_ready(server):
    """What a timer and a service do where a school serves it (docs/running.md)."""
    be_patient(server)
    threading.Thread(target=every_hour, daemon=True).start()
    if "WORKER" in os.environ:
        threading.Thread(target=work, args=[server], daemon=True).start()


def be_patient(server):
    """Not for ever: a connection that holds back what it promised gives its thread free after a while (on
    Linux). Many of these still make others wait; against them helps a proxy that takes a request in before it
    passes it on (docs/running.md)."""
    for listener in server.LISTENERS:
        wait = struct.pack("ll", server.cfg.graceful_timeout, 0)
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, wait)  # every connection inherits it


def every_hour():
    while True:
        time.sleep(3600)
        subprocess.run([sys.executable, "manage.py", "hourly"], check=False)


def work(server):
    """Prints many reports at once. Another one starts where it was killed, and after some work: printing
    leaves memory behind."""
    command = [
        sys.executable,
        "manage.py",
        "db_worker",
        "--verbosity",
        "0",
        "--no-startup-delay",
        "--max-tasks",
        "10",
    ]
    while True:
        server.working = subprocess.Popen(command, preexec_fn=end_with_the_server)  # noqa: S603 -- our own
        server.working.wait()
        time.sleep(1)


def end_with_the_server():
    """Linux: also when that is killed. What it was making is begun anew by the next one. Who saves goes
    before who prints."""
    os.nice(10)
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def on_exit(server):
    if counts:
        shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
    if hasattr(server, "working"):
        server.working.kill()


def post_worker_init(worker):
    """The address is shown once the app can answer, and not again when a worker is replaced. And what ends
    stands in a file of this server too, seconds later (docs/adr/0065)."""
    from hosting import keeping  # noqa: PLC0415 -- its rows want the apps

    keeping.keep()
    if worker.age == 1:
        print(os.environ["WELCOME"], flush=True)
