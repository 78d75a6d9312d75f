"""Who works at the two fictional schools. Every address ends in `.example`, which no mail server will ever
answer to."""

import uuid
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from administration import emptying, inviting, leaving
from home.demo.calendar import school_day
from people.memberships import midnight
from people.models import Membership, School, Team, User
from signing_in.views.sign_in import DEMO_PASSWORD

CARE, TECH, NURSING = "Zorg en welzijn", "Techniek en horeca", "Verpleegkunde"
COACH, TEACHER, LEAD = Membership.Role.COACH, Membership.Role.TEACHER, Membership.Role.LEAD
HERE = uuid.uuid5(uuid.NAMESPACE_DNS, "fictief.example")
INVITED, PAUSED, LEAVING, GONE = "invited", "paused", "leaving", "gone"


@dataclass(frozen=True)
class House:
    """A school of the demo."""

    name: str
    domain: str
    teams: tuple

    @property
    def people(self):
        return [person for person in PEOPLE if person.house == self]


COLLEGE = House("Fictief College", "fictief.example", (CARE, TECH))
ACADEMY = House("Verzonnen Academie", "verzonnen.example", (NURSING,))
HOUSES = COLLEGE, ACADEMY


@dataclass(frozen=True)
class Person:
    name: str
    roles: tuple = ()  # of (role, team); without any an administrator
    language: str = "nl"
    house: House = COLLEGE
    state: str = ""

    @property
    def key(self):
        """How the texts call this person: the first name."""
        return self.name.split()[0].lower()

    @property
    def id(self):
        return uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_DNS, self.house.domain), self.key)

    @property
    def email(self):
        return f"{self.key}@{self.house.domain}"

    @property
    def signs_in(self):
        return self.state in ("", LEAVING)

    @property
    def work(self):
        """Roles and teams as one line of words."""
        teams = {}
        for role, team in self.roles:
            teams.setdefault(str(role.label), []).append(team)
        lines = [", ".join([role, *names]) for role, names in teams.items()]
        return "; ".join(lines) or str(User._meta.get_field("is_administrator").verbose_name)


PEOPLE = (
    Person("Coba Voorbeeld", ((COACH, CARE),)),
    Person("Joost Probeersel", ((COACH, TECH),)),
    Person("Tijn Verzonnen", ((TEACHER, CARE),)),
    Person("Noor Fictief", ((TEACHER, CARE),)),
    Person("Sam Bedacht", ((TEACHER, CARE), (COACH, CARE))),
    Person("Puck Pseudoniem", ((TEACHER, CARE), (TEACHER, TECH))),
    Person("Daan Zogenaamd", ((TEACHER, TECH), (COACH, CARE))),
    Person("Robin Denkbeeldig", ((TEACHER, TECH),), language="en"),
    Person("Jip Fabelhof", ((TEACHER, CARE),)),
    Person("Mees Luchtkasteel", ((TEACHER, CARE),)),
    Person("Bo Sprookjes", ((TEACHER, TECH),)),
    Person("Kim Dagdroom", ((TEACHER, TECH),)),
    Person("Lotte Nepnaam", ((LEAD, CARE),)),
    Person("Iris Verzinsel"),  # also the operator of the demo: the page with both schools is hers
    Person("Sanne Schijn", ((COACH, TECH),), state=LEAVING),
    Person("Fleur Fantasie", ((TEACHER, CARE),), state=INVITED),
    Person("Hidde Hypothese", ((TEACHER, TECH),), state=PAUSED),
    Person("Ties Tekenfilm", ((COACH, CARE),), state=GONE),
    Person("Olivia Hersenschim", house=ACADEMY),
    Person("Floor Verdicht", ((TEACHER, NURSING),), house=ACADEMY),
    Person("Guus Gefingeerd", ((COACH, NURSING),), house=ACADEMY),
)


def make_schools():
    """Both schools with their teams and people; returns people by first name and teams by name. What an
    earlier start made stays as it is by now, and what a newer version knows more of comes beside it."""
    people, teams = {}, {}
    for house in HOUSES:
        there = User.objects.in_bulk([person.id for person in house.people])
        own = teams_of(house, next(iter(there.values()), None))
        made = [make(one, own) for one in house.people if one.id not in there]
        there |= {user.id: user for user in made}
        people |= {one.key: there[one.id] for one in house.people}
        teams |= own
    return people, teams


def teams_of(house, known):
    """By the names of here: somebody may have given them others."""
    if known:
        return dict(zip(house.teams, Team.objects.filter(school=known.school).order_by("pk"), strict=False))
    school = School.objects.create(name=house.name)
    return {name: Team.objects.create(school=school, name=name) for name in house.teams}


@cache
def password():
    return make_password(DEMO_PASSWORD)  # slow by design, so once for all


def make(person, teams):
    school = next(iter(teams.values())).school
    since = timezone.localdate() - timedelta(days=300)
    came_in = datetime.combine(since, time(9), school.zone)
    user = User.objects.create(
        id=person.id, school=school, email=person.email, name=person.name, language=person.language, password=password(),
        last_login=came_in, is_administrator=not person.roles, is_superuser=person.name == "Iris Verzinsel",
    )  # fmt: skip
    # before the keys of the demo, or all are newcomers
    began = {"since": since, "began_at": midnight(since, school.zone)}
    for role, team in person.roles:
        Membership.objects.create(user=user, team=teams[team], role=role, **began)
    user.just_made = True
    return user


def bring_to_their_states(people):
    """Once all visits are walked, so that who is gone looked along before. Who was there already is as
    somebody made them; only who is leaving goes on to do so."""
    for person in PEOPLE:
        user = people[person.key]
        if person.state and hasattr(user, "just_made"):
            STATES[person.state](user)
    go_on_to_leave()


def go_on_to_leave():
    """Who was leaving from the beginning, unless somebody let them stay or go."""
    theirs = [person.id for person in PEOPLE if person.state == LEAVING]
    User.objects.here().filter(pk__in=theirs, leaves_on__isnull=False).update(leaves_on=school_day(10))


def invite(user):
    """No password yet; their roles wait."""
    User.objects.filter(pk=user.pk).update(password=make_password(None), last_login=None)
    inviting.invite([user], by=User.objects.filter(email=f"iris@{COLLEGE.domain}").first())


def pause(user):
    User.objects.filter(pk=user.pk).update(is_active=False)


def leave(user):
    User.objects.filter(pk=user.pk).update(leaves_on=school_day(10))


def go(user):
    """A last day two weeks ago, and what follows from it today."""
    user.leaves_on = timezone.localdate() - timedelta(days=14)
    user.save(update_fields=["leaves_on"])
    leaving.close(person=user)
    emptying.empty(user)


STATES = {INVITED: invite, PAUSED: pause, LEAVING: leave, GONE: go}
