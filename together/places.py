"""Where things of an opened visit stand on screen (docs/adr/0030): its page tells it in order, and each need
and the lesson as a whole have a page of their own. Built from the Report, without a query."""

from dataclasses import dataclass, field

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from checklists.models import ON_QUESTION, Extent, Kind, When
from together.compare import SAME

LESSON, OWN = (
    "lesson",
    "own",
)  # the page of the lesson as a whole; what stays the teacher's, on the opened page
TOLD = 2  # signals of one voice there
ALIKE = 2  # points seen the same way that the opened page shows; the rest stands with its need
NOTICED = (Extent.FEW, Extent.MORE)
SHORT = 70  # letters of a question or moment in a list to choose from


@dataclass(frozen=True)
class Shown:
    """What one voice saw students do: signals with words, as (line, view), the names of those without, and
    what is left."""

    speaker: object
    told: list
    also: str
    rest: list


@dataclass(frozen=True)
class Door:
    """The way to one of the pages: its name, what stands there, and the anchors that older links know it
    by."""

    key: str
    name: str
    about: str
    holds: str


@dataclass
class Group:
    """Things of one kind that a reply can be about: (value in the form, words)."""

    label: str
    choices: list = field(default_factory=list)


class Places:
    """The parts of one opened visit, for its page, the pages of its needs and the reply."""

    def __init__(self, report):
        self.report, self.lesson = report, report.lesson

    def address(self, part="", anchor=""):
        name, args = ("need", [self.lesson.pk, part]) if part else ("together", [self.lesson.pk])
        return reverse(name, args=args) + anchor

    # --- the page, in order ------------------------------------------------------------------------

    @property
    def alike(self):
        """Points of what was agreed that both saw the same way; those with words of both first."""
        lines = [line for need in self.report.needs for line in need.points if not line.is_outside]
        same = [line for line in lines if line.comparison and line.comparison.key == SAME]
        return sorted(same, key=lambda line: -sum(bool(view.said) for view in line.views))[:ALIKE]

    @property
    def shown(self):
        """What students showed, per voice that saw something."""
        lines = [*self.report.signals.seen, *self.report.growth.seen]
        found = [self.shown_to(speaker, lines) for speaker in self.report.speakers]
        return [shown for shown in found if shown.told or shown.also]

    def shown_to(self, speaker, lines):
        views = [(line, view) for line in lines for view in line.views if view.speaker == speaker]
        told = [(line, view) for line, view in views if view.said]
        also = [line.plain for line, view in views if view.value in NOTICED and not view.said]
        return Shown(speaker, told[:TOLD], "; ".join(also), told[TOLD:])

    @property
    def has_more_signs(self):
        """Whether the page of the lesson has more words about signals, or what was done with them."""
        return bool(self.report.responses) or any(shown.rest for shown in self.shown)

    @cached_property
    def doors(self):
        """The needs of which something was said, and the lesson as a whole."""
        needs = [
            need for need in self.report.needs if not need.is_empty or need.students or self.later(need.key)
        ]
        return [*(self.door(need) for need in needs), self.lesson_door]

    def door(self, need):
        titles = [line.plain for line in need.points if not line.is_outside]
        outside = any(line.is_outside for line in need.points)
        parts = {
            _("Deliberately not looked at in this lesson"): need.is_left_out,
            _("noted beside what was agreed"): outside,
            _("looking back"): need.columns,
            _("moments"): need.moments,
            _("students"): need.students,
            _("added later"): self.later(need.key),
        }
        holds = " ".join(f"p-{line.item.key}" for line in need.points)
        return Door(need.key, need.name, sentences(*titles, listed(parts)), holds)

    @property
    def lesson_door(self):
        report = self.report
        parts = {
            _("looking back"): report.whole,
            _("other moments"): report.moments,
            _("how the teacher was present"): report.attitudes,
            _("signals, and what was done with them"): report.has_signs,
            _("what may lie behind signals"): report.patterns,
            _("notes of your talk"): report.other_notes,
            _("added later"): self.later(LESSON),
        }
        holds = "whole moments attitudes signals guesses added notes"
        return Door(LESSON, _("The whole lesson"), sentences(listed(parts)), holds)

    @property
    def empty(self):
        """Needs without a door: those left out on purpose, and those nobody said anything of."""
        doors = {door.key for door in self.doors}
        needs = [need for need in self.report.needs if need.key not in doors]
        left_out, rest = (
            [need for need in needs if need.is_left_out],
            [need for need in needs if not need.is_left_out],
        )
        return {
            "left_out": "; ".join(need.name for need in left_out),
            "rest": "; ".join(need.name for need in rest),
        }

    # --- one part ----------------------------------------------------------------------------------

    def part(self, key):
        """What its templates print; 404 for one that is not there."""
        return {"part": key, "need": self.need(key), "name": self.name(key), "later": self.later(key)}

    def need(self, part):
        """The need of this part, None for the lesson as a whole; 404 for one that is not there."""
        if part == LESSON:
            return None
        for need in self.report.needs:
            if need.key == part:
                return need
        raise Http404

    def name(self, part):
        need = self.need(part)
        return need.name if need else _("The whole lesson")

    def later(self, part):
        """What was said later about this need as a whole, or about the lesson."""
        theme = "" if part == LESSON else part
        return [added for added in self.report.additions if added.theme == theme]

    def of_part(self, part):
        return self.address("", "#own") if part == OWN else self.address(part)

    # --- a reply -----------------------------------------------------------------------------------

    def subjects(self, part):
        """What a reply on this page can be about, in the order of the page."""
        if part == OWN:
            return groups((_("Only yours"), self.questions(self.report.private)))
        need = self.need(part)
        return self.of_need(need) if need else self.of_lesson()

    def of_need(self, need):
        at_points = [said for line in need.points for view in line.views for said in view.said]
        whole = [(f"theme:{need.key}", _("%(need)s as a whole") % {"need": need.name})]
        return groups(
            ("", whole),
            (_("Items"), [(f"item:{line.item.key}", line.title) for line in need.points]),
            (_("Looking back"), self.answered(need.columns)),
            (_("Moments"), self.moments(need.moments)),
            (_("Moments at an item"), self.moments(said for said in at_points if said.moment_id)),
        )

    def of_lesson(self):
        report = self.report
        signs = [line for found in (report.signals, report.growth) for line in [*found.seen, *found.not_seen]]
        return groups(
            ("", [("lesson", _("The lesson as a whole"))]),
            (_("The learning question"), self.answered(report.question.columns if report.question else [])),
            (_("Beforehand"), self.questions(report.intentions)),
            (_("Looking back"), self.answered(report.whole)),
            (_("Moments"), self.moments(report.moments)),
            (_("Signals"), [(f"item:{line.item.key}", line.title) for line in signs]),
            (_("What was done"), self.answered(report.responses)),
        )

    def answered(self, columns):
        return self.questions([row for column in columns for row in column.rows])

    def questions(self, rows):
        found = {f"item:{row.item.key}": Truncator(row.question).chars(SHORT) for row in rows}
        return list(found.items())

    def moments(self, said):
        return [
            (f"moment:{each.moment_id}", Truncator(f"{each.stamp} {each.text}".strip()).chars(SHORT))
            for each in said
        ]

    def of_item(self, item):
        """Where on screen an item stands: the address with its anchor."""
        if item.kind == Kind.POINT:
            return self.address(item.theme, f"#p-{item.key}")
        if item.kind != Kind.PROMPT:
            return self.address(LESSON, "#signals")
        return self.of_question(item)

    def of_question(self, item):
        if item.key in self.own:
            return self.address("", "#own")
        if item.key in ON_QUESTION.values():
            return self.address("", "#question")
        if item.when == When.BEFORE:
            return self.address()
        return self.address(item.theme) if item.theme else self.address(LESSON, "#whole")

    @cached_property
    def own(self):
        return {row.item.key for row in self.report.private}

    def of_moment(self, said):
        """A moment stands under its point, with its need, or with the lesson."""
        if said.about:
            return self.of_item(said.about)
        need = next((need for need in self.report.needs if said in need.moments), None)
        return self.address(need.key if need else LESSON, f"#m-{said.moment_id}")


def groups(*found):
    return [Group(label, choices) for label, choices in found if choices]


def listed(parts):
    """Those of these names that something stands behind, as one sentence."""
    return capfirst(", ".join(name for name, there in parts.items() if there))


def sentences(*found):
    return " ".join(f"{each}." for each in found if each)
