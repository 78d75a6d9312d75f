"""SQLite: `VACUUM INTO` makes a whole copy of one moment while others save (`.backup` begins anew at each
save, and never ends)."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection

from hosting import backups, left_out
from hosting.engines import Refused

FILE = "database.sqlite3"
LOGS = "-wal", "-shm", "-journal"  # beside it, of who was killed
IN_USE = sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED


def live():
    return Path(settings.DATABASES["default"]["NAME"])


def opened(path, **more):
    return closing(sqlite3.connect(path, isolation_level=None, **more))


def copied(folder):
    path = folder / FILE
    with opened(live(), timeout=30) as database:
        database.execute("VACUUM INTO ?", [str(path)])
    with opened(path) as copy:
        thin(copy)
    return [path]


def thin(copy):
    """What goes is overwritten, and no trigger writes down that it went."""
    copy.executescript("PRAGMA secure_delete = ON; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
    for name in named(copy, "trigger"):
        copy.execute(f'DROP TRIGGER "{name}"')
    for table in named(copy, "table") & {*left_out.WHOLE}:
        copy.execute(f'DELETE FROM "{table}"')
    texts, batches = (left_out.PARTLY[table] for table in ("pulse_pulsetext", "echo_batch"))
    copy.execute(f"DELETE FROM pulse_pulsetext WHERE NOT ({texts})")
    copy.execute(f"DELETE FROM echo_batch WHERE NOT ({batches})")
    to = ", ".join(f"{column} = {value}" for column, value in left_out.UNOPENED.items())
    copy.execute(f"UPDATE pulse_pulse SET {to} WHERE {left_out.RUNS}")
    for table in left_out.COUNTED:
        copy.execute(
            f"UPDATE sqlite_sequence SET seq = (SELECT coalesce(max(id), 0) FROM {table}) WHERE name = ?",
            [table],
        )


def named(database, kind):
    """Tables or triggers, but those of SQLite itself."""
    found = database.execute("SELECT name FROM sqlite_master WHERE type = ?", [kind])
    return {name for (name,) in found if not name.startswith("sqlite_")}


def counted(folder):
    with opened(folder / FILE) as copy:
        if copy.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise Refused("The copy of the database cannot be read as a whole.")
        if copy.execute("PRAGMA foreign_key_check").fetchone():
            raise Refused("In the copy of the database a row points to one that is not there.")
        tables = sorted(named(copy, "table"))
        return {table: copy.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables}


class Aside:
    """A file in a folder beside the one that is served."""

    def __init__(self, folder):
        self.path, self.served = folder / FILE, live()

    def is_taken(self):
        """Whether somebody lives in the database that is served, as far as it can be read."""
        if not self.served.exists():
            return False
        try:
            with opened(self.served, timeout=30) as database:
                asked = "SELECT 1 FROM sqlite_master WHERE name = 'people_user'"
                there = database.execute(asked).fetchone()
                return bool(there and database.execute("SELECT 1 FROM people_user").fetchone())
        except sqlite3.DatabaseError:
            return True

    def require_still(self):
        """Leaving WAL puts all that was saved into the one file, and needs everybody else to be away."""
        connection.close()
        if self.served.exists():
            with opened(self.served, timeout=2) as database:
                try:
                    database.execute("PRAGMA journal_mode = DELETE")
                except sqlite3.DatabaseError as error:
                    if error.sqlite_errorcode in IN_USE:
                        raise Refused(
                            "Somebody works in the database: stop the server and the worker first."
                        ) from None  # of another one nothing more can be read

    def fill(self):
        """The file is the database."""

    def look_here(self):
        """From here on this process works in it."""
        connection.close()
        connection.settings_dict["NAME"] = self.path

    def take_its_place(self, stamp):
        """Says where the one of before is now, or None."""
        connection.close()
        connection.settings_dict["NAME"] = self.served
        with opened(self.path) as database:
            database.execute("PRAGMA journal_mode = DELETE")  # all of it in the one file
        before = self.set_aside(stamp)
        backups.rename(self.path, self.served)
        return before

    def set_aside(self, stamp):
        """With its log, which the one that comes would take for its own."""
        self.require_still()
        if not self.is_taken():
            self.served.unlink(missing_ok=True)
        before = self.served.with_name(f"{self.served.stem}.before-{stamp}.sqlite3")
        for end in ("", *LOGS):
            part = self.served.with_name(f"{self.served.name}{end}")
            if part.exists():
                part.replace(before.with_name(f"{before.name}{end}"))
        return before.name if before.exists() else None

    def throw_away(self):
        connection.close()
        connection.settings_dict["NAME"] = self.served
        shutil.rmtree(self.path.parent, ignore_errors=True)
