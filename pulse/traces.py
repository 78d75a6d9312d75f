"""Old versions of rows, as databases keep them for a while in their files: a pulse must not be read from those.

Who can read the files while a pulse is open, or the log of a server that is archived, is not stopped by this
(docs/privacy.md); a copy made later is.
"""

from contextlib import suppress

from django.db import DatabaseError, connection


def wipe():
    """To be called after a transaction. Where the database is busy, or may not do it, the next pulse wipes along."""
    if connection.in_atomic_block:
        return
    with suppress(DatabaseError), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "PRAGMA wal_checkpoint(TRUNCATE)"
            )  # secure_delete (settings) overwrites what was deleted
        else:
            cursor.execute("VACUUM (FULL) pulse_pulse")
            cursor.execute("VACUUM (FULL) pulse_pulsetext")
