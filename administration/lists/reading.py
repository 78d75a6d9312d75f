"""Text and files into lines about people."""

from collections import namedtuple
from dataclasses import replace
from itertools import islice

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from administration.lists import columns, decoding, files, oneroster, plain, tables, trees
from administration.lists.bounds import MOST_BYTES, MOST_COLUMNS, MOST_ROWS
from administration.lists.checks import checked
from administration.lists.line import Read

SHOWN = 5  # names with accents, for a look
FIXED_WIDTH = 40  # signs at least
SOME_LINES = 3
School = namedtuple("School", ["domains", "agreed", "today"])


def read_text(text, *, domains=(), agreed=(), today=None):
    """What somebody pasted or mended. `domains` are those at which the school has its mail: an address
    elsewhere is asked about, unless it is one of `agreed`."""
    return in_text(text, School(domains, agreed, today or timezone.localdate()))


def read_file(*contents, domains=(), agreed=(), today=None):
    """The bytes of a file, whatever it is called; of OneRoster two, users.csv and roles.csv."""
    school = School(domains, agreed, today or timezone.localdate())
    if max(map(len, contents)) > MOST_BYTES:
        return Read(
            refused=_(
                "This file is larger than 2 MB. Put the columns with names, addresses, teams and roles in a new one."
            )
        )
    try:
        read = in_files(list(files.unpacked(contents)), school)
    except files.Unreadable as error:
        return Read(refused=str(error))
    if not read.refused and not read.skipped and not any(line.email for line in read.lines):
        return Read(read.kind, refused=without_addresses())
    return read


def in_files(contents, school):
    if len(contents) > 1:
        return in_roster(
            [decoding.rows_of(files.text_of(content)[0], otherwise=",") for content in contents], school
        )
    if contents[0].startswith(files.PACKAGE):
        rows, sheet = files.rows_of_workbook(contents[0])
        remarks = [_("Read was the sheet ‘%(name)s’, and no other one.") % {"name": sheet}] if sheet else []
        return in_rows(rows, school, remarks=remarks)
    text, is_sure = files.text_of(contents[0])
    read = in_text(text, school)
    return read if is_sure else replace(read, accents=with_accents(read.lines))


def in_roster(lists, school):
    roles = [rows for rows in lists if oneroster.is_roles(rows)]
    users = [rows for rows in lists if not oneroster.is_roles(rows)]
    if len(roles) != 1 or len(users) != 1:
        return Read(
            refused=_("Choose one file at a time. Only roles.csv of OneRoster comes beside users.csv.")
        )
    return in_rows(oneroster.with_roles(users[0], roles[0]), school)


def in_text(text, school):
    if trees.is_xml(text):
        return in_xml(text, school)
    if trees.is_json(text) and (rows := trees.rows_of_json(text)):
        return in_rows(rows, school, "ooapi")
    rows = decoding.rows_of(text)
    if tables.head_in(rows) is not None:
        return in_rows(rows, school)
    return in_lines([line for line in text.splitlines() if line.strip()], school)


def in_xml(text, school):
    found = trees.rows_of_xml(text)
    if not found:
        return Read(
            refused=_(
                "There are no teachers in this file as UWLR or EDEXML have them. If it is a table, save it as .xlsx."
            )
        )
    rows, has_students = found
    remarks = [_("The students in this file were not read.")] if has_students else []
    return in_rows(rows, school, "uwlr", remarks)


def in_lines(lines, school):
    if is_fixed_width(lines):
        words = _(
            "In this list each column begins at the same place, and no sign stands between them. Save it as .csv or .xlsx."
        )
        return Read(refused=words)
    people = list(islice(plain.people_in(lines), MOST_ROWS + 1))
    if len(people) > MOST_ROWS:
        return Read(refused=too_many())
    return Read(lines=checked(people, school.domains, school.agreed))


def is_fixed_width(lines):
    """A few lines that are all as long, with gaps and without a separator."""
    as_long = len(lines) >= SOME_LINES and {*map(len, lines)} == {max(FIXED_WIDTH, len(lines[0]))}
    return as_long and all(
        "  " in line and not any(sign in line for sign in plain.SEPARATORS) for line in lines
    )


def in_rows(rows, school, kind="", remarks=()):
    place = tables.head_in(rows)
    if place is None:
        return in_lines(["\t".join(row) for row in rows if any(row)], school)
    kind = kind or columns.kind_of(rows[place])
    if refused := refusal(rows[place], rows[place + 1 :], kind):
        return Read(kind, refused=refused)
    table = tables.read(rows, place, school.today)
    if not table.has_addresses:
        return Read(kind, refused=without_addresses())
    if table.students and not (table.found or table.skipped):
        return Read(
            kind,
            refused=_(
                "Only students or parents are in this list. Only those who teach or look along have a place here."
            ),
        )
    lines = checked(table.found, school.domains, school.agreed)
    said = [*remarks, *students_left_out(table.students), *table.remarks]
    return Read(kind, lines, tuple(table.skipped), tuple(table.left_out), tuple(said))


def students_left_out(number):
    """How many, and of nobody the name."""
    if number:
        words = ngettext(
            "%(number)d student or parent is left out.",
            "%(number)d students or parents are left out.",
            number,
        )
        yield words % {"number": number}


def refusal(head, body, kind):
    if column := columns.of_students(head):
        said = _(
            "This is a list of students: it has a column ‘%(column)s’. Only those who teach or look along have a place here."
        )
        return said % {"column": column}
    if kind == "oneroster" and not any(columns.field_of(cell) == columns.ROLE for cell in head):
        return _(
            "This users.csv says of nobody whether it is a teacher or a student. Choose roles.csv too, or the zip with both."
        )
    if sum(map(any, body)) > MOST_ROWS:
        return too_many()
    if max(map(len, [head, *body])) > MOST_COLUMNS:
        return _(
            "This list has more than %(limit)d columns. Keep those with names, addresses, teams and roles."
        ) % {"limit": MOST_COLUMNS}
    return ""


def with_accents(lines):
    return tuple(islice((line.name for line in lines if not line.name.isascii()), SHOWN))


def too_many():
    return _("This list has more than %(limit)d lines. Divide it, and take the parts one by one.") % {
        "limit": MOST_ROWS
    }


def without_addresses():
    return _("There are no e-mail addresses in this list. Add a column with them, and choose the file again.")
