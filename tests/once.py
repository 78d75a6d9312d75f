"""What many tests begin with is made once in a process, through the real actions; after that the same rows
are written again, without building SQL.

    @pytest.fixture
    @made_once
    def visit(lesson): ...

Each test runs in a transaction that is rolled back, so a fixture that begins with the same rows writes the
same rows, ids and all. Kept are its statements and, pickled, what it returned; a test gets copies of its own.
Where anything else was written first, where the clock is another or some minutes have gone by, and on
PostgreSQL, whose ids go on after a rollback, it is made as ever. So a fixture for this makes rows from those
of other such fixtures, and nothing else: what it writes and returns depends on no setting, no file and no
client.
"""

import functools
import io
import pickle
import time
from datetime import timedelta
from enum import Enum

from django.core import mail
from django.db import connection
from django.db.models import Model
from django.utils import timezone
from time_machine import escape_hatch

from checklists.models import Edition, Item, Suggestion

FRESH = timedelta(minutes=4).total_seconds()
FROZEN = Edition, Item, Suggestion  # nobody changes them, so all tests share them


def made_once(make):
    @functools.wraps(make)
    def made(**given):
        return trail.walk(make, given)

    return made


class Trail:
    """What one test has made in this way: a step for each."""

    def __init__(self):
        self.kept, self.frozen = {}, {}
        self.begin()

    def begin(self):
        """A new test."""
        self.steps, self.known = (), {}  # each Kept; {id: (name, thing)}
        self.written, self.within = None, []  # rows so far; the savepoints that the last step was made within
        self.is_making = False

    def walk(self, make, given):
        if self.is_making:
            return make(**given)
        names = {name: self.name_of(value) for name, value in given.items()}
        if not self.is_as_left() or None in names.values():
            self.steps = None
            return make(**given)
        step = f"{make.__module__}.{make.__qualname__}", *sorted(names.items())
        key = self.steps, step, timezone.localdate(), ids()
        kept = self.kept.get(key)
        if kept is None or kept.until < time.monotonic():
            self.is_making, kept = True, Kept()
            found = kept.make(self, functools.partial(make, **given))
            self.is_making, self.kept[key] = False, kept
        else:
            found = kept.again(self)
        self.steps += (kept,)
        self.know(step, found)
        self.written, self.within = changes(), connection.savepoint_ids.copy()
        return found

    def is_as_left(self):
        """On SQLite, by the real clock; nothing was written since the last step, and nothing taken back."""
        return (
            self.steps is not None
            and connection.vendor == "sqlite"
            and connection.in_atomic_block
            and not escape_hatch.is_travelling()
            and self.written in (None, changes())
            and connection.savepoint_ids[: len(self.within)] == self.within
        )

    def name_of(self, value):
        """What a thing is called that a step is made from; None: nobody knows where it comes from."""
        if isinstance(value, FROZEN):
            return type(value), value.pk
        if value is None or isinstance(value, (str, int, Enum)):
            return ("plain", value)
        name, _row = self.known.get(id(value), (None, None))
        return name

    def know(self, step, found):
        """Rows that later steps may be made from, and must point at."""
        several = (
            found.items() if isinstance(found, dict) else enumerate(found if isinstance(found, list) else ())
        )
        for name, row in [(None, found), *several]:
            if row is not None:
                self.known.setdefault(id(row), ((step, name), row))

    def row(self, name):
        return next(row for known, row in self.known.values() if known == name)

    def rows(self):
        return [row for _name, row in self.known.values() if isinstance(row, Model)]


class Kept:
    """What one step wrote and returned, and how it left the rows it was made from."""

    def make(self, trail, make):
        self.statements, self.until = [], time.monotonic() + FRESH
        letters = len(mail.outbox)
        with connection.execute_wrapper(self.note):
            found = make()
        assert len(mail.outbox) == letters, "a letter was sent, and would not be again"
        self.left = pickled((found, [row.__dict__ for row in trail.rows()]), trail)
        return found

    def note(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        assert not sql.startswith("ROLLBACK"), "what is taken back is not made again"
        if sql.startswith("INSERT") or (sql.startswith(("UPDATE", "DELETE")) and context["cursor"].rowcount):
            assert not many
            self.statements.append((sql, params))
        return result

    def again(self, trail):
        with connection.cursor() as cursor:
            for statement in self.statements:
                cursor.execute(*statement)
        found, states = unpickled(self.left, trail)
        for row, state in zip(trail.rows(), states, strict=True):
            row.__dict__.clear()
            row.__dict__.update(state)
        return found


def changes():
    """How many rows were written since the process began."""
    return connection.connection.total_changes if connection.vendor == "sqlite" else None


def ids():
    """How far the database has counted."""
    with connection.cursor() as cursor:
        return tuple(cursor.execute("SELECT name, seq FROM sqlite_sequence").fetchall())


def pickled(found, trail):
    class Pickler(pickle.Pickler):
        def persistent_id(self, thing):
            if isinstance(thing, FROZEN):
                trail.frozen[type(thing), thing.pk] = thing
                return type(thing), thing.pk
            known = trail.known.get(id(thing)) if isinstance(thing, Model) else None
            return known and known[0]

    to = io.BytesIO()
    Pickler(to, pickle.HIGHEST_PROTOCOL).dump(found)
    return to.getvalue()


def unpickled(returned, trail):
    class Unpickler(pickle.Unpickler):
        def persistent_load(self, name):
            return trail.frozen[name] if name in trail.frozen else trail.row(name)

    return Unpickler(io.BytesIO(returned)).load()


trail = Trail()
