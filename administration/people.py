"""The people of a school as its administrator lists them: names, addresses, teams, roles and states. Never
when somebody was here, nor whether somebody has visits (docs/adr/0049).

Names are compared and put in order here, so that both databases find the same; a school of 10,000 people
takes as many queries as one of ten.
"""

from collections import Counter, defaultdict
from datetime import timedelta
from typing import NamedTuple

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from administration.lists import Line, as_text
from letters.waiting import refused_for_good
from people.folding import fold
from people.models import Membership, User
from people.sorting import in_order, key
from people.states import State
from signing_in.asking import waiting

PER_PAGE = 50
A_WEEK = timedelta(days=7)
FACTS = ("pk", "name", "email", "state", "invited_at", "leaves_on", "is_administrator", "is_editor")
# in the order in which they stand in the list: what waits for somebody's hand comes first
GROUPS = {
    State.INVITED: _("Invited, not in yet"),
    State.NEW: _("Not invited yet"),
    State.ACTIVE: _("Active"),
    State.PAUSED: _("On pause"),
    State.LEAVING: _("Leaving"),
    State.CLOSED: _("Account closed"),
}
AWAY = {State.LEAVING, State.CLOSED}
RANK = {state: place for place, state in enumerate(GROUPS)}
DOUBLE = "double"  # administrators with a role in a team from before they were


class Tab(NamedTuple):
    state: str
    name: str
    number: int
    is_now: bool


class Person:
    """One line of the list."""

    def __init__(self, facts, bounced, doubles):
        self.pk, self.name, self.email = facts.pk, facts.name, facts.email
        self.state, self.invited_at, self.leaves_on = State(facts.state), facts.invited_at, facts.leaves_on
        self.is_administrator, self.is_double = facts.is_administrator, facts.pk in doubles
        self.is_editor = facts.is_editor
        self.is_bounced = facts.pk in bounced and self.state == State.INVITED
        self.roles, self.letter = [], ""

    @property
    def group(self):
        return GROUPS[self.state]

    @property
    def is_away(self):
        return self.state in AWAY

    @property
    def order(self):
        since = self.invited_at.timestamp() if self.state == State.INVITED else 0
        return RANK[self.state], not self.is_bounced, since, key(self.name)

    def holds(self, terms):
        text = fold(f"{self.name}\n{self.email}")
        return all(term in text for term in terms)


class People:
    """Those of one school (in one team), found by words and by state."""

    def __init__(self, school, *, words="", team=None, state=""):
        self.school, self.words, self.team, self.state = school, words, team, state
        found = User.objects.filter(school=school, left_at=None)
        if team:
            found = found.filter(pk__in=team.memberships.not_ended().values("user"))
        bounced, doubles = refused_for_good(school), doubles_of(school)
        rows = found.with_state().values_list(*FACTS, named=True)
        people = [Person(row, bounced, doubles) for row in rows]
        terms = fold(words).split()
        self.all = [person for person in people if person.holds(terms)] if terms else people

    @cached_property
    def chosen(self):
        return sorted(filter(self.is_meant, self.all), key=lambda person: person.order)

    def is_meant(self, person):
        return person.is_double if self.state == DOUBLE else self.state in ("", person.state)

    @property
    def tabs(self):
        """Everybody, and the states that somebody is in."""
        there = Counter(person.state for person in self.all)
        doubles = sum(person.is_double for person in self.all)
        found = [("", pgettext("people", "Everybody"), len(self.all))]
        found += [(state.value, capfirst(state.label), there[state]) for state in GROUPS]
        found += [(DOUBLE, gettext("Administrators with a role in a team"), doubles)]
        return [
            Tab(state, name, number, state == self.state)
            for state, name, number in found
            if number or not state or state == self.state
        ]

    @cached_property
    def asked(self):
        """Who signed in at the school and asks for a place, each with the line by which one invites."""
        rows = list(waiting(self.school))
        for row in rows:
            row.line = as_text([Line(number=1, name=row.name, email=row.email)])
        return rows

    @property
    def bounced(self):
        return [person for person in self.all if person.is_bounced]

    def page(self, number):
        page = Paginator(self.chosen, PER_PAGE).get_page(number)
        shown = {"user__in": [person.pk for person in page.object_list]}
        page.object_list = with_letters(with_roles(page.object_list, **shown))
        return page


def with_roles(people, **theirs):
    """Of each the (team, role) of today and later; for all of them in one query."""
    rows = Membership.objects.not_ended().filter(**theirs)
    rows = rows.order_by(*in_order("team__name", "role")).values_list("user", "team__name", "role")
    found = defaultdict(list)
    for pk, team, role in rows:
        found[pk].append((team, Membership.Role(role)))
    for person in people:
        person.roles = found[person.pk]
    return people


def with_letters(people):
    """The letter under which somebody stands, where it is another one than that of who stands above."""
    above = None
    for person in people:
        now = person.state, key(person.name)[0][:1].upper()
        person.letter = now[1] if now != above else ""
        above = now
    return people


def doubles_of(school):
    return set(User.objects.filter(school=school).double_roles().values_list("pk", flat=True))


class Waits:
    """What waits for an administrator: who asks for a place, invitations that did not arrive, and people who
    did not come in."""

    def __init__(self, school):
        rows = User.objects.filter(school=school).with_state().filter(state=State.INVITED)
        self.not_in = rows.filter(invited_at__lt=timezone.now() - A_WEEK).count()
        self.bounced = len(refused_for_good(school))
        self.asked = waiting(school).count()

    @property
    def is_something(self):
        return bool(self.not_in or self.bounced or self.asked)
