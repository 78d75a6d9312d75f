"""A long list leaf by leaf, without counting it."""

from dataclasses import dataclass, field

PER_LEAF = 50
DIGITS = 6  # of the number of a leaf


@dataclass
class Leaf:
    rows: list
    number: int
    has_more: bool
    lines: list = field(default_factory=list)

    @property
    def before(self):
        return self.number - 1

    @property
    def after(self):
        return self.number + 1 if self.has_more else 0


def leaf(rows, asked):
    """Leaf number `asked`, as it stands in an address; the first where that is no number."""
    is_number = asked and asked.isascii() and asked.isdecimal() and len(asked) <= DIGITS
    number = max(int(asked), 1) if is_number else 1
    begin = (number - 1) * PER_LEAF
    found = list(rows[begin : begin + PER_LEAF + 1])
    return Leaf(found[:PER_LEAF], number, len(found) > PER_LEAF)
