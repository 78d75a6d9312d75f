"""From nothing: one address, printed while nobody is here, and gone as soon as somebody is."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from administration import beginning
from people.audit import AuditEvent
from people.models import School, User
from tests import factories
from tests.hosting.test_prepare import place  # noqa: F401 -- a fixture

SENT = {
    "school": "Fictief College", "time_zone": "America/Kralendijk", "name": "Iris Verzinsel", "email": "Iris@School.example",
    "password": "drie gele schoenen", "language": "en",
}  # fmt: skip


@pytest.fixture
def address(editions):
    return reverse("begin", args=[beginning.code()])


def prepared():
    output = StringIO()
    call_command("prepare", stdout=output, stderr=StringIO())
    return output.getvalue()


def test_the_address_is_printed_while_nobody_is_here_and_then_no_more(client, address, place):  # noqa: F811
    assert prepared() == f"Nobody is here yet. A school begins at {settings.SITE_URL}{address}\n"
    assert prepared().endswith(f"{address}\n")  # the same however often
    client.post(address, SENT)

    assert prepared() == ""


def test_another_key_makes_another_code(settings):
    code = beginning.code()
    settings.SECRET_KEY = "another"

    assert len(code) == 32
    assert beginning.code() != code


def test_who_has_the_address_makes_the_school_and_is_in(client, address):
    reply = client.post(address, SENT)
    person = User.objects.get()

    assert (reply.status_code, reply.url) == (302, reverse("first_steps"))
    assert client.session["_auth_user_id"] == str(person.pk)
    assert (person.name, person.email, person.language) == ("Iris Verzinsel", "iris@school.example", "en")
    assert person.is_administrator and person.is_superuser and person.last_login
    assert person.check_password(SENT["password"])
    assert not person.must_choose_password
    assert (person.school.name, person.school.time_zone) == ("Fictief College", "America/Kralendijk")
    assert client.get(reverse("home")).headers["Content-Language"] == "en"
    assert AuditEvent.objects.filter(school=person.school, what="administers", about=person).count() == 1


@pytest.mark.parametrize("who", ["somebody", "nobody but one who is gone"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_there_is_no_such_page_once_somebody_is_here_or_was(client, address, who, method):
    person = factories.make_person("Ada Beheer", school=factories.make_school(), is_administrator=True)
    if who != "somebody":
        person.email, person.name, person.is_active, person.left_at = None, "", False, timezone.now()
        person.save()

    assert getattr(client, method)(address, SENT).status_code == 404
    assert User.objects.count() == 1


@pytest.mark.parametrize("code", ["0" * 32, "iets-anders"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_code_finds_nothing(client, editions, code, method):
    assert getattr(client, method)(reverse("begin", args=[code]), SENT).status_code == 404
    assert not School.objects.exists()


def test_a_second_press_makes_no_second_school(client, address):
    client.post(address, SENT)

    assert client.post(address, SENT | {"school": "Tweede College"}).status_code == 404
    assert School.objects.get().name == "Fictief College"


def test_of_two_in_the_same_moment_the_database_takes_one(client, address, monkeypatch):
    """Both saw that nobody was here: what the second one looked at, it looked at before."""
    first = beginning.begin(**SENT)
    monkeypatch.setattr(User.objects.__class__, "exists", lambda _people: False)

    assert client.post(address, SENT | {"email": "ander@school.example"}).status_code == 404
    assert list(User.objects.all()) == [first]
    assert School.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"password": "kort"}, "te kort"),
        ({"password": "iris@school.example"}, "lijkt te veel"),
        ({"password": "wachtwoord"}, "algemeen"),
        ({"email": "iris@school"}, "e-mailadres"),
        ({"school": "\u2800"}, "te lezen"),
        ({"name": ""}, ""),
        ({"time_zone": "Mars/Olympus"}, ""),
    ],
)
def test_what_is_not_right_is_said_beside_its_field_and_the_rest_stays(client, address, wrong, words):
    reply = client.post(address, SENT | {"language": "nl"} | wrong)
    html = reply.content.decode()

    assert reply.status_code == 422
    assert f"id_{next(iter(wrong))}_error" in html
    assert words in html
    assert "Fictief College" in html or "school" in wrong
    assert "drie gele schoenen" not in html  # a password is never sent back
    assert not School.objects.exists()


def test_who_comes_before_anybody_is_told_where_a_school_begins_and_not_the_address(client, address):
    page = client.get(reverse("account_login")).content.decode()
    assert "Een school begint op een adres" in page
    assert address not in page
    client.post(address, SENT)
    client.logout()

    assert "Een school begint op een adres" not in client.get(reverse("account_login")).content.decode()
