"""A lead is made: who shares something hears of it at once, the question is on the start page, and nothing
opens before the answer."""

import pytest
from django.core import mail
from django.urls import reverse

from letters import due
from letters.postman import deliver
from observations import access
from observations.models import News, ToTell
from people.models import User
from tests import factories
from tests.administration.people import make_lead, press, save_roles
from tests.factories import fresh
from tests.home.conftest import words
from tests.reports.test_keys import give


@pytest.fixture
def visit(lesson, team):
    """Of Tijn, who shares the steps with the team and the own story with whoever leads it."""
    factories.make_person("Lotte Nepnaam", team=team, role="lead")
    User.objects.update(language="en")
    visit = factories.bring_to("open", lesson)
    ToTell.objects.all().delete()
    give(visit, "teacher_account", audience="lead")
    ToTell.objects.all().delete()
    mail.outbox.clear()
    return visit


@pytest.fixture
def sam(school, visit):
    return factories.make_person("Sam Bedacht", school=school, language="en")


def brought():
    """(address, subject) of every letter that leaves now."""
    mail.outbox.clear()
    deliver.call()
    return [(letter.to[0], letter.subject) for letter in mail.outbox]


def reads(person, visit):
    return access.parts(person, fresh(visit))


def test_a_lead_is_made_and_the_teacher_is_asked_at_once(client, signed_in, administrator, team, visit, sam):
    make_lead(signed_in, sam, team)

    assert brought() == [(visit.teacher.email, "There is a question for you")]
    assert "Rekenen" not in mail.outbox[0].body
    assert reads(sam, visit) == set()
    client.force_login(visit.teacher)
    home = client.get(reverse("home"))
    assert "Sam Bedacht leads Team Zorg since" in words(home)
    assert "May Sam Bedacht read what you gave a key for earlier?" in words(home)

    client.post(reverse("admit", args=[sam.memberships.get().pk]), {"may_read": "yes"})

    assert reads(sam, visit) == {"teacher_account"}
    client.force_login(administrator)
    page = words(client.get(reverse("person", args=[visit.teacher_id])))
    assert [word for word in ("Rekenen", "shares", "Sam") if word in page] == []


def test_the_hourly_work_asks_no_second_time(signed_in, team, visit, sam):
    make_lead(signed_in, sam, team)

    assert due.note() == 0
    assert ToTell.objects.filter(kind=News.NEWCOMER).count() == 1


def test_a_role_that_reads_nothing_of_it_asks_nobody(signed_in, team, visit, sam):
    save_roles(signed_in, sam, team, "teacher", "coach")

    assert (brought(), reads(sam, visit)) == ([], set())


@pytest.mark.parametrize(
    ("was", "name"),
    [({"is_active": False}, "person_resume"), ({"is_administrator": True}, "person_task")],
    ids=["pause", "task"],
)
def test_a_lead_who_reads_again_after_a_while_is_asked_about_too(signed_in, team, visit, was, name):
    lotte = User.objects.get(name="Lotte Nepnaam")
    assert reads(lotte, visit) == {"teacher_account"}
    User.objects.filter(pk=lotte.pk).update(**was)

    press(signed_in, name, lotte)

    assert reads(User.objects.get(pk=lotte.pk), visit) == set()
    assert brought() == [(visit.teacher.email, "There is a question for you")]
