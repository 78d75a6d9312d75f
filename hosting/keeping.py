"""The list of what ended, kept apart from the database too: a file on every server (docs/adr/0065).

A line for each row of `hosting_ended`, as JSON; the file is called after the list. Copies of it that other
servers and back-ups hold can be read together: what stands in two is one line.
"""

import fcntl
import json
import logging
import os
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from hosting.models import BEGAN, Ended

logger = logging.getLogger("hosting")

KEPT = timedelta(days=100)  # longer than any back-up (backups.py)
EVERY, AGAIN = 2, 30  # seconds
LATE = 500  # rows that may be seen after one with a higher number: who began earlier ends later
TAIL = 400 * LATE  # bytes that hold more lines than that
FACTS = ("token", "table", "key", "what", "value", "day")


def folder():
    found = settings.VAR_DIR / "ended"
    found.mkdir(mode=0o700, exist_ok=True)
    return found


def name():
    """Which list this is; None where the database has none yet."""
    return Ended.objects.filter(what=BEGAN).values_list("token", flat=True).first()


def file_of(token):
    return folder() / f"{UUID(str(token))}.jsonl"


@contextmanager
def alone():
    """One process of a server at a time."""
    with (folder() / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def line(row):
    facts = {fact: getattr(row, fact) for fact in FACTS} | {"id": row.pk}
    return json.dumps(facts, default=str)


def append():
    """What the database has written down and the file of this server has not. Says how many lines."""
    token = name()
    if token is None:
        return 0
    with alone():
        path = file_of(token)
        last = end_of(path)
        known, number = {row["token"] for row in last}, max((row["id"] for row in last), default=0)
        found = Ended.objects.filter(pk__gt=number - LATE).order_by("pk")
        new = [line(row) for row in found if str(row.token) not in known]
        write(path, new)
        return len(new)


def write(path, lines):
    if lines:
        with path.open("a") as file:
            file.writelines(f"{line}\n" for line in lines)
            file.flush()
            os.fsync(file.fileno())


def end_of(path):
    if not path.exists():
        return []
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - TAIL))
        return parsed(file.read().decode(errors="replace").splitlines()[size > TAIL :])


def parsed(lines):
    """A line that was cut off by a failing disk is none."""
    rows = []
    for text in lines:
        try:
            rows.append(json.loads(text))
        except ValueError:
            continue
    return rows


def forget():
    """Lines that no back-up of now needs, in the table and in the file; for the hourly work."""
    append()
    first = timezone.now().date() - KEPT
    gone, _each = Ended.objects.filter(day__lt=first).exclude(what=BEGAN).delete()
    if gone and (token := name()):
        with alone():
            shorten(file_of(token), str(first))
    return gone


def shorten(path, first):
    kept = [
        row for row in parsed(path.read_text().splitlines()) if row["day"] >= first or row["what"] == BEGAN
    ]
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    write(draft, [json.dumps(row) for row in kept])
    draft.replace(path)


def keep():
    """A server goes on writing while it serves: within seconds of a deed its line stands there too."""
    threading.Thread(target=keep_on, daemon=True).start()


def keep_on():
    seen = None
    while True:
        time.sleep(EVERY)
        try:
            if seen != (newest := highest()):
                append()
                seen = newest
        except (DatabaseError, OSError) as error:  # the table still has it; the next time tries again
            logger.error("the list of what ended: %s", type(error).__name__)
            connection.close()
            time.sleep(AGAIN)
        finally:
            if connection.vendor == "postgresql":
                connection.close()  # back into the pool


def highest():
    return Ended.objects.order_by("-pk").values_list("pk", flat=True).first()
