"""The blank form of an edition, on screen and on paper: for who looks along, or looks back, with a pen.

Nothing in it is of a person or of a visit, only the look of the school, so it is printed once per process for
each look.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.http import Http404
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from checklists.editions import Content, content_of
from checklists.models import Edition, Kind, When
from observations.models import Voice
from people.logo_rows import for_press
from reports.paper import write_pdf
from reports.printing import PATIENCE
from together import words


@dataclass(frozen=True)
class Need:
    """One need with what there is to mark, and the open questions about it."""

    key: str
    name: str
    question: str
    intro: str
    points: list[str]
    questions: list[str]


@dataclass(frozen=True)
class BlankForm:
    """Everything one voice is asked, in the words of that voice and in the active language."""

    content: Content
    voice: str

    @property
    def is_coach(self):
        return self.voice == Voice.COACH

    @property
    def title(self):
        return _("Looking along, on paper") if self.is_coach else _("Looking back, on paper")

    @property
    def name(self):
        return self.content.edition.checklist.name

    @property
    def fixed(self):
        return self.content.words["fixed_texts"]

    @property
    def instructions(self):
        return self.content.words["instructions"]

    @property
    def marks(self):
        side = "coach" if self.is_coach else "self"
        return [mark[side] for mark in self.content.words["scales"]["mark"]]

    @property
    def empty(self):
        """What an empty place means on this form."""
        return words.blank(self.voice, self.content.words["scales"])

    @property
    def extents(self):
        return [extent["text"] for extent in self.content.words["scales"]["extent"]]

    @property
    def needs(self):
        return [
            Need(
                theme["key"], theme["name"], theme["question"], theme["intro"],
                self.points(theme["key"]), self.questions(theme["key"]),
            )
            for theme in self.content.themes
        ]  # fmt: skip

    def points(self, theme):
        return [item.wording(self.voice) for item in self.content.points if item.theme == theme]

    def questions(self, theme="", *, opens=True):
        """The questions for after the lesson about one need, or (theme "") about the whole; `opens` with the
        account or not."""
        when = When.VISIT if self.is_coach else When.AFTER
        asked = [item for item in self.content.of(Kind.PROMPT, when) if item.opens_with_account == opens]
        return [item.wording(self.voice) for item in asked if item.theme == theme or not opens]

    @property
    def private(self):
        """What stays the teacher's own: a page apart, to keep."""
        return self.questions(opens=False)

    @property
    def before(self):
        return [] if self.is_coach else [item.text for item in self.content.of(Kind.PROMPT, When.BEFORE)]

    @property
    def signs(self):
        """Signals, then signs of growth: (heading, sentences)."""
        kinds = ((_("Signals"), Kind.SIGNAL), (_("Signs of growth"), Kind.GROWTH))
        return [
            (title, [item.wording(self.voice) for item in self.content.of(kind)]) for title, kind in kinds
        ]

    @property
    def responses(self):
        return [item.wording(self.voice) for item in self.content.of(Kind.RESPONSE)]


@dataclass(frozen=True)
class Look:
    """A school as its paper shows it. Another name, colour or logo is another look, where the row would stay
    the same row."""

    name: str
    accent: str
    logo: str

    @classmethod
    def of(cls, school):
        return cls(school.name, school.accent, school.logo.name)


def form_for(user, edition_id, voice):
    """The form of a published edition that this person's school may use; 404 otherwise."""
    if voice not in Voice or not Edition.objects.published_for(user.school_id).filter(pk=edition_id).exists():
        raise Http404
    return BlankForm(content_of(edition_id), voice)


@lru_cache(maxsize=32)
def printed_form(edition_id, voice, language, look):
    """The bytes; an edition never changes and a new logo has a new name (people/logos.py), so neither do
    they."""
    with override(language):
        context = {"form": BlankForm(content_of(edition_id), voice), "paper": True, "school": look}
        return write_pdf(
            render_to_string("paper/form.html", context), logo=for_press(look.logo), wait=PATIENCE
        )
