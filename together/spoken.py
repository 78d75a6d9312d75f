"""What people said, as rows of prepared pieces (people/templatetags/pieces.py): words, voices on a point,
moments, points. What stands under them later is HTML of our own, and seldom there."""

from typing import NamedTuple

from checklists.models import Item
from together.parts import Pattern

LONG = 400  # so many letters that on screen only the beginning shows at first (static/js/long.js)


class Words(NamedTuple):
    """What there is of some words; the rest is slots."""

    has_label: bool
    is_example: bool
    has_stamp: bool
    is_long: bool
    has_later: bool


class Spoken:
    """Words of one person: a Said, with what was added to it printed."""

    def __init__(self, said, later):
        self.label, self.lang, self.stamp, self.text = said.label, said.lang, said.stamp, said.text
        self.id, self.later = said.moment_id, later
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
    is_outside: bool
    is_own: bool
    lang: str


class Pointed:
    """One point: a Line, with its voices and what came later printed."""

    def __init__(self, line, voices, since):
        self.key, self.title, self.wording = line.item.key, line.title, line.wording
        self.voices, self.since = voices, since
        if line.comparison:
            self.label, self.question = line.comparison.label, line.comparison.question
        self.same = Shape(
            line.title != line.wording,
            bool(line.comparison),
            line.is_outside,
            line.item.is_own,
            line.item.lang,
        )


class Kind(NamedTuple):
    is_ticked: bool


class Asked:
    """An open question, or a sentence that was ticked: an Answered, with its words and what came later
    printed."""

    def __init__(self, row, words, later, *, is_ticked):
        self.question, self.words, self.later, self.same = row.question, words, later, Kind(is_ticked)


class Meant(NamedTuple):
    has_meaning: bool


class Signalled:
    """One signal: a Line, with its voices and what came later printed."""

    def __init__(self, line, voices, since):
        self.wording, self.voices, self.since = line.wording, voices, since
        self.meaning, self.same = line.meaning.text if line.meaning else "", Meant(bool(line.meaning))


class Choice(NamedTuple):
    meanings: tuple[Item]
    chosen: Item | None


class Guess:
    """What may lie behind one signal, to choose from."""

    def __init__(self, line, meanings):
        self.key, self.wording = line.item.key, line.wording
        self.was, self.same = line.meaning.key if line.meaning else "", Choice(meanings, line.meaning)


class Card(NamedTuple):
    """One of the edition's patterns. All of it is the same for everybody."""

    number: int
    pattern: Pattern

    @property
    def same(self):
        return self
