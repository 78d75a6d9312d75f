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
    """What a timer and a service do where a school serves it (docs/deployment.md)."""
    threading.Thread(target=every_hour, daemon=True).start()
    if "WORKER" in os.environ:
        threading.Thread(target=work, daemon=True).start()


def every_hour():
    while True:
        time.sleep(3600)
        for command in ("forget", "mirrors", "prune_db_task_results"):
            subprocess.run([sys.executable, "manage.py", command], check=False)  # noqa: S603 -- our own


def work():
    """Prints many reports at once; another one starts where it was killed."""
    command = [sys.executable, "manage.py", "db_worker", "--verbosity", "0", "--no-startup-delay"]
    while True:
        _working.append(subprocess.Popen(command))  # noqa: S603 -- our own
        _working[-1].wait()
        time.sleep(1)


_working = []


def on_exit(server):
    for process in _working:
        process.terminate()


def post_worker_init(worker):
    """The address is shown once the app can answer, and not again when a worker is replaced."""
    if worker.age == 1:
        print(os.environ["WELCOME"], flush=True)
