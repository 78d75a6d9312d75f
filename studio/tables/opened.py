"""Sheets of an OpenDocument spreadsheet (.ods): its cells hold the very text that people see (OpenDocument
1.3, part 3, 9.1). A comment is none of it."""

from defusedxml.ElementTree import fromstring

from studio.tables.bounds import MOST_COLUMNS, MOST_ROWS, MOST_SHEETS

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CELLS = f"{TABLE}table-cell", f"{TABLE}covered-table-cell"


def sheets(package, _content):
    """[(name, rows)]; none where it is another kind of document."""
    book = fromstring(package.read("content.xml")).find(f"{OFFICE}body/{OFFICE}spreadsheet")
    tables = [] if book is None else book.findall(f"{TABLE}table")
    return [(table.get(f"{TABLE}name", ""), rows_in(table)) for table in tables[:MOST_SHEETS]]


def rows_in(table):
    """A row that is repeated to the end of the sheet is none."""
    rows, empty = [], 0
    for row in table.iter(f"{TABLE}table-row"):
        cells, number = cells_in(row), times(row, "rows")
        if not any(cells):
            empty = min(empty + number, MOST_ROWS)
            continue
        rows += [[]] * empty + [cells] * min(number, MOST_ROWS + 1)
        empty = 0
        if len(rows) > MOST_ROWS:
            break
    return rows


def cells_in(row):
    cells, empty = [], 0
    for cell in row:
        if cell.tag not in CELLS:
            continue
        said, number = text_in(cell), min(times(cell, "columns"), MOST_COLUMNS + 1)
        if said:
            cells += [""] * empty + [said] * number
            empty = 0
        else:
            empty = min(empty + number, MOST_COLUMNS)
        if len(cells) > MOST_COLUMNS:
            break
    return cells


def times(element, what):
    number = element.get(f"{TABLE}number-{what}-repeated", "1")
    return int(number) if number.isdecimal() else 1


def text_in(cell):
    return "\n".join("".join(pieces(line)) for line in cell.iterfind(f"{TEXT}p"))


def pieces(element):
    yield element.text or ""
    for child in element:
        if child.tag == f"{TEXT}s":
            yield " " * min(int(child.get(f"{TEXT}c", "1")), 100)
        elif child.tag in (f"{TEXT}tab", f"{TEXT}line-break"):
            yield "\n" if child.tag == f"{TEXT}line-break" else " "
        elif child.tag.startswith(TEXT) and child.tag != f"{TEXT}note":
            yield from pieces(child)
        yield child.tail or ""
