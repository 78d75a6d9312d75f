"""Where a line of a draft stands, whether it is on, and new lines. Each is taken back by studio/undo.py."""

import uuid

from django.db import transaction
from django.db.models import F
from django.http import Http404
from django.utils.translation import gettext as _

from checklists.models import ON_QUESTION, Item, Kind, Suggestion, Theme, When
from studio import access, lines, undo
from together.readable import SENTENCE

SMALL_STEP = "suggestion"
OF_A_NEED = {Kind.POINT, Kind.PULSE, SMALL_STEP}
OF_NONE = {Kind.SIGNAL, Kind.GROWTH, Kind.RESPONSE}  # a question is of either
MOST = 400  # lines of a draft


class TooMany(Exception):
    """A draft holds no more lines."""


def group_of(row):
    """(kind, need, moment): what stands under one heading, and is put in order there."""
    if isinstance(row, Suggestion):
        return SMALL_STEP, next(iter(row.themes), ""), ""
    return row.kind, "" if row.kind in OF_NONE else row.theme, row.when


def rows_of(draft, table):
    """The lines that can be changed, in their order."""
    if table not in lines.TABLES:
        raise Http404
    return lines.rows_of(draft, table).order_by("order", "pk")


def line_of(draft, table, key):
    found = rows_of(draft, str(table)).filter(key=lines.as_key(key)).first()
    if found is None:
        raise Http404
    found.edition = draft
    return found


def beside(draft, group):
    """The lines under one heading, in their order."""
    table = SMALL_STEP if group[0] == SMALL_STEP else "item"
    return [row for row in rows_of(draft, table) if group_of(row) == group]


# --- order ------------------------------------------------------------------------------------------


@transaction.atomic
def move(*, by, edition_id, table, key, place):
    """Puts a line at this place (0 is the first) under its heading; where it stands there already, nothing is
    done. Gives the line, its place and how many stand there."""
    draft = access.draft_to_write(by, edition_id)
    line = line_of(draft, table, key)
    rows = beside(draft, group_of(line))
    now = next(at for at, row in enumerate(rows) if row.key == line.key)
    place = max(0, min(place, len(rows) - 1))
    if place != now:
        undo.remember(draft, undo.MOVED, [line, *rows], by=by, fields=["order"])
        put_at(rows, now, place)
    return line, place, len(rows)


def put_at(rows, now, place):
    """In the places that these lines have already: what stands under other headings stays where it is."""
    places = sorted(row.order for row in rows)
    rows.insert(place, rows.pop(now))
    for row, order in zip(rows, places, strict=True):
        row.order = order
    type(rows[0]).objects.bulk_update(rows, ["order"])


# --- on and off -------------------------------------------------------------------------------------


@transaction.atomic
def switch(*, by, edition_id, table, key, is_on):
    """On or off; why not, in words, or "". A line that is off is kept: it stands on no page."""
    draft = access.draft_to_write(by, edition_id)
    line = line_of(draft, table, key)
    if line.is_off != is_on:
        return line, ""
    if why := "" if is_on else why_on(draft, line):
        return line, why
    undo.remember(draft, undo.ON if is_on else undo.OFF, [line], by=by, fields=["is_off"])
    line.is_off = not is_on
    line.save(update_fields=["is_off"])
    return line, ""


def why_on(draft, line):
    """Why the program needs this line on, in words; "" where it does not."""
    if line.key in ON_QUESTION.values():
        return _("This question stays: both are asked about the learning question.")
    if line.key == SENTENCE:
        return _("This question stays: a teacher can share this one answer with others.")
    if getattr(line, "kind", "") == Kind.PULSE and line.default and not other_sentences(draft, line):
        return _("Without this sentence there is nothing to ask students. Make another one first.")
    return ""


def other_sentences(draft, line):
    asked = draft.items.filter(kind=Kind.PULSE, default=True, is_off=False).exclude(text_nl="")
    return asked.exclude(pk=line.pk).exists()


# --- new --------------------------------------------------------------------------------------------


@transaction.atomic
def add(*, by, edition_id, group):
    """A line without words at the end of its group; the one there is, where nobody wrote in it yet."""
    draft = access.draft_to_write(by, edition_id)
    if not may_stand(group):
        raise Http404
    rows = beside(draft, group)
    empty = next((row for row in rows if not row.text_nl and not row.text_en and not row.is_off), None)
    if empty:
        return empty
    line = new_line(draft, group)
    undo.remember(draft, undo.ADDED, [line], by=by)
    return insert(line, after=rows[-1] if rows else None)


def may_stand(group):
    """Whether a new line can stand there: an item is of a need, a signal of none, a question of either."""
    kind, theme, when = group
    is_need = theme in Theme.values if kind in OF_A_NEED else theme == "" or kind == Kind.PROMPT
    is_moment = when in When.values if kind == Kind.PROMPT else when == ""
    return kind in {*lines.KINDS, SMALL_STEP} and theme in {"", *Theme.values} and is_need and is_moment


def new_line(draft, group):
    """As nobody has written it yet; not saved."""
    kind, theme, when = group
    if kind == SMALL_STEP:
        return Suggestion(edition=draft, key=new_key(), themes=[theme], when="during", minutes="2-5")
    opens = when != When.BEFORE
    return Item(edition=draft, key=new_key(), kind=kind, theme=theme, when=when, opens_with_account=opens)


def new_key():
    """Of a line that no edition had before."""
    return f"{lines.OWN}{uuid.uuid4().hex[:10]}"


def insert(line, *, after=None):
    """Saves a new line right after this one, or as the last of all; what stands behind it moves on by one."""
    rows = type(line).objects.filter(edition=line.edition)
    if rows.count() >= MOST:
        raise TooMany
    last = after or rows.order_by("order").last()
    line.order = last.order + 1 if last else 1
    rows.filter(order__gte=line.order).update(order=F("order") + 1)
    line.save()
    return line
