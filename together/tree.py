"""The parts of a report. The page and the paper print the same tree; `together.report.build` makes it."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.utils.functional import cached_property

from checklists.models import Item, Kind, Mark
from observations.models import Lesson
from pulse.heard import Heard, Sentence
from together import words
from together.compare import Comparison

MANY = 12  # points of two accounts, with all that stands around them, take four pages


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
    """Words of a person, in their own language. `stamp` is the time in the lesson, empty when it tells nothing."""

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
    """What the two wrote down together while they talked."""

    text: str
    lang: str


@dataclass(frozen=True)
class Chosen:
    """What the teacher wants to talk about: keys of at most two stops, one perhaps in own words. `is_made` once they said so, also
    where it is the learning question alone."""

    keys: list[str]
    other: Note | None
    is_made: bool


@dataclass(frozen=True)
class Core:
    """What it came down to for the two, and which need's question was at work in students, as a guess: its key, name and question;
    `is_unknown` where they said that they do not know."""

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
    """What one voice said on a subject where voices are not paired line by line; who said nothing there has none."""

    speaker: Speaker
    rows: list = field(default_factory=list)


@dataclass
class Question:
    """The learning question, with what each noticed about it, the teacher first; it stands nowhere else in the report. Without
    words of its own (`text`) where none was asked, or where this reader reads the coach's account alone."""

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
    def has_outside(self):
        return any(line.is_outside for line in self.points)

    @property
    def rows(self):
        """The points as paper prints them: the one with the example begins its need, for that is the message (evidence.md 4.1)."""
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
    """One of the edition's patterns as a card: may fit, never is. With the needs behind it, and what helps: small steps."""

    key: str
    title: str
    thought: str
    signs: list[str]
    quote: str
    may_fit: bool
    needs: list[str]
    need: str
    helps: str
    steps: list[str]


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


@dataclass
class Report:
    lesson: Lesson
    title: str
    about: str
    period: str
    fixed: dict
    speakers: list[Speaker]
    teacher: Speaker
    coach: Speaker | None
    is_outsider: bool
    released: list[str]
    lens: list[Item]
    question: Question | None
    intentions: list[Answered]
    needs: list[Need]
    whole: list[Column]
    moments: list[Said]
    attitudes: list[Attitude]
    talk: list[Line]
    blanks: list[View]
    signals: Signals
    growth: Signals
    responses: list[Column]
    patterns: list[Pattern]
    heard: Heard | None
    chosen: Chosen
    core: Core | None
    steps: list[StepTaken]
    sentence: Answered | None
    notes: dict[str, Note]
    private: list[Answered]
    additions: list[Added] = field(
        default_factory=list
    )  # what was said later about nothing that stands in it

    @property
    def is_open(self):
        return bool(self.lesson.opened_at)

    @property
    def is_shared(self):
        """Two accounts stand in it; with one there is nothing to compare."""
        return len(self.speakers) > 1

    @property
    def is_long(self):
        """Both accounts of many points, for the two themselves: pages enough for a list of contents."""
        return (
            self.is_shared and not self.is_outsider and sum(len(need.points) for need in self.needs) >= MANY
        )

    @property
    def shows_steps(self):
        return self.is_open and bool(self.steps)

    @property
    def observer(self):
        """Whose examples stand first: the coach's where that account is read too."""
        return self.speakers[-1]

    @property
    def lens_names(self):
        return "; ".join(item.short or item.text for item in self.lens)

    @property
    def left_out(self):
        return [need for need in self.needs if need.deliberate]

    @property
    def unlooked(self):
        """The needs with nothing in them that were not left out on purpose either: named once, without a block of their own."""
        return "; ".join(need.name for need in self.needs if need.is_empty and not need.is_left_out)

    @property
    def has_blanks(self):
        """Somebody looked, and there are items or whole needs that nobody filled in."""
        return any(need.untouched for need in self.needs if not need.is_left_out)

    @property
    def has_signs(self):
        return bool(
            self.responses or any(found.seen or found.not_seen for found in (self.signals, self.growth))
        )

    @property
    def lines(self):
        """Every point and signal that stands in it."""
        signs = [line for found in (self.signals, self.growth) for line in [*found.seen, *found.not_seen]]
        return [line for need in self.needs for line in need.points] + signs

    @cached_property
    def by_item(self):
        """What one can reply to, by the key of its item: points, signals, responses, and answers to open questions."""
        asked = self.question.columns if self.question else []
        of_needs = [column for need in self.needs for column in need.columns]
        columns = [*asked, *self.whole, *self.responses, *of_needs]
        found = {}
        for row in [*self.intentions, *self.private, *(row for column in columns for row in column.rows)]:
            found[row.item.key] = found[row.item.key].and_also(row) if row.item.key in found else row
        return found | {line.item.key: line for line in self.lines}

    @cached_property
    def by_moment(self):
        """Every moment that stands in it, by its id."""
        of_needs = [*(said for need in self.needs for said in need.moments)]
        under_points = [said for line in self.lines for view in line.views for said in view.said]
        moments = [*self.moments, *of_needs, *under_points]
        return {str(said.moment_id): said for said in moments if said.moment_id}

    @property
    def other_notes(self):
        """Notes of the talk that belong to no point."""
        at_points = {line.item.key for line in self.lines}
        return [note for key, note in self.notes.items() if key not in at_points]

    @property
    def meanings(self):
        """What a signal may mean, "we don't know" last: the one without a need."""
        return self.lesson.content.of(Kind.MEANING)

    @property
    def fitting(self):
        """The patterns that, to the pair, may fit."""
        return [pattern for pattern in self.patterns if pattern.may_fit]

    @property
    def is_empty(self):
        """Nobody in it has noted anything about the lesson yet."""
        return not (
            self.whole or self.has_signs or self.moments or any(not need.is_empty for need in self.needs)
        ) and not (self.question and self.question.columns)
