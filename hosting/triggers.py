"""The database itself writes down what ends (ending.py): within the deed, whoever does it, and without a
question of the program. Made anew after every `migrate` and by `prepare`.

The name of a trigger holds a digest of what it says, so that one that stands is left alone.
"""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC

from django.apps import apps
from django.db import DatabaseError, connection, migrations, transaction
from django.utils import timezone

from hosting.ending import LISTED, model, said
from hosting.models import BEGAN, Ended

DELETED, WAY_IN = "deleted", "way_in"  # beside the names of columns
PREFIX = "ended_"

TODAY = {"sqlite": "date('now')", "postgresql": "(now() AT TIME ZONE 'UTC')::date"}
TOKEN = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()"}
DIFFER = {"sqlite": "{} IS NOT {}", "postgresql": "{} IS DISTINCT FROM {}"}
WITHIN = {"sqlite": "json_extract({}, '$.{}')", "postgresql": "({} ->> '{}')"}
VALUES = {
    "": "NULL",
    "switch": "CASE WHEN {} THEN '1' ELSE '0' END",
    "set": "CASE WHEN {} IS NULL THEN '0' ELSE '1' END",
    "whole": "CAST({} AS varchar)",
}


@dataclass(frozen=True)
class Trigger:
    table: str
    event: str
    when: str
    says: str

    @property
    def name(self):
        told = hashlib.sha256(f"{self.event} {self.when} {self.says}".encode()).hexdigest()[:12]
        return f"{PREFIX}{told}_{self.table}"[:63]

    def made(self):
        """The statements that make it."""
        begin = f"CREATE TRIGGER {quoted(self.name)} AFTER {self.event} ON {quoted(self.table)} FOR EACH ROW"
        when = f" WHEN ({self.when})" if self.when else ""
        if connection.vendor == "sqlite":
            return [f"{begin}{when} BEGIN {self.says}; END"]
        body = f"BEGIN {self.says}; RETURN NULL; END"
        function = (
            f"CREATE OR REPLACE FUNCTION {quoted(self.name)}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$"
        )
        return [function, f"{begin}{when} EXECUTE FUNCTION {quoted(self.name)}()"]


def quoted(name):
    return connection.ops.quote_name(name)


def every():
    """All that have to be there, of whatever model."""
    return [trigger for label, ends in LISTED.items() for trigger in of(model(label)._meta, ends)]


def of(meta, ends):
    pk = meta.pk.column
    if ends.deleted:
        when = "" if ends.deleted is True else ends.deleted
        yield Trigger(meta.db_table, "DELETE", when, writing(meta.db_table, f"OLD.{quoted(pk)}", DELETED))
    for name in ends.columns:
        yield of_column(meta, meta.get_field(name), ends)
    if ends.of_person:
        for event, row in (("INSERT", "NEW"), ("DELETE", "OLD")):
            says = writing("people_user", f"{row}.{quoted(meta.get_field('user').column)}", WAY_IN)
            yield Trigger(meta.db_table, event, "", says)


def of_column(meta, field, ends):
    column, key = quoted(field.column), f"NEW.{quoted(meta.pk.column)}"
    sides = [f"OLD.{column}", f"NEW.{column}"]
    if ends.within:
        sides = [WITHIN[connection.vendor].format(side, ends.within) for side in sides]
    when = DIFFER[connection.vendor].format(*sides) + (f" AND {ends.when}" if ends.when else "")
    says = writing(meta.db_table, key, field.name, VALUES[said(field)].format(f"NEW.{column}"))
    return Trigger(meta.db_table, f"UPDATE OF {column}", when, says)


def writing(table, key, what, value="NULL"):
    today, token = TODAY[connection.vendor], TOKEN[connection.vendor]
    columns = ", ".join(map(quoted, ("token", "table", "key", "what", "value", "day")))
    values = f"{token}, '{table}', CAST({key} AS varchar), '{what}', {value}, {today}"
    return f"INSERT INTO {quoted(Ended._meta.db_table)} ({columns}) VALUES ({values})"  # noqa: S608 -- names of ours


FOUND = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
    " WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid)",
}


def there():
    """{name: table} of those that stand."""
    with connection.cursor() as cursor:
        cursor.execute(FOUND[connection.vendor])
        return {name: table for name, table in cursor.fetchall() if name.startswith(PREFIX)}


def run(statements):
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def make(**_signal):
    """What is missing is made, what is of another version goes. Says how many of both."""
    if Ended._meta.db_table not in connection.introspection.table_names():
        return 0  # on the way back to a version that knew no list
    standing, wanted = there(), {trigger.name: trigger for trigger in every()}
    missing = [trigger for name, trigger in wanted.items() if name not in standing]
    over = {name: table for name, table in standing.items() if name not in wanted}
    run([*dropped(over), *(statement for trigger in missing for statement in trigger.made())])
    begin()
    return len(over) + len(missing)


def begin():
    """The one row that says which list this is."""
    first = Ended(table="", key="", what=BEGAN, day=timezone.localdate(timezone=UTC))
    if not Ended.objects.filter(what=BEGAN).exists():
        Ended.objects.bulk_create([first], ignore_conflicts=True)


def dropped(found):
    if connection.vendor == "sqlite":
        return [f"DROP TRIGGER {quoted(name)}" for name in found]
    return [f"DROP FUNCTION {quoted(name)} CASCADE" for name in found]


# what a trigger stands in the way of nowhere on PostgreSQL; SQLite may write the whole table anew
BESIDE = (
    migrations.CreateModel, migrations.AddField, migrations.AddIndex, migrations.AddConstraint, migrations.AlterModelOptions,
)  # fmt: skip


def give_way(plan=(), **_signal):
    """Before tables change: a database lets no column go that a trigger names. Those of other rooms stand,
    and those where something only comes beside: the version of before works on meanwhile."""
    rooms = {migration.app_label for migration, back in plan if back or in_the_way_of(migration)}
    tables = {
        row._meta.db_table
        for row in apps.get_models(include_auto_created=True)
        if row._meta.app_label in rooms
    }
    if Ended._meta.app_label in rooms:  # they all name its table
        run(dropped(there()))
    elif rooms:
        run(dropped({name: table for name, table in there().items() if table in tables}))


def in_the_way_of(migration):
    is_beside = all(isinstance(operation, BESIDE) for operation in migration.operations)
    return connection.vendor == "sqlite" or not is_beside


def stand_again():
    """After a change that was not made: what gave way, as far as the tables are such. The version of before
    goes on, and what ends there has to be written down."""
    standing = there()
    for trigger in every():
        if trigger.name not in standing:
            with suppress(DatabaseError):
                run(trigger.made())
