"""Text with cells in it: a csv, or what a sheet or a document puts on the clipboard."""

import csv
import io
import re

from administration.lists.decoding import without_hint

SEPARATORS = "\t;,"
QUOTED = re.compile(r'"((?:[^"]|"")*+)"(?=[\t\n]|\Z)')  # a cell that has a tab or a line end in it
PLAIN = re.compile(r"[^\t\n]*")


def separated(text):
    """The rows of a csv: by what gives every row as many cells as the first; else one cell a row."""
    text, hint = without_hint(as_lines(text))
    for separator in hint or separators_in(text):
        rows = by(separator, text)
        if hint or is_table(rows):
            return as_wide(rows)
    return pasted(text)


def separators_in(text):
    """A comma before a space stands in a sentence."""
    return [sign for sign in SEPARATORS if sign != "," or re.search(r",(?! )", text)]


def as_lines(text):
    return text.replace("\r\n", "\n").replace("\r", "\n")


def by(separator, text):
    # a quote that nobody closes would take all that follows into one cell
    quotes = csv.QUOTE_MINIMAL if text.count('"') % 2 == 0 else csv.QUOTE_NONE
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=quotes))
    except csv.Error:
        return [line.split(separator) for line in text.split("\n")]


def is_table(rows):
    widths = {len(row) for row in rows if any(row)}
    return len(widths) == 1 and widths.pop() > 1


def pasted(text):
    """Rows of what was pasted: between tabs; of a csv that somebody opened as text, by its separator."""
    text = as_lines(text)
    if "\t" not in text and is_table(rows := by(";", text)):
        return as_wide(rows)
    return as_wide(in_lines(text))


def in_lines(text):
    row, place = [], 0
    while place <= len(text):
        quoted = QUOTED.match(text, place)
        # a whole sentence between quotes is a quote
        is_cell = quoted and ({"\t", "\n"} & {*quoted[1]} or '""' in quoted[1])
        found = quoted if is_cell else PLAIN.match(text, place)
        row.append(quoted[1].replace('""', '"') if is_cell else found[0])
        place = found.end() + 1
        if found.end() == len(text) or text[found.end()] == "\n":
            yield row
            row = []


def written(rows):
    """As `pasted` reads it back."""
    return "\n".join(line_of(row) for row in rows)


def line_of(row):
    """A single cell gets a tab behind it, so that a semicolon in it separates nothing."""
    cells = [cell_of(cell) for cell in row]
    return "\t".join(cells if len(cells) > 1 else [*cells, ""])


def cell_of(cell):
    cell = as_lines(cell)
    is_odd = "\t" in cell or "\n" in cell or cell.startswith('"')
    return '"{}"'.format(cell.replace('"', '""')) if is_odd else cell


def as_wide(rows):
    """Without what is empty at the end; in a table no cell moves."""
    rows = [trimmed([cell.strip() for cell in row]) for row in rows]
    while rows and not rows[-1]:
        rows.pop()
    width = max(map(len, rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]


def trimmed(cells):
    while cells and not cells[-1]:
        cells.pop()
    return cells
