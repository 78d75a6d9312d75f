"""The page of one person: what stands on it, and what may be changed there."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Exists, OuterRef, Subquery
from django.utils.functional import cached_property

from administration.access import school_of
from administration.accounts import may_correct
from administration.locked import may_change
from letters.waiting import refused_for_good
from people.models import Membership, User
from people.sorting import in_order
from people.states import State
from signing_in.models import OpenIDProvider

Role = Membership.Role


class Place:
    """One team, with the roles that a person has in it, will have, or would have by what was sent."""

    def __init__(self, team, rows=(), form=None):
        self.team, self.rows, self.form = team, list(rows), form
        self.was = [row.role for row in self.rows]
        self.ticked = form["roles"].value() or [] if form else self.was

    @property
    def errors(self):
        return self.form.errors.get("roles", []) if self.form else []

    @property
    def ticks(self):
        return [(role.value, role.label, role.value in self.ticked) for role in Role]

    @property
    def dated(self):
        """Roles that do not simply hold: that begin later, or have a last day."""
        today = self.team.school.today
        return [row for row in self.rows if row.until or row.since > today]


def ways_in():
    """Of each person: the state, since when an account at school is linked, whether there is a second step or
    a passkey, and whether the school has a service that is open. Never when a way was used: that is nobody
    else's."""
    own = {"user": OuterRef("pk")}
    linked_at = SocialAccount.objects.filter(**own).order_by("date_joined").values("date_joined")[:1]
    has_step = Exists(Authenticator.objects.filter(**own))
    has_service = Exists(OpenIDProvider.objects.filter(school=OuterRef("school"), is_open=True))
    people = User.objects.with_state().annotate(
        linked_at=Subquery(linked_at), has_step=has_step, has_service=has_service
    )
    return people.values_list("state", "linked_at", "has_step", "has_service")


class Page:
    """Of this person, read by this administrator. `form`: roles in one team as they were sent, and could not
    be done yet."""

    def __init__(self, by, person, form=None):
        self.by, self.person, self.form = by, person, form
        state, self.linked_at, self.has_step, self.has_service = ways_in().get(pk=person.pk)
        self.state = State(state)
        self.is_self, self.may_change = person == by, may_change(by, person)
        self.may_correct = may_correct(person)

    @cached_property
    def memberships(self):
        rows = self.person.memberships.select_related("team__school")
        return list(rows.order_by(*in_order("team__name", "since", "pk")))

    @cached_property
    def teams(self):
        return list(school_of(self.by).teams.open().order_by(*in_order("name")))

    @property
    def running(self):
        return [row for row in self.memberships if not row.has_ended]

    @property
    def ended(self):
        return [row for row in self.memberships if row.has_ended]

    @property
    def sent_team(self):
        return self.form.cleaned_data.get("team") if self.form else None

    @property
    def places(self):
        """Every team this person has a role in, and the one that was sent."""
        rows = {}
        for row in self.running:
            rows.setdefault(row.team, []).append(row)
        if self.sent_team and self.sent_team not in rows:
            rows[self.sent_team] = []
        return [
            Place(team, found, self.form if team == self.sent_team else None) for team, found in rows.items()
        ]

    @property
    def other_teams(self):
        theirs = {place.team for place in self.places}
        return [team for team in self.teams if team not in theirs]

    @property
    def asks(self):
        """Whether somebody would become a lead by what was sent: then what follows is read first."""
        return bool(self.form) and self.form.is_valid() and self.form.asks

    @cached_property
    def leads(self):
        """Who leads that team already."""
        theirs = Membership.objects.active().filter(team=self.sent_team, role=Role.LEAD)
        rows = theirs.exclude(user=self.person).select_related("user").order_by(*in_order("user__name"))
        return [row.user for row in rows]

    @property
    def is_double(self):
        return self.person.is_administrator and bool(self.running)

    @cached_property
    def is_bounced(self):
        return self.state == State.INVITED and self.person.pk in refused_for_good(self.person.school)

    @property
    def roles(self):
        return [(role.value, role.label) for role in Role]
