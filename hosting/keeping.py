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
from datetime import UTC, timedelta
from itertools import count, islice
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from hosting.models import BEGAN, Ended

logger = logging.getLogger("hosting")

KEPT = timedelta(days=100)  # longer than any back-up (backups.py)
EVERY, AGAIN = 2, 30  # seconds
WHOLE = 300  # looks after which whole days are read
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


def append(*, whole_days=False):
    """What the database has written down and the file of this server has not. Says how many lines. A large
    deed that ends late may have many more lower numbers than LATE: they are found with `whole_days`."""
    token = name()
    if token is None:
        return 0
    with alone():
        path, since = file_of(token), timezone.localdate(timezone=UTC) - timedelta(days=1)
        last = end_of(path, str(since) if whole_days else None)
        known, number = {row["token"] for row in last}, max((row["id"] for row in last), default=0)
        found = Ended.objects.filter(pk__gt=number - LATE)
        if whole_days:
            found |= Ended.objects.filter(day__gte=since)
        new = [line(row) for row in found.order_by("pk").iterator() if str(row.token) not in known]
        write(path, new)
        return len(new)


def write(path, lines):
    if lines:
        with path.open("a+b") as file:
            if is_cut_off(file):
                file.write(b"\n")
            file.write("".join(f"{line}\n" for line in lines).encode())
            file.flush()
            os.fsync(file.fileno())


def is_cut_off(file):
    if not file.seek(0, os.SEEK_END):
        return False
    file.seek(-1, os.SEEK_END)
    return file.read() != b"\n"


def end_of(path, since=None):
    """The last lines: so many as TAIL holds, or all from the day `since` on."""
    if not path.exists():
        return []
    tail, size = TAIL, path.stat().st_size
    rows = tail_of(path, tail)
    while since and tail < size and (not rows or rows[0]["day"] >= since):
        tail *= 4
        rows = tail_of(path, tail)
    return rows


def tail_of(path, tail):
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - tail))
        return parsed(file.read().decode(errors="replace").splitlines()[size > tail :])


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
    append(whole_days=True)
    gone, _each = Ended.objects.filter(day__lt=first_day()).exclude(what=BEGAN).delete()
    let_go_here()
    return gone


def let_go_here():
    """In the file of this server. Says how many files were written anew."""
    token, first = name(), str(first_day())
    if token is None or not (path := file_of(token)).exists():
        return 0
    with alone(), path.open() as file:
        is_due = any(row["day"] < first and row["what"] != BEGAN for row in parsed(islice(file, 2)))
        if is_due:
            shorten(path, first)
    return int(is_due)


def first_day():
    return timezone.localdate(timezone=UTC) - KEPT


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
    for look in count(1):
        time.sleep(EVERY)
        try:
            is_whole = look % WHOLE == 0
            if seen != (newest := highest()) or is_whole:
                append(whole_days=is_whole)
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
