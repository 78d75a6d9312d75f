"""Rows of a table as lines of a checklist: what each cell is for, and what is not right yet in it."""

import re
import unicodedata
from dataclasses import dataclass, field

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from checklists.models import Theme
from people.folding import fold
from studio.line_forms import LENGTHS
from studio.tables import columns
from studio.tables.columns import NEED, TEXT

MOST_LINES = 300  # at once
UNSEEN = {"Cc", "Cs"}  # Unicode's categories of signs of control, and of half a character
TICKS = re.compile(
    r"[\u2610-\u2612\u2713-\u2718\u25a1\u25a0\u25fb\u25fc\uf0a8\uf0fe]\s*"
)  # boxes, ticked or not
BULLETS = re.compile(r"^\s*(?:[•·▪◦‣\uf0b7]|[-–*](?=\s))\s*")
ERRORS = re.compile(
    r"#(?:N/A|N/B|REF!|VERW!|NAME\?|NAAM\?|VALUE!|WAARDE!|DIV/0!|DEEL/0!|NUM!|GETAL!|NULL!|LEEG!)|Err:\d+"
)


@dataclass
class Cell:
    """`said` is what is not right; `asks` which remedy stands beside it (need or none); `note` what we made
    of it."""

    field: str
    text: str
    said: str = ""
    asks: str = ""
    note: str = ""
    is_chosen: bool = False  # by whoever looks, for this row

    @property
    def label(self):
        return columns.LABELS[self.field]


@dataclass
class Line:
    """One row, which goes into the draft where it is right. `values` are its fields of an Item; `like` is the
    name of the point of the draft that says nearly the same."""

    number: int
    cells: list
    values: dict = field(default_factory=dict)
    is_out: bool = False
    like: str = ""
    is_same: bool = False

    @property
    def is_wrong(self):
        return not (self.is_out or self.is_same) and any(cell.said for cell in self.cells)

    @property
    def is_right(self):
        return not (self.is_out or self.is_same or self.is_wrong)


class Answers:
    """What whoever looks said of single rows: {number: need}, one need for all, and which are left out."""

    def __init__(self, needs=None, for_all="", out=()):
        self.needs, self.for_all, self.out = needs or {}, for_all, set(out)


def lines_of(rows, fields, answers, names):
    """A Line for each row with something in it. `names` are [(need, what the checklist calls it)]."""
    reader, lines = Reader(fields, answers, names), []
    for row in rows:
        if any(row) and not reader.is_heading(row):
            lines.append(reader.line(len(lines) + 1, row))
    return lines


class Reader:
    """Reads row by row: a need may stand in a row above, where cells are merged, or in a heading between."""

    def __init__(self, fields, answers, names):
        self.fields, self.answers, self.names = fields, answers, names
        self.above, self.chosen = "", {}

    def is_heading(self, row):
        filled = [cell for cell in row if cell]
        found = columns.need_of(filled[0], self.names) if len(filled) == 1 < len(row) else ""
        self.above = found or self.above
        return bool(found)

    def line(self, number, row):
        line = Line(number, [], is_out=number in self.answers.out)
        for name, text in zip(self.fields, row, strict=True):
            line.cells.append(self.cell(name, text, line))
        if NEED not in self.fields:
            line.cells.append(self.need(Cell(NEED, ""), line))
        return line

    def cell(self, name, text, line):
        cell = Cell(name, text)
        if name == NEED:
            return self.need(cell, line)
        if name:
            line.values[name] = plain(text)
            cell.said = wrong(name, line.values[name])
        return cell

    def need(self, cell, line):
        """As chosen here; as the cell says; else as the row above, or the heading."""
        word, number = fold(cell.text), line.number
        found = columns.need_of(cell.text, self.names)
        chosen = self.answers.needs.get(number) or (not found and self.chosen.get(word)) or ""
        if self.answers.needs.get(number) and word:
            self.chosen[word] = chosen
        need = chosen or found or (not word and (self.answers.for_all or self.above)) or ""
        cell.note, cell.is_chosen = note(cell.text, need), number in self.answers.needs
        if not need:
            cell.asks, cell.said = "need", unknown(cell.text)
        self.above, line.values[NEED] = need if word else self.above, need
        return cell


def plain(text):
    """Without ticks and bullets, which are no words of the item, and signs that nobody sees."""
    seen = "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) not in UNSEEN)
    return BULLETS.sub("", TICKS.sub("", seen)).strip()


def has_ticks(rows):
    return any(TICKS.search(cell) for row in rows for cell in row)


def wrong(name, text):
    if ERRORS.fullmatch(text):
        return _("This formula did not work out")
    if name == TEXT and not text:
        return _("There is no text here")
    longest = LENGTHS[name.rpartition("_")[0]]
    if len(text) > longest:
        return _("{length} characters, and {limit} fit").format(length=len(text), limit=longest)
    return ""


def unknown(word):
    shown = Truncator(word).chars(columns.LONGEST_NAME)
    return _("‘{word}’ is a word we do not know").format(word=shown) if word else _("Which need is it?")


def note(word, need):
    """What we made of it, where the cell says it in other words."""
    label = Theme(need).label if need else ""
    said = fold(word).split()
    return "" if said and {*said} <= {*fold(label).split()} else label
