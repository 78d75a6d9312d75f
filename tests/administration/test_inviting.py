"""Invited once, again, or no longer: whose link works, who gets a letter, and what stands in the log."""

import re
import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from administration import inviting
from administration.forms import AddressOfInvitedForm
from letters import due, postman, waiting
from observations.models import News, ToTell
from people import invitations
from people.audit import AuditEvent
from people.models import User
from tests.factories import make_person, make_school
from tests.letters.test_told import told
from tests.once import made_once


@pytest.fixture
@made_once
def iris(school):
    return make_person("Iris Verzinsel", school=school, is_administrator=True)


@pytest.fixture
@made_once
def fleur(school):
    """An account that nobody has a key to yet."""
    return make_person("Fleur Fantasie", school=school, password=None)


@pytest.fixture
def at_iris(client, iris):
    client.force_login(iris)
    return client


def in_days(days):
    return time_machine.travel(timezone.now() + timedelta(days=days))


def address(name, person):
    return reverse(name, args=[person.pk])


def letters():
    """(name, subject) of what leaves now."""
    return told()


def noted(person):
    return list(AuditEvent.objects.filter(about=person).order_by("pk").values_list("what", flat=True))


NO_LONGER = "Dit adres wordt niet meer gebruikt voor Meekijken"


def link_in(letter):
    return re.search(re.escape(settings.SITE_URL) + r"(/welcome/\S+)", letter.body)[1]


def test_an_invitation_is_a_letter_with_a_way_in(at_iris, client, iris, fleur):
    reply = at_iris.post(address("invite_again", fleur))
    assert reply["Location"] == address("invitation", fleur)
    assert letters() == [("Fleur", "Je kunt meedoen met Meekijken")]
    [letter] = mail.outbox
    client.logout()

    assert "Dag Fleur, Iris Verzinsel van Fictief College heeft een plek voor je gemaakt" in letter.body
    assert client.get(link_in(letter)).status_code == 200
    assert noted(fleur) == ["invited"]


def test_invited_again_the_earlier_link_no_longer_works(at_iris, client, fleur):
    links = []
    for _time in range(2):
        at_iris.post(address("invite_again", fleur))
        letters()
        links.append(link_in(mail.outbox[-1]))
    client.logout()

    assert [client.get(link).status_code for link in links] == [410, 200]
    assert noted(fleur) == ["invited", "invited"]


def test_of_two_invitations_before_the_postman_comes_one_letter_leaves(at_iris, fleur):
    for _time in range(2):
        at_iris.post(address("invite_again", fleur))

    assert len(letters()) == 1


def test_withdrawn_before_it_left_no_letter_comes(at_iris, fleur):
    at_iris.post(address("invite_again", fleur))
    at_iris.post(address("invite_withdraw", fleur))
    at_iris.post(address("invite_withdraw", fleur))

    assert letters() == []
    assert noted(fleur) == ["invited", "uninvited"]
    assert User.objects.get(pk=fleur.pk).invited_at is None


def test_who_came_in_meanwhile_is_not_touched(at_iris, iris, fleur):
    User.objects.filter(pk=fleur.pk).update(last_login=timezone.now())
    for name in ("invite_again", "invite_withdraw"):
        page = at_iris.post(address(name, fleur), {"next": reverse("home")}, follow=True)
        assert "is intussen binnen geweest" in page.content.decode()
    assert inviting.put_right(person=fleur, by=iris, email="ander@school.example") is None

    assert letters() == []
    assert noted(fleur) == []
    assert at_iris.get(address("invitation", fleur)).status_code == 404


# --- another address --------------------------------------------------------------------------------------


def test_another_address_is_told_to_both_and_only_its_letter_lets_in(at_iris, client, fleur):
    at_iris.post(address("invite_again", fleur))
    letters()
    first, old = link_in(mail.outbox[0]), fleur.email
    mail.outbox.clear()
    page = at_iris.post(address("invitation", fleur), {"email": "Fleur@School.example"}, follow=True)
    assert "Fleur Fantasie heeft vanaf nu het adres fleur@school.example" in page.content.decode()
    [changed] = mail.outbox
    assert (changed.to, changed.subject) == ([old], NO_LONGER)
    letters()
    [invitation] = [letter for letter in mail.outbox if "/welcome/" in letter.body]
    client.logout()

    assert invitation.to == ["fleur@school.example"]
    assert [client.get(link).status_code for link in (first, link_in(invitation))] == [410, 200]
    assert noted(fleur) == ["invited", "addressed", "invited"]


def test_who_is_not_invited_yet_hears_of_another_address_on_both_and_of_no_password(at_iris, fleur):
    old = fleur.email
    at_iris.post(address("invitation", fleur), {"email": "fleur@school.example"})

    said = {letter.to[0]: letter.body for letter in mail.outbox}
    assert set(said) == {old, "fleur@school.example"}
    assert "Je komt binnen zodra je school je uitnodigt" in said["fleur@school.example"]
    assert "wachtwoord" not in said["fleur@school.example"]
    assert letters() == []


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("is_invited", [True, False])
def test_whose_mistaken_address_it_was_reads_neither_the_right_one_nor_a_name(at_iris, fleur, is_invited, language):  # fmt: skip
    """It may be that of a stranger."""
    User.objects.filter(pk=fleur.pk).update(language=language)
    if is_invited:
        at_iris.post(address("invite_again", fleur))
        letters()
        mail.outbox.clear()
    at_iris.post(address("invitation", fleur), {"email": "goed@school.example"})

    [letter] = [letter for letter in mail.outbox if letter.to == [fleur.email]]
    for words in ("goed", "school.example", "Fleur", "Fantasie", "Iris", "Fictief"):
        assert words not in f"{letter.subject} {letter.body}"


@pytest.mark.parametrize(
    "facts", [{"is_active": False}, {"closed_at": timezone.now(), "leaves_on": timezone.localdate()}]
)
def test_who_cannot_come_is_not_invited(at_iris, fleur, facts):
    User.objects.filter(pk=fleur.pk).update(**facts)

    assert [at_iris.post(address(name, fleur)).status_code for name in NAMES] == [404, 404, 404]
    assert noted(fleur) == []


def test_who_has_an_address_is_not_told(at_iris, fleur):
    """Also of another school: the same words, and everything typed still there."""
    others = [
        make_person("Bram Elders", school=make_school("Andere School")),
        make_person("Sam Hier", school=fleur.school),
    ]
    for other in others:
        reply = at_iris.post(address("invitation", fleur), {"email": other.email})
        html = reply.content.decode()
        assert reply.status_code == 422
        assert "Dit adres kan nu niet worden gebruikt" in html
        assert f'value="{other.email}"' in html
        assert not re.search("Bram|Andere School|Sam", html)
    assert User.objects.get(pk=fleur.pk).email == fleur.email


def test_an_address_that_somebody_took_just_before_is_refused_in_the_same_words(at_iris, fleur, monkeypatch):
    other = make_person("Sam Hier", school=fleur.school)
    monkeypatch.setattr(AddressOfInvitedForm, "clean_email", lambda form: form.cleaned_data["email"])
    reply = at_iris.post(address("invitation", fleur), {"email": other.email})

    assert reply.status_code == 422
    assert "Dit adres kan nu niet worden gebruikt" in reply.content.decode()


# --- what did not arrive ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "is_said"), [(550, True), (451, False)])
def test_an_address_that_no_server_knows_is_said(at_iris, fleur, monkeypatch, code, is_said):
    at_iris.post(address("invite_again", fleur))

    def refuse(message, then):
        raise smtplib.SMTPRecipientsRefused({fleur.email: (code, b"who is that")})

    monkeypatch.setattr(postman, "send", refuse)
    letters()
    html = at_iris.get(address("invitation", fleur)).content.decode()

    assert (f"De mail aan {fleur.email} kwam niet aan" in html) == is_said
    assert list(waiting.refused_for_good(fleur.school)) == [fleur.pk] * is_said
    assert waiting.refused_for_good(make_school("Andere School")) == {}


BY_MAIL = "één herinnering", "Beide adressen krijgen bericht"  # true only where letters leave

# --- where no letter leaves -------------------------------------------------------------------------------


def test_where_no_letter_leaves_the_administrator_hands_the_link_over(at_iris, fleur, settings):
    settings.MAIL_HOST = ""
    at_iris.post(address("invite_again", fleur))
    link = invitations.link(User.objects.get(pk=fleur.pk))
    page = at_iris.get(address("invitation", fleur)).content.decode()
    assert link in page
    assert "Wie de link heeft, kan als Fleur binnenkomen" in page
    assert "nieuwe link om door te geven" in page
    assert not any(word in page for word in BY_MAIL)
    settings.MAIL_HOST = "mail.school.example"

    page = at_iris.get(address("invitation", fleur)).content.decode()
    assert "/welcome/" not in page
    assert all(word in page for word in BY_MAIL)


# --- one reminder -----------------------------------------------------------------------------------------


def reminded(days):
    with in_days(days):
        due.note()
        with in_days(4):  # by day: what waits has left by then
            return letters()


@pytest.fixture
def invited(iris, fleur):
    inviting.invite_again(person=fleur, by=iris)
    letters()
    mail.outbox.clear()
    return User.objects.get(pk=fleur.pk)


@pytest.mark.parametrize(("days", "number"), [(6, 0), (7.1, 1), (9, 1), (13.5, 0)])
def test_who_does_not_come_is_reminded_once_after_a_week(invited, days, number):
    assert reminded(days) == [("Fleur", "Je plek in Meekijken is er nog")] * number
    assert reminded(days + 0.1) == []


def test_a_reminder_has_the_same_link_and_leaves_by_day(invited):
    with in_days(7.1):
        due.note()
        row = ToTell.objects.untold().get(kind=News.INVITED)
        with time_machine.travel(row.not_before):
            letters()
            local = timezone.localtime(row.not_before, invited.school.zone)
    assert link_in(mail.outbox[0]) == reverse("welcome", args=[invitations.token(invited)])
    assert "Dit is de enige herinnering" in mail.outbox[0].body
    assert 7 <= local.hour < 18
    assert local.weekday() < 5


def test_never_a_second_one_also_who_is_invited_anew(invited, iris):
    assert len(reminded(7.1)) == 1
    with in_days(14):
        inviting.invite_again(person=invited, by=iris)
        letters()

    assert reminded(21.5) == []


@pytest.mark.parametrize("gone", ["in", "withdrawn", "paused", "again"])
def test_who_came_or_need_not_come_is_not_reminded(invited, iris, gone):
    with in_days(3):
        if gone == "withdrawn":
            inviting.withdraw(person=invited, by=iris)
        elif gone == "again":  # a letter of yesterday is reminder enough
            inviting.invite_again(person=invited, by=iris)
            letters()
        else:
            User.objects.filter(pk=invited.pk).update(
                **({"last_login": timezone.now()} if gone == "in" else {"is_active": False})
            )

    assert reminded(7.1) == []


# --- who may ----------------------------------------------------------------------------------------------

NAMES = ["invitation", "invite_again", "invite_withdraw"]


@pytest.mark.parametrize("name", NAMES)
def test_for_nobody_else_there_is_such_a_page(client, fleur, teacher, coach, name):
    stranger = make_person("Ada Elders", school=make_school("Andere School"), is_administrator=True)
    for person in (teacher, coach, stranger):
        client.force_login(person)
        statuses = {
            client.post(address(name, fleur)).status_code,
            client.get(address(name, fleur)).status_code,
        }
        assert statuses <= {404, 405}
        assert 404 in statuses
    assert noted(fleur) == []
