"""Lines of a draft, as they are typed: the server's half of the natural way (docs/offline.md), as
observations/recording.py is of a visit.

The draft is locked, every entry is compared with what is there, and what is new goes out in one statement.
Nothing is overwritten that the sender has not seen: another revision is answered with its words.
"""

from django.db import transaction
from django.utils.functional import cached_property

from checklists.models import Kind, When
from observations.savers import CONFLICT, GONE, SAVED, Result, invalid
from studio import access, lines, undo
from studio.line_forms import LineForm
from studio.refusals import NotNow

WRITTEN = {  # all that a page of a line can change
    "item": [
        *(f"{name}_{lang}" for name in ("text", "self", "short", "look_for") for lang in lines.LANGUAGES),
        "theme", "default", "tags", "source", "when", "phase", "opens_with_account", "revision",
    ],
    "suggestion": ["text_nl", "text_en", "themes", "points", "when", "minutes", "pattern", "revision"],
}  # fmt: skip


@transaction.atomic
def save(*, by, edition_id, entries):
    """One Result for each entry, in the same order: {table, key, revision} and the fields of the line, as its
    controls say them (lines.content). What an entry does not name stays."""
    draft = to_write(by, edition_id)
    saver = Lines(draft, entries, by)
    results = [saver.take(entry) for entry in entries]
    saver.write()
    return results


def to_write(by, edition_id):
    """The locked draft; NotNow where somebody put it to use meanwhile."""
    access.editor(by)
    found = access.drafts(by).select_for_update(of=("self",)).filter(pk=edition_id).first()
    if found is None:
        access.published(by, edition_id)
        raise NotNow("published")
    return found


class Lines:
    """The lines that were sent, each table read at most once."""

    def __init__(self, draft, entries, by):
        self.draft, self.by, self.dirty = draft, by, {}
        self.rows = {}
        for table in lines.TABLES:
            keys = [lines.as_key(entry.get("key")) for entry in entries if entry.get("table") == table]
            for row in lines.rows_of(draft, table).filter(key__in=keys) if keys else ():
                row.edition = draft
                self.rows[table, row.key] = row

    def take(self, entry):
        place = str(entry.get("table")), str(entry.get("key"))
        row = self.rows.get(place)
        if row is None:
            return Result(GONE)
        form = LineForm(lines.content(row) | entry, line=row, points=self.points(row))
        if not form.is_valid():
            return invalid(form)
        if not form.changed():
            return Result(SAVED, {"revision": row.revision})
        if row.revision != form.cleaned_data["revision"]:
            return Result(CONFLICT, {"revision": row.revision} | lines.content(row))
        return self.put(place, row, form.cleaned_data)

    @cached_property
    def steps_go_with(self):
        return list(self.draft.items.filter(kind=Kind.POINT))

    def points(self, row):
        """What a small choice can go with."""
        return self.steps_go_with if lines.kind_of(row) is None else ()

    def put(self, place, row, data):
        if place not in self.dirty:
            undo.remember(self.draft, undo.WROTE, [row], by=self.by)
        for name in lines.fields_of(row):
            setattr(row, name, data[name])
        if "when" in data and lines.kind_of(row) == Kind.PROMPT:
            row.opens_with_account = row.when != When.BEFORE
        row.revision += 1
        self.dirty[place] = row
        return Result(SAVED, {"revision": row.revision})

    def write(self):
        for table, model in lines.TABLES.items():
            rows = [row for (its, _key), row in self.dirty.items() if its == table]
            if rows:
                model.objects.bulk_update(rows, WRITTEN[table])
