"""What a coach finds on one page: which visits wait for whom, what to have at hand before a lesson, and the
talks to come.

Visits in order of their day, never of a person: nothing here counts, and nothing adds up to a list about a
teacher (docs/adr/0064).
"""

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.functional import cached_property

from home.visits import SOON, STAYS, Row, with_offers, with_people
from observations import access
from observations.models import Stage
from observations.next import FLASH, OPEN, PREPARED


def looked_along(user):
    """Where this person looks along: not opened yet, or not long ago. What was called off waits for
    nobody."""
    recent = Q(opened_at=None) | Q(opened_at__gt=timezone.now() - STAYS)
    mine = access.visits_of(user).filter(recent, coach=user, cancelled_at=None)
    rows = mine.annotate(lens_size=Count("lens")).select_related("talk")
    return with_people(list(rows.order_by("start", "pk")), user)


class CoachRow(Row):
    @property
    def is_near(self):
        """Agreed, and of today or the coming days: what to have at hand."""
        lesson = self.lesson
        is_agreed = lesson.accepted_at and not lesson.awaits_coach and not lesson.opened_at
        return bool(is_agreed) and not self.is_over and lesson.start < timezone.now() + SOON

    @property
    def is_to_talk(self):
        """Ready to be opened, or opened and nothing said yet of what came out of it."""
        phase = self.next.phase
        return phase == Stage.READY or (phase == OPEN and not self.lesson.together.core)

    @property
    def is_later(self):
        return self.next.phase in (PREPARED, FLASH)


class Coaching:
    """Every visit stands at one place. What was opened and talked about stands at none."""

    def __init__(self, user):
        self.rows = with_offers([CoachRow(lesson, user) for lesson in looked_along(user)])
        self.near, rest = parted(self.rows, lambda row: row.is_near)
        self.talks, rest = parted(rest, lambda row: row.is_to_talk)
        rest = [row for row in rest if not row.lesson.opened_at]
        self.yours, rest = parted(rest, lambda row: row.next.is_yours)
        self.offers, rest = parted(rest, lambda row: row.next.phase == Stage.PROPOSED)
        self.later, self.theirs = parted(rest, lambda row: row.is_later)

    @cached_property
    def is_empty(self):
        return not any((self.near, self.talks, self.yours, self.offers, self.later, self.theirs))

    @property
    def to_keep(self):
        """Pages to write on, for a device that is to have them without a network."""
        return [row.writing_url for row in self.near if row.writing_url]


def parted(rows, belongs):
    """Those that do, and those that do not, each in their order."""
    return [row for row in rows if belongs(row)], [row for row in rows if not belongs(row)]
