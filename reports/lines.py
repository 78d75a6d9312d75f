"""Under which line a mirror prints what was counted, and whether its words changed: both from the editions
alone that everybody of the school reads, never from which lessons had which (docs/adr/0017, 0019, 0078)."""

from django.utils import timezone
from django.utils.functional import cached_property

from checklists.models import Edition, Item

WORDS = ("text_nl", "text_en", "short_nl", "short_en", "look_for_nl", "look_for_en")


class Lines:
    """The lines of the editions that a school may use. A point or a step is one thing over the editions that
    have its key, of one checklist and of what was copied from it."""

    def __init__(self, school_id):
        self.school_id = school_id

    @cached_property
    def editions(self):
        return {edition.pk: edition for edition in Edition.objects.published_for(self.school_id)}

    def newest(self, model, pks):
        """{id: id of the line under which it is printed}: of a list that is in use rather than put away, of
        the school's own rather than what comes with the app, and then of the newest edition."""
        keys = model.objects.filter(pk__in=pks).values("key")
        rows = model.objects.filter(edition__in=list(self.editions), key__in=keys, is_off=False)
        rows = sorted(rows.values_list("pk", "edition", "key"), key=lambda row: self.place(row[1]))
        names = {pk: (self.editions[edition].checklist.family, key) for pk, edition, key in rows}
        last = {name: pk for pk, name in names.items()}
        return {pk: last[names[pk]] if pk in names else pk for pk in pks}

    def place(self, pk):
        edition, checklist = self.editions[pk], self.editions[pk].checklist
        is_own = checklist.school_id is not None
        return checklist.archived_at is None, is_own, edition.published_at, edition.number

    def changed(self, pks, *, since):
        """{id: day on which an edition last gave this point other words}, from this day on."""
        printed = list(Item.objects.filter(pk__in=pks))
        rows = Item.objects.filter(edition__in=list(self.editions), key__in={row.key for row in printed})
        texts = {(row.edition_id, row.key): [getattr(row, name) for name in WORDS] for row in rows}
        found = {str(row.pk): self.day(row, texts, since) for row in printed}
        return {pk: day.isoformat() for pk, day in found.items() if day}

    def day(self, row, texts, since):
        edition = self.editions[row.edition_id]
        while (before := self.before(edition)) and day_of(edition) >= since:
            now, was = (texts.get((each.pk, row.key)) for each in (edition, before))
            if now != was and was and day_of(before) < day_of(edition):
                return day_of(edition)
            edition = before
        return None

    def before(self, edition):
        """What this edition took the place of."""
        if edition.copied_from_id:
            return self.editions.get(edition.copied_from_id)
        places = {(each.checklist_id, each.number): each for each in self.editions.values()}
        return places.get((edition.checklist_id, edition.number - 1))


def day_of(edition):
    return timezone.localdate(edition.published_at)
