"""Every row of a SQLite database into an empty PostgreSQL (docs/adr/0073): in one transaction, which stays
only if each row reads there as it reads here.

Rows are copied as the databases write them, so that nothing is rounded or written anew on the way; they are
compared as the app reads them.
"""

from contextlib import contextmanager
from itertools import batched

from django.apps import apps
from django.core.management.color import no_style
from django.db import DatabaseError, OperationalError, connections, models, transaction
from django.db.migrations.executor import MigrationExecutor

HERE, THERE = "sqlite", "default"
BY_PREPARE = {"auth", "checklists", "contenttypes", "hosting"}  # what `prepare` writes into an empty database
AT_ONCE, FILES_AT_ONCE = 1000, 10  # rows that are compared together; a file may have megabytes


class NotMoved(Exception):
    """Why, in words for whoever runs it; nothing of a person."""


@contextmanager
def alone_in(path):
    """The database in this file for us alone: neither the server nor the worker may write something that
    would stay behind. SQLite refuses this way of opening while anybody else has it open, also idle."""
    options = {"init_command": "PRAGMA locking_mode=EXCLUSIVE", "timeout": 1}
    facts = {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": options}
    connections.databases.update(connections.configure_settings({**connections.databases, HERE: facts}))
    try:
        begin(path)
        yield
    finally:
        connections[HERE].close()
        del connections[HERE], connections.databases[HERE]


def begin(path):
    try:
        connections[HERE].cursor().execute("BEGIN EXCLUSIVE")
    except OperationalError:
        raise NotMoved(f"Somebody has {path} open: stop the server and the worker first") from None


def all_models():
    return apps.get_models(include_auto_created=True)


def unknown():
    """Why SQLite's tables are not those that this version of the program knows, if so."""
    executor = MigrationExecutor(connections[HERE])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return "SQLite is of an earlier version of Meekijken: run `prepare` on it first"
    rooms = {app for app, _name in executor.loader.graph.nodes}
    applied = {key for key in executor.loader.applied_migrations if key[0] in rooms}
    if applied - set(executor.loader.disk_migrations) - executor.loader.replacements.keys():
        return "SQLite is of a later version of Meekijken"
    tables = set(connections[HERE].introspection.table_names()) - {"django_migrations"}
    return (
        "SQLite has tables that nobody here knows"
        if tables - {model._meta.db_table for model in all_models()}
        else ""
    )


def filled():
    """Tables of PostgreSQL in which somebody already wrote."""
    mine = [model for model in all_models() if model._meta.app_label not in BY_PREPARE]
    return [model._meta.db_table for model in mine if model._base_manager.using(THERE).exists()]


def move():
    """{table: rows} of all that was moved."""
    with transaction.atomic(using=THERE), connections[THERE].cursor() as cursor:
        empty(cursor)
        triggers(cursor, "DISABLE")  # nothing ends here (triggers.py)
        counts = {model._meta.db_table: copied(model) for model in all_models()}
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        triggers(cursor, "ENABLE")
        for statement in connections[THERE].ops.sequence_reset_sql(no_style(), all_models()):
            cursor.execute(statement)
        cursor.execute("ANALYZE")
        if found := [model._meta.db_table for model in all_models() if differing(model)]:
            raise NotMoved(f"PostgreSQL would not have the same rows in {', '.join(found)}")
    return counts


def empty(cursor):
    """What `migrate` and `prepare` wrote there goes, for it comes along from here; anything else stays."""
    cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")
    tables = ", ".join(f'"{model._meta.db_table}"' for model in all_models())
    try:
        cursor.execute(f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE NOWAIT")
    except OperationalError:
        raise NotMoved("Somebody is at work in PostgreSQL: stop what uses it first") from None
    if found := filled():
        raise NotMoved(f"PostgreSQL is not empty: there are rows in {len(found)} tables, such as {found[0]}")
    cursor.execute(f"TRUNCATE {tables}")


def triggers(cursor, how):
    for model in all_models():
        cursor.execute(f'ALTER TABLE "{model._meta.db_table}" {how} TRIGGER USER')


def copied(model):
    """How many rows. What PostgreSQL says of one that it refuses may hold words of people: only its name is
    told."""
    columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    table, count = f'"{model._meta.db_table}"', 0
    there = connections[THERE]
    try:
        with connections[HERE].cursor() as read, there.cursor() as cursor, there.wrap_database_errors:
            read.execute(f"SELECT {columns} FROM {table}")  # noqa: S608 -- names of our own models
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as rows:
                for count, row in enumerate(read, 1):  # noqa: B007 -- the last one is how many
                    rows.write_row(row)
    except DatabaseError as error:
        raise NotMoved(
            f"PostgreSQL refuses a row of {model._meta.db_table}: {type(error.__cause__).__name__}"
        ) from None
    return count


def differing(model):
    """How many rows are not the same in both, as the app reads them."""
    columns = [field.attname for field in model._meta.concrete_fields]
    here, there = (model._base_manager.using(name).values_list("pk", *columns) for name in (HERE, THERE))
    has_files = any(isinstance(field, models.BinaryField) for field in model._meta.concrete_fields)
    size, found = FILES_AT_ONCE if has_files else AT_ONCE, 0
    for some in batched(here.order_by("pk").iterator(chunk_size=size), size):
        same = {row[0]: row for row in there.order_by().filter(pk__in=[row[0] for row in some])}
        found += sum(row != same.get(row[0]) for row in some)
    return found + abs(here.count() - there.count())
