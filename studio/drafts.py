"""The life of a draft: begun as a copy, published or let go. An edition that is in use is never touched."""

import uuid

from django.db import transaction
from django.db.models import Max
from django.http import Http404

from checklists.models import Checklist, Edition, Kind
from studio import access
from studio.changed import Changed

# What a list that starts anew keeps of what it began with: what is asked of everybody, whatever is looked at.
KEPT_ANEW = Kind.PROMPT, Kind.MEANING, Kind.PULSE, Kind.PULSE_OPEN, Kind.VISIT_CHECK


@transaction.atomic
def copy(*, by, edition, name):
    """A checklist of the own school that begins as this edition, under a name of its own."""
    checklist = make_checklist(by, name, edition.checklist)
    return draft_of(checklist, edition)


@transaction.atomic
def begin_anew(*, by, edition, name):
    """The same without its points, signals and small steps: needs, scale and what is asked of everybody
    stand."""
    draft = draft_of(make_checklist(by, name, edition.checklist), edition)
    draft.items.exclude(kind__in=KEPT_ANEW).delete()
    draft.suggestions.all().delete()
    return draft


@transaction.atomic
def next_edition(*, by, edition):
    """The draft of the own checklist's next edition: the one there is, or a copy of its newest."""
    checklist = Checklist.objects.select_for_update().get(pk=edition.checklist_id)
    if checklist.school_id != by.school_id:
        raise Http404
    draft = checklist.editions.filter(published_at=None).first()
    return draft or draft_of(checklist, checklist.editions.latest("number"))


class NotYet(Exception):
    """It cannot be published as it is, or is another draft than the one that was looked at."""


@transaction.atomic
def publish(*, by, edition_id, seen=""):
    """From now on new visits take it, and nobody changes it any more. `seen` is the fingerprint of what was
    looked at."""
    draft = access.draft_to_write(by, edition_id)
    changed = Changed(draft)
    if not changed.is_ready or (seen and seen != changed.fingerprint):
        raise NotYet
    draft.changes.all().delete()
    draft.publish()
    return draft


@transaction.atomic
def let_go(*, by, edition_id):
    """The draft goes; a checklist of which nothing was ever published goes with it."""
    draft = access.draft_to_write(by, edition_id)
    checklist = draft.checklist
    draft.delete()
    if not checklist.editions.exists():
        checklist.delete()


def make_checklist(by, name, began_as):
    key = f"own-{uuid.uuid4().hex[:10]}"
    return Checklist.objects.create(
        school=by.school, key=key, name_nl=name, name_en="", origin_id=began_as.family
    )


def draft_of(checklist, edition):
    """A new draft with all of this edition's rows, what is off too: their keys are what is counted over
    editions."""
    number = (checklist.editions.aggregate(last=Max("number"))["last"] or 0) + 1
    draft = Edition.objects.create(
        checklist=checklist, number=number, words=edition.words, copied_from=edition
    )
    for rows in (edition.items.all(), edition.suggestions.all()):
        rows.model.objects.bulk_create([as_new(row, draft) for row in rows])
    return draft


def as_new(row, draft):
    row.pk, row.edition, row.revision = None, draft, 0
    row._state.adding = True
    return row
