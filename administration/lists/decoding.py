"""Bytes of a file as text, and text as rows. Guessed is as little as can be: a mark says what an encoding is,
else UTF-8 where it fits, else what Windows writes in western Europe."""

import codecs
import csv
import io

from administration.lists.columns import LOOKED_AT, is_head

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
SEPARATORS = ";\t,|"


def decoded(content):
    """(text, whether its accents are sure)."""
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return content.removeprefix(mark).decode(encoding, "replace"), True
    if zeros := without_mark(content):
        return content.decode(zeros, "replace"), True
    try:
        return content.decode(), True
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace"), False


def without_mark(content):
    """UTF-16 in which every second byte of the beginning is empty."""
    begin = content[:LOOKED_AT]
    odd, even = begin[1::2].count(0), begin[::2].count(0)
    return ("utf-16-le" if odd > even else "utf-16-be") if max(odd, even) * 4 > len(begin) else ""


def rows_of(text, otherwise=""):
    """Cells of each row by the separator that stands most in the head; none where there is no head, unless it
    is said what separates them otherwise."""
    text, separator = without_hint(text)
    separator = separator or separator_in_head(text) or otherwise
    if not separator:
        return []
    # a quote that nobody closes would take all that follows into one cell
    quotes = csv.QUOTE_MINIMAL if text.count('"') % 2 == 0 else csv.QUOTE_NONE
    try:
        rows = csv.reader(
            io.StringIO(text, newline=""), delimiter=separator, quoting=quotes, skipinitialspace=True
        )
        return [[cell.strip() for cell in row] for row in rows]
    except csv.Error:
        return [[cell.strip() for cell in line.split(separator)] for line in text.splitlines()]


def without_hint(text):
    """Excel's first line *sep=;* says which it is."""
    first, _end, rest = text.partition("\n")
    hint = first.strip().strip('"')
    is_hint = hint.lower().startswith("sep=") and len(hint) == len("sep=;")
    return (rest, hint[-1]) if is_hint else (text, "")


def separator_in_head(text):
    for line in text.splitlines()[:LOOKED_AT]:
        most = max(SEPARATORS, key=line.count)
        if is_head([cell.strip(' "') for cell in line.split(most)]):
            return most
    return ""
