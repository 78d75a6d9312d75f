"""What is done about editions: whether a reworded line is still the same one, and a checklist that goes out
of use. Nothing is ever deleted."""

import uuid

from django.db import transaction
from django.utils import timezone

from checklists.models import Checklist
from studio import access, drafts
from studio.changed import Changed, mark


@transaction.atomic
def answer(*, by, edition_id, table, key, is_same):
    """Of a line that got more than a few other words. Where it is another one now, it goes on under a key of
    its own and the line of before comes back, switched off. Said twice, it is done once."""
    draft = access.draft_to_write(by, edition_id)
    row = Changed(draft).asked(table, key)
    if row and is_same:
        draft.still_same[mark(row.now)] = row.now.text_nl
        draft.save(update_fields=["still_same"])
    elif row:
        make_another(draft, row)


def make_another(draft, row):
    """What went with the item of before goes with the new one: that is the one people will see."""
    old, new = row.now.key, f"own.{uuid.uuid4().hex[:10]}"
    row.now.key = new
    row.now.save(update_fields=["key"])
    before = drafts.as_new(row.was, draft)
    before.is_off, before.order = True, row.now.order
    before.save()
    for step in draft.suggestions.all():
        if old in step.points:
            step.points = [new if point == old else point for point in step.points]
            step.save(update_fields=["points"])


def put_away(*, by, checklist_id, is_away):
    """Out of use, or in use again. Visits that have it keep it."""
    own = Checklist.objects.filter(school=by.school_id, pk=checklist_id)
    own.filter(archived_at__isnull=is_away).update(archived_at=timezone.now() if is_away else None)
