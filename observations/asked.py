"""What the teacher asks beforehand, as it stands on a page: the learning question, points for the lens, and
points in own words."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from observations.plain import fingerprint
from observations.rows import Written, lines
from observations.savers import SAVED, Result


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
class Own(Written):
    """A point in the teacher's own words: as saved, or as typed and refused."""

    slot: int
    text: str
    theme: str
    lang: str
    revision: int
    shown: str
    result: Result | None = None

    @property
    def anchor(self):
        return f"own-{self.slot}"

    @property
    def wording(self):
        return self.text or _("Your own item")

    @property
    def lines(self):
        return lines(self.text)


def own(slot, row, sent):
    """One of the three places, with the row that is there, if any."""
    lang = row.lang if row and row.lang != get_language() else ""
    says = {"text": row.text if row else "", "theme": row.theme if row else ""}
    facts = {"lang": lang, "revision": row.revision if row else 0, "shown": fingerprint(says)}
    for entry, result in sent:
        if (entry["type"], str(entry.get("slot"))) == ("own", str(slot)) and result.status != SAVED:
            facts["revision"] = result.body.get("revision", facts["revision"])
            return Own(slot, entry["text"], entry["theme"], **facts, result=result)
    return Own(slot, **says, **facts)


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
