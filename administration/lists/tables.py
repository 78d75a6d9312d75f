"""Rows under a head of columns: who stands in them, who is skipped and why, which columns are left out."""

import re
from collections import namedtuple
from datetime import date

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from administration.lists import columns, naming, roles
from administration.lists.addresses import addresses_in, of_cell
from administration.lists.line import Found, Skipped

NO = {"n", "nee", "no", "false", "0", "onwaar", "inactief", "inactive"}
GONE = {
    "tobedeleted",
    "deleted",
    "inactive",
    "inactief",
    "uitdienst",
    "archived",
    "gearchiveerd",
    "suspended",
}
YES = {"j", "ja", "y", "yes", "true", "1", "waar"}
SAID = 5  # remarks on rows
SIGNS = 60  # of the name of a column
MAIL = {columns.EMAIL, columns.BOXES}
DAYS = (
    (re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ].*)?"), (1, 2, 3)),
    (re.compile(r"(\d\d?)-(\d\d?)-(\d{4})(?: .*)?"), (3, 2, 1)),
    (re.compile(r"(\d{4})(\d\d)(\d\d)"), (1, 2, 3)),
)
Table = namedtuple("Table", ["found", "skipped", "left_out", "remarks", "has_addresses", "students"])


def head_in(rows):
    """The place of the head, or None."""
    return next((place for place, row in enumerate(rows[: columns.LOOKED_AT]) if columns.is_head(row)), None)


def read(rows, place, today):
    head, body = rows[place], rows[place + 1 :]
    where = columns.places(head)
    add_addresses(where, head, body)
    found, skipped, remarks, width = [], [], [], usual(head, body)
    rows = [(number, Row(cells, where, width)) for number, cells in enumerate(body, place + 2) if any(cells)]
    others = [(number, row) for number, row in rows if not roles.names_a_student(row[columns.ROLE])]
    for number, row in others:
        one_row(row, number, today, found, skipped, remarks)
    return Table(
        found,
        skipped,
        left_out(where, head, body),
        remarks[:SAID],
        bool(MAIL & where.keys()),
        len(rows) - len(others),
    )


def usual(head, body):
    """How many cells a row has: a column may have no name."""
    lengths = sorted(len(cells) for cells in body if any(cells))
    return max(len(head), lengths[(len(lengths) - 1) // 2] if lengths else 0)


def left_out(where, head, body):
    """Columns in which something stands that is not kept."""
    used = {at for places in where.values() for at in places}
    full = {at for cells in body for at, cell in enumerate(cells) if cell}
    return [
        Truncator(cell).chars(SIGNS) for at, cell in enumerate(head) if cell and at in full and at not in used
    ]


def add_addresses(where, head, body):
    """Where no column is called so, that in which addresses stand; never those at home."""
    if not MAIL & where.keys():
        first = next((row for row in body if "@" in "".join(row)), [])
        at = next(
            (
                at
                for at, cell in enumerate(first)
                if "@" in cell and not columns.is_own("".join(head[at : at + 1]))
            ),
            None,
        )
        if at is not None:
            where[columns.EMAIL] = [at]


class Row:
    """Cells by what they are for; of two columns for one thing, the first that says something."""

    def __init__(self, cells, where, width):
        self.cells, self.where = cells, where
        # a separator stood in a cell: no column is to be trusted, and the address is found by its @
        self.has_shifted = any(cells[width:])

    def __getitem__(self, field):
        if self.has_shifted:
            return ""
        cells = (self.cells[at] for at in self.where.get(field, []) if at < len(self.cells))
        return next(filter(None, cells), "")


def one_row(row, number, today, found, skipped, remarks):
    name, why = name_of(row), why_skipped(row, today)
    if why:
        skipped.append(Skipped(number, naming.tidy(name), why))
        return
    found.append(Found(name, email_of(row), row[columns.TEAM], row[columns.ROLE]))
    if row[columns.ENDS] and not day_in(row[columns.ENDS]):
        said = _("Row %(number)d: ‘%(day)s’ was not read as a last day. Write it as 31-1-2027.")
        remarks.append(said % {"number": number, "day": row[columns.ENDS]})


def name_of(row):
    given, prefix, family = row[columns.GIVEN], row[columns.PREFIX], row[columns.FAMILY]
    return naming.whole(given, prefix, family) if given or family else row[columns.FULL]


def email_of(row):
    if row.has_shifted:
        return " ".join(addresses_in(" ".join(row.cells)))
    return of_cell(row[columns.EMAIL]) or " ".join(addresses_in(row[columns.BOXES]))


# --- who is nobody to invite ----------------------------------------------------------------------------


def why_skipped(row, today):
    if columns.word(row[columns.STATUS]) in GONE or columns.word(row[columns.ARCHIVED]) in YES:
        return _("archived, or to be deleted")
    if columns.word(row[columns.ENABLED]) in NO:
        return _("not in service, or switched off")
    ends = day_in(row[columns.ENDS])
    return _("the last day is past") if ends and ends < today else ""


def day_in(text):
    """A day written in one of the ways that can be read in one way only; else None."""
    for pattern, places in DAYS:
        if found := pattern.fullmatch(text):
            try:
                return date(*(int(found[place]) for place in places))
            except ValueError:
                return None
    return None
