"""The page behind an invitation: one way in for one person, once, and nothing for anybody else."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from administration import inviting
from people import invitations
from people.audit import AuditEvent, Done
from people.models import Membership, User
from tests.factories import make_person
from tests.once import made_once

VOID = "Deze link werkt niet meer"
NEW = {"password1": "een-heel-eigen-zin", "password2": "een-heel-eigen-zin"}


@pytest.fixture
@made_once
def iris(school):
    return make_person("Iris Verzinsel", school=school, is_administrator=True)


@pytest.fixture
@made_once
def fleur(school, iris):
    """Invited just now."""
    person = make_person("Fleur Fantasie", school=school, password=None)
    inviting.invite_again(person=person, by=iris)
    return User.objects.get(pk=person.pk)


def page_of(person):
    return reverse("welcome", args=[invitations.token(person)])


def in_days(days):
    return time_machine.travel(timezone.now() + timedelta(days=days))


def noted(person):
    return list(AuditEvent.objects.filter(about=person).order_by("pk").values_list("what", "by__name"))


def test_who_is_invited_chooses_a_password_and_is_in(client, fleur):
    page = client.get(page_of(fleur))
    html = page.content.decode()
    assert (page.status_code, page["Cache-Control"]) == (200, "no-store")
    for words in ("Welkom, Fleur", "Fictief College", "Iris Verzinsel heeft een plek", fleur.email):
        assert words in html
    assert not User.objects.get(pk=fleur.pk).last_login
    reply = client.post(page_of(fleur), NEW)

    assert (reply.status_code, reply["Location"]) == (302, reverse("home"))
    assert "Fleur" in client.get(reverse("home")).content.decode()
    fleur.refresh_from_db()
    assert fleur.check_password(NEW["password1"])
    assert not fleur.must_choose_password
    assert noted(fleur)[:2] == [("invited", "Iris Verzinsel"), ("joined", "Fleur Fantasie")]


def test_to_look_at_the_page_changes_nothing(client, fleur):
    before = User.objects.filter(pk=fleur.pk).values().get()
    for method in (client.get, client.head):
        assert method(page_of(fleur)).status_code == 200

    assert User.objects.filter(pk=fleur.pk).values().get() == before
    assert noted(fleur) == [("invited", "Iris Verzinsel")]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"password1": "", "password2": ""}, "Dit veld is verplicht"),
        ({"password1": "een-heel-eigen-zin", "password2": "anders"}, "hetzelfde wachtwoord"),
        ({"password1": "kort", "password2": "kort"}, "wachtwoord"),
        ({"password1": "fleur fantasie", "password2": "fleur fantasie"}, "lijkt te veel op de naam"),
        ({"password1": "fantasiefleur1", "password2": "fantasiefleur1"}, "lijkt te veel op de naam"),
    ],
)
def test_what_cannot_be_a_password_is_said_beside_the_field(client, fleur, typed, words):
    reply = client.post(page_of(fleur), typed)

    assert reply.status_code == 422
    assert words in reply.content.decode()
    assert not User.objects.get(pk=fleur.pk).has_usable_password()


def came_in(client, fleur, iris):
    client.post(page_of(fleur), NEW)
    client.logout()


def invited_again(client, fleur, iris):
    inviting.invite_again(person=fleur, by=iris)


def withdrawn(client, fleur, iris):
    inviting.withdraw(person=fleur, by=iris)


def another_address(client, fleur, iris):
    inviting.put_right(person=fleur, by=iris, email="fleur@school.example")


def paused(client, fleur, iris):
    User.objects.filter(pk=fleur.pk).update(is_active=False)


def closed(client, fleur, iris):
    User.objects.filter(pk=fleur.pk).update(closed_at=timezone.now(), leaves_on=timezone.localdate())


def school_closed(client, fleur, iris):
    school = fleur.school
    school.closed_at = timezone.now()
    school.save(update_fields=["closed_at"])


@pytest.mark.parametrize(
    "over", [came_in, invited_again, withdrawn, another_address, paused, closed, school_closed]
)
def test_a_link_that_is_over_says_so_and_lets_nobody_in(client, fleur, iris, over):
    page = page_of(fleur)
    over(client, fleur, iris)
    before = User.objects.get(pk=fleur.pk).password
    replies = [client.get(page), client.post(page, NEW)]

    assert [reply.status_code for reply in replies] == [410, 410]
    for reply in replies:
        html = reply.content.decode()
        assert VOID in html
        assert "Vraag een nieuwe mail aan wie je uitnodigde" in html
        assert not re.search("Fleur|Iris|Fictief|school.example", html)
    assert User.objects.get(pk=fleur.pk).password == before
    assert client.get(reverse("home")).status_code == 302


@pytest.mark.parametrize("days", [14, 15])
def test_it_works_for_two_weeks_and_the_letter_says_until_when(client, fleur, days):
    """Up to the end of that day."""
    with in_days(days):
        assert client.get(page_of(fleur)).status_code == (200 if days == 14 else 410)


def test_what_was_never_a_link_reads_the_same_as_one_that_is_over(client, fleur, iris):
    """So nobody learns who has an account."""
    stranger = make_person("Sam Onbekend", school=fleur.school, password=None)
    made_up = [
        "x",
        f"{fleur.pk.hex}~abc",
        f"{stranger.pk.hex}~abc",
        f"{fleur.pk.hex}",
        invitations.token(stranger),
    ]
    old = page_of(fleur)
    inviting.withdraw(person=fleur, by=iris)
    pages = [client.get(reverse("welcome", args=[text])) for text in made_up] + [client.get(old)]

    assert {page.status_code for page in pages} == {410}
    plain = {re.sub(r'value="[^"]*"|/welcome/[^"]*', "", page.content.decode()) for page in pages}
    assert len(plain) == 1


def test_somebody_else_at_the_device_stays_who_they_are(client, fleur, teacher):
    client.force_login(teacher)
    for reply in (client.get(page_of(fleur)), client.post(page_of(fleur), NEW)):
        html = reply.content.decode()
        assert "Je bent ingelogd als Tijn Verzonnen" in html
        assert "Een uitnodiging voor Fleur Fantasie" in html
    assert not User.objects.get(pk=fleur.pk).has_usable_password()
    assert client.session["_auth_user_id"] == str(teacher.pk)


def test_who_presses_twice_or_comes_back_to_the_letter_is_led_in(client, fleur):
    page = page_of(fleur)
    client.post(page, NEW)

    for reply in (client.post(page, NEW), client.get(page)):
        assert (reply.status_code, reply["Location"]) == (302, reverse("home"))
    assert [what for what, _by in noted(fleur)].count(Done.JOINED) == 1


def test_it_speaks_the_language_of_who_is_invited_or_the_one_chosen_there(client, fleur):
    User.objects.filter(pk=fleur.pk).update(language="en")
    page = client.get(page_of(fleur))
    assert "Welcome, Fleur" in page.content.decode()
    assert page["Content-Language"] == "en"
    client.post(reverse("language"), {"language": "nl", "next": page_of(fleur)})
    assert "Welkom, Fleur" in client.get(page_of(fleur)).content.decode()
    client.post(page_of(fleur), NEW)

    assert User.objects.get(pk=fleur.pk).language == "nl"


# --- by no other way ------------------------------------------------------------------------------------


def asked_for_a_link(client, person):
    mail.outbox.clear()
    reply = client.post(reverse("account_reset_password"), {"email": person.email})
    assert reply.status_code == 302
    [letter] = mail.outbox
    return letter


def test_who_forgot_that_one_never_chose_a_password_gets_the_invitation_once_more(client, fleur):
    body = asked_for_a_link(client, fleur).body

    assert settings.SITE_URL + page_of(fleur) in body
    assert "/account/password/reset/" not in body


def test_a_withdrawn_invitation_is_no_way_in_by_another_door(client, fleur, iris):
    inviting.withdraw(person=fleur, by=iris)
    body = asked_for_a_link(client, fleur).body

    assert "://" not in body
    assert "Niemand logt in met het adres" in body


def test_who_was_here_or_has_a_first_password_still_gets_a_link(client, teacher):
    assert "/account/password/reset/" in asked_for_a_link(client, teacher).body


# --- until then -----------------------------------------------------------------------------------------


def test_nobody_can_plan_a_visit_with_who_was_never_here(client, edition, team, coach, fleur):
    for role in ("teacher", "coach"):
        Membership.objects.create(user=fleur, team=team, role=role)
    names = lambda: {person.name for person in User.objects.colleagues_of(coach)}  # noqa: E731
    taught = lambda: {member.user.name for member in Membership.objects.teachers_for(coach)}  # noqa: E731
    assert "Fleur Fantasie" not in names() | taught()
    client.post(page_of(fleur), NEW)

    assert "Fleur Fantasie" in names() & taught()


def test_the_demo_offers_nobody_without_a_password(client, fleur, settings):
    settings.DEMO = True
    html = client.get(reverse("account_login")).content.decode()

    assert "Iris Verzinsel" in html
    assert "Fleur Fantasie" not in html


def test_the_page_asks_the_database_as_often_for_everybody(client, fleur, django_assert_num_queries):
    client.get(page_of(fleur))
    with django_assert_num_queries(3):
        client.get(page_of(fleur))
