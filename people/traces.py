"""Old versions of rows, as databases keep them for a while in their files: what is gone must not be read from
those.

Who can read the files before, or the log of a server that is archived, is not stopped by this
(docs/privacy.md); a copy made later is. PostgreSQL has to rewrite a table for it, and nobody saves in that
table meanwhile: so what was left behind is remembered, and the hourly work rewrites once (docs/adr/0032).
"""

import time
from contextlib import contextmanager, suppress

from django.apps import apps
from django.db import DatabaseError, connection

from people.wiping import ToWipe

# who waits for a table makes all others wait who come after; a back-up, say, holds all tables while it runs
PATIENCE = "2s"


def leave(*tables):
    """Old versions stay behind in these tables, or in any that hold words of people. To be called in the
    transaction that leaves them; the next wipe takes them along, at the latest that of the hourly work."""
    if connection.vendor == "postgresql":
        rows = [ToWipe(table=table) for table in sorted(tables or tables_of_people())]
        ToWipe.objects.bulk_create(
            rows, update_conflicts=True, update_fields=["since"], unique_fields=["table"]
        )


def wipe(*tables):
    """To be called after a transaction, for what was left behind in these tables or in all. Where somebody
    is just reading SQLite's files, or holds a table of PostgreSQL, it waits, a few seconds at most; then the
    next call wipes along, at the latest that of the hourly timer."""
    if connection.in_atomic_block:
        return
    with suppress(DatabaseError), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "PRAGMA wal_checkpoint(TRUNCATE)"
            )  # secure_delete (settings) overwrites what was deleted
            return
        found = ToWipe.objects.filter(table__in=tables) if tables else ToWipe.objects.all()
        rewrite(cursor, list(found.order_by("table")))


def rewrite(cursor, found):
    """One after the other, until somebody holds one. What somebody may still read the state of before is
    rewritten again next time."""
    if not found:
        return
    is_alone = wait_for_readers(cursor)
    with patience(cursor):
        for row in found:
            cursor.execute(f"VACUUM (FULL) {connection.ops.quote_name(row.table)}")
            if is_alone:
                ToWipe.objects.filter(pk=row.pk, since=row.since).delete()


@contextmanager
def patience(cursor):
    cursor.execute("SELECT set_config('lock_timeout', %s, false)", [PATIENCE])
    try:
        yield
    finally:
        cursor.execute("RESET lock_timeout")


def wait_for_readers(cursor):
    """PostgreSQL leaves a row in its file while a transaction goes on that began before, also one in another
    database of the same server (docs/running.md): two seconds at most for them. Says whether all are
    over."""
    cursor.execute("SELECT pg_current_xact_id()::xid::text")
    now = cursor.fetchone()[0]
    for _moment in range(20):
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            " AND greatest(age(backend_xmin), age(backend_xid)) > age(%s::xid)",
            [now],
        )
        if cursor.fetchone() == (0,):
            return True
        time.sleep(0.1)
    return False


def tables_of_people():
    """Those of every room that says so of itself (apps.py): this one knows none of the rooms above it."""
    rooms = [room for room in apps.get_app_configs() if getattr(room, "holds_words", False)]
    return [model._meta.db_table for room in rooms for model in room.get_models()]
