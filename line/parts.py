"""The parts of a road. The page and the paper print the same tree; `line.road.read` makes it.

Nothing in it is a mark, a mean, or a word for more or less: it tells of lessons, not of a teacher
(evidence.md 4.5 and 4.7).
"""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from observations.models import Lesson, Voice

ENOUGH = 3  # lessons of one voice before anything is counted (evidence.md 4.5)


@dataclass(frozen=True)
class Need:
    """One of the four: its key, and its name in the words of the checklist."""

    key: str
    name: str


@dataclass(frozen=True)
class Tried:
    """A small step, with what came of it in own words. `lang` is empty where it comes from the bank."""

    id: UUID
    text: str
    lang: str
    look_back_on: date | None
    looked_back_on: date | None
    result: str
    outcome: str
    outcome_lang: str
    is_due: bool  # nobody looked back yet, and its day has come or there is none


@dataclass(frozen=True)
class Visit:
    """One opened visit. `coach` is the name for in a sentence; empty where the teacher looked back alone.
    What was looked at: the needs of the points that somebody marked, and how many points these are."""

    lesson: Lesson
    day: date
    short_day: str
    coach: str
    needs: list[Need]
    points: int
    steps: list[Tried]

    @property
    def pk(self):
        return self.lesson.pk


@dataclass(frozen=True)
class Ring:
    """A visit on the strip: all are equal. Which day it is, and what a screen reader says of it."""

    lesson: Lesson
    day: date
    label: str
    is_planned: bool


@dataclass(frozen=True)
class Month:
    name: str
    long_name: str
    rings: list[Ring]


@dataclass(frozen=True)
class Said:
    """The mark of one voice at one point in one lesson, in words; empty where it stands open."""

    voice: Voice
    value: str
    label: str


@dataclass(frozen=True)
class Marked:
    """A lesson in which somebody marked a point, with what each marked there; the teacher's first."""

    visit: Visit
    said: list[Said]


@dataclass(frozen=True)
class Tally:
    """In how many of its lessons one voice named or saw a point. `of` are the lessons in which this voice
    marked it, without those in which it did not apply. With fewer than three nothing is counted, and the
    sentence says that."""

    voice: Voice
    seen: int
    of: int
    sentence: str

    @property
    def is_counted(self):
        return self.of >= ENOUGH


@dataclass(frozen=True)
class Wording:
    """A point in the words of one edition, or of several: which these are, its name, what the teacher and the
    coach read, what to look for, and the lessons that were looked at with it."""

    editions: str
    title: str
    own: str
    coach: str
    look_for: str
    days: str


@dataclass(frozen=True)
class Point:
    """A point that one voice or both marked in three lessons or more, with all lessons it stands for, the
    first lesson first. `not_counted` says in words which lessons do not count; `wordings` holds something
    only where editions differ."""

    key: str
    title: str
    tallies: list[Tally]
    lessons: list[Marked]
    not_counted: list[str]
    wordings: list[Wording]

    @property
    def by_voice(self):
        """[(voice, all lessons with what it marked there, as one text)]: for paper on which many stand."""
        found = {}
        for row in self.lessons:
            for said in row.said:
                who = f" ({row.visit.coach})" if said.voice == Voice.COACH else ""
                found.setdefault(said.voice, []).append(f"{row.visit.short_day} {said.label.lower()}{who}")
        return [(voice, "; ".join(texts)) for voice, texts in found.items()]


@dataclass(frozen=True)
class Group:
    """The counted points of one need, in the order of the checklist."""

    need: Need
    points: list[Point]


@dataclass(frozen=True)
class Road:
    """The visits of one teacher in one period, the last lesson first."""

    year: int | None  # in which the school year begins; None is all years
    period: str  # in words
    years: list[tuple[str, str]]  # what can be chosen: value, name
    visits: list[Visit]
    months: list[Month]
    groups: list[Group] = field(default_factory=list)
    few: int = 0  # points with something to read, and too little to count
    left_out: int = 0  # earlier visits of the period that do not fit on one page

    @property
    def has_enough(self):
        return len(self.visits) >= ENOUGH
