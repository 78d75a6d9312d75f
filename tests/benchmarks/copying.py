"""Rows of one team copied for many others, by the database itself: a million visits take minutes, as Python
objects an hour."""

import uuid

from django.db import connection, models

from observations.models import Lesson, Observation
from people.models import Team, User
from pulse.models import Pulse

LAST_ID = uuid.UUID(f"{0:08x}{'f' * 24}")
HURRY = {"sqlite": "PRAGMA cache_size = -300000", "postgresql": "SET session_replication_role = replica"}
AS_BEFORE = {"sqlite": "PRAGMA cache_size = -2000", "postgresql": "RESET session_replication_role"}
OF_A_TEAM = (Lesson, Observation, User)
AT_ONCE = 50  # teams: what belongs together stands together, as it would have come in
YEARS = 1500  # days over which the visits of the others lie
COPIED_ID = {
    "sqlite": "printf('%%08x', number) || substr({0}, 9)",
    "postgresql": "(lpad(to_hex(number), 8, '0') || substr({0}::text, 9))::uuid",
}
CODE = {
    "sqlite": "printf('%%04X', number) || substr({0}, 5)",
    "postgresql": "lpad(upper(to_hex(number)), 4, '0') || substr({0}, 5)",
}
DAYS = f"(CASE WHEN number < 2 THEN 0 ELSE 30 + number * 7 %% {YEARS} END)"  # how much earlier than the first
EARLIER = {
    "sqlite": {
        models.DateTimeField: f"strftime('%%Y-%%m-%%d %%H:%%M:%%f', {{0}}, '-' || {DAYS} || ' days')",
        models.DateField: f"date({{0}}, '-' || {DAYS} || ' days')",
    },
    "postgresql": {
        models.DateTimeField: f"{{0}} - make_interval(days => {DAYS})",
        models.DateField: f"{{0}} - {DAYS}",
    },
}


def copy(first, last, *tables):
    """For the teams with these numbers: the rows of (model, column that tells whose, whether it is of these
    days) that belong to the first team. What is of these days keeps its day; the rest lies in earlier
    years."""
    with connection.cursor() as cursor:
        cursor.execute(HURRY[connection.vendor])
        for begin in range(first, last, AT_ONCE):
            for model, owner, is_new in tables:
                of_first = model._meta.get_field(owner)
                values = [begin, min(begin + AT_ONCE, last), of_first.get_db_prep_value(LAST_ID, connection)]
                cursor.execute(copying(model, of_first.column, is_new), values)
        cursor.execute(AS_BEFORE[connection.vendor])


def copying(model, owner, is_new):
    """SQL that copies the rows of the first team, once for each number."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    names = ", ".join(f'"{field.column}"' for field in fields)
    copies = ", ".join(copied(field, is_new) for field in fields)
    return f"""
        INSERT INTO {model._meta.db_table} ({names})
        WITH RECURSIVE numbers(number) AS (
            SELECT CAST(%s AS integer) UNION ALL SELECT number + 1 FROM numbers WHERE number + 1 < %s
        )
        SELECT {copies} FROM {model._meta.db_table}, numbers WHERE {owner} <= %s
    """


def copied(field, is_new):
    """What stands in the copy: another id where it is of the team, another day, otherwise the same."""
    column, here = f'"{field.column}"', connection.vendor
    if field.is_relation and field.related_model is Team:
        return f"{column} + number"
    if field.primary_key or (field.is_relation and field.related_model in OF_A_TEAM):
        return COPIED_ID[here].format(column)
    if field == Pulse._meta.get_field("code"):
        return CODE[here].format(column)
    return column if is_new else EARLIER[here].get(type(field), "{0}").format(column)
