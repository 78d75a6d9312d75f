"""A real server: connections that hold back what they promised stop it for moments only; what is too large is
not read; and on a disk that takes nothing more it says so."""

import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.urls import reverse

from tests import factories
from tests.patience import SECONDS, eventually

MOMENT = 1  # seconds that this server waits for what a connection holds back
MANY = 20  # more than it has threads
MEGABYTE = b"x" * 1_000_000


def run():
    with tempfile.TemporaryDirectory() as folder:
        with server(TMPDIR=folder) as port:
            found = {
                "answers beside held back bodies": beside(
                    port, b"POST /p/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"
                ),
                "answers beside held back headers": beside(port, b"POST /p/ HTTP/1.1\r\nHo"),
                "sixty megabytes": sixty_megabytes(port),
                "in pieces": in_pieces(port),
            }
        found["left behind"] = sorted(
            path.name for path in Path(folder).iterdir() if path.suffix == ".upload"
        )
    return found | ({"on a full disk": on_a_full_disk()} if connection.vendor == "sqlite" else {})


@contextmanager
def server(preexec_fn=None, **env):
    """As script/run serves, but less patient."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        "script/gunicorn.conf.py",
        "--graceful-timeout",
        str(MOMENT),
        "config.wsgi",
    ]
    env = os.environ | {"PORT": str(port), "WELCOME": "", "VAR_DIR": str(settings.VAR_DIR)} | env
    with subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=env, stdout=sys.stderr, preexec_fn=preexec_fn
    ) as process:
        try:
            until = time.monotonic() + SECONDS
            while status_of(port, "/health/") is None:
                assert process.poll() is None and time.monotonic() < until, "the server does not begin"
                time.sleep(0.1)
            yield port
        finally:
            process.terminate()


def status_of(port, path, data=None):
    """None where there is no answer."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", data, timeout=SECONDS) as reply:
            return reply.status
    except urllib.error.HTTPError as refusal:
        return refusal.code
    except OSError:
        return None


def beside(port, begun):
    """The answer to somebody else, while many connections begin and say no more."""
    with ExitStack() as stack:
        for _one in range(MANY):
            sock = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            sock.sendall(begun)
        time.sleep(MOMENT / 2)  # so that each of them has a thread, or waits for one
        return status_of(port, "/health/")


def sixty_megabytes(port):
    return refused(port, b"Content-Length: 60000000\r\n\r\n", MEGABYTE)


def in_pieces(port):
    return refused(port, b"Transfer-Encoding: chunked\r\n\r\n", b"f4240\r\n" + MEGABYTE + b"\r\n")


def refused(port, header, piece):
    """The status, sending on until the server has had enough."""
    head = b"POST /p/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as sock:
        sock.sendall(head + header)
        first = sock.recv(65536)  # it answers without waiting for the body
        with suppress(OSError):
            for _one in range(60):
                sock.sendall(piece)
            return "it took everything"
    return first.split()[1].decode()


def on_a_full_disk():
    """Files may grow to 40 kB and no further: the log of what SQLite writes is full after some. What signing
    in and health say then."""
    person = factories.make_person(
        "Vol Verzonnen", school=factories.make_school(), password=factories.PASSWORD
    )
    connection.close()
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(
        collect, check=True, env=os.environ | {"VAR_DIR": str(settings.VAR_DIR)}
    )  # pages name files by their hash
    with server(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))) as port:
        first = eventually(lambda: (status := sign_in(port, person)) != 302 and status)
        eventually(lambda: status_of(port, "/health/") != 200)
        return [first, status_of(port, "/health/")]


def sign_in(port, person):
    token = "a" * 32
    form = {"login": person.email, "password": factories.PASSWORD, "csrfmiddlewaretoken": token}
    headers = {"Cookie": f"csrftoken={token}", "Content-Type": "application/x-www-form-urlencoded"}
    talk = HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    talk.request("POST", reverse("account_login"), urlencode(form), headers)
    return talk.getresponse().status
