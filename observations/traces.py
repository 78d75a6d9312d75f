"""Old versions of rows, as databases keep them for a while in their files: what is gone must not be read from
those.

Who can read the files before, or the log of a server that is archived, is not stopped by this
(docs/privacy.md); a copy made later is.
"""

import time
from contextlib import suppress

from django.apps import apps
from django.db import DatabaseError, connection


def wipe(*tables):
    """To be called after a transaction, for these tables or all that hold words of people. Where somebody is
    just reading SQLite's files it waits, five seconds at most; then the next call wipes along, at the latest
    that of the hourly timer."""
    if connection.in_atomic_block:
        return
    with suppress(DatabaseError), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "PRAGMA wal_checkpoint(TRUNCATE)"
            )  # secure_delete (settings) overwrites what was deleted
            return
        wait_for_readers(cursor)
        for table in tables or tables_of_people():
            cursor.execute(f"VACUUM (FULL) {connection.ops.quote_name(table)}")


def wait_for_readers(cursor):
    """PostgreSQL leaves a row in its file while somebody still reads the state of before: two seconds at most
    for them. A long transaction, also in another database of the same server, is not waited for
    (docs/deployment.md)."""
    for _moment in range(20):
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND age(backend_xmin) > 0"
        )
        if cursor.fetchone() == (0,):
            return
        time.sleep(0.1)


def tables_of_people():
    """Those of every room that says so of itself (apps.py): this one knows none of the rooms above it."""
    rooms = [room for room in apps.get_app_configs() if getattr(room, "holds_words", False)]
    return [model._meta.db_table for room in rooms for model in room.get_models()]
