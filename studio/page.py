"""A draft as its makers see it: need by need and kind by kind, what is off too."""

from dataclasses import dataclass, field

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from checklists.editions import localized
from checklists.models import Item, Kind, Suggestion, Theme, When, language_now
from studio import lines
from studio.reading import HEADINGS

TITLES = {
    Kind.POINT: _("Change an item"),
    Kind.SIGNAL: _("Change a signal"),
    Kind.GROWTH: _("Change a sign of growth"),
    Kind.RESPONSE: _("Change what the teacher does"),
    Kind.PROMPT: _("Change a question"),
    Kind.PULSE: _("Change a sentence for students"),
    None: _("Change a small step"),
}
NEW = {
    Kind.POINT: _("New item"),
    Kind.SIGNAL: _("New signal"),
    Kind.GROWTH: _("New sign of growth"),
    Kind.RESPONSE: _("New response"),
    Kind.PROMPT: _("New question"),
    Kind.PULSE: _("New sentence"),
    None: _("New small step"),
}
OF_A_NEED = [(Kind.POINT, ""), (Kind.PULSE, "")]
NEEDLESS = Kind.SIGNAL, Kind.GROWTH, Kind.RESPONSE
OF_THE_WHOLE = [(Kind.SIGNAL, ""), (Kind.GROWTH, ""), (Kind.RESPONSE, "")]
PROMPTS = [(Kind.PROMPT, when) for when in When.values]


@dataclass
class Line:
    """One line: its `row` (Item or Suggestion) and the `table` that its address names."""

    row: Item | Suggestion

    @property
    def table(self):
        return lines.table_of(self.row)

    @property
    def key(self):
        return self.row.key

    @property
    def kind(self):
        """None for a small choice."""
        return lines.kind_of(self.row)

    @property
    def is_off(self):
        return self.row.is_off

    @property
    def is_unwritten(self):
        return not self.row.text_nl.strip()

    @property
    def is_own(self):
        return lines.is_own(self.row)

    @property
    def title(self):
        """What its page is called."""
        return TITLES[self.kind]

    @property
    def opens(self):
        """Whether the answer to a question opens with the account; None for what is no question."""
        return self.row.opens_with_account if self.kind == Kind.PROMPT else None

    @property
    def label(self):
        """As the list calls it."""
        return lines.name_of(self.row)

    @property
    def url(self):
        return reverse("draft_line", args=[self.row.edition_id, self.table, self.key])

    @cached_property
    def untranslated(self):
        return lines.untranslated(self.row)


@dataclass
class Group:
    """The lines of one kind within a need, in their order. `kind` is None for small choices, `when` "" for
    all but questions; `theme` "" for what belongs to no need."""

    name: str
    table: str
    kind: str | None
    theme: str
    when: str = ""
    lines: list = field(default_factory=list)

    @property
    def key(self):
        """What a new line is posted with (studio/ordering.py)."""
        return ".".join([self.kind or "suggestion", self.theme, self.when])

    @property
    def new(self):
        """What the button says that adds one."""
        return NEW[self.kind]


@dataclass
class Need:
    """`key` is "" for what belongs to no need."""

    key: str
    name: str
    question: str
    groups: list

    @property
    def lines(self):
        return [line for group in self.groups for line in group.lines]


class Page:
    """The draft, read in two queries. `line` is the one that is open; 404 where there is none of that key."""

    def __init__(self, draft, table="", key=""):
        self.draft = draft
        self.items = [Line(row) for row in lines.rows_of(draft, "item")]
        self.suggestions = [Line(row) for row in lines.rows_of(draft, "suggestion")]
        self.line = self.find(table, key) if table else None

    def find(self, table, key):
        found = [line for line in self.items + self.suggestions if (line.table, line.key) == (table, key)]
        if not found:
            raise Http404
        return found[0]

    @cached_property
    def needs(self):
        """The four in their order, then what is asked of the whole."""
        themes = {each["key"]: each for each in localized(self.draft.words.get("themes", []), language_now())}
        whole = {"name": gettext("For the whole lesson"), "question": ""}
        return [
            Need(key, themes.get(key, whole)["name"], themes.get(key, whole)["question"], self.groups(key))
            for key in [*Theme.values, ""]
        ]

    def groups(self, theme):
        """All that can have lines; without a need or with one, questions only where there are some."""
        found = [self.group(theme, kind, when) for kind, when in (OF_A_NEED if theme else OF_THE_WHOLE)]
        prompts = [self.group(theme, kind, when) for kind, when in PROMPTS]
        steps = Group(gettext("Small steps"), "suggestion", None, theme)
        steps.lines = [line for line in self.suggestions if next(iter(line.row.themes), "") == theme]
        return (
            found
            + [group for group in prompts if group.lines or not theme]
            + [steps] * bool(steps.lines or theme)
        )

    def group(self, theme, kind, when):
        name = (
            HEADINGS[kind]()
            if kind in HEADINGS
            else gettext("Questions, {when}").format(when=When(when).label)
        )
        mine = [
            line
            for line in self.items
            if (line.kind, line.row.when) == (kind, when) and (line.row.theme == theme or kind in NEEDLESS)
        ]
        return Group(name, "item", kind, theme, when, mine)

    @cached_property
    def lines(self):
        """All, in the order of reading."""
        return [line for need in self.needs for line in need.lines]

    @property
    def first(self):
        return next(iter(self.lines), None)

    @property
    def next(self):
        """The line after the one that is open; None after the last."""
        place = [each is self.line for each in self.lines].index(True)
        return next(iter(self.lines[place + 1 :]), None)

    @property
    def need(self):
        """That of the line that is open."""
        return next(need for need in self.needs if self.line in need.lines)

    @property
    def group_now(self):
        return next(group for group in self.need.groups if self.line in group.lines)

    @property
    def points(self):
        """What a small choice can go with."""
        return [line.row for line in self.items if line.kind == Kind.POINT]

    @property
    def core(self):
        """The items that stand open without being asked for, and are on."""
        return [
            line for line in self.items if line.kind == Kind.POINT and line.row.default and not line.is_off
        ]

    @property
    def untranslated(self):
        """How many texts lack English; what is off does not count."""
        return sum(len(line.untranslated) for line in self.lines if not line.is_off)
