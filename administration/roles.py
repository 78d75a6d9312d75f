"""Roles, the task of an administrator and that of making checklists: given and ended from today on, never
deleted, and each of them in the log (docs/adr/0049, 0079)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from administration.locked import locked
from letters import due
from people.audit import Done, note
from people.models import Membership

NO_ROLE = _("An administrator takes part in no visit, so has no role in a team.")


@transaction.atomic
def change_roles(*, by, person, team, give=(), end=()):
    """Roles of this person in this team. One that is there already, or ended already, stays as it is. Who
    shares something with a role that begins is asked at once."""
    by, person = locked(by, person)
    if give and person.is_administrator:  # nor does anybody give a role to oneself
        raise ValidationError(NO_ROLE)
    running = {row.role: row for row in person.memberships.filter(team=team).not_ended(team.school.today)}
    for role in end:
        if role in running:
            end_role(by, running[role])
    given = [give_role(by, person, team, role) for role in give if role not in running]
    due.ask_about(given)
    return given


def give_role(by, person, team, role):
    facts = {"role": role, "team": team.name}
    note(Done.ROLE_GIVEN, by=by, school=person.school, about=person, **facts)
    return Membership.objects.create(user=person, team=team, role=role, since=team.school.today)


def end_role(by, row):
    """As of today. One that was to begin later never does."""
    row.until = max(row.team.school.today, row.since)
    row.save(update_fields=["until"])
    facts = {"role": row.role, "team": row.team.name}
    note(Done.ROLE_ENDED, by=by, school=row.team.school, about=row.user, **facts)


@transaction.atomic
def change_task(*, by, person, administers):
    """Whether this person looks after people and teams. Nobody says it of oneself, so there is always an
    administrator left."""
    by, person = locked(by, person)
    if person == by or (person.is_superuser and not administers):
        raise Http404
    if person.is_administrator == administers:
        return
    person.is_administrator = administers
    person.clean()
    person.save(update_fields=["is_administrator"])
    note(Done.ADMINISTERS if administers else Done.ADMINISTERS_NOT, by=by, school=person.school, about=person)
    begin_to_read(person)


@transaction.atomic
def change_editing(*, by, person, edits):
    """Whether this person makes the checklists of the school; an administrator does so anyway."""
    by, person = locked(by, person)
    if person.is_administrator:
        raise Http404
    if person.is_editor == edits:
        return
    person.is_editor = edits
    person.save(update_fields=["is_editor"])
    note(Done.EDITS if edits else Done.EDITS_NOT, by=by, school=person.school, about=person)


def begin_to_read(person):
    """Who was no reader for a while reads no key of before by itself: its teacher is asked."""
    person.reads_again()
    due.ask_about(person.memberships.running(person.school.today))
