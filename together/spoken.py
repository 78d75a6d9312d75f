"""What people said, as rows of prepared pieces (people/templatetags/pieces.py): words, voices on a point,
moments, points. What stands under them later is HTML of our own, and seldom there."""

from typing import NamedTuple

LONG = 400  # so many letters that on screen only the beginning shows at first (static/js/long.js)


class Words(NamedTuple):
    """What there is of some words; the rest is slots."""

    has_label: bool
    is_example: bool
    has_stamp: bool
    is_long: bool
    has_later: bool


class Spoken:
    """Words of one person: a Said. `later` prints what was added to it."""

    def __init__(self, said, later):
        self.label, self.lang, self.stamp, self.text = said.label, said.lang, said.stamp, said.text
        self.id, self.later = said.moment_id, later(said.additions)
        self.same = Words(
            bool(said.label), said.is_example, bool(said.stamp), len(said.text) > LONG, bool(said.additions)
        )


class Voiced(NamedTuple):
    """`voice` is nobody's where one account stands alone."""

    voice: str
    mark: str
    has_label: bool


class Heard:
    """One voice on a point: a View, with its words printed."""

    def __init__(self, view, words, *, is_shared):
        self.short, self.label, self.words = view.speaker.short, view.label, words
        self.same = Voiced(view.speaker.voice if is_shared else "", view.mark, bool(view.label))


class Shape(NamedTuple):
    has_wording: bool
    has_comparison: bool


class Pointed:
    """One point: a Line, with its voices and what came later printed."""

    def __init__(self, line, voices, since):
        self.key, self.title, self.wording = line.item.key, line.title, line.wording
        self.voices, self.since = voices, since
        if line.comparison:
            self.label, self.question = line.comparison.label, line.comparison.question
        self.same = Shape(line.title != line.wording, bool(line.comparison))
