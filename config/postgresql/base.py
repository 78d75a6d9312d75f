"""Django's PostgreSQL, but who finds that no connection can be had waits alone: the others hear it at once,
and their threads stay free (docs/adr/0068)."""

from threading import Lock

import psycopg
from django.db.backends.postgresql import base


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


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params):
        if not self.pool:  # of a test's set-up
            return super().get_new_connection(conn_params)
        return door.through(lambda: super(DatabaseWrapper, self).get_new_connection(conn_params))
