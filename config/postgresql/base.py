"""Django's PostgreSQL, but who finds that no connection can be had waits alone: the others hear it at once,
and their threads stay free (docs/adr/0068)."""

from threading import Lock

import psycopg
from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

PREPARED = "prepared"


class Door:
    """Whether the database is there, as this process knows it."""

    def __init__(self):
        self.is_shut, self.knocking = False, Lock()

    def through(self, connect):
        if not self.is_shut:
            return self.tried(connect)
        if not self.knocking.acquire(blocking=False):
            raise psycopg.OperationalError("no connection could be had, and somebody is trying")
        try:
            return self.tried(connect)
        finally:
            self.knocking.release()

    def tried(self, connect):
        try:
            connection = connect()
        except psycopg.OperationalError:
            self.is_shut = True
            raise
        self.is_shut = False
        return connection


door = Door()


class Prepared(base.ServerBindingCursor):
    """Parsed and planned by the server once for each connection, not each time."""

    def execute(self, query, params=None):
        try:
            return super().execute(query, params, prepare=True)
        except psycopg.errors.FeatureNotSupported as changed:
            self.prepare_no_more(changed)
            return super().execute(query, params)

    def prepare_no_more(self, changed):
        """A release changed the type of a column beneath it. This connection goes on without;
        what was begun ends as where the database is busy, so that it is sent again."""
        self.connection.prepare_threshold = None
        if self.connection.info.transaction_status != TransactionStatus.IDLE:
            raise psycopg.OperationalError("a table changed beneath what was prepared") from changed


class Operations(base.DatabaseOperations):
    def last_executed_query(self, cursor, sql, params):
        """For who looks on (`DEBUG`, tests): with its values in it."""
        if isinstance(cursor, Prepared):
            return self.compose_sql(sql, params)
        return super().last_executed_query(cursor, sql, params)


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = Operations

    def get_new_connection(self, conn_params):
        if not self.pool:  # of a test's set-up
            return super().get_new_connection(conn_params)
        return door.through(lambda: super(DatabaseWrapper, self).get_new_connection(conn_params))

    def prepared_cursor(self):
        """For a question that is asked again and again in the same words (people/compiled.py)."""
        return self._cursor(PREPARED)

    def create_cursor(self, name=None):
        """A pooler lends a connection that does not know what was prepared (DATABASE_POOLER)."""
        if name != PREPARED or self.connection.prepare_threshold is None:
            return super().create_cursor(None if name == PREPARED else name)
        usual, self.connection.cursor_factory = self.connection.cursor_factory, Prepared
        try:
            return super().create_cursor()
        finally:
            self.connection.cursor_factory = usual
