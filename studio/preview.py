"""A line of a draft where people will meet it: the parts of the real pages, with nobody's answer in them."""

from copy import copy
from dataclasses import dataclass
from types import SimpleNamespace

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from checklists.editions import localized
from checklists.models import Kind, Suggestion, Theme, When, language_now
from observations import offered
from observations.models import Voice
from observations.rows import Row
from studio import lines
from studio.ordering import SMALL_STEP
from together.offers import offer

LOOK, BACK, BEFORE, STUDENTS, STEPS, PAPER = "look", "back", "before", "students", "steps", "paper"
BOTH = LOOK, BACK, PAPER
PLACES = {  # of a kind, or of a question's moment
    Kind.POINT: BOTH,
    Kind.SIGNAL: BOTH,
    Kind.GROWTH: BOTH,
    Kind.RESPONSE: BOTH,
    When.BEFORE: (BEFORE, PAPER),
    When.VISIT: (LOOK, PAPER),
    When.AFTER: (BACK, PAPER),
    Kind.PULSE: (STUDENTS,),
    SMALL_STEP: (STEPS,),
}
PARTS = {Kind.GROWTH: Kind.SIGNAL, When.BEFORE: "intention", When.VISIT: Kind.PROMPT, When.AFTER: Kind.PROMPT}


@dataclass
class Tab:
    place: str
    label: str
    is_now: bool


class Preview:
    """A line at one of its places, in the language of the page. Nothing of it is saved."""

    def __init__(self, draft, line, place=""):
        self.draft, self.line = draft, shown(line)
        self.is_small_step = isinstance(line, Suggestion)
        self.kind = SMALL_STEP if self.is_small_step else line.when or line.kind
        self.places = PLACES[self.kind]
        self.place = place if place in self.places else self.places[0]

    @property
    def tabs(self):
        return [Tab(place, label(place), place == self.place) for place in self.places]

    @property
    def title(self):
        return {
            LOOK: _("This is what the coach sees in the lesson"),
            BACK: _("This is what the teacher sees when looking back"),
            BEFORE: _("This is what the teacher sees before the lesson"),
            STUDENTS: _("This is what students read"),
            STEPS: _("This is how it is offered as a small step"),
            PAPER: _("This is how it looks on paper"),
        }[self.place]

    @property
    def part(self):
        """The file in templates/studio/preview/ that puts the part of the real page in place."""
        if self.place in {STUDENTS, STEPS}:
            return f"studio/preview/{self.place}.html"
        form = "paper" if self.place == PAPER else "row"
        return f"studio/preview/{form}.html"

    @property
    def piece(self):
        """The row's own template among observations/parts/."""
        return f"observations/parts/{PARTS.get(self.kind, self.kind)}.html"

    # --- what those parts ask for

    @cached_property
    def words(self):
        return localized(self.draft.words, language_now())

    @property
    def content(self):
        return SimpleNamespace(words=self.words)

    @property
    def voice(self):
        return Voice.TEACHER if self.place in {BACK, BEFORE} else Voice.COACH

    @property
    def row(self):
        return Row(self.line, self.voice)

    @property
    def sheet(self):
        marks, extents = offered.marks(self.content, self.voice), offered.extents(self.content)
        phases = self.words["labels"]["phase"].items()
        return SimpleNamespace(voice=self.voice, marks=marks, extents=extents, phases=phases)

    @property
    def theme(self):
        key = next(iter(self.line.themes), "") if self.is_small_step else self.line.theme
        return next((theme for theme in self.words["themes"] if theme["key"] == key), None)

    @property
    def choices(self):
        """The words beside the boxes on paper."""
        scale = self.words["scales"]
        if self.kind == Kind.POINT:
            return [mark["coach"] for mark in scale["mark"]]
        return [extent["text"] for extent in scale["extent"]]

    @property
    def is_row(self):
        """A row of its own, with how many students showed it."""
        return self.kind in {Kind.SIGNAL, Kind.GROWTH}

    @property
    def questions(self):
        return [self.row.wording]

    @property
    def scale(self):
        """For students, in both languages."""
        return self.draft.words["scales"]["pulse"]

    @property
    def offer(self):
        lesson = SimpleNamespace(content=self.content)
        return offer(self.line, SimpleNamespace(lesson=lesson), ())


def typed(line, fields):
    """The line as its form says it: its texts, and the need it is of. Not saved."""
    for name in lines.texts_of(line):
        for text in (f"{name}_{lang}" for lang in lines.LANGUAGES):
            setattr(line, text, str(fields.get(text, getattr(line, text))))
    if fields.get("theme") in Theme.values and hasattr(line, "theme"):
        line.theme = fields["theme"]
    return line


def shown(line):
    """A copy with something to see where nothing is written yet."""
    line = copy(line)
    if not line.text_nl and not line.text_en:
        line.text_nl = _("Here come your words.")
    return line


def label(place):
    return {
        LOOK: _("Looking"),
        BACK: _("Looking back"),
        BEFORE: _("Before the lesson"),
        STUDENTS: _("Students"),
        STEPS: _("Small steps"),
        PAPER: _("On paper"),
    }[place]
