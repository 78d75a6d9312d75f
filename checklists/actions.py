"""From the files of a checklist (`content/<its key>/<edition>.yaml`) to published editions."""

import hashlib
from pathlib import Path

import yaml
from django.db import transaction
from django.db.models import Max

from checklists.models import Checklist, Edition, Item, Kind, Suggestion, When

CONTENT = Path(__file__).parent / "content"
WORDS = (
    "scales", "themes", "patterns", "comparison", "fixed_texts", "instructions", "quick_check", "pattern_rule",
    "pulse_intro", "return_to_class", "visit_check_scale", "judging_words", "judging_words_hint", "labels",
    "introduction", "signals_introduction",  # since edition 2
)  # fmt: skip


def load_all():
    """Every shipped edition, the oldest first, published once. Returns all of them, those that were there
    too."""
    return [
        load(path)
        for path in sorted(CONTENT.glob("*/*.yaml"), key=lambda path: (path.parent.name, int(path.stem)))
    ]


@transaction.atomic
def load(path):
    """The edition made from this file; a new one only when the file's text differs from every edition so
    far."""
    raw, key = path.read_bytes(), path.parent.name
    digest = hashlib.sha256(raw).hexdigest()
    known = Edition.objects.filter(checklist__school=None, checklist__key=key, digest=digest)
    return known.select_related("checklist").first() or publish(key, digest, yaml.safe_load(raw))


def publish(key, digest, tree):
    names = {f"name_{lang}": tree["name"][lang] for lang in ("nl", "en")}
    checklist, _ = Checklist.objects.get_or_create(school=None, key=key, defaults=names)
    number = (checklist.editions.aggregate(last=Max("number"))["last"] or 0) + 1
    words = {key: tree[key] for key in WORDS if key in tree}
    edition = Edition.objects.create(checklist=checklist, number=number, digest=digest, words=words)
    Item.objects.bulk_create(items(edition, tree))
    Suggestion.objects.bulk_create(suggestions(edition, tree))
    edition.publish()
    return edition


def items(edition, tree):
    plain = {
        Kind.POINT: "points", Kind.SIGNAL: "signals", Kind.GROWTH: "growth_signs", Kind.RESPONSE: "responses",
        Kind.MEANING: "meanings", Kind.PULSE: "pulse", Kind.PULSE_OPEN: "pulse_open", Kind.VISIT_CHECK: "visit_check",
    }  # fmt: skip
    rows = [(kind, "", row) for kind, section in plain.items() for row in tree[section]]
    rows += [(Kind.PROMPT, when, row) for when in When.values for row in tree["prompts"][when]]
    return [item(edition, order, *line) for order, line in enumerate(rows, start=1)]


def item(edition, order, kind, when, row):
    """One line of the file as one row. A line has its text either bare (nl, en) or per voice (coach,
    self)."""
    text, own = row.get("coach", row), row.get("self", {})
    short, look_for = row.get("short", {}), row.get("look_for", {})
    return Item(
        edition=edition, order=order, kind=kind, when=when, key=row["key"], tags=row.get("tags", []),
        theme=row.get("theme") or next(iter(row.get("themes", [])), ""),
        default=row.get("core", row.get("default", True)),
        text_nl=text["nl"], text_en=text["en"], self_nl=own.get("nl", ""), self_en=own.get("en", ""),
        short_nl=short.get("nl", ""), short_en=short.get("en", ""),
        look_for_nl=look_for.get("nl", ""), look_for_en=look_for.get("en", ""),
        source=row.get("source", ""), phase=row.get("phase", ""), pattern=row.get("pattern") or "",
        coach_may_read_default=row.get("coach_may_read_before_lesson", False),
        opens_with_account=row.get("opens_with_account", when != When.BEFORE),
    )  # fmt: skip


def suggestions(edition, tree):
    return [
        Suggestion(
            edition=edition, order=order, key=row["key"], text_nl=row["nl"], text_en=row["en"], themes=row["themes"],
            points=row["points"], pattern=row["pattern"] or "", when=row["when"], minutes=row["minutes"],
        )
        for order, row in enumerate(tree["small_choices"], start=1)
    ]  # fmt: skip
