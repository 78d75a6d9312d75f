"""PostgreSQL as the app asks it: how long anybody waits for it, and how a connection that broke is noticed
(docs/adr/0068)."""

import select
from contextlib import suppress

import dj_database_url
import psycopg
from django.core.exceptions import ImproperlyConfigured
from psycopg.pq import TransactionStatus
from psycopg_pool import ConnectionPool
from psycopg_pool.base import AttemptWithBackoff

# Seconds. Commands such as `prepare`, `hourly` and the worker wait as long as it takes.
LOCK, STATEMENT, IDLE = 2, 8, 30
ANSWER = 10  # then nothing is known of what was asked; a commit that waits for a standby knows no other limit
CANCEL = 2
LIMITS = {"lock_timeout": LOCK, "statement_timeout": STATEMENT, "idle_in_transaction_session_timeout": IDLE}
WITHOUT_END = dict.fromkeys(LIMITS, 0)  # also where the role has limits
# a server that went without a word is noticed within five seconds
WIRE = {
    "connect_timeout": 2,
    "keepalives_idle": 3,
    "keepalives_interval": 1,
    "keepalives_count": 2,
    "tcp_user_timeout": 5000,
}
# as many as gunicorn has threads; who waits for a connection and who makes one give up together
POOL = {"min_size": 1, "max_size": 8, "timeout": 3, "reconnect_timeout": 3}
# a server that restarts is found within a quarter of a second; psycopg's own is one second, then two
AttemptWithBackoff.INITIAL_DELAY, AttemptWithBackoff.DELAY_BACKOFF = 0.25, 1.0


def postgresql(url, *, pooler):
    """For `DATABASES`. Behind a pooler in transaction mode a limit that one sets would hold for others too:
    there the role has them."""
    try:
        found = dj_database_url.parse(url, engine="config.postgresql", disable_server_side_cursors=pooler)
    except dj_database_url.ParseError:  # not shown: it may hold a password
        raise ImproperlyConfigured(
            "DATABASE_URL makes no sense. Several servers: postgresql://USER:PASSWORD@/NAME?host=A,B&port=5432,5432"
        ) from None
    options = WIRE | found.get("OPTIONS", {}) | {"pool": POOL | {"check": check}}
    if "," in str(options.get("host", "")):
        options.setdefault("target_session_attrs", "read-write")
    if not pooler:  # what the address itself says stands last, and wins
        options["prepare_threshold"] = 5  # psycopg's own; Django prepares nothing, people/compiled.py does
        options["options"] = f"{flags(WITHOUT_END)} {options.get('options', '')}".rstrip()
    return found | {"OPTIONS": options}


def flags(limits):
    return " ".join(f"-c {name}={seconds}s" for name, seconds in limits.items())


def hurry(database):
    """For a process that serves pages, before it asks anything: nobody waits longer than a page may take."""
    if database["ENGINE"].endswith("postgresql"):
        options = database["OPTIONS"]
        options["pool"]["connection_class"] = Hurried
        if "options" in options:
            options["options"] = options["options"].replace(flags(WITHOUT_END), flags(LIMITS))


def check(connection):
    """Of one that rested, before it is used. A server that is well tells it nothing, so where there is
    something to read it is asked (most often it was closed), and then the others that rest are no better."""
    try:
        if has_word_from_server(connection):
            ConnectionPool.check_connection(connection)
    except psycopg.Error:
        connection._pool.drain()
        raise


def has_word_from_server(connection):
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))


class Hurried(psycopg.Connection):
    """Waits for no answer for ever, and takes for saved only what the standby has too, where there is one."""

    is_here_alone = False

    @classmethod
    def connect(cls, *args, **kwargs):
        made = super().connect(*args, **kwargs)
        made.add_notice_handler(made.hear)
        return made

    def hear(self, notice):
        """A commit that was cancelled while it waited for a standby stands, here alone."""
        self.is_here_alone |= notice.source_function == "SyncRepWaitForLSN"

    def wait(self, gen, interval=0.1, timeout=None):
        self.is_here_alone = False
        try:
            done = super().wait(gen, interval, timeout or ANSWER)
        except psycopg.OperationalError:
            self.let_go()
            raise
        if self.is_here_alone:
            raise psycopg.OperationalError("not known to be on the standby")
        return done

    def let_go(self):
        """No answer came: what was asked is cancelled, so that it holds no row for others. Is the connection
        gone, the others that rest are no better."""
        if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
            with suppress(psycopg.Error):
                self.cancel_safe(timeout=CANCEL)
            self.close()
        if self.closed and (pool := getattr(self, "_pool", None)):
            pool.drain()
