"""The parts of a report. The page and the paper print the same tree; `together.report.build` makes it."""

from dataclasses import dataclass, field, replace

from django.utils.functional import cached_property

from checklists.models import Item, Kind
from observations.models import Lesson, Talk
from pulse.heard import Heard
from together import words
from together.parts import (
    Added,
    Answered,
    Attitude,
    Chosen,
    Column,
    Core,
    Line,
    Need,
    Note,
    Pattern,
    Question,
    Said,
    Signals,
    Speaker,
    StepTaken,
    View,
)

MANY = 12  # points of two accounts, with all that stands around them, take four pages


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
        """The needs with nothing in them that were not left out on purpose either: named once, without a
        block of their own."""
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
        """What one can reply to, by the key of its item: points, signals, responses, and answers to open
        questions."""
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
        return [self.headed(key, note) for key, note in self.notes.items() if key not in at_points]

    def headed(self, key, note):
        """The note with what it is about: three stops have a name of ours, one that of the teacher."""
        other = self.chosen.other if key == Talk.ELSE else None
        if other:
            return replace(note, about=other.text, about_lang=other.lang)
        return replace(note, about=words.note_about(key))

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
