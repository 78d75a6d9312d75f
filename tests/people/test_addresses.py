"""One address per person: with it one signs in and gets letters, and with no earlier one."""

import re
from importlib import import_module

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from people.models import User
from tests import factories

OLD, NEW = "tijn.oud@school.example", "tijn.nieuw@school.example"


@pytest.fixture
def tijn(teacher):
    teacher.email = OLD
    teacher.save()
    return teacher


@pytest.fixture
def changed(client, tijn):
    """A link for another password was asked for, and then the address changed."""
    ask_for_a_link(client, OLD)
    tijn.email = NEW
    tijn.save()
    return tijn


def signs_in(client, address):
    client.logout()
    client.post(reverse("account_login"), {"login": address, "password": factories.PASSWORD})
    return "_auth_user_id" in client.session


def ask_for_a_link(client, address):
    """The addresses that a letter went to, and the links in it."""
    mail.outbox.clear()
    client.logout()
    client.post(reverse("account_reset_password"), {"email": address})
    [letter] = mail.outbox
    return letter.to, re.findall(r"http\S+/account/password/reset/key/\S+", letter.body)


def rows():
    return set(EmailAddress.objects.values_list("user__name", "email", "verified", "primary"))


def test_the_old_address_neither_signs_in_nor_gets_a_link(client, changed):
    assert (signs_in(client, OLD), signs_in(client, NEW)) == (False, True)
    assert ask_for_a_link(client, OLD) == ([OLD], [])
    letter_to, links = ask_for_a_link(client, NEW)
    assert (letter_to, len(links)) == ([NEW], 1)


@pytest.mark.parametrize("typed", ["TIJN.OUD@School.example", "Tijn.Oud@school.EXAMPLE", OLD])
def test_however_it_is_typed_it_is_the_same_address(client, tijn, typed):
    assert signs_in(client, typed)
    letter_to, links = ask_for_a_link(client, typed)
    assert (letter_to[0].lower(), len(links)) == (OLD, 1)


def test_a_link_that_went_to_the_old_address_no_longer_works(client, tijn):
    _to, [link] = ask_for_a_link(client, OLD)
    tijn.email = NEW
    tijn.save()

    assert "werkt niet meer" in client.get(link, follow=True).content.decode()


def test_who_gets_the_old_address_of_somebody_gets_links_for_the_own_account_only(client, changed, team):
    newcomer = factories.make_person("Vera Nieuw", team=team, role="teacher")
    newcomer.email = OLD.upper()
    newcomer.save()

    _to, [link] = ask_for_a_link(client, OLD)
    page = client.get(link, follow=True)
    client.post(
        page.redirect_chain[-1][0], {"password1": "een-nieuw-woord-9", "password2": "een-nieuw-woord-9"}
    )

    newcomer.refresh_from_db()
    changed.refresh_from_db()
    assert newcomer.check_password("een-nieuw-woord-9")
    assert changed.check_password(factories.PASSWORD)


def test_an_address_that_an_administrator_puts_right_leaves_nothing_of_the_wrong_one(client, school, tijn):
    ask_for_a_link(client, OLD)
    client.force_login(factories.make_person("Ada Beheer", school=school, is_administrator=True))
    client.post(reverse("invitation", args=[tijn.pk]), {"email": "Tijn.Nieuw@School.example"})

    assert [row[1:] for row in rows() if row[0] == tijn.name] == [(NEW, True, True)]
    assert (signs_in(client, OLD), signs_in(client, NEW)) == (False, True)


def test_everybody_who_is_made_has_one_row(team, school, monkeypatch):
    factories.make_person("Sam Bedacht", team=team, role="teacher")
    User.objects.create(email="Los@School.example", name="Los Verzonnen", school=school)
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", factories.PASSWORD)
    call_command("createsuperuser", "--no-input", email="Root@School.example", name="Su Per", verbosity=0)

    assert rows() == {(person.name, person.email, True, True) for person in User.objects.all()}
    assert all(person.email.islower() for person in User.objects.all())


def test_the_demo_has_one_row_for_each_of_its_people(db):
    call_command("load_demo", verbosity=0)

    here = User.objects.filter(left_at=None)
    assert rows() == {(person.name, person.email, True, True) for person in here}


def test_who_leaves_leaves_no_address(client, tijn):
    ask_for_a_link(client, OLD)
    tijn.waiting_email = NEW
    tijn.email, tijn.name, tijn.is_active, tijn.left_at = None, "", False, timezone.now()
    tijn.save()

    assert not EmailAddress.objects.filter(user=tijn).exists()
    assert User.objects.get(pk=tijn.pk).waiting_email == ""
    assert (signs_in(client, OLD), ask_for_a_link(client, OLD)) == (False, ([OLD], []))


def test_no_address_is_changed_past_its_row(tijn):
    with pytest.raises(TypeError):
        User.objects.filter(pk=tijn.pk).update(email=NEW)
    assert (tijn.name, OLD, True, True) in rows()
    with pytest.raises(TypeError):
        User.objects.bulk_update([tijn], ["email"])


def test_a_save_that_leaves_the_address_alone_is_one_query(client, tijn, django_assert_num_queries):
    with django_assert_num_queries(1):
        tijn.save(update_fields=["last_login"])


def test_the_migration_takes_stray_rows_away_and_makes_what_is_missing(school):
    people = User._base_manager  # as in a migration: past our own `save`

    def make(name, email, **more):
        people.bulk_create([User(name=name, email=email, school=school, **more)])
        return User.objects.get(name=name)

    tijn, mixed = make("Tijn", "tijn@school.example"), make("Mia", "Mia@School.example")
    make("Tweede", "TIJN@school.example")
    make("", None, is_active=False, left_at=timezone.now())
    for stray in ("vroeger@school.example", "tijn@school.example"):
        EmailAddress.objects.create(
            user=tijn, email=stray, verified="vroeger" in stray, primary="vroeger" in stray
        )
    EmailAddress.objects.create(user=mixed, email="tijn@school.example", verified=True)

    for _again in range(2):
        import_module("people.migrations.0004_one_address_per_person").give_each_one(apps, None)

        assert rows() == {
            ("Tijn", "tijn@school.example", True, True),
            ("Mia", "mia@school.example", True, True),
        }
        emails = dict(User.objects.exclude(email=None).values_list("name", "email"))
        assert emails == {
            "Tijn": "tijn@school.example",
            "Mia": "mia@school.example",
            "Tweede": "TIJN@school.example",
        }


def test_a_link_works_once_and_asking_for_it_changes_nothing(client, tijn):
    _to, [link] = ask_for_a_link(client, OLD)
    tijn.refresh_from_db()
    assert tijn.check_password(factories.PASSWORD)
    chosen = {"password1": "een-nieuw-woord-9", "password2": "een-nieuw-woord-9"}
    page = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(page, chosen)
    tijn.refresh_from_db()
    assert tijn.check_password("een-nieuw-woord-9")
    client.logout()

    assert "werkt niet meer" in client.get(link, follow=True).content.decode()
