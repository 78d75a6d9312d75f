"""Words in earlier visits: which visits hold all of them, and the sentences in which they stand
(docs/adr/0028).

Only what its reader may read now is looked through (together/passages.py). Folding and comparing is done
here, so that SQLite and PostgreSQL find the same; LIKE knows no é on the one and no accents on either.
"""

import re
from typing import NamedTuple

from django.utils.html import escape, format_html, format_html_join

from people.folding import fold, places

SHOWN = 2  # sentences of one visit
LONGEST, AROUND = (
    240,
    100,
)  # characters: a longer sentence is shown from so far before its words until so far behind them
BETWEEN = re.compile(r"(?<=[.!?…])\s+|(?<=[.!?…][’”\"')])\s+|\n+")
MORE = "…"


class Hit(NamedTuple):
    """One sentence, with what was searched for under the marker pen."""

    html: str
    lang: str
    whose: str
    same: None = None  # all of them are printed alike


class Search:
    """Words as somebody typed them. A visit is found where each of them stands, also as a part of a longer
    word."""

    def __init__(self, words):
        self.words, self.terms = words, list(dict.fromkeys(fold(words).split()))

    def found(self, facts, passages):
        """The passages of one visit in which something of it stands, most of it first; None where one of the
        words stands nowhere."""
        holding = [(self.of(passage.text), passage) for passage in passages]
        if len(self.of(facts).union(*(terms for terms, _passage in holding))) < len(self.terms):
            return None
        most_first = sorted((row for row in holding if row[0]), key=lambda row: -len(row[0]))
        return [passage for _terms, passage in most_first]

    def of(self, text):
        """Those of the words that stand in this text."""
        text = fold(text)
        return {term for term in self.terms if term in text}

    def marked(self, text):
        """As HTML: `mark` stands round what was searched for."""
        if not self.terms:
            return escape(text)
        return format_html_join(
            "",
            "{}",
            (
                (format_html("<mark>{}</mark>", piece) if is_found else piece,)
                for piece, is_found in self.pieces(text)
            ),
        )

    def pieces(self, text):
        """[(text, whether it was searched for)]"""
        pieces, done = [], 0
        for begin, end in places(text, self.terms):
            pieces += [(text[done:begin], False), (text[begin:end], True)]
            done = end
        return [piece for piece in [*pieces, (text[done:], False)] if piece[0]]

    def hit(self, passage, reader, other):
        """The first sentence in which something of it stands; for this voice, who looks along or is looked
        along with."""
        begin, end = places(passage.text, self.terms)[0]
        shown = sentence(passage.text, begin, end)
        return Hit(self.marked(shown), passage.lang, passage.whose(reader, other))


def sentence(text, begin, end):
    """The sentence in which these letters stand."""
    first, last = 0, len(text)
    for gap in BETWEEN.finditer(text):
        if gap.start() >= end:
            last = gap.start()
            break
        if gap.end() <= begin:
            first = gap.end()
    return shorter(text, first, last, begin, end)


def shorter(text, first, last, begin, end):
    """Of a long sentence what stands round these letters, in whole words where there are any."""
    if last - first <= LONGEST:
        return text[first:last].strip()
    before, behind = text[max(first, begin - AROUND) : begin], text[end : min(last, end + AROUND)]
    if begin - AROUND > first:
        before = MORE + (before.partition(" ")[2] or before)
    if end + AROUND < last:
        behind = (behind.rpartition(" ")[0] or behind) + MORE
    return f"{before}{text[begin:end]}{behind}".strip()
