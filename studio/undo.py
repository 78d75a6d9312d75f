"""What is done to a draft can be taken back, the newest first (models.Change).

`remember` stands before a change and in its transaction, with the draft locked (access.draft_to_write). What
it keeps is only what the change touches, so that taking back a move leaves alone what was written meanwhile.
The `by` in `before` is the number of the person, to tell whose words go on; it goes with the draft.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from studio import access, lines
from studio.lines import TABLES, table_of

# what of models.Change: what was done to the rows it holds
WROTE, ADDED, MOVED, OFF, ON, PARTED, SAME, TAKEN, BROUGHT = WHAT = (
    "wrote", "added", "moved", "off", "on", "parted", "same", "taken", "brought",
)  # fmt: skip
OF_THE_LIST = {MOVED, OFF, ON}  # the words stay, and with them their revision
GOES_ON = timedelta(minutes=5)  # so long are saves of one line, by one person, one step
MOST = 50  # steps that a draft remembers
NEVER = {"id", "edition", "key"}


def remember(draft, what, rows, *, by, fields=None):
    """Keeps what these rows are before `what` is done to them: as the database has them, or not saved yet,
    and then taking it back takes them away. `fields`: those that change, where it is not all."""
    before = {table: {} for table in TABLES} | {"by": str(by.pk)}
    for row in rows:
        before[table_of(row)][row.key] = None if row._state.adding else kept(row, fields)
    if goes_on(draft, what, before):
        return
    draft.changes.create(what=what, before={name: value for name, value in before.items() if value})
    draft.changes.filter(pk__in=list(draft.changes.values_list("pk", flat=True)[MOST:])).delete()


def names_of(model):
    return [field.name for field in model._meta.fields if field.name not in NEVER]


def kept(row, fields=None):
    return {name: getattr(row, name) for name in fields or names_of(type(row))}


def goes_on(draft, what, before):
    """Who writes on in the line of the newest change adds nothing to it: that holds how it was before."""
    newest = draft.changes.first()
    if newest is None or (what, newest.what) != (WROTE, WROTE) or timezone.now() - newest.at > GOES_ON:
        return False
    return whose(newest.before) == whose(before)


def whose(before):
    return [before["by"], *(set(before.get(table, ())) for table in TABLES)]


# --- back -------------------------------------------------------------------------------------------


@transaction.atomic
def pressed(*, by, edition_id, number):
    """Takes back the change of this number where it is still the newest: nothing that its button did not
    name. Gives it with its draft; (None, draft) where something was done since."""
    draft = access.draft_to_write(by, edition_id)
    newest = draft.changes.first()
    is_it = newest is not None and str(newest.pk) == number
    return take_back(draft) if is_it else None, draft


def take_back(draft):
    """Everything as it was before the newest change, which is given back; None where there is none."""
    change = draft.changes.first()
    if change is None:
        return None
    for table, model in TABLES.items():
        put_back(draft, model, change.before.get(table, {}), change.what)
    change.delete()
    return change


def put_back(draft, model, before, what):
    """Rows that were not there go; the others are as they were, at their place of before where the place is
    what changed."""
    rows = {row.key: row for row in model.objects.filter(edition=draft, key__in=before)}
    came = [rows[key].pk for key, was in before.items() if was is None and key in rows]
    model.objects.filter(pk__in=came).delete()
    back = {key: was for key, was in before.items() if was is not None}
    there = [restored(rows[key], was, what) for key, was in back.items() if key in rows]
    if what == MOVED:
        in_old_order(there, back)
    if there:
        model.objects.bulk_update(there, names_of(model))
    model.objects.bulk_create(
        [model(edition=draft, key=key, **as_new(was)) for key, was in back.items() if key not in rows]
    )


def restored(row, was, what):
    """The place changes only with what changed places: others may have moved since. Who has another version
    of the words on a page is told so by the revision."""
    for name, value in was.items():
        if name != "revision" and (name != "order" or what == BROUGHT):
            setattr(row, name, value)
    if what not in OF_THE_LIST:
        row.revision += 1
    return row


def in_old_order(rows, before):
    """The places they have now, in the order of before: a line added meanwhile has shifted all after it."""
    places = sorted(row.order for row in rows)
    for row, place in zip(sorted(rows, key=lambda row: before[row.key]["order"]), places, strict=True):
        row.order = place


def as_new(was):
    return was | {"revision": was["revision"] + 1}


# --- what it is called ------------------------------------------------------------------------------


def newest(draft):
    """What the button takes back: {number, what}; None where nothing was done."""
    change = draft.changes.first()
    return change and {"number": change.pk, "what": says(change, lines.name_of(line_about(draft, change)))}


def says(change, name):
    """What was done, for the button that takes it back; `name` of the line it is about."""
    words = {
        WROTE: _("words of ‘{line}’"),
        ADDED: _("new line ‘{line}’"),
        MOVED: _("‘{line}’ moved"),
        OFF: _("‘{line}’ switched off"),
        ON: _("‘{line}’ switched on"),
        PARTED: _("‘{line}’ made into two"),
        SAME: _("your answer about ‘{line}’"),
        TAKEN: _("proposal for ‘{line}’"),
        BROUGHT: _("lines brought in"),
    }
    return words[change.what].format(line=name)


def line_about(draft, change):
    """The line that a change is about: the first that was there before, as it is now; or None."""
    found = [(table, key, was) for table in TABLES for key, was in change.before.get(table, {}).items()]
    found.sort(key=lambda each: each[2] is None)
    table, key, _was = found[0]
    return TABLES[table].objects.filter(edition=draft, key=key).first()
