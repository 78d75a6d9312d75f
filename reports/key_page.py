"""What the page of the keys tells a teacher about one visit: per part who may read it, what goes along, and
what there is to give."""

from dataclasses import dataclass, field
from uuid import UUID

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from observations import access, newcomers
from observations.models import Answer, Audience, Key, LedgerEntry, Part, Voice
from observations.readers import Readers
from people.compiled import compiled
from pulse.access import pulse_of
from together.readable import SENTENCE, Readable

WHAT = {
    Part.TEACHER_ACCOUNT: gettext_lazy("Your learning question and chosen items, what you filled in, signals and what you did with them, and your answers that opened."),
    Part.COACH_ACCOUNT: gettext_lazy("Items, notes, moments, signals and answers of {coach}, with what you agreed to look at and what you said to it."),
    Part.STUDENTS: gettext_lazy("Counts per sentence. Not what students wrote."),
    Part.STEPS: gettext_lazy("The steps that you chose, with how you will see it in students; without the talk behind them and what came of them."),
    Part.SENTENCE: gettext_lazy("Your answer to: which small step do you want to share with your team?"),
}  # fmt: skip
FOR = (
    (Audience.TEAM, gettext_lazy("Who is in {team} now. Who comes later can read it only after your yes.")),
    (Audience.LEAD, gettext_lazy("Who leads {team} now. Who comes later can read it only after your yes.")),
)


@dataclass
class GoesAlong:
    """What goes with the coach's account, so that nobody reads it as the last word: the agreed points, and
    the teacher's replies."""

    points: list[str]
    replies: list  # additions


@dataclass
class Row:
    """One part: what it holds, who may read it now, and whether there is anything to give."""

    part: Part
    what: str
    key: Key | None
    can_give: bool
    is_pairs: bool  # the coach reads it as well
    readers: list[str] = field(default_factory=list)  # names of who can read it now, where there is a key
    words: str = ""  # the one sentence itself
    why_not: str = ""  # why there is no such key
    goes_along: GoesAlong | None = None
    ended: LedgerEntry | None = None  # its last key ended, and not by the teacher's hand

    @property
    def is_counted(self):
        """In the team mirror, under a key for the team (reports/mirror.py)."""
        return self.part in (Part.COACH_ACCOUNT, Part.STEPS, Part.SENTENCE)

    @property
    def title(self):
        return _("My own story") if self.part == Part.TEACHER_ACCOUNT else self.part.label


class KeyPage:
    """Everything that page shows, in the language of the moment. Constant in queries."""

    def __init__(self, lesson, teacher):
        self.lesson, self.pulse = lesson, pulse_of(lesson)
        self.coach = lesson.coach.short_name if lesson.has_coach else ""
        self.readable, self.readers = Readable(lesson, teacher), Readers(lesson)
        self.running = {key.part: key for key in access.running_keys(lesson.pk)}
        self.ledger = ledger_of(lesson.pk)
        for entry in self.ledger:
            entry.who.looked_along = entry.what == LedgerEntry.What.REPORT

    @cached_property
    def audiences(self):
        """(audience, who that is in words, their names today)"""
        team = self.lesson.team.name
        return [(value, who.format(team=team), self.readers.of_audience(value)) for value, who in FOR]

    @property
    def newcomers(self):
        return newcomers.of_visit(self.lesson) if self.readers.has_newcomers else []

    @property
    def rows(self):
        parts = self.givable.items()
        return [self.row(part, can) for part, can in parts if self.coach or part != Part.COACH_ACCOUNT]

    def row(self, part, can_give):
        is_pairs = bool(self.coach) and self.is_read_by_pair(part)
        row = Row(part, WHAT[part].format(coach=self.coach), self.running.get(part), can_give, is_pairs)
        row.readers = self.readers.of_part(part)
        if is_pairs:
            row.readers.append(_("{name} (your coach)").format(name=self.coach))
        row.words = self.sentence if part == Part.SENTENCE else ""
        row.why_not = self.why_no_students if part == Part.STUDENTS else ""
        row.goes_along = self.goes_along if part == Part.COACH_ACCOUNT else None
        row.ended = None if row.key else self.ended.get(part)
        return row

    def is_read_by_pair(self, part):
        """The coach never reads the one sentence, and what students said only once the teacher let it be
        read."""
        if part == Part.STUDENTS:
            return self.pulse.released_at is not None
        return part != Part.SENTENCE

    @cached_property
    def givable(self):
        """Which parts there are to give: without a coach, a pulse that was read and whose students knew, a
        step or a sentence there is no such part."""
        pulse = self.pulse
        is_heard = bool(self.lesson.students_heard_at) and pulse.has_enough
        return {
            Part.TEACHER_ACCOUNT: True,
            Part.COACH_ACCOUNT: self.lesson.has_coach,
            Part.STUDENTS: is_heard and pulse.colleagues_may_read,
            Part.STEPS: bool(self.lesson.chosen_steps),
            Part.SENTENCE: bool(self.sentence),
        }

    @cached_property
    def sentence(self):
        """Asked by itself: of all other answers this page shows nothing."""
        item = self.lesson.content.by_key.get(SENTENCE)
        own = self.lesson.accounts[Voice.TEACHER]
        return (note_at.first(own.pk, item.pk) if item else None) or ""

    @property
    def why_no_students(self):
        if not self.pulse.is_opened or self.pulse.colleagues_may_read:
            return ""
        if self.pulse.told_coach_id:
            return _(
                "Your students read beforehand that these numbers stay with you and your coach. So there is no key for them."
            )
        return _(
            "Your students read beforehand that these numbers stay with you. So there is no key for them."
        )

    @property
    def goes_along(self):
        agreed, points = self.readable.lens_of(Voice.COACH), self.lesson.content.points
        names = [item.short or item.text for item in points if item.key in agreed]
        return GoesAlong(names, self.readable.replies_to_coach)

    @cached_property
    def ended(self):
        """{part: entry} of those whose key ended by itself; one that was given later counts instead, because
        it is running."""
        entries = [entry for entry in self.ledger if entry.what == LedgerEntry.What.ENDED]
        return {part: entry for entry in entries for part in entry.parts}


@compiled
def note_at(account: UUID, item: int):
    return Answer.objects.filter(observation=account, item=item).values_list("note", flat=True)


@compiled
def ledger_of(lesson: UUID):
    return LedgerEntry.objects.filter(lesson=lesson).select_related("who")
