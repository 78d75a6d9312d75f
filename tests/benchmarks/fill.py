"""`python -m tests.benchmarks.fill LESSONS`: that many lesson visits of as many schools as it takes, with all
that comes with them, in an empty database (VAR_DIR, DATABASE_URL). In bulk, and each constraint of the
database holds."""

import sys
import time

import django
from django.apps import apps
from django.db import connection

FOREIGN_KEYS = {
    "sqlite": "PRAGMA foreign_key_check",
    "postgresql": 'SELECT 1 FROM "{0}" c LEFT JOIN "{2}" p ON c."{1}" = p."{3}" WHERE c."{1}" IS NOT NULL AND p."{3}" IS NULL LIMIT 1',
}  # fmt: skip


def dangling():
    """Foreign keys that lead nowhere. A copy in bulk does not look at them on PostgreSQL (copying.py); at all
    other constraints every database always looks."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            return sorted({row[0] for row in cursor.execute(FOREIGN_KEYS["sqlite"])})
        return [str(field) for field in foreign_keys() if leads_nowhere(cursor, field)]


def foreign_keys():
    fields = (
        field for model in apps.get_models(include_auto_created=True) for field in model._meta.concrete_fields
    )
    return [field for field in fields if field.is_relation]


def leads_nowhere(cursor, field):
    there, here = field.target_field, field.model._meta.db_table
    names = here, field.column, there.model._meta.db_table, there.column
    cursor.execute(FOREIGN_KEYS["postgresql"].format(*names))
    return cursor.fetchone() is not None


def fill(lessons):
    from tests.benchmarks.crowd import VISITS, Crowd  # noqa: PLC0415 -- after the setup

    crowd = Crowd()
    crowd.grow(1, lessons // VISITS)
    assert not dangling()
    return crowd


if __name__ == "__main__":
    django.setup()
    from tests.faults.world import prepare

    started = time.monotonic()
    prepare()
    fill(int(sys.argv[1]))
    sys.stdout.write(f"{sys.argv[1]} lesson visits in {time.monotonic() - started:.0f} s\n")
