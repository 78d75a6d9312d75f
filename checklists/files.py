"""A checklist as a file, and a file as the lines of a checklist: the shipped ones, what a school takes along
and what it brings are the same (docs/lists-of-items.md, schema.json).

`lines_of` and `tree_of` are each other's opposite: what one writes the other reads, line by line.
"""

import json
from dataclasses import dataclass

import yaml
from django.utils.translation import gettext as _

from checklists import strict_yaml
from checklists.models import Item, Kind, Suggestion, When
from checklists.strict_yaml import Unreadable

TABLES = {"item": Item, "suggestion": Suggestion}  # as in the addresses of a draft
WORDS = (
    "introduction", "scales", "themes", "signals_introduction", "pulse_intro", "patterns", "comparison", "fixed_texts",
    "instructions", "quick_check", "pattern_rule", "visit_check_scale", "judging_words", "judging_words_hint",
    "return_to_class", "labels",
)  # fmt: skip
SECTIONS = {
    "points": Kind.POINT, "signals": Kind.SIGNAL, "growth_signs": Kind.GROWTH, "responses": Kind.RESPONSE,
    "meanings": Kind.MEANING, "pulse": Kind.PULSE, "pulse_open": Kind.PULSE_OPEN, "visit_check": Kind.VISIT_CHECK,
}  # fmt: skip
WITH_VOICES = {Kind.POINT, Kind.RESPONSE}  # always; any other line that has a wording of the teacher's too
CORE = {Kind.POINT, Kind.PULSE}  # what is open without being asked for is called core there, else default
ORDER = (
    "name", "introduction", "scales", "themes", "points", "signals_introduction", "signals", "growth_signs", "responses",
    "meanings", "prompts", "pulse", "pulse_open", "pulse_intro", "small_choices", "patterns", "comparison", "fixed_texts",
    "instructions", "quick_check", "pattern_rule", "visit_check", "visit_check_scale", "judging_words",
    "judging_words_hint", "return_to_class", "labels",
)  # fmt: skip


@dataclass
class Line:
    """`table` is one of TABLES; `place` where it stands in the tree; `fields`
    those of its row that the file says something of."""

    table: str
    place: tuple
    fields: dict

    @property
    def key(self):
        return self.fields["key"]

    @property
    def group(self):
        """What it stands in order with."""
        return self.fields.get("kind", ""), self.fields.get("when", "") if self.table == "item" else ""


# --- from a tree -------------------------------------------


def lines_of(tree):
    """Every line of the file; first the items in the order in which editions number them, then the bank."""
    rows = [
        (kind, "", (name, at), row)
        for name, kind in SECTIONS.items()
        for at, row in enumerate(tree.get(name, []))
    ]
    rows += [
        (Kind.PROMPT, when, ("prompts", when, at), row)
        for when in When.values
        for at, row in enumerate(tree.get("prompts", {}).get(when, []))
    ]
    bank = enumerate(tree.get("small_choices", []))
    return [Line("item", place, item(kind, when, row)) for kind, when, place, row in rows] + [
        Line("suggestion", ("small_choices", at), suggestion(row)) for at, row in bank
    ]


def item(kind, when, row):
    """A line has its text either bare (nl, en) or per voice (coach, self)."""
    return {
        "key": row["key"], "kind": kind, "when": when, "tags": row.get("tags", []), "is_off": row.get("off", False),
        "theme": row.get("theme") or next(iter(row.get("themes", [])), ""),
        "default": row.get("core", row.get("default", True)),
        **pair("text", row.get("coach", row)), **pair("self", row.get("self")), **pair("short", row.get("short")),
        **pair("look_for", row.get("look_for")),
        "source": row.get("source", ""), "phase": row.get("phase", ""), "pattern": row.get("pattern") or "",
        "coach_may_read_default": row.get("coach_may_read_before_lesson", False),
        "opens_with_account": row.get("opens_with_account", when != When.BEFORE),
    }  # fmt: skip


def suggestion(row):
    return {
        "key": row["key"], "is_off": row.get("off", False), **pair("text", row), "themes": row.get("themes", []),
        "points": row.get("points", []), "pattern": row.get("pattern") or "", "when": row["when"], "minutes": row["minutes"],
    }  # fmt: skip


def pair(field, words):
    return {f"{field}_{lang}": (words or {}).get(lang, "") for lang in ("nl", "en")}


def words_of(tree):
    return {key: tree[key] for key in WORDS if key in tree}


# --- to a tree -------------------------------------------


def tree_of(edition):
    """All of it, what is off too; two queries."""
    items, bank = list(edition.items.all()), edition.suggestions.all()
    tree = {"name": bilingual(edition.checklist, "name"), **words_of(edition.words)}
    for name, kind in SECTIONS.items():
        tree[name] = [written(row) for row in items if row.kind == kind]
    asked = [row for row in items if row.kind == Kind.PROMPT]
    tree["prompts"] = {when: [written(row) for row in asked if row.when == when] for when in When.values}
    tree["small_choices"] = [chosen(row) for row in bank]
    return {name: tree[name] for name in ORDER if name in tree}


def written(row):
    """An item as a line of a file: what is empty or as ever is left out."""
    is_core = row.kind in CORE
    line = {
        "key": row.key, "off": row.is_off, "theme": row.theme, "core" if is_core else "default": row.default,
        "phase": row.phase, "pattern": row.pattern, "short": bilingual(row, "short"), **wording(row),
        "look_for": bilingual(row, "look_for"), "tags": row.tags, "source": row.source,
        "coach_may_read_before_lesson": row.coach_may_read_default, "opens_with_account": row.opens_with_account,
    }  # fmt: skip
    as_ever = {"default": True, "opens_with_account": row.when != When.BEFORE}
    return {
        name: value
        for name, value in line.items()
        if name in ("key", "core") or value != as_ever.get(name, type(value)())
    }


def wording(row):
    own, text = bilingual(row, "self"), bilingual(row, "text")
    return {"coach": text, "self": own} if own or row.kind in WITH_VOICES else text


def chosen(row):
    line = {
        "key": row.key, "off": row.is_off, "pattern": row.pattern, "themes": row.themes, "points": row.points,
        **bilingual(row, "text"), "when": row.when, "minutes": row.minutes,
    }  # fmt: skip
    return {name: value for name, value in line.items() if value or name in ("when", "minutes")}


def bilingual(row, field):
    words = {lang: getattr(row, f"{field}_{lang}") for lang in ("nl", "en")}
    return {lang: text for lang, text in words.items() if text}


# --- as text -------------------------------------------


def as_yaml(tree, schema=""):
    """`schema` is an address: an editor that knows it helps while one writes."""
    head = f"# yaml-language-server: $schema={schema}\n" if schema else ""
    return head + yaml.safe_dump(tree, sort_keys=False, allow_unicode=True, width=1000)


def as_json(tree, schema=""):
    head = {"$schema": schema} if schema else {}
    return json.dumps(head | tree, ensure_ascii=False, indent=2) + "\n"


def read(text):
    """(tree, {path: line}) of YAML or JSON; Unreadable says why not, and where."""
    text = text.removeprefix("\ufeff")
    return read_json(text) if text.lstrip().startswith("{") else strict_yaml.read(text)


def read_json(text):
    try:
        tree = json.loads(text, object_pairs_hook=once, parse_constant=no_number)
    except json.JSONDecodeError as error:
        raise Unreadable(no_json(), error.lineno) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of figures; thousands of brackets
        raise Unreadable(no_json()) from error
    try:
        return tree, strict_yaml.read(text)[1]
    except Unreadable:  # JSON all the same, whose lines nobody knows
        return tree, {}


def once(pairs):
    found = {}
    for key, value in pairs:
        if key in found:
            raise Unreadable(strict_yaml.twice(key))
        found[key] = value
    return found


def no_number(sign):
    raise Unreadable(_("%(sign)s is no text. Put quotes round it.") % {"sign": sign})


def no_json():
    return _("This is not written as JSON. Look at the commas, quotes and brackets just before it.")
