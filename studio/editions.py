"""What is done about editions: whether a reworded line is still the same one, and a checklist that goes out
of use. Nothing is ever deleted."""

from django.db import transaction
from django.utils import timezone

from checklists.models import Checklist
from studio import access, ordering, undo
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
        make_another(draft, row, by)


def make_another(draft, row, by):
    """What went with the item of before goes with the new one: that is the one people will see."""
    old, new = row.now, type(row.now)(edition=draft, key=ordering.new_key(), **undo.kept(row.now))
    new.revision = 0
    steps = [step for step in draft.suggestions.all() if old.key in step.points]
    undo.remember(draft, undo.SAME, [old, new, *steps], by=by)
    new.save()
    for name in undo.names_of(type(old)):
        if name not in ("order", "revision"):
            setattr(old, name, getattr(row.was, name))
    old.is_off, old.revision = True, old.revision + 1
    old.save()
    for step in steps:
        step.points = [new.key if point == old.key else point for point in step.points]
        step.revision += 1
        step.save()


def put_away(*, by, checklist_id, is_away):
    """Out of use, or in use again. Visits that have it keep it."""
    own = Checklist.objects.filter(school=by.school_id, pk=checklist_id)
    own.filter(archived_at__isnull=is_away).update(archived_at=timezone.now() if is_away else None)
