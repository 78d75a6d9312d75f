"""Who can read by a key, by name: so that a teacher sees it before giving one, and at any moment after."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from observations.models import UNDER_KEY, Audience, Key
from people.compiled import compiled
from people.models import Membership
from people.sorting import in_order


class Readers:
    """The members of a visit's team who may hold a key, and for which parts one is open to them now. One
    query."""

    def __init__(self, lesson):
        two = [person for person in (lesson.teacher_id, lesson.coach_id) if person]
        self.members = members_who_may_read(lesson.pk, lesson.team_id, two, timezone.localdate())

    @property
    def has_newcomers(self):
        """Somebody came after a running key was given (observations/newcomers.py)."""
        return any(member.came_later for member in self.members)

    def of_part(self, part):
        """Names of those who can read it now."""
        return names(member for member in self.members if getattr(member, part))

    def of_audience(self, audience):
        """Names of those for whom a key that is given now would open."""
        return [person.full_name for person in self.people(audience)]

    def people(self, audience):
        """Those themselves, each once."""
        leads = [member for member in self.members if member.role == Membership.Role.LEAD]
        found = self.members if audience == Audience.TEAM else leads
        return list({member.user_id: member.user for member in found}.values())


@compiled
def members_who_may_read(lesson: UUID, team: int, two: list[UUID], today: date):
    members = Membership.objects.readers(today).filter(team=team).exclude(user__in=two)
    keys, me = Key.objects.valid(today).filter(lesson=lesson), {"member": OuterRef("pk")}
    is_open = {part.value: Exists(keys.filter(part=part).open_to(members).filter(**me)) for part in UNDER_KEY}
    came_later = Exists(keys.before(members).filter(**me))
    rows = members.annotate(came_later=came_later, **is_open).select_related("user")
    return rows.order_by(*in_order("user__name"))


def names(members):
    """Each person once, also in two roles."""
    return list({member.user_id: member.user.full_name for member in members}.values())
