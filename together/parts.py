"""The parts that a report is made of: who spoke, what was said, the points, the needs, the steps."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.utils.timezone import localdate

from checklists.models import Item, Mark
from pulse.heard import Sentence
from together import words
from together.compare import Comparison


@dataclass(frozen=True)
class Speaker:
    """Whose account it is; `short` is the name for in a sentence."""

    voice: str
    name: str
    short: str
    role: str


@dataclass
class Added:
    """What was said about something after opening; `theme` where that is a need as a whole."""

    label: str
    by: str
    at: datetime
    text: str
    lang: str
    voice: str
    theme: str = ""


@dataclass
class Said:
    """Words of a person, in their own language. `stamp` is the time in the lesson, empty when it tells
    nothing."""

    text: str
    lang: str
    voice: str
    at: datetime
    stamp: str = ""
    kind: str = ""
    label: str = ""
    about: Item | None = None
    is_example: bool = False
    additions: list[Added] = field(default_factory=list)
    moment_id: object = None


@dataclass(frozen=True)
class Note:
    """What the two wrote down together while they talked. `about` is the stop, where it is at no point."""

    text: str
    lang: str
    about: str = ""
    about_lang: str = ""  # of what the teacher wanted to talk about in own words


@dataclass(frozen=True)
class Chosen:
    """What the teacher wants to talk about: keys of at most two stops, one perhaps in own words. `is_made`
    once they said so, also where it is the learning question alone."""

    keys: list[str]
    other: Note | None
    is_made: bool


@dataclass(frozen=True)
class Core:
    """What it came down to for the two, and which need's question was at work in students, as a guess: its
    key, name and question; `is_unknown` where they said that they do not know."""

    text: str
    lang: str
    need: str
    name: str
    question: str
    is_unknown: bool


@dataclass
class View:
    """One voice on one item: the answer in words, and what was written there."""

    speaker: Speaker
    value: str = ""
    label: str = ""
    said: list[Said] = field(default_factory=list)

    @property
    def mark(self):
        """Marks have a drawing; with how many students a signal was seen is told in words alone."""
        return self.value if self.value in Mark else ""


@dataclass
class Line:
    """One item with all views on it, the teacher's first."""

    item: Item
    wording: str
    views: list[View]
    comparison: Comparison | None = None
    additions: list[Added] = field(default_factory=list)
    meaning: Item | None = None  # of a signal: what the pair thinks lay behind it
    note: Note | None = None
    is_outside: bool = False  # a point that was not agreed on: it is printed, it never leads

    def value_of(self, voice):
        return next((view.value for view in self.views if view.speaker.voice == voice), "")

    @property
    def title(self):
        """The short name of the item; the whole sentence where it has none."""
        return self.item.short or self.wording

    @property
    def plain(self):
        """The title for in a line of its own or in a list: without the stop of a sentence."""
        return self.title.rstrip(".")


@dataclass
class Answered:
    """An open question with what its owner wrote, and what was added later; one of them may be empty."""

    item: Item
    question: str
    words: list[Said]
    additions: list[Added]

    def and_also(self, other):
        """What both voices answered, as one thing to reply to."""
        return replace(self, words=self.words + other.words, additions=self.additions + other.additions)


@dataclass
class Column:
    """What one voice said on a subject where voices are not paired line by line; who said nothing there has
    none."""

    speaker: Speaker
    rows: list = field(default_factory=list)


@dataclass
class Question:
    """The learning question, with what each noticed about it, the teacher first; it stands nowhere else in
    the report. Without words of its own (`text`) where none was asked, or where this reader reads the coach's
    account alone."""

    text: str
    lang: str
    columns: list[Column]


@dataclass
class Need:
    """One of the four needs, in their fixed order."""

    key: str
    name: str
    question: str
    intro: str
    points: list[Line]
    examples: list[Said]
    moments: list[Said]
    columns: list[Column]
    agreement: str
    deliberate: list[Item]
    untouched: list[Item]
    students: list[Sentence] = field(default_factory=list)

    @property
    def short(self):
        return words.short_need(self.key)

    @property
    def agreed(self):
        return [line for line in self.points if not line.is_outside]

    @property
    def outside(self):
        """What was noted beside what was agreed."""
        return [line for line in self.points if line.is_outside]

    @property
    def rows(self):
        """The points as paper prints them: the one with the example begins its need, for that is the message
        (evidence.md 4.1)."""
        leading = {said.about.key for said in self.examples if said.about}
        return sorted(self.points, key=lambda line: (line.is_outside, line.item.key not in leading))

    @property
    def left_out(self):
        total = len(self.points) + len(self.deliberate) + len(self.untouched)
        return words.left_out(len(self.deliberate), total) if self.deliberate else ""

    @property
    def is_left_out(self):
        """Nobody looked, as was agreed."""
        return self.is_empty and bool(self.deliberate) and not self.untouched

    @property
    def untouched_names(self):
        return "; ".join(item.short or item.text for item in self.untouched)

    @property
    def is_empty(self):
        return not (self.points or self.moments or self.columns)


@dataclass
class Attitude:
    """How the teacher was present: examples, no counts."""

    label: str
    columns: list[Column]


@dataclass
class Signals:
    """Signals or signs of growth: those somebody saw, and those that were looked for and not seen."""

    seen: list[Line]
    not_seen: list[Line]


@dataclass(frozen=True)
class Pattern:
    """One of the edition's patterns as a card: may fit, never is. With the needs behind it, and what helps:
    small steps."""

    key: str
    title: str
    thought: str
    signs: tuple[str]
    quote: str
    may_fit: bool
    needs: tuple[str]
    need: str
    helps: str
    steps: tuple[str]


@dataclass
class StepTaken:
    id: object
    number: int
    wording: str
    lang: str
    situation: str  # if … and then …, in own words; without it the wording is all there is
    text: str
    seen_by: str
    seen_lang: str
    pattern: str
    look_back_on: date | None
    looked_back_at: datetime | None
    result: str
    outcome: str
    outcome_lang: str
    is_seen_in_several: bool = False  # `seen_by` goes with the steps before it too

    @property
    def is_due(self):
        """Its day has come, and nobody looked back yet."""
        return bool(self.look_back_on) and not self.looked_back_at and self.look_back_on <= localdate()
