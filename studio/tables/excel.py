"""Sheets of a workbook (.xlsx), each cell as a sheet shows it. How much one may unpack to was looked at
before (administration/lists/workbooks.py)."""

from datetime import date, datetime, time
from io import BytesIO

from administration.lists.workbooks import load_workbook
from studio.tables.bounds import MOST_COLUMNS, MOST_ROWS, MOST_SHEETS


def sheets(_package, content):
    """[(name, rows)] of those that are not hidden."""
    book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return [(sheet.title, rows_in(sheet)) for sheet in visible[:MOST_SHEETS]]


def rows_in(sheet):
    sheet.reset_dimensions()  # what a file says of its own size may be wrong
    rows = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS + 1, values_only=True)
    return [[text_of(value) for value in row] for row in rows]


def text_of(value):
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case datetime() if value.time() != time():
            return f"{value.day}-{value.month}-{value.year} {value:%H:%M}"
        case date():
            return f"{value.day}-{value.month}-{value.year}"
        case float() if value.is_integer():
            return str(int(value))
    return str(value).replace("\r\n", "\n")
