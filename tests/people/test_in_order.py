"""Wherever names stand in a list: an accent or a small first letter moves nobody, on either database."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from checklists.models import JudgingWord
from people.models import Membership, Team, User
from people.names import called
from reports import actions as reports
from tests import factories
from tests.factories import bring_to

# as they should stand
NAMES = [
    "aart Klein",
    "Ännchen Muster",
    "Anouk Bos",
    "Çağla Polat",
    "Cor Zeeman",
    "daan de Wit",
    "Élodie Martin",
    "Els Visser",
    "İrem Kaya",
    "Ize Postma",
    "Łukasz Nowak",
    "Lune Aarts",
    "Øyvind Hansen",
    "Paul van den Berg",
    "ruben Smit",
    "Šárka Nová",
    "van den Heuvel",
    "Zoë Jansen",
    "zus Kok",
]


@pytest.fixture
def people(team):
    """Made from the last to the first, each with two roles."""
    made = [factories.make_person(name, team=team, role="teacher") for name in reversed(NAMES)]
    for person in made:
        Membership.objects.create(user=person, team=team, role="coach")
    return made


@pytest.fixture
def visitor(client, people, team):
    person = factories.make_person("Middelste Mens", team=team, role="teacher", language="en")
    client.force_login(person)
    return person


def listed(html, only=NAMES):
    """The names on a page in the order in which they stand there, each once."""
    found = re.findall("|".join(map(re.escape, only)), html)
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("name", ["plan", "propose"])
def test_who_can_be_chosen_stands_in_order(client, visitor, name):
    assert listed(client.get(reverse(name)).content.decode()) == NAMES


def test_another_coach_is_chosen_from_a_list_in_order(client, visitor):
    lesson = factories.make_lesson(visitor, coach=User.objects.get(name="ruben Smit"))
    assert listed(client.get(reverse("coach", args=[lesson.pk])).content.decode()) == NAMES


def test_who_can_read_under_a_key_stands_in_order(client, visitor, edition):
    lesson = bring_to("open", factories.make_lesson(visitor, coach=User.objects.get(name="Zoë Jansen")))
    reports.give_key(lesson=lesson, by=visitor, part="steps", audience="team", until=timezone.localdate())
    others = [name for name in NAMES if name != "Zoë Jansen"]

    assert listed(client.get(reverse("keys", args=[lesson.pk])).content.decode(), others) == others


def test_teachers_of_whom_a_coach_has_something_stand_in_order(client, people, edition):
    coach = people[0]
    for teacher in people[1:]:
        factories.look(factories.make_lesson(teacher, coach=coach))
    client.force_login(coach)

    others = [name for name in NAMES if name != coach.name]
    assert listed(client.get(reverse("data")).content.decode(), others) == others


def test_demo_people_stand_in_order(client, people, settings):
    settings.DEMO = True
    assert listed(client.get(reverse("account_login")).content.decode()) == NAMES


@pytest.mark.parametrize("name", ["people", "teams"])
def test_lists_of_the_administrator_stand_in_order(client, people, school, name):
    client.force_login(factories.make_person("Ada Beheer", school=school, is_administrator=True))
    if name == "teams":
        Team.objects.bulk_create(Team(school=school, name=name) for name in reversed(NAMES))

    assert listed(client.get(reverse(name)).content.decode()) == NAMES


def test_teams_that_an_administrator_can_choose_stand_in_order(client, people, school):
    client.force_login(factories.make_person("Ada Beheer", school=school, is_administrator=True))
    Team.objects.bulk_create(Team(school=school, name=name) for name in reversed(NAMES))
    html = client.get(reverse("person", args=[people[0].pk])).content.decode()
    [first, *_] = re.findall(r'<select[^>]*name="team".*?</select>', html, re.DOTALL)

    assert listed(first) == NAMES


def test_own_roles_and_the_teams_of_a_lead_stand_in_order(client, school, visitor):
    teams = Team.objects.bulk_create(Team(school=school, name=name) for name in reversed(NAMES))
    Membership.objects.bulk_create(
        Membership(user=visitor, team=team, role="lead", began_at=timezone.now()) for team in teams
    )

    assert listed(client.get(reverse("me")).content.decode()) == NAMES


def test_words_that_a_school_added_stand_in_order(client, school):
    client.force_login(factories.make_person("Ada Beheer", school=school, is_administrator=True))
    words = ["elegant", "énig", "ergens"]
    JudgingWord.objects.bulk_create(
        JudgingWord(school=school, word=word, language="nl") for word in ["ergens", "énig", "elegant"]
    )

    assert listed(client.get(reverse("words")).content.decode(), words) == words


@pytest.mark.parametrize(
    ("name", "is_called"),
    [
        ("Coba Voorbeeld", "Coba"),
        ("Anne-Marie de Wit", "Anne-Marie"),
        ("Mevr. De Vries", "Mevr. De Vries"),
        ("mevrouw Bakker", "mevrouw Bakker"),
        ("Dhr. J. Jansen", "Dhr. J. Jansen"),
        ("drs. Anna Bos", "drs. Anna Bos"),
        ("Prof. dr. A. Smit", "Prof. dr. A. Smit"),
        ("J.P. Coen", "J.P. Coen"),
        ("van den Berg", "van den Berg"),
        ("Jan", "Jan"),
        ("Dr", "Dr"),
        ("", ""),
    ],
)
def test_a_title_or_an_initial_is_no_first_name(name, is_called):
    assert called(name) == is_called


def test_who_has_a_title_is_greeted_by_the_whole_name(client, team):
    person = factories.make_person("Mevr. De Vries", team=team, role="teacher", language="nl")
    client.force_login(person)

    assert "Dag Mevr. De Vries, welkom" in client.get(reverse("home")).content.decode()
