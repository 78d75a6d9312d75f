"""An edition as an administrator reads it: need by need, each line in both languages."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from checklists.editions import localized
from checklists.models import Kind, Theme, When, language_now


@dataclass
class Need:
    """`key` is "" for what belongs to no need; `groups` are (heading, lines)."""

    key: str
    name: str
    question: str
    groups: list


def needs_of(edition):
    """The four needs in their order, then what is asked of the whole; two queries."""
    items, choices = list(edition.items.all()), list(edition.suggestions.all())
    themes = {theme["key"]: theme for theme in localized(edition.words.get("themes", []), language_now())}
    found = []
    for key in [*Theme.values, ""]:
        theme = themes.get(key, {"name": _("For the whole lesson"), "question": ""})
        groups = groups_of([item for item in items if item.theme == key])
        if mine := [row for row in choices if next(iter(row.themes), "") == key]:
            groups.append((_("Small steps"), mine))
        found.append(Need(key, theme["name"], theme["question"], groups))
    return [need for need in found if need.groups]


def groups_of(items):
    """[(heading, items)] in the order in which a visit meets them; only what there is."""
    kinds = [(kind, "", HEADINGS[kind]()) for kind in HEADINGS]
    kinds += [(Kind.PROMPT, when, _("Questions, {when}").format(when=when.label)) for when in When]
    found = [
        (name, [item for item in items if (item.kind, item.when) == (kind, when)])
        for kind, when, name in kinds
    ]
    return [(name, rows) for name, rows in found if rows]


HEADINGS = {
    Kind.POINT: lambda: _("Items"),
    Kind.SIGNAL: lambda: _("Signals of students"),
    Kind.GROWTH: lambda: _("Signs of growth"),
    Kind.RESPONSE: lambda: _("How the teacher responds"),
    Kind.MEANING: lambda: _("What a signal may mean"),
    Kind.PULSE: lambda: _("Sentences for students"),
    Kind.PULSE_OPEN: lambda: _("Open questions for students"),
    Kind.VISIT_CHECK: lambda: _("Sentences about the visit"),
}
