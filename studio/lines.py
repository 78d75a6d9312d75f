"""A line of a draft: an item or a small choice, with the fields that its kind has.

An edition's other lines (meanings, open questions for students, sentences about the visit) and all of its
`words` are the same at every school: no page changes them.
"""

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from checklists.models import Item, Kind, Suggestion, When

TABLES = {"item": Item, "suggestion": Suggestion}
KINDS = (Kind.POINT, Kind.SIGNAL, Kind.GROWTH, Kind.RESPONSE, Kind.PROMPT, Kind.PULSE)
OWN = "own."  # what a key begins with that no shipped edition has

TEXTS = {
    Kind.POINT: ("text", "self", "short", "look_for"),
    Kind.SIGNAL: ("text", "look_for"),
    Kind.RESPONSE: ("text", "self"),
}  # a line of another kind has one text
CHOICES = {
    Kind.POINT: ("theme", "source", "default", "tags"),
    Kind.SIGNAL: ("source", "tags"),
    Kind.GROWTH: ("source",),
    Kind.RESPONSE: ("source", "tags"),
    Kind.PROMPT: ("theme", "source"),
    Kind.PULSE: ("theme", "source", "default"),
    None: ("when", "minutes", "pattern", "themes", "points"),
}
LANGUAGES = "nl", "en"
LISTS = "tags", "themes", "points"


def rows_of(draft, table):
    """The lines of this draft that can be changed."""
    if table == "item":
        return draft.items.filter(kind__in=KINDS)
    return draft.suggestions.all()


def as_key(sent):
    """What was sent as a key, as text; "", which no line has, for what no database takes."""
    return str(sent) if str(sent).isprintable() else ""


def table_of(row):
    return "item" if isinstance(row, Item) else "suggestion"


def kind_of(row):
    """None for a small choice."""
    return getattr(row, "kind", None)


def name_of(row):
    """As a list, a button and a message call it; None is a line that is gone."""
    words = row and (getattr(row, "short", "") or row.text or row.text_en)
    return Truncator(words).chars(70) if words else _("nothing written yet")


def is_own(row):
    return row.key.startswith(OWN)


def texts_of(row):
    """Names of its texts; each is there in both languages."""
    return TEXTS.get(kind_of(row), ("text",))


def choices_of(row):
    """Names of its other fields. When a question is asked decides who reads its answer: of one that came with
    the app it stays as it is."""
    names = CHOICES[kind_of(row)]
    if kind_of(row) != Kind.PROMPT:
        return names
    later = ("phase", "default") if row.when == When.AFTER else ()
    return names + (("when",) if is_own(row) else ()) + later


def fields_of(row):
    texts = [f"{name}_{lang}" for name in texts_of(row) for lang in LANGUAGES]
    return [*texts, *choices_of(row)]


def content(row):
    """{field: what its control says}, all of it text: a list with blanks between, a tick as "on"."""
    return {name: said(getattr(row, name)) for name in fields_of(row)}


def said(value):
    if isinstance(value, list):
        return " ".join(value)
    return value if isinstance(value, str) else "on" * bool(value)


def untranslated(row):
    """Names of the texts that are there in Dutch alone; who looks in English reads those in Dutch."""
    return [
        name
        for name in texts_of(row)
        if getattr(row, f"{name}_nl").strip() and not getattr(row, f"{name}_en").strip()
    ]
