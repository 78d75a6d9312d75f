"""How much room words take on paper, roughly: what is short is kept on one page, what is long may go on on the next."""

CELL, WIDE, FULL = 24, 50, 84  # letters on a line: of a cell in the table of signals, of a moment, of a point
MOST = 6  # lines in a row of a table: less than what may stay white at the foot of a page
KEPT = 4  # lines of what both noted at a point: with its heading, two marks and a question the same


def is_in_cells(line):
    """What was noted at a signal fits in the cells of its row."""
    return not line.additions and all(lines(view.said, CELL) <= MOST for view in line.views)


def is_kept(line):
    """Both voices stand under their point on one page."""
    return not line.additions and not line.note and sum(lines(view.said, FULL) for view in line.views) <= KEPT


def is_in_row(said):
    """A moment fits in its row."""
    return lines([said], WIDE) <= MOST


def lines(words, width):
    """The number of lines that these words, and what was added to them, take."""
    texts = [text for said in words for text in (said.text, *(added.text for added in said.additions))]
    return sum(-(-max(len(line), 1) // width) for text in texts for line in text.split("\n"))
