"""A school of ten thousand people in forty teams, as a large one has, with a year of its log."""

import uuid
from datetime import timedelta

from django.utils import timezone

from administration import inviting
from people.audit import AuditEvent, Done
from people.models import Holiday, Membership, Team, User
from reports.models import Period
from tests import factories

PEOPLE, TEAMS = 10_000, 40
FIRST = ("Aafke", "Bram", "Coba", "Daan", "Émile", "Fleur", "Gijs", "Hidde", "Ingrid", "Jip")
LAST = ("Verzonnen", "Fictief", "Bedenksel", "Nepnaam", "Fabelhof", "Sprookjes", "Hypothese", "Pseudoniem")


def many_people(people=PEOPLE, teams=TEAMS):
    """(school, its administrator): the others in every state that the rows know."""
    school = factories.make_school("Groot College")
    Team.objects.bulk_create(Team(school=school, name=f"Team {number:02}") for number in range(teams))
    first = timezone.localdate()
    for number in range(6):
        day = first + timedelta(days=70 * (number + 1))
        Holiday.objects.create(
            school=school, name=f"Vakantie {number}", first=day, last=day + timedelta(days=8)
        )
        Period.objects.create(school=school, start=day, end=day + timedelta(days=60))
    rows = User.objects.bulk_create((somebody(school, number) for number in range(people)), batch_size=2_000)
    give_roles(school, rows)
    administrator = factories.make_person("Ada Beheer", school=school, is_administrator=True)
    write_log(school, administrator, rows)
    invited = [person for person in rows if person.invited_at]
    inviting.invite(invited[:400], by=administrator)
    return school, administrator


def somebody(school, number):
    now, name = timezone.now(), f"{FIRST[number % 10]} {LAST[number % 8]} {number}"
    state = {
        7: {"is_active": False, "last_login": now},
        8: {"invited_at": now - timedelta(days=number % 20)},
        9: {},
    }.get(number % 10, {"last_login": now})
    return User(
        id=uuid.uuid4(),
        school=school,
        name=name,
        email=f"p{number}@groot{school.pk}.example",
        password="!",
        **state,
    )


def give_roles(school, people):
    teams, roles, now = list(school.teams.order_by("pk")), list(Membership.Role), timezone.now()
    since = timezone.localdate() - timedelta(days=30)
    Membership.objects.bulk_create(
        (
            Membership(user=person, team=teams[number % len(teams)], role=role, since=since, began_at=now)
            for number, person in enumerate(people)
            for role in {roles[0 if number % 50 else 2], roles[1 if number % 9 == 0 else 0]}
        ),
        batch_size=2_000,
    )


def write_log(school, administrator, people):
    now = timezone.now()
    AuditEvent.objects.bulk_create(
        (
            AuditEvent(
                school=school, at=now - timedelta(minutes=number), what=Done.ROLE_GIVEN, by=administrator,
                about=person, detail={"role": "teacher", "team": "Team 01"},
            )
            for number, person in enumerate(people)
        ),
        batch_size=2_000,
    )  # fmt: skip
