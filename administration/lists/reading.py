"""Text and files into lines about people."""

from dataclasses import replace
from itertools import islice

from django.utils import timezone
from django.utils.translation import gettext as _

from administration.lists import columns, decoding, plain, tables
from administration.lists.checks import checked
from administration.lists.line import Read

MOST_BYTES = 5_000_000
MOST_LINES = 10_000
MOST_COLUMNS = 200
SHOWN = 5  # names with accents, for a look


def read_text(text, *, domains=(), agreed=(), today=None):
    """What somebody pasted or mended. `domains` are those at which the school has its mail: an address
    elsewhere is asked about, unless it is one of `agreed`."""
    today = today or timezone.localdate()
    rows = decoding.rows_of(text)
    if (place := tables.head_in(rows)) is not None:
        return of_table(rows, place, today, domains, agreed)
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        return Read(refused=too_many())
    return Read(lines=checked(plain.people_in(lines), domains, agreed))


def read_file(content, *, domains=(), agreed=(), today=None):
    """The bytes of a file, whatever it is called."""
    if len(content) > MOST_BYTES:
        return Read(
            refused=_(
                "This file is larger than 5 MB. Take the columns with names, addresses, teams and roles into a new one."
            )
        )
    text, is_sure = decoding.decoded(content)
    read = read_text(text, domains=domains, agreed=agreed, today=today)
    if not read.refused and not read.skipped and not any(line.email for line in read.lines):
        return Read(read.kind, refused=without_addresses())
    return read if is_sure else replace(read, accents=with_accents(read.lines))


def with_accents(lines):
    return tuple(islice((line.name for line in lines if not line.name.isascii()), SHOWN))


def of_table(rows, place, today, domains, agreed):
    head = rows[place]
    if refused := refusal(rows, head):
        return Read(kind=columns.kind_of(head), refused=refused)
    table = tables.read(rows, place, today)
    if not table.has_addresses:
        return Read(kind=table.kind, refused=without_addresses())
    lines = checked(table.found, domains, agreed)
    return Read(table.kind, lines, tuple(table.skipped), tuple(table.left_out), tuple(table.remarks))


def refusal(rows, head):
    if column := columns.of_students(head):
        said = _(
            "This is a list of students: it has a column ‘%(column)s’. Only those who teach or look along have a place here."
        )
        return said % {"column": column}
    if len(rows) > MOST_LINES:
        return too_many()
    if max(map(len, rows)) > MOST_COLUMNS:
        return _(
            "This list has more than %(limit)d columns. Keep those with names, addresses, teams and roles."
        ) % {"limit": MOST_COLUMNS}
    return ""


def too_many():
    return _("This list has more than %(limit)d lines. Divide it, and take the parts one by one.") % {
        "limit": MOST_LINES
    }


def without_addresses():
    return _("There are no e-mail addresses in this list. Add a column with them, and choose the file again.")
