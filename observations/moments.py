"""Moments on the coach's page: what is saved, and what was typed and refused."""

from datetime import UTC, datetime

from django.utils.translation import get_language

from observations.plain import fingerprint
from observations.rows import MomentRow
from observations.savers import CONFLICT, SAVED

LAST = datetime.max.replace(tzinfo=UTC)


def moments_of(sheet):
    """In the order of their time; a refused one with what was typed."""
    rows = {str(row.pk): saved(sheet, row) for row in sheet.saved_moments}
    for entry, result in sheet.sent:
        if entry["type"] == "moment" and result.status != SAVED:
            rows[entry["id"]] = typed(sheet, entry, result, rows.get(entry["id"]))
    return sorted(rows.values(), key=lambda row: row.time or LAST)


def saved(sheet, row):
    key = sheet.content.by_id[row.item_id].key if row.item_id else ""
    names = ("kind", "text", "theme", "is_example", "revision")
    says = {name: getattr(row, name) for name in names} | {"noted_at": row.noted_at.isoformat()}
    lang = row.lang if row.lang != get_language() else ""
    return MomentRow(sheet, row.pk, **says, item_key=key, lang=lang, shown=fingerprint(says | {"item": key}))


def typed(sheet, entry, result, before):
    """With what was saved before, where there was something: its fingerprint is what the page showed."""
    names = ("id", "kind", "text", "theme", "is_example", "deleted", "noted_at")
    says = {name: entry.get(name, "") for name in names}
    says["revision"] = result.body["revision"] if result.status == CONFLICT else entry["revision"]
    shown = before.shown if before else fingerprint({})
    return MomentRow(
        sheet, **says, typed_clock=entry.get("clock", ""), item_key=entry["item"], shown=shown, result=result
    )
