"""What a file that was read does to a list: which lines come, which get other words, what stays. Shown first
(`plan`), then done in one go (`take_in`, `begin_with`), or not at all."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from checklists.files import SECTIONS, TABLES
from checklists.models import ON_QUESTION, Item, Kind, Theme, When
from observations.models.own import PLACE
from studio import access, drafts, ordering, undo
from together.readable import SENTENCE

FIXED = {Kind.MEANING, Kind.PULSE_OPEN, Kind.VISIT_CHECK}  # the same for everybody
# What a page asks for by its key: whatever a file says, it stays on, and is a question of that moment
NAMED = {ON_QUESTION["teacher"]: When.AFTER, ON_QUESTION["coach"]: When.VISIT, SENTENCE: When.AFTER}
WHO_READS = "opens_with_account", "coach_may_read_default"  # no file decides it (docs/adr/0081)
NUMBERED = [*SECTIONS.values(), Kind.PROMPT]  # kinds as editions number their lines
NEW, CHANGED, SAME = "new", "changed", "same"


@dataclass
class Coming:
    """A line of the file; `row` is the one that stands there now, or None."""

    line: object
    row: object = None
    state: str = NEW
    fields: dict = field(default_factory=dict)
    was: str = ""  # its words until now, where they change

    @property
    def need(self):
        return Theme(theme).label if (theme := self.line.fields.get("theme")) else ""

    @property
    def kind_label(self):
        return Kind(self.line.fields["kind"]).label if self.line.table == "item" else _("small step")


@dataclass
class Plan:
    coming: list = field(default_factory=list)
    clashes: list = field(default_factory=list)  # lines whose key is that of something else here
    fixed: list = field(default_factory=list)  # lines that are the same everywhere, and others in the file
    readers: list = field(default_factory=list)  # questions of which the file says otherwise who reads them
    words: list = field(default_factory=list)  # names of what else is fixed and is otherwise in the file
    rest: list = field(default_factory=list)  # rows of the same groups that the file does not have
    unasked: list = field(default_factory=list)  # sentences for students, where none would be left to ask
    size: int = 0  # lines that stand in the list now

    def of(self, state):
        return [one for one in self.coming if one.state == state]

    @property
    def is_too_much(self):
        return self.size + len(self.of(NEW)) > ordering.MOST

    @property
    def does(self):
        return [one for one in self.coming if one.state != SAME]


def standing(edition):
    """What a file meets: the lines of a draft; for a new list those that it begins with (`begin_anew`)."""
    items, bank = list(edition.items.all()), list(edition.suggestions.all())
    if edition.published_at:
        items, bank = [row for row in items if row.kind in drafts.KEPT_ANEW], []
    return {("item", row.key): row for row in items} | {("suggestion", row.key): row for row in bank}


def plan(edition, read):
    here = standing(edition)
    found = Plan(size=len(here))
    for line in read.lines:
        row = here.pop((line.table, line.key), None)
        if line.fields.get("kind") in FIXED:
            if row is None or differs(row, fields_of(line, read.fields, row)):
                found.fixed.append(line)
        elif is_taken(line) or (row is not None and is_another_thing(row, line)):
            found.clashes.append(line)
        else:
            found.coming.append(as_coming(line, row, read.fields))
            found.readers += [line] if says_who_reads(line, row) else []
    found.words = [name for name, words in read.words.items() if words != edition.words.get(name)]
    found.rest = [row for row in here.values() if is_rest(row, read.sections)]
    keep_asking(found)
    return found


def is_another_thing(row, line):
    return isinstance(row, Item) and (row.kind, row.when) != (line.fields["kind"], line.fields["when"])


def is_taken(line):
    """Its key is one that the program knows as something else."""
    kind, when = line.fields.get("kind"), line.fields.get("when")
    is_asked = line.key in NAMED and (kind, when) != (Kind.PROMPT, NAMED[line.key])
    return is_asked or line.key.startswith(PLACE)


def says_who_reads(line, row):
    return any(
        name in line.fields and line.fields[name] != value for name, value in readers(line, row).items()
    )


def readers(line, row):
    """Who reads its answer: as it is here. Of a question that is new nobody reads beforehand what was written
    before the lesson."""
    if row is not None or line.table != "item":
        return {name: getattr(row, name) for name in WHO_READS if line.table == "item"}
    opens = line.fields["opens_with_account"] and line.fields["when"] != When.BEFORE
    return {"opens_with_account": opens, "coach_may_read_default": False}


def keep_asking(found):
    """Students are asked one sentence at least: where the file leaves none, theirs stay as they are."""
    mine = [one for one in found.coming if one.line.fields.get("kind") == Kind.PULSE]
    if not any(one.fields["default"] and not one.fields["is_off"] for one in mine):
        found.unasked = [one.line for one in mine]
        found.coming = [one for one in found.coming if one.line.fields.get("kind") != Kind.PULSE]
        found.rest = [row for row in found.rest if getattr(row, "kind", "") != Kind.PULSE]


def is_rest(row, sections):
    group = (row.kind, row.when) if isinstance(row, Item) else ("", "")
    return group in sections and group[0] not in FIXED and row.key not in NAMED


def as_coming(line, row, only):
    if row is None:
        return Coming(line, fields=fields_of(line, None))
    fields = fields_of(line, only, row)
    if not differs(row, fields):
        return Coming(line, row, SAME, fields)
    return Coming(line, row, CHANGED, fields, was=row.text_nl if row.text_nl != fields.get("text_nl") else "")


def fields_of(line, only, row=None):
    fields = {name: value for name, value in line.fields.items() if only is None or name in only}
    if line.key in NAMED and "is_off" in fields:
        fields["is_off"] = False
    return fields | readers(line, row)


def differs(row, fields):
    return any(getattr(row, name) != value for name, value in fields.items())


# --- doing it -------------------------------------------


@transaction.atomic
def take_in(*, by, draft_id, read, rest_off=False):
    """Into this draft, as one thing that can be taken back. Returns what came."""
    draft = access.draft_to_write(by, draft_id)
    found = plan(draft, read)
    off = [row for row in found.rest if not row.is_off] if rest_off else []
    if found.does or off:
        write(draft, found, off, by=by)
    return found


@transaction.atomic
def begin_with(*, by, edition, name, read):
    """A checklist of the own school with the lines of this file; what is fixed is that of the edition."""
    draft = drafts.begin_anew(by=by, edition=edition, name=name)
    found = plan(draft, read)
    for model in TABLES.values():
        model.objects.filter(pk__in=[row.pk for row in found.rest if isinstance(row, model)]).delete()
    write(draft, found)
    return draft


def write(draft, found, off=(), by=None):
    """What is new, what changes and what goes off, each at its place; `by` where it can be taken back."""
    new = [TABLES[one.line.table](edition=draft, **one.fields) for one in found.of(NEW)]
    changed = [one.row for one in found.of(CHANGED)]
    places = in_order(draft, found, new)
    moved = [row for row, place in places if not row._state.adding and row.order != place]
    touched = list({(undo.table_of(row), row.pk): row for row in [*changed, *off, *moved]}.values())
    if by:
        undo.remember(draft, undo.BROUGHT, [*touched, *new], by=by)
    set_fields(found, off, places)
    for model in TABLES.values():
        model.objects.bulk_create([row for row in new if isinstance(row, model)])
        model.objects.bulk_update([row for row in touched if isinstance(row, model)], undo.names_of(model))


def set_fields(found, off, places):
    for row, place in places:
        row.order = place
    for one in found.of(CHANGED):
        vars(one.row).update(one.fields, revision=one.row.revision + 1)
    for row in off:
        row.is_off, row.revision = True, row.revision + 1


def in_order(draft, found, new):
    """[(row, its place)]: within its kind a line stands where the file has it, and after those what the file
    does not name. Rows of `found` are the same objects."""
    at = {(one.line.table, one.line.key): place for place, one in enumerate(found.coming)}
    rows = [one.row for one in found.coming if one.row] + [*found.rest, *new]
    mine = {name_of(row): row for row in rows}
    places = []
    for model in TABLES.values():
        rows = [mine.get(name_of(row), row) for row in model.objects.filter(edition=draft)]
        rows += [row for row in new if isinstance(row, model)]
        rows.sort(key=lambda row: (group_of(row), at.get(name_of(row), len(at)), row.order or 0))
        places += [(row, place) for place, row in enumerate(rows, start=1)]
    return places


def name_of(row):
    return undo.table_of(row), row.key


def group_of(row):
    if not isinstance(row, Item):
        return 0, 0
    return NUMBERED.index(row.kind), ["", *When.values].index(row.when)
