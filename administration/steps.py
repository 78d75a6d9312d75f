"""The first steps of a school, each read from its rows: nothing remembers where somebody was, so one stops
and goes on when one likes (docs/adr/0052). The very first, the school itself, is made by beginning.py."""

from functools import cached_property

from django.db.models import Exists, OuterRef

from people import invitations
from people.models import Membership, School, Team, User
from people.sorting import in_order

TEAM, TEACHER, OTHER, VISIT = STEPS = ("team", "teacher", "other", "visit")
ROLES = {TEACHER: Membership.Role.TEACHER, OTHER: Membership.Role.COACH}
MOST = 5  # named at a step: these are the steps of a school that begins


class Steps:
    """What is done of them, and what comes next. The administrator learns of nobody's visits here: the last
    step is done when a teacher has come in, who can then begin one."""

    def __init__(self, school):
        found = School.objects.annotate(**questions()).get(pk=school.pk)
        self.school, self.has = school, {step: getattr(found, step) for step in STEPS}

    @property
    def next(self):
        """What a visit cannot do without, one after another; None once it can begin. Who looks along may
        come later: a teacher can look back alone."""
        return next((step for step in (TEAM, TEACHER, VISIT) if not self.has[step]), None)

    @cached_property
    def team(self):
        return self.school.teams.open().order_by("pk").first()

    @cached_property
    def teachers(self):
        return self.people(ROLES[TEACHER])

    @cached_property
    def others(self):
        return self.people(ROLES[OTHER])

    def people(self, role):
        """Who has this role, each with the `link` by which who was invited comes in."""
        has_it = Exists(Membership.objects.active().filter(role=role, user=OuterRef("pk")))
        here = User.objects.here().filter(has_it, school=self.school).select_related("school")
        found = list(here.order_by(*in_order("name"))[:MOST])
        for person in found:
            person.link = invitations.link(person) if invitations.holds(person) else ""
        return found


def questions():
    here = Membership.objects.active().filter(
        team__school=OuterRef("pk"), user__is_active=True, user__left_at=None, user__closed_at=None
    )
    teachers = here.filter(role=ROLES[TEACHER])
    return {
        TEAM: Exists(Team.objects.open().filter(school=OuterRef("pk"))),
        TEACHER: Exists(teachers),
        OTHER: Exists(here.filter(role=ROLES[OTHER])),
        VISIT: Exists(teachers.filter(user__last_login__isnull=False)),
    }
