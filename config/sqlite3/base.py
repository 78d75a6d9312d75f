"""Django's SQLite, for many who save at once (docs/adr/0072). In one process they write in turn; and who has
written lets the next one write while the disk still takes it in, so that one wait for the disk is for all who
wrote before it began. Nobody hears "saved" before that (docs/adr/0018)."""

import os
from collections import defaultdict
from threading import Lock

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

FULL = (2,)  # how a connection writes; in a transaction it is NORMAL, and what FULL adds is done here


class Log:
    """What all threads of this process write to one database."""

    def __init__(self):
        self.turn, self.disk = Lock(), Lock()
        self.written = self.lasting = 0  # transactions
        self.is_doubted = False

    def wait(self, path, mine, move_over):
        """Until the disk has transaction `mine`, and all before it. What it refused once it may have
        forgotten, and says the next time that all is well: then all has to move into the database itself."""
        with self.disk:
            if self.lasting < mine:  # else somebody who waited before took it along
                reach, was_doubted, self.is_doubted = self.written, self.is_doubted, True
                write_through(path)
                if was_doubted:
                    move_over()
                self.lasting, self.is_doubted = reach, False


def write_through(path):
    """By its name each time: once nobody had the database open, the log is another file."""
    try:
        log = os.open(path, os.O_RDONLY)
        try:
            os.fsync(log)
        finally:
            os.close(log)
    except OSError as failure:
        raise OperationalError(f"the disk did not take it: {failure.strerror}") from failure


logs = defaultdict(Log)  # by the path of the database


class DatabaseWrapper(base.DatabaseWrapper):
    has_turn = False

    def get_new_connection(self, conn_params):
        connection = super().get_new_connection(conn_params)
        self.path, self.patience = str(conn_params["database"]), conn_params.get("timeout", 5)
        self.log, self.has_turn = logs[self.path], False
        has_log = connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        self.is_lasting = has_log and connection.execute("PRAGMA synchronous").fetchone() == FULL
        return connection

    def _start_transaction_under_autocommit(self):
        if not self.log.turn.acquire(timeout=self.patience):
            raise OperationalError("database is locked")
        self.has_turn = True
        try:
            self.write("NORMAL")
            super()._start_transaction_under_autocommit()
        except BaseException:
            self.let_next()
            raise

    def write(self, level):
        """A script, because a statement that is kept would set it once only."""
        if self.is_lasting:
            self.connection.executescript(f"PRAGMA synchronous={level}")

    def _commit(self):
        super()._commit()
        if self.has_turn:
            mine = self.log.written = self.log.written + 1
            self.let_next()
            if self.is_lasting:
                self.write("FULL")
                self.log.wait(f"{self.path}-wal", mine, self.move_over)

    def move_over(self):
        with self.wrap_database_errors:
            is_busy, *_pages = self.connection.execute("PRAGMA wal_checkpoint(FULL)").fetchone()
        if is_busy:
            raise OperationalError("the disk did not take it, and somebody still reads what was there")

    def _rollback(self):
        try:
            super()._rollback()
            if self.has_turn:
                self.write("FULL")
        finally:
            self.let_next()

    def _close(self):
        try:
            super()._close()
        finally:
            self.let_next()

    def let_next(self):
        if self.has_turn:
            self.has_turn = False
            self.log.turn.release()
