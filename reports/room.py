"""How much room words take on paper, roughly: what is short is kept on one page, what is long may go on on
the next."""

CELL, WIDE = 32, 58  # letters on a line: of one voice beside the other, and of a cell as wide as both
MOST = 7  # lines in a row that is kept whole: less than what may stay white at the foot of a page


def is_wide(line):
    """Somebody wrote too much at a point for a cell beside the other's."""
    return len(line.views) > 1 and any(lines(view.said, CELL) > MOST for view in line.views)


def fits(row):
    """An answer, a moment or what was said later is short enough for a row that is kept whole."""
    return lines(row.words if hasattr(row, "words") else [row], WIDE) <= MOST


def fit(columns):
    """So is what each voice ticked, with what it noted there."""
    words = (row.words + row.additions for column in columns for row in column.rows)
    return all(lines(said, CELL) <= MOST for said in words)


def lines(words, width):
    """The number of lines that these words, and what was added to them, take."""
    texts = [
        text
        for said in words
        for text in (said.text, *(added.text for added in getattr(said, "additions", ())))
    ]
    return sum(-(-max(len(line), 1) // width) for text in texts for line in text.split("\n"))
