"""What the first steps do: a team, and who is invited into it (docs/adr/0052)."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import Http404

from administration import inviting
from people import invitations
from people.audit import Done, note
from people.models import Membership, Team, User
from people.sorting import in_order

MOST = 5  # named at a step: the first steps are those of a school that begins


@transaction.atomic
def make_team(*, by, name):
    """Sent twice it is one team."""
    team, is_new = Team.objects.get_or_create(school=by.school, name=name)
    if is_new:
        note(Done.TEAM, by=by, school=by.school, team=name)
    return team


@transaction.atomic
def invite(*, by, role, name, email):
    """Into the first team of the school. Who is here already has this role too; sent twice it is one."""
    if (team := team_of(by.school)) is None:
        raise Http404
    person = User.objects.filter(school=by.school, email=email).first()
    if person is None:
        person = User.objects.create_user(email, name=name, school=by.school, language=by.language)
        inviting.invite([person], by=by)
    _role, is_new = Membership.objects.get_or_create(user=person, team=team, role=role, until=None)
    if is_new:
        note(Done.ROLE_GIVEN, by=by, school=by.school, about=person, role=role, team=team.name)
    return person


def team_of(school):
    return school.teams.order_by("pk").first()


def so_far(school):
    """Whom the steps brought in, each with the `link` by which who was invited comes in."""
    roles = Membership.Role.TEACHER, Membership.Role.COACH
    teachers, coaches = (with_links(school, role) for role in roles)
    return {"team": team_of(school), "teachers": teachers, "coaches": coaches}


def with_links(school, role):
    has_it = Exists(Membership.objects.active().filter(role=role, user=OuterRef("pk")))
    here = User.objects.here().filter(has_it, school=school).select_related("school")
    found = list(here.order_by(*in_order("name"))[:MOST])
    for person in found:
        person.link = invitations.link(person) if invitations.holds(person) else ""
    return found
