"""Whose an account of a school's service is (docs/adr/0054): the whole table, against a service that really
answers."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.audit import AuditEvent, Done
from people.models import User
from signing_in import joining
from signing_in.models import OpenIDProvider
from tests import factories
from tests.home.conftest import words
from tests.signing_in.test_there import who
from tests.signing_in.there import claims, come_back


@pytest.fixture
def invited(school):
    """Entered by an administrator, and never here."""
    return factories.make_person("Inge Uitgenodigd", school=school, password=None, invited_at=timezone.now())


def is_in(client, person):
    return who(client) == str(person.pk)


def test_who_was_entered_by_an_administrator_comes_in_by_the_school(client, service, invited):
    come_back(client, service, claims(invited.email, name="Van Elders", locale="en"))

    invited.refresh_from_db()
    assert is_in(client, invited) and invited.name == "Inge Uitgenodigd" and invited.language == "nl"
    assert [event.what for event in AuditEvent.objects.filter(about=invited).order_by("pk")] == [
        Done.LINKED, Done.JOINED, Done.SIGNED_IN,
    ]  # fmt: skip


def test_whose_invitation_was_withdrawn_reads_that_one_comes_first(client, service, invited):
    User.objects.filter(pk=invited.pk).update(invited_at=None)
    response = come_back(client, service, claims(invited.email))

    assert response.status_code == 403 and not service.accounts.exists() and not who(client)
    assert "Je bent nog niet uitgenodigd" in words(response)


@pytest.mark.parametrize(
    ("verified", "trusts", "comes_in"),
    [
        (True, False, True), ("true", False, False), (1, False, False), (False, False, False), (None, False, False),
        (False, True, True), (None, True, True), ("false", True, True),
    ],
)  # fmt: skip
def test_an_address_counts_where_the_service_says_that_it_is_theirs_or_the_school_trusts_it(
    client, service, teacher, verified, trusts, comes_in
):
    OpenIDProvider.objects.update(trusts_addresses=trusts)
    response = come_back(client, service, claims(teacher.email, email_verified=verified))

    assert is_in(client, teacher) == comes_in == service.accounts.exists()
    assert response.status_code == (302 if comes_in else 403)


def test_password_and_other_devices_stay_as_they_are(client, service, teacher):
    there = Client()
    there.force_login(teacher)
    was = teacher.password
    come_back(client, service, claims(teacher.email))

    teacher.refresh_from_db()
    assert teacher.password == was and Session.objects.count() == 2
    assert there.get(reverse("me")).status_code == 200


def test_an_address_in_other_letters_is_the_same(client, service, teacher):
    come_back(client, service, claims(teacher.email.upper()))
    assert is_in(client, teacher)


def test_who_is_known_is_that_person_whatever_address_comes_along(client, service, teacher, coach):
    come_back(client, service, claims(teacher.email, subject="a"))
    for email in ("getrouwd@elders.example", coach.email, "", "geen adres"):
        client.logout()
        come_back(client, service, claims(email, subject="a", email_verified=False))
        assert is_in(client, teacher)
    teacher.refresh_from_db()
    assert teacher.email.endswith("@school.example") and SocialAccount.objects.count() == 1


def test_an_address_that_was_passed_on_gives_nobody_the_account_of_before(client, service, teacher, coach):
    come_back(client, service, claims(teacher.email, subject="of the predecessor"))
    client.logout()
    page = come_back(client, service, claims(teacher.email, subject="of the newcomer"))

    assert (page.status_code, who(client)) == (403, None)
    assert "een ander schoolaccount" in words(page) and reverse("school_ask") not in page.text
    assert [account.uid for account in SocialAccount.objects.all()] == ["of the predecessor"]


def test_a_new_account_of_the_same_person_joins_once_the_old_one_is_unlinked(client, service, teacher):
    come_back(client, service, claims(teacher.email, subject="old"))
    client.logout()
    joining.part(teacher, by=None)
    come_back(client, service, claims(teacher.email, subject="new"))
    assert is_in(client, teacher)

    client.logout()
    assert come_back(client, service, claims(teacher.email, subject="old")).status_code == 403


def test_a_school_speaks_for_its_own_people_alone(client, service, other_service, teacher):
    """Neither with the address of another school, nor after it took in that domain too."""
    for domains in (["berg.example"], ["berg.example", "school.example"]):
        OpenIDProvider.objects.filter(pk=other_service.pk).update(domains=domains)
        page = come_back(client, other_service, claims(teacher.email))
        assert (page.status_code, who(client)) == (403, None)
    assert not SocialAccount.objects.exists()


def test_the_same_subject_at_two_schools_is_two_people(client, service, other_service, teacher):
    other = factories.make_person("Bas Berg", school=other_service.school)
    other.email = "bas@berg.example"
    other.save()
    come_back(client, service, claims(teacher.email, subject="7"))
    come_back(second := Client(), other_service, claims(other.email, subject="7"))
    assert (who(client), who(second)) == (str(teacher.pk), str(other.pk))


def test_one_client_id_at_two_schools_keeps_them_apart(client, service, other_service, teacher):
    OpenIDProvider.objects.filter(pk=other_service.pk).update(client_id=service.client_id)
    assert come_back(client, service, claims(teacher.email)).status_code == 302
    assert is_in(client, teacher) and service.accounts.count() == 1


def test_an_address_outside_the_domains_is_refused_also_where_it_is_somebodys(client, service, school):
    guest = factories.make_person("Guus Gast", school=school)
    guest.email = "guus@elders.example"
    guest.save()
    page = come_back(client, service, claims(guest.email))
    assert page.status_code == 403 and "geen adres van je school" in words(page)


@pytest.mark.parametrize(
    "odd",
    [
        {"sub": None}, {"sub": 7}, {"sub": ""}, {"sub": ["a"]}, {"sub": "a" * 256}, {"userinfo": {"sub": "another"}},
        {"sub": "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"},
    ],
)  # fmt: skip
def test_who_cannot_be_told_for_sure_does_not_come_in(client, service, teacher, odd):
    page = come_back(client, service, claims(teacher.email) | odd)

    assert (page.status_code, who(client)) == (403, None)
    assert "Inloggen bij je school lukte niet" in words(page)


@pytest.mark.parametrize("name", [None, {"given": "A"}, ["A"], 7, "", "A" * 5000, "A\x00B"])
def test_a_name_of_any_shape_hinders_nobody(client, service, teacher, name):
    come_back(client, service, claims(teacher.email, name=name))
    teacher.refresh_from_db()
    assert is_in(client, teacher) and teacher.name != name


@pytest.mark.parametrize("email", [None, 7, ["a@school.example"], {}, "geen adres", "a@b@school.example"])
def test_an_address_of_any_shape_joins_nobody(client, service, teacher, email):
    page = come_back(client, service, claims(teacher.email) | {"email": email})
    assert page.status_code == 403 and who(client) is None


def test_of_all_that_the_subject_alone_is_kept(client, service, teacher):
    secret = "alleen van mij"
    more = {"sub": "s" * 255, "name": secret, "affiliation": secret, "phone_number": secret}
    come_back(client, service, claims(teacher.email) | more)

    (account,) = SocialAccount.objects.all()
    assert account.extra_data == {} and account.uid.startswith("sha256:")
    data = [session.get_decoded() for session in Session.objects.all()]
    assert secret not in f"{data} {list(User.objects.values())}"

    client.logout()
    come_back(client, service, claims("", subject="s" * 255))
    assert is_in(client, teacher)


def test_who_keeps_the_installation_links_an_own_account_and_no_service_says_who_that_is(client, service):
    """Else an administrator with a service of one's own would be whoever looks after all schools."""
    keeper = factories.make_person(
        "Olga", school=service.school, is_administrator=True, is_superuser=True, language="en"
    )
    response = come_back(client, service, claims(keeper.email))

    assert (response.status_code, who(client), service.accounts.exists()) == (403, None, False)
    page = words(response)
    assert "Deze koppeling leg je eerst zelf" in page and "Vraag" not in page
    joining.join(service, keeper, f"subject of {keeper.email}")
    come_back(client, service, claims(keeper.email))
    assert is_in(client, keeper)


def test_who_keeps_it_from_now_on_is_said_by_no_service_any_more(client, service):
    ada = factories.make_person("Ada", school=service.school, is_administrator=True, language="en")
    joining.join(service, ada, f"subject of {ada.email}")
    call_command("invite", ada.email, "--operator")
    come_back(client, service, claims(ada.email))
    assert (who(client), service.accounts.exists()) == (None, False)

    joining.join(service, ada, f"subject of {ada.email}")
    call_command("invite", ada.email, "--operator")
    come_back(client, service, claims(ada.email))
    assert is_in(client, ada)
