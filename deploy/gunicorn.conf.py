"""How a school's servers serve (deploy/one, deploy/many): told to this machine only, where the proxy asks.
WEB_CONCURRENCY is gunicorn's own name for how many processes: one with SQLite, so that it has one writer."""

import ctypes
import gc
import os
import shutil
import tempfile
from contextlib import suppress

bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
# Loaded before it listens, once for all. HUP goes on with the old code: an update restarts (docs/adr/0075).
preload_app = True
worker_class = "gthread"
threads = 8  # as many as there are connections to PostgreSQL (settings.py)
graceful_timeout = 30  # seconds: whoever is being answered when it stops gets the answer
control_socket_disable = True  # it would put a socket in the home folder
loglevel = "warning"
# Threads share what memory is free, where each would keep its own: a tenth of a process (glibc, M_ARENA_MAX)
with suppress(AttributeError, OSError):
    ctypes.CDLL(None).mallopt(-8, 2)
# Where its processes count together (hosting/numbers.py): also one that takes over has its own.
mine = f"meekijken-numbers-{os.getpid()}-"
counts = "METRICS_TOKEN" in os.environ or "METRICS_TOKEN_FILE" in os.environ
if counts and mine not in os.environ.get("PROMETHEUS_MULTIPROC_DIR", ""):
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix=mine)


def when_ready(server):
    """What stands there for good is not looked at again: looking writes to it, and what is written to is no
    longer together."""
    gc.collect()
    gc.freeze()


def post_worker_init(worker):
    """What ends stands in a file of this server too, seconds later (docs/adr/0065). Asked by each process for
    itself: one that begins later would take over a connection of the first, and speak over the same line."""
    from hosting import keeping  # noqa: PLC0415 -- its rows want the apps

    keeping.keep()


def on_exit(server):
    if counts:
        shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
