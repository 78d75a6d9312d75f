"""How script/run serves: one process, so that SQLite has one writer, with threads; told to no one but this machine."""

import os
import subprocess
import sys
import threading
import time

bind = f"127.0.0.1:{os.environ['PORT']}"
worker_class = "gthread"
threads = 4
control_socket_disable = True  # it would put a socket in the home folder
loglevel = "warning"


def when_ready(server):
    """Every hour visits that were deleted a day ago are forgotten; where a school serves it, a timer does this (docs/deployment.md)."""
    threading.Thread(target=forget_every_hour, daemon=True).start()


def forget_every_hour():
    while True:
        time.sleep(3600)
        subprocess.run([sys.executable, "manage.py", "forget"], check=False)


def post_worker_init(worker):
    """The address is shown once the app can answer, and not again when a worker is replaced."""
    if worker.age == 1:
        print(os.environ["WELCOME"], flush=True)
