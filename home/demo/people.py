"""Who works at the fictional school. Every address ends in `.example`, which no mail server will ever answer
to."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from people.memberships import midnight
from people.models import Membership, School, Team, User
from people.views.sign_in import DEMO_PASSWORD

SCHOOL, CARE, TECH = "Fictief College", "Zorg en welzijn", "Techniek en horeca"
COACH, TEACHER, LEAD = Membership.Role.COACH, Membership.Role.TEACHER, Membership.Role.LEAD
HERE = uuid.uuid5(uuid.NAMESPACE_DNS, "fictief.example")


@dataclass(frozen=True)
class Person:
    name: str
    role: str = ""
    teams: tuple = ()
    language: str = "nl"

    @property
    def key(self):
        """How the texts call this person: the first name."""
        return self.name.split()[0].lower()

    @property
    def id(self):
        return uuid.uuid5(HERE, self.key)

    @property
    def email(self):
        return f"{self.key}@fictief.example"

    @property
    def work(self):
        """Role and teams as one line of words."""
        role = (
            Membership.Role(self.role).label
            if self.role
            else User._meta.get_field("is_administrator").verbose_name
        )
        return ", ".join([str(role), *self.teams])


PEOPLE = (
    Person("Coba Voorbeeld", COACH, (CARE,)),
    Person("Joost Probeersel", COACH, (TECH,)),
    Person("Tijn Verzonnen", TEACHER, (CARE,)),
    Person("Noor Fictief", TEACHER, (CARE,)),
    Person("Sam Bedacht", TEACHER, (CARE,)),
    Person("Puck Pseudoniem", TEACHER, (CARE, TECH)),
    Person("Daan Zogenaamd", TEACHER, (TECH,)),
    Person("Robin Denkbeeldig", TEACHER, (TECH,), language="en"),
    Person("Jip Fabelhof", TEACHER, (CARE,)),
    Person("Mees Luchtkasteel", TEACHER, (CARE,)),
    Person("Bo Sprookjes", TEACHER, (TECH,)),
    Person("Kim Dagdroom", TEACHER, (TECH,)),
    Person("Lotte Nepnaam", LEAD, (CARE,)),
    Person("Iris Verzinsel"),  # functional administrator: people, teams, checklists, and no visits
)


def make_school():
    """The school with its teams and people; returns people by first name and teams by name."""
    school = School.objects.create(name=SCHOOL)
    teams = {name: Team.objects.create(school=school, name=name) for name in (CARE, TECH)}
    password = make_password(DEMO_PASSWORD)  # slow by design, so once for all
    return {person.key: make(person, school, teams, password) for person in PEOPLE}, teams


def school_of_before():
    """The same of a demo that is there; somebody may have given its teams another name."""
    people = User.objects.in_bulk([person.id for person in PEOPLE])
    teams = Team.objects.filter(school=people[PEOPLE[0].id].school_id).order_by("pk")
    return {person.key: people[person.id] for person in PEOPLE}, dict(zip((CARE, TECH), teams, strict=False))


def make(person, school, teams, password):
    user = User.objects.create(
        id=person.id, school=school, email=person.email, name=person.name, language=person.language,
        password=password, is_administrator=not person.role,
    )  # fmt: skip
    since = timezone.localdate() - timedelta(days=300)
    began = {
        "since": since,
        "began_at": midnight(since, school.zone),
    }  # before the keys of the demo, or all are newcomers
    for name in person.teams:
        Membership.objects.create(user=user, team=teams[name], role=person.role, **began)
    return user
