"""What the teacher asks beforehand, as it stands on a page: the learning question, and points for the
lens."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from observations.rows import Written, lines
from observations.savers import Result


@dataclass
class Question(Written):
    """The teacher's learning question: as saved, or as typed and refused."""

    text: str
    lang: str
    revision: int
    shown: str
    result: Result | None = None
    anchor = "learning-question"

    @property
    def wording(self):
        return _("Your learning question")

    @property
    def lines(self):
        return lines(self.text)


@dataclass
class Choice(Written):
    """One point that may go into the lens."""

    item: object
    is_chosen: bool
    result: Result | None = None

    @property
    def same_for(self):
        return self.item.pk

    @property
    def is_untouched(self):
        return not self.is_chosen

    @property
    def anchor(self):
        return f"lens-{self.item.key}"

    @property
    def wording(self):
        return self.item.short

    @property
    def choices(self):
        return [(f'value="{self.item.key}"', "checked")] if self.is_chosen else []
