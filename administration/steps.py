"""The first steps of a school, each read from its rows: nothing remembers where somebody was, so one stops
and goes on when one likes (docs/adr/0052). The very first, the school itself, is made by beginning.py."""

from django.db.models import Exists, OuterRef

from people.models import Membership, School, Team

TEAM, TEACHER, OTHER, VISIT = STEPS = ("team", "teacher", "other", "visit")


class Steps:
    """What is done of them, and what comes next. The administrator learns of nobody's visits here: the last
    step is done when a teacher has come in, who can then begin one."""

    def __init__(self, school):
        found = School.objects.annotate(**questions()).get(pk=school.pk)
        self.has = {step: getattr(found, step) for step in STEPS}

    @property
    def next(self):
        """What a visit cannot do without, one after another; None once it can begin. Who looks along may
        come later: a teacher can look back alone."""
        return next((step for step in (TEAM, TEACHER, VISIT) if not self.has[step]), None)


def questions():
    here = Membership.objects.active().filter(
        team__school=OuterRef("pk"), user__is_active=True, user__left_at=None, user__closed_at=None
    )
    teachers = here.filter(role=Membership.Role.TEACHER)
    return {
        TEAM: Exists(Team.objects.filter(school=OuterRef("pk"))),
        TEACHER: Exists(teachers),
        OTHER: Exists(here.filter(role=Membership.Role.COACH)),
        VISIT: Exists(teachers.filter(user__last_login__isnull=False)),
    }
