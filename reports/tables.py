"""A table as a file that leaves the app: a workbook for who opens it, CSV and JSON for what reads it
(docs/adr/0023).

A cell of words stays the words that were typed, in whatever program it is opened: 007 is no number, 10.31 no
time, 1-2 no day.
"""

import json
import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from django.http import HttpResponse
from django.utils.translation import get_language
from xlsxwriter import Workbook

from people.files import disposition

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NO_CLOCK = datetime(1980, 1, 1, tzinfo=UTC)  # as in every part of the file: the same rows are the same file
WIDEST = 60  # characters of a column; longer words go on below
LINE, HIGHEST = 15, 409  # points: of a line, and what a spreadsheet takes for a row
# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection). A program that reads another
# separator begins a row with each line of a note.
FORMULA = re.compile("^([^\\S\n]*)(?=[=+\\-@\uff1d\uff0b\uff0d\uff20])", re.MULTILINE)
# LibreOffice reads comma, semicolon and tab at once when nobody unticks them. Not everything is quoted:
# gnumeric, which looks for the separator itself, then loses words.
QUOTED = re.compile('[,;\t"\n]')


@dataclass
class Table:
    """A name for people, the names of its columns, and rows that hold all of these: words, or whole
    numbers."""

    name: str
    columns: tuple
    rows: list

    def cells(self):
        """Row by row, the names first."""
        return [list(self.columns), *([tidy(row[column]) for column in self.columns] for row in self.rows)]


def tidy(value):
    """Words without signs of control, which no table holds (XML forbids them), and with one kind of line end;
    a number as it is."""
    if isinstance(value, int):
        return value
    lines = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign in "\n\t" or can_stand(sign))


def can_stand(sign):
    return unicodedata.category(sign) not in ("Cc", "Cs") and sign not in "\ufffe\uffff"


# --- for who opens it -----------------------------------------------------------------------------


def workbook(name, tables):
    """An xlsx with a sheet for each table. Words are text, also when somebody goes on typing in them; only
    counts are numbers."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"created": NO_CLOCK})
        for table in tables:
            write(book, table)
    return attached(f"{name}.xlsx", XLSX, file.getvalue())


def write(book, table):
    """The names of the columns stay in sight; Excel marks no 007 as a mistake."""
    page, cells = book.add_worksheet(table.name), table.cells()
    page.freeze_panes(1, 0)
    page.ignore_errors({"number_stored_as_text": f"A1:XFD{len(cells)}"})
    looks, widths = looks_of(book), [width(column) for column in zip(*cells, strict=True)]
    for number, wide in enumerate(widths):
        page.set_column(number, number, wide)
    for row, line in enumerate(cells):
        page.set_row(row, height(line, widths))
        for number, cell in enumerate(line):
            put = page.write_number if isinstance(cell, int) else page.write_string
            put(row, number, cell, looks[type(cell) if row else "name"])


def looks_of(book):
    words = {"num_format": "@", "valign": "top"}
    looks = {"name": words | {"bold": True}, str: words | {"text_wrap": True}, int: {"valign": "top"}}
    return {kind: book.add_format(look) for kind, look in looks.items()}


def width(column):
    longest = max(len(line) for cell in column for line in str(cell).split("\n"))
    return min(longest + 2, WIDEST)


def height(line, widths):
    """Said outright: LibreOffice shows one line of each cell otherwise."""
    return min(max(map(lines, line, widths)) * LINE, HIGHEST)


def lines(cell, wide):
    return sum(max(1, math.ceil(len(line) / wide)) for line in str(cell).split("\n"))


# --- for what reads it ----------------------------------------------------------------------------


def sheet(name, table):
    """CSV, with the sign that tells Excel it is Unicode; where Dutch is read, semicolons, as a Dutch Excel
    expects."""
    separator = ";" if get_language() == "nl" else ","
    lines = (separator.join(quoted(safe(cell)) for cell in line) + "\r\n" for line in table.cells())
    return attached(f"{name}.csv", "text/csv; charset=utf-8", "\ufeff" + "".join(lines))


def safe(cell):
    """No formula. The sign for that is seen by people, so it stands only where a cell or a line of it begins
    like one."""
    return FORMULA.sub(r"\1'", str(cell))


def quoted(cell):
    return '"' + cell.replace('"', '""') + '"' if QUOTED.search(cell) else cell


def tree_file(name, tree):
    return attached(f"{name}.json", "application/json", json.dumps(tree, ensure_ascii=False, indent=1))


def attached(name, content_type, content):
    headers = {"Content-Disposition": disposition(name, "attachment")}
    return HttpResponse(content, content_type=content_type, headers=headers)
