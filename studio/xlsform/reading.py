"""An XLSForm as a tree of a checklist (checklists/files.py). What a form has that is none is left out, and
said with its row; what only a person knows is asked: which need a group belongs to, and what the choices of a
list mean. Nothing is guessed from an order."""

import hashlib
import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from checklists.models import Mark, Theme
from checklists.strict_yaml import Unreadable, shown
from studio.xlsform.columns import page

# of the form itself, and of no checklist: nobody misses them
QUIET = {
    "start", "end", "today", "deviceid", "phonenumber", "username", "email", "subscriberid", "simserial", "audit",
    "calculate", "hidden", "xml-external", "csv-external", "start-geopoint", "background-audio", "background-geopoint",
}  # fmt: skip
OWN_KEY = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)+")
NOT_USED, LEFT_OUT = "not_used", "left_out"
MEANS = {
    Mark.SEEN: {"seen", "yes", "ja", "clearly", "duidelijk", "duidelijk gezien", "clearly seen", "gezien"},
    Mark.PARTLY: {"partly", "deels", "deels gezien", "partly seen", "gedeeltelijk"},
    Mark.NOT_SEEN: {"not_seen", "no", "nee", "niet gezien", "niet gezien in deze les", "not seen", "not seen in this lesson"},
    Mark.NA: {"na", "n/a", "nvt", "n.v.t.", "niet van toepassing", "not applicable"},
}  # fmt: skip
SAID = {"label": "text", "hint": "look_for"}  # by a column, of a line


@dataclass
class Asked:
    """A choice that only a person can make: the name of its field, and what is chosen by now."""

    name: str
    label: str
    options: list
    value: str = ""


@dataclass
class List:
    """A list of choices, mapped once."""

    name: str
    choices: list = field(default_factory=list)  # of Asked

    @property
    def is_said(self):
        return all(asked.value for asked in self.choices)

    @property
    def is_of_items(self):
        return any(asked.value in Mark.values for asked in self.choices)


@dataclass
class Group:
    row: int
    label: str
    need: str = ""
    is_repeated: bool = False


@dataclass
class Form:
    """`answers` are fields by name; `themes` the needs of an edition; `rows` {place in the tree: row}."""

    sheets: list
    answers: dict
    themes: list
    tree: dict = field(default_factory=dict)
    rows: dict = field(default_factory=dict)
    left_out: list = field(default_factory=list)  # (row, words of it, why)
    remarks: list = field(default_factory=list)
    needs: dict = field(default_factory=dict)  # {name of a field: Asked}
    lists: dict = field(default_factory=dict)

    def __post_init__(self):
        survey = page(self.sheets, "survey", "type", "name")
        choices = page(self.sheets, "choices", "list_name", "name")
        if not survey.rows:
            raise Unreadable(
                _(
                    "There is no sheet ‘survey’ with questions in it. A list in columns goes by way of a table."
                )
            )
        self.settings = next(iter(page(self.sheets, "settings").rows), None)
        self.remarks += survey.remarks
        self.bare = self.language_of_bare(survey.rows)
        self.fields = {"key", "kind", "when", "theme"} | {
            f"{SAID[name]}_{lang or self.bare}" for name, lang in survey.heads if name in SAID
        }
        self.lists = lists_of(choices.rows, self.answers, self.bare)
        self.tree = {"name": self.name(), "points": [], "prompts": {"visit": []}}
        self.groups, self.used = [], set()
        for row in survey.rows:
            self.take(row)

    def language_of_bare(self, rows):
        said = (self.settings.get("default_language") if self.settings else "").lower()
        has_dutch = any(row.get("label", "nl") for row in rows)
        return "en" if has_dutch or said.startswith("en") or "(en)" in said else "nl"

    def name(self):
        title = self.settings.get("form_title") if self.settings else ""
        return {"nl": title[:120]} if title else {}

    # --- one row ---

    def take(self, row):
        kind, _rest, argument = row.get("type").partition(" ")
        kind = kind.lower()
        if kind in ("begin", "end"):
            first, _rest, argument = argument.partition(" ")
            kind = f"{kind}_{first.lower()}"
        if kind.startswith("begin_"):
            self.begin(row, is_repeated=kind == "begin_repeat")
        elif kind.startswith("end_"):
            del self.groups[-1:]
        elif kind in QUIET or not kind:
            return
        elif any(group.is_repeated for group in self.groups):
            self.leave(row, _("it is in a part that is repeated."))
        else:
            getattr(self, f"take_{kind}", self.take_other)(row, argument.strip())

    def begin(self, row, *, is_repeated):
        words = row.words("label", self.bare)
        group = Group(row.number, words["nl"] or words["en"] or row.get("name"), is_repeated=is_repeated)
        said = {row.get("name").lower(), *(text.casefold() for text in words.values() if text)}
        group.need = next((theme["key"] for theme in self.themes if names_of(theme) & said), "")
        self.groups.append(group)

    def take_note(self, row, _argument):
        """That of a need is the same for everybody; any other is of the form."""

    def take_text(self, row, _argument):
        self.put(row, ("prompts", "visit"), {"themes": [need] if (need := self.need_here()) else []})

    def take_acknowledge(self, row, _argument):
        self.point(row)

    def take_select_one(self, row, argument):
        name, _rest, more = argument.partition(" ")
        if more.strip():
            return self.leave(
                row,
                _("its type ‘%(type)s’ lets people fill in another answer.")
                % {"type": shown(row.get("type"))},
            )
        if name not in self.lists:
            return self.leave(
                row, _("the list ‘%(list)s’ is not on the sheet ‘choices’.") % {"list": shown(name)}
            )
        self.used.add(name)
        if not self.lists[name].is_said:
            return self.need_here() or self.asked_need()  # asked in one go
        if not self.lists[name].is_of_items:
            return self.leave(row, _("none of its answers means that something was seen."))
        return self.point(row)

    def take_other(self, row, _argument):
        self.leave(row, _("a checklist has no type ‘%(type)s’.") % {"type": shown(row.get("type"))})

    # --- into the tree ---

    def point(self, row):
        need = self.need_here() or self.asked_need()
        if need == LEFT_OUT:
            self.leave(row, _("you left its part out."))
        elif need:
            self.put(row, ("points",), {"theme": need})

    def need_here(self):
        return next((group.need for group in reversed(self.groups) if group.need), "")

    def asked_need(self):
        """Asked once for a group, or for all that stand in none."""
        group = self.groups[-1] if self.groups else Group(0, _("Outside any group"))
        name = f"need-{group.row}"
        if name not in self.needs:
            options = [(theme["key"], theme["name"]) for theme in self.themes]
            value = self.answers.get(name, "")
            value = value if value in {*Theme.values, LEFT_OUT} else ""
            self.needs[name] = Asked(name, group.label, [*options, (LEFT_OUT, _("leave these out"))], value)
        return self.needs[name].value

    def put(self, row, place, more):
        text, look_for = row.words("label", self.bare), row.words("hint", self.bare)
        if not any(text.values()):
            return self.leave(row, _("it has no words."))
        if not text["nl"]:
            text["nl"] = text["en"]
        words = {"coach": text, "look_for": look_for} if "theme" in more else text | {"look_for": look_for}
        section = self.tree["points"] if place == ("points",) else self.tree["prompts"]["visit"]
        self.rows[*place, len(section)] = row
        section.append({"key": self.key(row), **more, **words})
        return None

    def key(self, row):
        """One of ours stays; any other becomes one that is the same each time this form is brought."""
        if OWN_KEY.fullmatch(name := row.get("name")):
            return name
        form = self.settings.get("form_id") if self.settings else ""
        where = "/".join([form, *(group.label for group in self.groups), name or str(row.number)])
        return f"own.{hashlib.sha256(where.encode()).hexdigest()[:10]}"

    def leave(self, row, why):
        words = row.words("label", self.bare)
        self.left_out.append((row.number, words["nl"] or words["en"] or row.get("name"), why))

    # --- what is asked ---

    @property
    def asks(self):
        """Lists of choices that items may have, then groups without a need."""
        return [self.lists[name] for name in self.lists if name in self.used], list(self.needs.values())

    @property
    def is_answered(self):
        lists, needs = self.asks
        return all(one.is_said for one in lists) and all(asked.value for asked in needs)


def names_of(theme):
    """By what a group can be called, to be of this need."""
    label = Theme(theme["key"]).label.casefold()
    return {theme["key"], f"need_{theme['key']}", str(theme["name"]).casefold(), label}


def lists_of(rows, answers, bare):
    found = {}
    for row in rows:
        one = found.setdefault(row.get("list_name"), List(row.get("list_name")))
        name = f"choice-{list(found).index(one.name)}-{len(one.choices)}"
        one.choices.append(asked_choice(name, row, answers, bare))
    return found


def asked_choice(name, row, answers, bare):
    words = row.words("label", bare)
    known = {row.get("name").casefold(), *(text.casefold() for text in words.values())}
    guess = next((mark for mark, said in MEANS.items() if said & known), "")
    value = answers.get(name, guess)
    options = [*((mark.value, mark.label) for mark in Mark), (NOT_USED, _("we do not have this one"))]
    label = words["nl"] or words["en"] or row.get("name")
    return Asked(name, label, options, value if value in {*Mark.values, NOT_USED} else "")
