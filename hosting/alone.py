"""What several servers may begin at the same moment, and one should do; and changing tables beside people who
work (docs/adr/0069)."""

import random
import time
from contextlib import contextmanager, suppress
from zlib import crc32

from django.db import DatabaseError, InterfaceError, OperationalError, connection

LIMITS = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
BUSY = {"55P03", "40P01"}  # somebody holds a table; two held each other up
PATIENCE = "1s"  # who waits for a table makes all others wait who come after
TRIES = 120  # with a pause of a second or so between them


@contextmanager
def alone(name, *, wait):
    """Whether this process is the one that does it; with `wait` it is, sooner or later. The lock is that of a
    transaction beside the work, which ends with its process, and which a pooler keeps together too."""
    if connection.vendor != "postgresql":  # one server
        yield True
        return
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            for limit in LIMITS:  # of the role, perhaps
                cursor.execute(f"SET LOCAL {limit} = 0")
            ask = "pg_advisory_xact_lock" if wait else "pg_try_advisory_xact_lock"
            cursor.execute(f"SELECT {ask}(%s)", [crc32(name.encode())])
            is_ours = cursor.fetchone()[0] is not False
        yield is_ours
        with suppress(DatabaseError, InterfaceError):  # where the database left meanwhile, so did the lock
            other.rollback()
    finally:
        other.close()


def patiently(change, tell):
    """`change` alters tables while others save. It waits a second for a table, and lets them go first."""
    for _try in range(TRIES):
        if done(change):
            return
        tell("a table is in use: tried again")
        time.sleep(random.uniform(0.5, 1.5))  # noqa: S311 -- no secret
    raise OperationalError("a table stays in use")


def done(change):
    """False where somebody holds a table."""
    try:
        with patience():
            change()
    except OperationalError as fault:
        if getattr(fault.__cause__, "sqlstate", None) not in BUSY:
            raise
        return False
    return True


@contextmanager
def patience():
    """For this connection; behind a pooler the role has it (docs/running.md)."""
    if connection.vendor != "postgresql" or connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [PATIENCE])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
