"""Who is not known here asks the administrators of that school for a place: once, and after a sign-in there
alone."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from people.models import User
from signing_in import asking
from signing_in.models import AskedForPlace
from tests import factories
from tests.home.conftest import words
from tests.signing_in.there import claims, come_back, start

NEW = claims("tess.verzonnen@school.example", name="Tess  Verzonnen")


@pytest.fixture
def iris(school):
    return factories.make_person("Iris Verzinsel", school=school, is_administrator=True, language="en")


def ask(client, service, person=NEW):
    come_back(client, service, person)
    return client.post(reverse("school_ask"), follow=True)


def test_one_question_one_letter_to_each_administrator(client, service, iris):
    bo = factories.make_person("Bo Beheer", school=service.school, is_administrator=True)
    page = ask(client, service)
    client.post(reverse("school_ask"))
    asked = AskedForPlace.objects.get()

    assert (asked.school, asked.email, asked.name) == (service.school, NEW["email"], "Tess Verzonnen")
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([iris.email, bo.email])
    assert "Tess Verzonnen signed in at" in next(one for one in mail.outbox if one.to == [iris.email]).body
    assert NEW["email"] in words(page) and "Bo Beheer of Iris Verzinsel" in words(page)
    assert "Op " in words(come_back(client, service, NEW))  # and when it was asked stands on the page


def test_nobody_asks_without_having_signed_in_there(client, service, iris):
    assert client.post(reverse("school_ask"))["Location"] == reverse("account_login")
    for person in (claims("x@elders.example"), claims("x@school.example", email_verified=False)):
        page = come_back(client, service, person)
        assert page.status_code == 403 and reverse("school_ask") not in page.text
        assert client.post(reverse("school_ask"))["Location"] == reverse("account_login")
    assert not AskedForPlace.objects.exists() and mail.outbox == []


def test_an_hour_later_and_after_another_start_nothing_is_asked_for_who_was_here(client, service, iris):
    ask(client, service)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert client.get(reverse("school_ask"))["Location"] == reverse("account_login")
    assert client.get(reverse("school_ask")).status_code == 200
    start(client, service)
    assert client.get(reverse("school_ask"))["Location"] == reverse("account_login")


def test_where_nobody_would_answer_nothing_is_asked(client, service):
    page = come_back(client, service, NEW)
    assert "Vraag op je school wie voor Meekijken zorgt." in words(page)
    assert client.post(reverse("school_ask"))["Location"] == reverse("account_login")
    assert not AskedForPlace.objects.exists()


def test_the_mail_server_takes_nothing_and_the_question_stands_all_the_same(
    client, service, iris, monkeypatch
):
    monkeypatch.setattr("people.addresses.get_adapter", refuses)
    assert ask(client, service).status_code == 200
    assert AskedForPlace.objects.exists()


def refuses():
    raise OSError


def test_an_administrator_invites_by_the_line_that_stands_there(client, service, iris):
    ask(client, service)
    client.force_login(iris)
    page = client.get(reverse("people"))
    assert "One person asks for a place" in words(page)
    assert "One person asks for a place" in words(client.get(reverse("home")))

    sheet = client.post(reverse("invite"), {"list": page.context["found"].asked[0].line, "do": "read"})
    assert [(row.line.name, row.line.email) for row in sheet.context["sheet"].rows] == [
        ("Tess Verzonnen", NEW["email"])
    ]


@pytest.mark.parametrize("name", ["Tess; teacher; x@school.example", 'Tess "T" Verzonnen', ""])
def test_whatever_the_school_says_as_a_name_is_one_cell(client, service, iris, name):
    ask(client, service, claims("tess@school.example", name=name))
    client.force_login(iris)
    line = client.get(reverse("people")).context["found"].asked[0].line
    rows = client.post(reverse("invite"), {"list": line, "do": "read"}).context["sheet"].rows
    assert [row.line.email for row in rows] == ["tess@school.example"]


def test_who_is_invited_asks_no_longer(client, service, iris):
    ask(client, service)
    factories.make_person("Tess Verzonnen", school=service.school)
    User.objects.get(name="Tess Verzonnen")
    person = User.objects.get(name="Tess Verzonnen")
    person.email = NEW["email"]
    person.save()
    client.force_login(iris)
    assert "asks for a place" not in words(client.get(reverse("people")))
    assert asking.forget_asked() == 1


def test_a_question_is_put_aside_once(client, service, iris):
    ask(client, service)
    asked = AskedForPlace.objects.get()
    client.force_login(iris)
    for _time in range(2):
        reply = client.post(reverse("place_asked_let_go", args=[asked.pk]))
        assert reply["Location"] == reverse("people")
    assert not AskedForPlace.objects.exists()
    assert client.post(reverse("place_asked_let_go", args=[asked.pk + 1])).status_code == 404


def test_after_thirty_days_it_is_forgotten(client, service, iris, capsys):
    old = timezone.now() - asking.KEPT - timedelta(minutes=1)
    service.school.asked_for_place.create(email="oud@school.example", at=old)
    service.school.asked_for_place.create(email="nieuw@school.example")
    call_command("hourly")
    assert "questions for a place forgotten: 1" in capsys.readouterr().out
    assert AskedForPlace.objects.get().email == "nieuw@school.example"


def test_who_has_a_place_at_another_school_can_ask_for_one_here(client, service, other_service, iris):
    """Under the same address, for example. Its administrator decides what to do about it."""
    guest = factories.make_person("Guus Gast", school=other_service.school)
    ask(client, service, claims(guest.email))
    client.force_login(iris)
    assert "One person asks for a place" in words(client.get(reverse("people")))
    assert asking.forget_asked() == 0
