"""Rows of a workbook (.xlsx), read one by one. A small file can hold a very large one: what it unpacks to is
looked at before anything is read into memory."""

import os
import re
import warnings
import zipfile
from datetime import date, datetime, time
from io import BytesIO

from administration.lists.bounds import MOST_COLUMNS, MOST_ROWS

os.environ.setdefault(
    "OPENPYXL_LXML", "False"
)  # read when it is loaded: one parser, also where lxml is there
from openpyxl import load_workbook

warnings.filterwarnings("ignore", module="openpyxl")  # which parts it does not know: none of them are rows

MOST_PARTS = 300  # of the package
MOST_UNPACKED = 40_000_000  # bytes; ten thousand rows of thirty columns are half of it
LONGEST_UNIT = 2_000_000  # bytes; a row of two hundred columns is a hundredth
MOST_UNITS = 300_000
UNIT = re.compile(rb"<(?:\w+:)?(?:row|si)[ />]")  # what is held in memory at once: a row, a text of a cell
PIECE = 1 << 16
MOST_SHEETS = 30
PEEKED = 50  # rows, to know what a sheet holds
ERROR = re.compile(r"#(N/A|REF!|NAME\?|VALUE!|DIV/0!|NUM!|NULL!)")


class Unreadable(Exception):
    """It is no workbook that can be read here, or a larger one."""


def rows_of(content):
    """(rows of the first sheet with an address in it, its name where others hold something too)."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            look(package)
        book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        return chosen([sheet for sheet in book.worksheets if sheet.sheet_state == "visible"])
    except Exception as error:  # whatever stands in a file that its reader did not expect
        raise Unreadable from error


def look(package):
    parts = package.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable
    units = 0
    for part in parts:
        if "/media/" not in part.filename:
            with package.open(part) as unpacked:
                units += measured(unpacked)
    if units > MOST_UNITS:
        raise Unreadable


def measured(part):
    """How many units; none may be too long."""
    units = since = 0
    while piece := part.read(PIECE):
        begins = [found.start() for found in UNIT.finditer(piece)]
        units += len(begins)
        since += begins[0] if begins else len(piece)
        if since > LONGEST_UNIT:
            raise Unreadable
        since = len(piece) - begins[-1] if begins else since
    return units


def chosen(sheets):
    """One sheet alone is read to its end."""
    begins = [(sheet, rows_in(sheet, PEEKED)) for sheet in sheets[:MOST_SHEETS]]
    filled = [(sheet, rows) for sheet, rows in begins if any(map(any, rows))]
    if not filled:
        return [], ""
    with_address = (sheet for sheet, rows in filled if any("@" in cell for row in rows for cell in row))
    sheet = next(with_address, filled[0][0])
    return as_wide(rows_in(sheet, MOST_ROWS + PEEKED)), sheet.title if len(filled) > 1 else ""


def as_wide(rows):
    """In a sheet no cell moves, also where the head is shorter than its rows."""
    width = max(map(len, rows))
    return [[*row, *[""] * (width - len(row))] for row in rows]


def rows_in(sheet, most):
    sheet.reset_dimensions()  # what a file says of its own size may be wrong
    rows = sheet.iter_rows(max_row=most, max_col=MOST_COLUMNS + 1, values_only=True)
    return [trimmed([text_of(value) for value in row]) for row in rows]


def trimmed(cells):
    while cells and not cells[-1]:
        cells.pop()
    return cells


def text_of(value):
    """As a Dutch sheet shows it. A day that was a team's name once is to be seen as one."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case datetime() if value.time() != time():
            return value.isoformat(" ", "minutes")
        case date():
            return f"{value.day}-{value.month}-{value.year}"
        case float() if value.is_integer():
            return str(int(value))
        case str():
            return "" if ERROR.fullmatch(value) else " ".join(value.split())
    return str(value)
