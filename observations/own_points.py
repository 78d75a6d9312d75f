"""How a point in the teacher's own words is saved: three places in a visit, each with a revision. With words
it takes one of the six of the lens."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from observations.models import Answer, Moment, OwnPoint
from observations.models.own import place
from observations.refusals import NotNow
from observations.savers import NOT_NOW, SAVED, Result, conflict, lens_is_full, refuse


class OwnPoints:
    def __init__(self, draft, lens):
        self.draft, self.lesson, self.lens, self.dirty = draft, draft.lesson, lens, {}

    @cached_property
    def rows(self):
        return {row.slot: row for row in self.lesson.own_rows}

    def take(self, data):
        row = self.rows.get(data["slot"])
        if (row.text, row.theme) == (data["text"], data["theme"]) if row else not data["text"]:
            return self.saved(row)
        if self.draft.is_lens_closed:
            return Result(NOT_NOW, NotNow("begun").body)
        if (row.revision if row else 0) != data["revision"]:
            return conflict(row, "text", "theme")
        if row and row.text and self.is_answered(row):
            return refuse("text", stays())
        return self.put(row, data)

    def is_answered(self, row):
        """Somebody wrote at it, perhaps who no longer looks along: those words stay beside their answer."""
        of_visit = {"observation__lesson": self.lesson, "item": row.item_id}
        answers = Answer.objects.filter(**of_visit).exclude(value="", note="")
        return answers.exists() or Moment.objects.filter(**of_visit, deleted_at=None).exists()

    def put(self, row, data):
        if row and row.text:
            self.lens.take_out(row.item)
        elif self.lens.is_full:
            return refuse("text", lens_is_full())
        row = row or OwnPoint(lesson=self.lesson, slot=data["slot"])
        if data["text"]:
            row.item = place(data["theme"], row.slot)
            self.lens.put_in(row.item)
        row.text, row.lang, row.revision = data["text"], data["lang"], row.revision + 1
        self.rows[row.slot] = self.dirty[row.slot] = row
        return self.saved(row)

    def saved(self, row):
        return Result(SAVED, {"revision": row.revision if row else 0, "left": self.lens.left})

    def write(self):
        for row in self.dirty.values():
            row.save()
        if self.dirty and not self.lesson.has_own_points:
            self.lesson.has_own_points = True
            self.lesson.save(update_fields=["has_own_points"])


def stays():
    return _("Something has been written at this item already, so it stays as it is.")
