"""Lists of people, teams and schools in the order in which one looks for them: an accent or a small letter
moves nobody to the end.

A name is sorted as it is written: the first name first, because that is how people are called here; *van den
Berg* stands under V only where somebody wrote it without a first name. Databases differ: SQLite compares
bytes, so it learns the order from here; PostgreSQL has one of Unicode.
"""

import unicodedata
from functools import lru_cache

from django.db.models import F, Func
from django.db.models.expressions import OrderBy

# letters that are not a letter with a sign on it, to Unicode
LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "\u0131": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
NAMES = {"name", "word"}  # how columns with such words are called


class InOrder(Func):
    """ORDER BY this."""

    template = "%(expressions)s COLLATE %(collation)s"
    arity = 1

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, collation="names", **extra)

    def as_postgresql(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, collation='"und-x-icu"', **extra)


def in_order(*fields):
    """For `order_by` and `ordering`: columns of names get the order of names, others stay."""
    return [of_names(field) for field in fields]


def of_names(field):
    column = field.lstrip("-") if isinstance(field, str) else ""
    if column.split("__")[-1] not in NAMES:
        return field
    return OrderBy(InOrder(F(column)), descending=field != column)


def teach(connection, **_signal):
    """SQLite forgets it with the connection."""
    if connection.vendor == "sqlite":
        connection.connection.create_collation("names", compare)


def compare(one, other):
    one, other = key(one), key(other)
    return (one > other) - (one < other)


@lru_cache(10_000)
def key(name):
    """First the letters, then their accents, then small before capital."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(sign for sign in letters if not unicodedata.combining(sign)).translate(LETTERS)
    return plain, letters, name.swapcase()
