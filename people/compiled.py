"""Questions to the database that are the same at each request, but for some values: their SQL is compiled
once, and kept.

Django builds and compiles the SQL of a queryset anew each time, which takes longer than the database takes to
answer. A question that many requests ask is declared once, as a function that gives an ordinary queryset:

    @compiled
    def begun_by(author: User, lessons: list[UUID], now: datetime):
        return Observation.objects.filter(author=author, lesson__in=lessons, started_at__lt=now)

    begun_by(request.user, ids, timezone.now())  # its rows, in a list

What is annotated says what a value is: a model (one of its rows), UUID, datetime, date, str, int, bool, or a
list of one of these for `__in`; never None. The function gets a stand-in for each, so it cannot look into
them; and what it asks for by itself, such as the clock, would stay as it was at the first request. So "now"
is a value too, and a date or an id that stands in the SQL is refused. What is prefetched is a question of its
own. The database sees plain SQL with parameters, as ever; what a save asks is `prepared`, so that PostgreSQL
parses and plans it once for each connection.

What many requests write goes the same way (`Upsert`).

tests/test_compiled.py holds each question to what its queryset would have asked, and each row that is written
to what Django would have written.
"""

import functools
import inspect
import re
import threading
import typing
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models import Value
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError
from django.http import Http404
from django.utils import timezone

FIELDS = {
    UUID: models.UUIDField(),
    datetime: models.DateTimeField(),
    date: models.DateField(),
    str: models.CharField(),
    int: models.BigIntegerField(),
    bool: models.BooleanField(),
}
BIGGEST = models.BigIntegerField.MAX_BIGINT
OF_ONE_REQUEST = re.compile(r"\d{4}-\d\d-\d\d|[0-9a-f]{32}$")  # a day, or an id in SQLite

questions = []  # all that are declared


@dataclass
class Kept:
    """One question as one thread keeps it; `known` is what making rows asked of `rows` and `compiler`."""

    rows: models.QuerySet
    compiler: SQLCompiler
    sql: str
    params: tuple
    locks: bool
    known: dict = field(default_factory=dict)

    def filled(self, given):
        """The SQL and parameters of this request."""
        sql, params = self.sql, []
        for part in self.params:
            if not isinstance(part, Param):
                params.append(part)
            elif part.is_many:
                params += given[part.name]
                sql = sql.replace(part.place, ", ".join(["%s"] * len(given[part.name])))
            else:
                params.append(given[part.name])
        return sql, tuple(params)


class Compiled:
    """One question. What is kept of it is kept per thread, which has its own connection, and per zone, in
    which days begin."""

    def __init__(self, ask, cursor=None):
        functools.update_wrapper(self, ask)
        self.ask, self.cursor, self.of_thread = ask, cursor or usual_cursor, threading.local()

    @functools.cached_property
    def params(self):
        declared = inspect.signature(self.ask, eval_str=True).parameters
        return [Param(name, param.annotation) for name, param in declared.items()]

    def __call__(self, *values):
        """The rows."""
        connection, given = connections[DEFAULT_DB_ALIAS], {}
        for param, value in zip(self.params, values, strict=True):
            if param.can_be_odd and param.is_odd(value):
                return list(self.ask(*values))
            given[param.name] = param.prepared(value, connection)
        kept = self.kept_for(connection)
        with self.cursor(connection) as cursor:
            cursor.execute(*kept.filled(given))
            found = cursor.fetchall()
        return list(kept.rows._iterable_class(Asked(kept, found, connection)))

    def first(self, *values):
        """The first row, or None."""
        return next(iter(self(*values)), None)

    def one(self, *values):
        """The one row that there can be; DoesNotExist of its model where there is none."""
        row = self.first(*values)
        if row is None:
            raise self.kept_for(connections[DEFAULT_DB_ALIAS]).rows.model.DoesNotExist
        return row

    def or_404(self, *values):
        """The same; 404 where there is none."""
        row = self.first(*values)
        if row is None:
            raise Http404
        return row

    def kept_for(self, connection):
        kept, key = self.of_thread.__dict__, (connection.vendor, timezone.get_current_timezone())
        if key not in kept:
            kept[key] = self.compile(connection)
        found = kept[key]
        if found.locks and connection.get_autocommit():
            raise TransactionManagementError(f"{self.__name__} locks, so it asks within a transaction")
        return found

    def compile(self, connection):
        rows = self.ask(*self.params)
        if rows._prefetch_related_lookups or rows.db != connection.alias:
            raise TypeError(f"{self.__name__} prefetches, or asks another database: ask that apart")
        compiler = rows.query.get_compiler(rows.db)
        sql, params = compiler.as_sql()
        frozen = [part for part in params if is_of_one_request(part)]
        if frozen:
            raise TypeError(f"{self.__name__} would keep {frozen!r}: give it as a value")
        columns = [each for each, *_sql in compiler.select[: compiler.col_count]]
        converters, is_composite = compiler.get_converters(columns), compiler.has_composite_fields(columns)
        compiler.get_converters = lambda _columns: converters
        compiler.has_composite_fields = lambda _columns: is_composite
        locks = rows.query.select_for_update and connection.features.has_select_for_update
        return Kept(rows, compiler, sql, params, locks)


def compiled(ask):
    questions.append(Compiled(ask))
    return questions[-1]


def prepared(ask):
    """Compiled, and prepared by PostgreSQL too."""
    questions.append(Compiled(ask, prepared_cursor))
    return questions[-1]


def usual_cursor(connection):
    return connection.cursor()


def prepared_cursor(connection):
    return getattr(connection, "prepared_cursor", connection.cursor)()


def is_of_one_request(part):
    if isinstance(part, str):
        return bool(OF_ONE_REQUEST.match(part))
    return not isinstance(part, (Param, int))


class Param(Value):
    """Stands in a queryset for a value that comes with each request."""

    def __init__(self, name, declared):
        self.name, self.is_many = name, typing.get_origin(declared) is list
        self.kind = typing.get_args(declared)[0] if self.is_many else declared
        self.is_row = issubclass(self.kind, models.Model)
        self.can_be_odd = self.is_many or self.kind is int
        self.place = f"\ue000{name}\ue001" if self.is_many else "%s"
        field = self.kind._meta.pk if self.is_row else FIELDS[self.kind]
        super().__init__(name, output_field=field)

    def as_sql(self, compiler, connection):
        return f"({self.place})" if self.is_many else self.place, (self,)

    @property
    def pk(self):
        """Of a row nothing else is asked."""
        return self

    def is_odd(self, value):
        """Django knows of an empty list, and of a number that is no number of a row, that no row has it."""
        return not value if self.is_many else self.kind is int and abs(value) > BIGGEST

    def prepared(self, value, connection):
        """What goes to the database."""
        if self.is_many:
            return [self.prepare(each, connection) for each in dict.fromkeys(value)]
        return self.prepare(value, connection)

    def prepare(self, value, connection):
        """None, or a value of another kind, would find nothing without a word."""
        if not isinstance(value, self.kind) or (self.kind is date and isinstance(value, datetime)):
            raise TypeError(f"{self.name} is to be a {self.kind.__name__}, not a {type(value).__name__}")
        return self.output_field.get_db_prep_value(value.pk if self.is_row else value, connection)


class Asked:
    """Stands in for a queryset, its query and its compiler where Django makes rows of what was found."""

    def __init__(self, kept, found, connection):
        self.__dict__ = kept.known | {"kept": kept, "query": self, "connection": connection}
        has_more = kept.compiler.has_extra_select  # what rows are only ordered by stands behind the rest
        self.found = [row[: kept.compiler.col_count] for row in found] if has_more else found

    def get_compiler(self, using):
        return self

    def execute_sql(self, **_how):
        return [self.found]

    def results_iter(self, results=None, *, tuple_expected=False, **_how):
        compiler = self.kept.compiler
        compiler.connection = self.connection
        return compiler.results_iter([self.found], tuple_expected=tuple_expected)

    def __getattr__(self, name):
        kept = self.kept
        owner = next(each for each in (kept.rows, kept.compiler, kept.rows.query) if hasattr(each, name))
        value = self.__dict__[name] = kept.known[name] = getattr(owner, name)
        return value


class Upsert:
    """Writes rows; where one has the same `unique` columns as a row that is there, its `update` columns
    over those of that one.

    One row, as most requests write, goes by a statement that is compiled once; more go by Django's own
    `bulk_create`. A new row is not told its key.
    """

    def __init__(self, model, *, unique, update):
        self.model, self.sql = model, {}
        self.options = {"update_conflicts": True, "unique_fields": unique, "update_fields": update}

    def __call__(self, rows):
        rows = list(rows)
        if len(rows) == 1:
            self.write(*rows)
        else:
            self.model.objects.bulk_create(rows, **self.options)

    def write(self, row):
        connection, fields = connections[DEFAULT_DB_ALIAS], self.columns[row.pk is not None]
        key = connection.vendor, len(fields)
        if key not in self.sql:
            self.sql[key] = self.compile(connection, fields, row)
        params = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
        with prepared_cursor(connection) as cursor:
            cursor.execute(self.sql[key], params)

    @functools.cached_property
    def columns(self):
        """Of a row without a key, and of one with."""
        fields = self.model._meta.concrete_fields
        return [field for field in fields if not field.primary_key], fields

    def compile(self, connection, fields, row):
        unique, update = (
            [self.model._meta.get_field(name) for name in self.options[names]]
            for names in ("unique_fields", "update_fields")
        )
        query = InsertQuery(
            self.model, on_conflict=OnConflict.UPDATE, unique_fields=unique, update_fields=update
        )
        query.insert_values(fields, [row])
        [(sql, _params)] = query.get_compiler(connection=connection).as_sql()
        return sql


def attach(rows, name, found, via):
    """A prefetch: what was found stands in lists called `name` at the rows that its `via` points to, and
    leads back to them."""
    by_pk = {row.pk: row for row in rows}
    for row in rows:
        setattr(row, name, [])
    for each in found:
        row = by_pk[getattr(each, f"{via}_id")]
        getattr(row, name).append(each)
        setattr(each, via, row)
