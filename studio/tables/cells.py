"""The rows of a file, whatever it is called: a workbook (xlsx, ods), a Word document (docx), text (csv)."""

import zipfile
from io import BytesIO
from typing import NamedTuple

from django.utils.translation import gettext as _

from administration.lists.decoding import decoded
from administration.lists.files import OLD_OR_LOCKED, PACKAGE
from administration.lists.workbooks import look
from studio.tables import excel, opened, text, word
from studio.tables.bounds import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, MOST_SIGNS, MOST_XML

READERS = {"word/document.xml": word.tables, "xl/workbook.xml": excel.sheets, "content.xml": opened.sheets}

WHOLE = "word/document.xml", "content.xml"


class Unreadable(Exception):
    """In words for who chose the file."""


class Sheet(NamedTuple):
    """One table. `rows` are lists of texts, each as wide as the widest; empty rows within are kept, so that
    row 12 here is row 12 there."""

    name: str
    rows: list


def rows_of(content, name=""):
    """[Sheet, …], each with something in it; at least one, else Unreadable says why."""
    if len(content) > MOST_BYTES:
        raise Unreadable(_("This file is larger than 2 MB. Copy the table in it, and paste that."))
    if content.startswith(OLD_OR_LOCKED):
        raise Unreadable(
            _(
                "This is a file of an old kind or with a password. Save it as .xlsx or .docx without a password, or copy the table and paste it."
            )
        )
    found = in_package(content) if content.startswith(PACKAGE) else [(name, in_text(content))]
    sheets = [Sheet(called, text.as_wide(rows)) for called, rows in found if any(map(any, rows))]
    if not sheets:
        raise Unreadable(_("We found no table in this file. Copy the table, and paste it."))
    if any(is_too_much(sheet.rows) for sheet in sheets):
        words = _(
            "A table has at most {rows} rows and {columns} columns here. Copy the part that you need, and paste it."
        )
        raise Unreadable(words.format(rows=MOST_ROWS, columns=MOST_COLUMNS))
    return sheets


def is_too_much(rows):
    return len(rows) > MOST_ROWS or max(map(len, rows)) > MOST_COLUMNS


def in_package(content):
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            look(package)
            part = next((part for part in package.namelist() if part in READERS), "")
            return small(READERS[part](package, content)) if is_whole(package, part) else []
    except Exception as error:  # whatever stands in a file that its reader did not expect
        words = _(
            "This file cannot be read here, or it holds too much. Open it, copy the table, and paste it."
        )
        raise Unreadable(words) from error


def is_whole(package, part):
    """Whether there is such a part. The text of a document is read into memory as a whole, many times as
    large."""
    if part in WHOLE and package.getinfo(part).file_size > MOST_XML:
        raise Unreadable
    return bool(part)


def small(tables):
    """Before anything is made of its cells, which may all be the same text in memory."""
    if sum(len(cell) for _name, rows in tables for row in rows for cell in row) > MOST_SIGNS:
        raise Unreadable
    return tables


def in_text(content):
    read, _is_sure = decoded(content)
    if "\0" in read or content.startswith(b"%PDF"):
        raise Unreadable(
            _(
                "This file is no table that can be read here. Save it as .xlsx, .docx or .csv, or copy the table and paste it."
            )
        )
    return text.separated(read)
