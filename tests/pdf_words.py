"""The words of a PDF, as a reader copies them out of it, and what is drawn on its pages, in the order in
which it is drawn."""

import functools
import re
from dataclasses import dataclass
from io import BytesIO

import pypdf

MM = 72 / 25.4
SHAPE, FOOTER = "shape", "footer"


def pages_of(file):
    """The text of each page, with single spaces."""
    return list(_pages_of(file))


@functools.lru_cache(100)  # one file is often asked about several things
def _pages_of(file):
    return [re.sub(r"\s+", " ", page.extract_text()) for page in pypdf.PdfReader(BytesIO(file)).pages]


def words_of(file):
    return " ".join(pages_of(file))


# --- what is drawn, and where ---------------------------------------------------------------------


@dataclass(frozen=True)
class Drawn:
    """Words with their mark (MCID) or a shape without one; millimetres from the left and the top of the page.

    The bottom of words is the line they stand on. Stroked shapes are tallies, all others are filled.
    """

    text: str
    mark: int | str
    left: float
    top: float
    right: float
    bottom: float
    stroked: bool = False


def drawn_on(page):
    """Everything of one page but its footer and its rules, in the order of the content stream."""
    hand = Hand(float(page.mediabox.height))
    page.extract_text(visitor_operand_before=hand.operand, visitor_text=hand.words)
    return [thing for thing in hand.things if thing.mark != FOOTER]


class Hand:
    """Follows pypdf through a content stream."""

    def __init__(self, height):
        self.height, self.things = height, []
        self.mark, self.points, self.pen, self.stroked = None, [], None, False

    def operand(self, operator, operands, at, _text):
        if operator == b"BDC":
            _tag, about = operands
            self.mark = about.get("/MCID", FOOTER if "/Subtype" in about else SHAPE)
        elif operator == b"EMC":
            self.close()
        elif self.mark == SHAPE:
            self.draw(operator, [float(value) for value in operands if isinstance(value, (int, float))], at)

    def draw(self, operator, numbers, at):
        if operator == b"m":
            self.pen = [numbers]  # WeasyPrint begins each path with one that leads nowhere
        elif operator in (b"l", b"c"):
            ends = [numbers[place : place + 2] for place in range(0, len(numbers), 2)]
            self.points += [self.place(at, *point) for point in [*(self.pen or ()), *ends]]
            self.pen = None
        elif operator == b"re":
            x, y, width, height = numbers
            self.points += [self.place(at, x, y), self.place(at, x + width, y + height)]
        self.stroked |= operator == b"S"

    def place(self, at, x, y):
        a, b, c, d, e, f = at
        return (a * x + c * y + e) / MM, (self.height - (b * x + d * y + f)) / MM

    def close(self):
        if self.mark == SHAPE and self.points:
            across, down = zip(*self.points, strict=True)
            self.things.append(Drawn("", SHAPE, min(across), min(down), max(across), max(down), self.stroked))
        self.mark, self.points, self.pen, self.stroked = None, [], None, False

    def words(self, text, at, text_at, _font, size):
        if text.strip():
            x, y = self.place(at, text_at[4], text_at[5])
            self.things.append(Drawn(text.strip(), self.mark, x, y - size * 0.75 / MM, x, y))
