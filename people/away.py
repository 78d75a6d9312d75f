"""What says that the database is away, busy or closed to writing: nothing of this is about what was asked."""

from django.db import DatabaseError, InterfaceError, InternalError, OperationalError

AWAY = OperationalError, InternalError, InterfaceError
SOON = "2"  # seconds until it is worth asking again


def is_away(fault):
    """Where a connection broke off in the middle psycopg knows no kind of it."""
    return isinstance(fault, AWAY) or (type(fault) is DatabaseError and fault.__cause__ is not None)
