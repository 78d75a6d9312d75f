"""Where the ink of a page is: what is drawn in the area of the text, and how much of it stays white below.

All in millimetres from the top of an A4 page. The footer and the margin line are part of every page, so they
do not count.
"""

from dataclasses import dataclass
from io import BytesIO

import pikepdf

MM = 72 / 25.4
TOP, BOTTOM = 14, 297 - 22  # of the text, as in static/css/paper.css
FOOTER = "/Footer"
SHOWS, PAINTS = {"Tj", "TJ"}, {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s"}


@dataclass(frozen=True)
class Mark:
    """A run of text (by its baseline) or a shape (by its points)."""

    is_text: bool
    points: tuple

    @property
    def top(self):
        return min(y for _x, y in self.points)

    @property
    def bottom(self):
        return max(y for _x, y in self.points)


def white(content: bytes) -> list[float]:
    """Of each page, the share of the height for text that lies below its last ink."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return [_white(page) for page in pdf.pages]


def _white(page):
    last = max((mark.bottom for mark in marks(page)), default=TOP)
    return max(BOTTOM - last, 0) / (BOTTOM - TOP)


def marks(page):
    """What stands in the area of the text, from the instructions that draw the page."""
    return [mark for mark in _Pen(page).marks() if mark.top > TOP - 1 and mark.bottom < BOTTOM + 1]


class _Pen:
    """Follows the drawing instructions of one page, as far as WeasyPrint uses them."""

    def __init__(self, page):
        self.page, self.place, self.kept = page, pikepdf.Matrix(), []
        self.of_footer, self.path, self.line = [], [], pikepdf.Matrix()

    def marks(self):
        for operands, operator in pikepdf.parse_content_stream(self.page):
            name = str(operator)
            if name in SHOWS | PAINTS and not any(self.of_footer):
                yield Mark(name in SHOWS, tuple(self.seen(name)))
            self.follow(name, operands)
            if name in PAINTS | {"n"}:
                self.path = []

    def seen(self, name):
        points = [(self.line @ self.place).transform((0, 0))] if name in SHOWS else self.path
        return [(x / MM, 297 - y / MM) for x, y in points]

    def follow(self, name, operands):
        if name in ("BMC", "BDC"):
            self.of_footer.append(name == "BDC" and FOOTER in map(str, _values(operands[1])))
        elif name == "EMC":
            self.of_footer.pop()
        elif name == "q":
            self.kept.append(self.place)
        elif name == "Q":
            self.place = self.kept.pop()
        elif name == "BT":
            self.line = pikepdf.Matrix()
        else:
            self.move(name, [float(part) for part in operands if not isinstance(part, pikepdf.Object)])

    def move(self, name, numbers):
        if name == "cm":
            self.place = pikepdf.Matrix(*numbers) @ self.place
        elif name == "Tm":
            self.line = pikepdf.Matrix(*numbers)
        elif name == "Td":
            self.line = pikepdf.Matrix(1, 0, 0, 1, *numbers) @ self.line
        elif name == "re":
            x, y, width, height = numbers
            self.path += map(self.place.transform, ((x, y), (x + width, y + height)))
        elif name in ("m", "l", "c"):
            self.path.append(self.place.transform(tuple(numbers[-2:])))


def _values(properties):
    return properties.values() if isinstance(properties, pikepdf.Dictionary) else []
