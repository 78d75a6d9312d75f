"""What the page of a visit shows of its preparation: the chosen items, and what the teacher intends."""

from uuid import UUID

from django.utils.functional import cached_property

from checklists.models import Kind, When
from observations.models import Answer, Voice
from observations.rows import Row
from observations.sheets import Sheet
from people.compiled import compiled


@compiled
def intentions_of(teachers: UUID, items: list[int]):
    """In the order in which they were written."""
    return Answer.objects.filter(observation=teachers, item__in=items).order_by("pk")


@compiled
def shared_intentions_of(teachers: UUID, items: list[int]):
    """What of it the coach may read."""
    rows = Answer.objects.filter(observation=teachers, item__in=items, coach_may_read=True)
    return rows.order_by("pk")


class Prepared(Sheet):
    """A sheet that is not written on: of all answers it reads the few that this page shows."""

    @cached_property
    def _answers(self):
        teachers, items = self.lesson.accounts.get(Voice.TEACHER), self.content.of(Kind.PROMPT, When.BEFORE)
        if not teachers:
            return []
        ask = intentions_of if self.voice == Voice.TEACHER else shared_intentions_of
        return ask(teachers.pk, [item.pk for item in items])

    @cached_property
    def chosen(self):
        """Per need the items of the lens."""
        rows = [Row(item, self.voice) for item in self.content.points if item.key in self.lens]
        return [
            (theme, [row for row in rows if row.item.theme == theme["key"]]) for theme in self.content.themes
        ]
