"""Who is on pause, closed, leaving, invited or gone, and whose password somebody else made: by every way in
one gets there, or reads why not, and goes round in no circle."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from administration import emptying, leaving
from people.audit import AuditEvent, Done
from people.models import User
from tests import factories
from tests.signing_in.device import HOST, Device
from tests.signing_in.steps import add_passkey, by_passkey, figures
from tests.signing_in.there import claims, come_back
from tests.test_reads_no_table_whole import Asked

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def password(client, person, service):
    sent = {"login": person.email, "password": factories.PASSWORD}
    return client.post(reverse("account_login"), sent)


def code(client, person, service):
    mail.outbox.clear()
    response = client.post(reverse("account_request_login_code"), {"login": person.email})
    found = re.findall(r"^[A-Z0-9]{4}-?[A-Z0-9]{4}$", mail.outbox[0].body, re.M) if mail.outbox else []
    return client.post(reverse("account_confirm_login_code"), {"code": found[0]}) if found else response


def school_account(client, person, service):
    return come_back(client, service, claims(person.email))


def second_step(client, person, service):
    """After the password; no code of an app twice."""
    is_first = not person.authenticator_set.exists()
    if is_first:
        TOTP.activate(person, SECRET)
    password(client, person, service)
    return client.post(reverse("mfa_authenticate"), {"code": figures(SECRET, ahead=0 if is_first else 1)})


def passkey(client, person, service):
    """Made at the first time, which is before anything else becomes of that person."""
    if person.pk not in DEVICES:
        DEVICES[person.pk] = Device()
        client.defaults["HTTP_HOST"] = HOST
        password(client, person, service)
        add_passkey(client, DEVICES[person.pk])
        client.logout()
    return by_passkey(client, DEVICES[person.pk])


DEVICES = {}
WAYS = [password, code, school_account, second_step, passkey]


def ends(client, response):
    """The address of the page on which this ends, and who is signed in. A circle fails here."""
    for _hop in range(5):
        if response.status_code != 302:
            break
        response = client.get(response["Location"])
    assert response.status_code in (200, 403, 422), response.status_code
    return response, client.session.get("_auth_user_id")


def once(way, client, person, service):
    """Before: so the school's account is known, and a passkey made."""
    assert ends(client, way(client, person, service))[1] == str(person.pk)
    client.logout()


@pytest.fixture
def person(service, team):
    """Who works here, and has a school account."""
    return factories.make_person("Noor Fictief", team=team, role="teacher")


@pytest.mark.parametrize("way", WAYS)
def test_who_works_here_is_in(client, service, person, way):
    page, who = ends(client, way(client, person, service))

    assert (page.request["PATH_INFO"], who) == (reverse("home"), str(person.pk))


@pytest.mark.parametrize("way", WAYS)
def test_coming_in_reads_no_table_whole(client, service, person, way):
    asked = Asked()
    with connection.execute_wrapper(asked):
        for _time in ("first", "again"):
            ends(client, way(client, person, service))
            client.logout()

    assert asked.statements
    assert asked.whole() == set()


@pytest.mark.parametrize("way", WAYS)
def test_who_is_going_to_leave_is_in(client, service, person, administrator, way):
    leaving.let_go(by=administrator, person=person, last_day=person.today + timezone.timedelta(days=3))
    page, who = ends(client, way(client, person, service))

    assert (page.request["PATH_INFO"], who) == (reverse("home"), str(person.pk))


@pytest.mark.parametrize("way", WAYS)
def test_who_is_closed_comes_to_the_one_page_that_is_left(client, service, person, administrator, way):
    once(way, client, person, service)
    leaving.let_go(by=administrator, person=person, last_day=person.today)
    page, who = ends(client, way(client, person, service))

    assert (page.request["PATH_INFO"], who) == (reverse("take_along"), str(person.pk))


@pytest.mark.parametrize("way", WAYS)
def test_who_is_on_pause_reads_so_and_is_not_in(client, service, person, way):
    once(way, client, person, service)
    User.objects.filter(pk=person.pk).update(is_active=False)
    page, who = ends(client, way(client, person, service))

    assert who is None
    if way in (password, school_account, passkey):  # by a code it is said in the letter
        assert "op pauze" in page.text


def test_who_is_on_pause_and_comes_by_the_school_for_the_first_time_reads_so_too(client, service, person):
    User.objects.filter(pk=person.pk).update(is_active=False)
    page, who = ends(client, school_account(client, person, service))

    assert who is None
    assert "op pauze" in page.text


def test_who_was_invited_comes_in_by_the_account_of_the_school(client, service, team):
    """By a code they get their invitation anew: tests/signing_in/test_code.py."""
    person = factories.make_person("Puck Pseudoniem", team=team, role="teacher", password=None, invited_at=timezone.now())  # fmt: skip
    page, who = ends(client, school_account(client, person, service))

    assert (page.request["PATH_INFO"], who) == (reverse("home"), str(person.pk))
    assert AuditEvent.objects.filter(about=person, what=Done.JOINED).count() == 1


@pytest.mark.parametrize("way", WAYS)
def test_who_is_gone_is_nobody_here(client, service, person, administrator, way):
    once(way, client, person, service)
    leaving.let_go(by=administrator, person=User.objects.get(pk=person.pk), last_day=person.today)
    assert emptying.empty(person)
    page, who = ends(client, way(client, person, service))

    assert who is None
    assert person.name not in page.content.decode()


# --- a password that somebody else made -----------------------------------------------------------------


def must_choose(person):
    """As whoever keeps the installation makes it."""
    User.objects.filter(pk=person.pk).update(must_choose_password=True)
    return User.objects.get(pk=person.pk)


@pytest.fixture
def made(person):
    return must_choose(person)


@pytest.mark.parametrize("way", [password, second_step])
def test_who_comes_with_it_chooses_another_one_and_goes_on(client, service, made, way):
    page, who = ends(client, way(client, made, service))
    assert page.request["PATH_INFO"] == reverse("account_change_password")

    chosen = {"oldpassword": factories.PASSWORD, "password1": "een-heel-ander-woord", "password2": "een-heel-ander-woord"}  # fmt: skip
    page, who = ends(client, client.post(reverse("account_change_password"), chosen))
    assert (page.status_code, who) == (200, str(made.pk))
    assert client.get(reverse("home")).status_code == 200


@pytest.mark.parametrize("way", [code, school_account, passkey])
def test_who_comes_another_way_chooses_nothing_and_the_made_one_opens_nothing_any_more(
    client, service, person, way
):
    once(way, client, person, service)
    made = must_choose(person)
    page, who = ends(client, way(client, made, service))
    assert (page.request["PATH_INFO"], who) == (reverse("home"), str(made.pk))

    client.logout()
    page, who = ends(client, password(client, made, service))
    assert who is None


@pytest.mark.parametrize("has_password", [True, False])
def test_from_every_page_one_comes_to_a_form(client, made, has_password):
    """Also who has none any more."""
    if not has_password:
        made.set_unusable_password()
        made.save()
    client.force_login(made)
    for name in ("home", "me", "ways", "account_set_password", "account_change_password"):
        page, _who = ends(client, client.get(reverse(name)))
        assert (name, page.status_code) == (name, 200)
        assert "<form" in page.content.decode()
