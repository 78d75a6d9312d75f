"""One written thing each, as it stands on a page: what was saved, or what was typed and refused, and why."""

from dataclasses import dataclass, field
from html import escape

from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from checklists.models import When
from observations.models import Answer, Moment
from observations.plain import fingerprint, instant
from observations.savers import CONFLICT, NOT_NOW, SAVED, Result

LINE = 48  # about the letters on one line of a note on a tablet
TALLEST = 12


class Written:
    """What every written thing on a page shares: why it was refused, and what the server has instead."""

    SLOTS = frozenset()  # what differs per person; the rest of the row's HTML is the same for everyone
    is_untouched = False  # says nothing yet: the same for everyone as a whole
    is_own = False  # its words are those of one visit, so nothing of it may be kept for others
    result: Result | None

    @property
    def errors(self):
        return messages(self.result)

    @property
    def theirs(self):
        """What the server has, when it is another version than the one this page knew."""
        return self.result.body if self.result and self.result.status == CONFLICT else None

    @property
    def is_refused(self):
        return self.result is not None and self.result.status != SAVED

    @property
    def lang_attr(self):
        return format_html(' lang="{}"', self.lang) if self.lang else ""

    def choose(self, html):
        """The row's HTML with its choices made; templates print every choice open."""
        for control, word in self.choices:
            html = html.replace(control, f"{control} {word}", 1)
        return html


@dataclass
class Row(Written):
    """One item with what this person answered; after a refused save with what was typed, and why it was
    refused."""

    item: object
    voice: str
    answer: Answer | None = None
    typed: dict | None = None
    result: Result | None = None
    day: object = None  # the lesson's, where times are shown

    SLOTS = frozenset({"note", "revision", "shown", "stamp", "lines", "lang_attr"})

    def _now(self, name, default=""):
        if self.typed is not None:
            return self.typed.get(name, default)
        return getattr(self.answer, name, default)

    @property
    def same_for(self):
        return self.item.pk

    @property
    def is_untouched(self):
        return self.answer is None and self.typed is None

    @property
    def is_own(self):
        return self.item.is_own

    @property
    def key(self):
        return self.item.key

    @property
    def anchor(self):
        return f"item-{self.item.key}"

    @property
    def wording(self):
        return self.item.wording(self.voice)

    @property
    def value(self):
        return self._now("value")

    @property
    def note(self):
        return self._now("note")

    @property
    def is_example(self):
        return bool(self._now("is_example", False))

    @property
    def coach_may_read(self):
        return bool(
            self._now("coach_may_read", self.item.coach_may_read_default and self.item.when == When.BEFORE)
        )

    @property
    def choices(self):
        found = [(f'value="{escape(self.value)}"', "checked")] if self.value else []
        found += [(f'name="example-{self.key}"', "checked")] if self.is_example else []
        return found + ([(f'name="may-read-{self.key}"', "checked")] if self.coach_may_read else [])

    @property
    def lang(self):
        """The language of the note, where it is not the one of the page."""
        return self.answer.lang if self.answer and self.answer.lang != get_language() else ""

    @property
    def lines(self):
        return lines(self.note)

    @property
    def revision(self):
        """The revision that the next save builds on; after a conflict the one that was just shown."""
        if self.theirs:
            return self.theirs["revision"]
        return self.answer.revision if self.answer else 0

    @property
    def shown(self):
        """The fingerprint of what the server has, so that a posted page tells what its person changed."""
        saved = self if self.typed is None else Row(self.item, self.voice, self.answer)
        names = ("value", "note", "is_example", "coach_may_read")
        return fingerprint({name: getattr(saved, name) for name in names} | {"item": self.key})

    @property
    def stamp(self):
        """The time of the first entry, for the margin."""
        used = self.answer and not self.answer.is_empty
        return stamp(localtime(self.answer.noted_at), self.day) if used and self.day else ""

    @property
    def is_used(self):
        return bool(self.value or self.note)


@dataclass
class MomentRow(Written):
    """A moment on the page: a saved one, or one whose save was refused."""

    sheet: object = field(repr=False)
    id: object
    kind: str = Moment.Kind.SAW
    text: str = ""
    theme: str = ""
    item_key: str = ""
    is_example: bool = False
    deleted: bool = False
    revision: int = 0
    noted_at: str = ""
    typed_clock: str = ""
    lang: str = ""
    shown: str = ""
    result: Result | None = None

    SLOTS = frozenset({
        "id", "anchor", "text", "kind_word", "places", "clock", "stamp", "noted_at", "revision", "shown", "lines", "lang_attr",
    })  # fmt: skip

    @property
    def same_for(self):
        return None

    @property
    def anchor(self):
        return f"moment-{self.id}"

    @property
    def wording(self):
        return self.text

    @property
    def kind_word(self):
        return next((kind["label"] for kind in self.sheet.kinds if kind["key"] == self.kind), "")

    @property
    def place(self):
        """Need or point as one choice: `theme:safety`, `item:saf.other_views` or nothing."""
        return f"item:{self.item_key}" if self.item_key else f"theme:{self.theme}" if self.theme else ""

    @property
    def places(self):
        return self.sheet.places

    @property
    def choices(self):
        found = [
            (f'<option value="{escape(value)}"', "selected") for value in (self.kind, self.place) if value
        ]
        found += [(f'name="moment-example-{self.id}"', "checked")] if self.is_example else []
        return found + ([(f'name="moment-deleted-{self.id}"', "checked")] if self.deleted else [])

    @cached_property
    def time(self):
        return instant(self.noted_at)

    @property
    def clock(self):
        """In its field: what was typed and is no time, or the time as this language writes it."""
        return self.typed_clock or (clock(self.time) if self.time else "")

    @property
    def stamp(self):
        return stamp(self.time, self.sheet.day) if self.time else ""

    @property
    def lines(self):
        return lines(self.text)


@dataclass
class Need:
    """One of the four needs with its points: those in sight, and the rest folded away."""

    theme: dict
    open: list
    rest: list
    agreed: bool

    @property
    def rows(self):
        return self.open + self.rest

    @property
    def is_used(self):
        return any(row.is_used for row in self.rows)

    @property
    def is_rest_used(self):
        return any(row.is_used for row in self.rest)

    @property
    def is_rest_open(self):
        return any(row.is_refused for row in self.rest)


def stamp(time, day):
    """A clock time on the lesson's own day, else the date, with its year where that is another one."""
    if time.date() != day:
        return date_format(time, "j M" if time.year == day.year else "j M Y")
    return clock(time)


def clock(time):
    return pgettext("clock", "H:i").replace("H", f"{time.hour:02}").replace("i", f"{time.minute:02}")


def lines(text):
    """Rows for a text field, for browsers that do not let it grow with its words."""
    return min(TALLEST, sum(1 + len(line) // LINE for line in text.split("\n")))


def messages(result):
    """The reasons of a refused entry as plain sentences."""
    if result is None or result.status == SAVED:
        return []
    if result.status == CONFLICT:
        return [_("There are two versions. Both are here; yours is in the field.")]
    if result.status == NOT_NOW:
        return [result.body["message"]]
    errors = [error["message"] for errors in result.body.get("errors", {}).values() for error in errors]
    return errors or [_("This cannot be saved here any more. Copy the text if you need it.")]
