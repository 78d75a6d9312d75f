"""What may be an address: what every mail program reads in one way."""

import re

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import models
from django.urls import reverse

from people.lengths import AddressField, AddressLine
from people.models import User
from tests import factories
from tests.rooms import ROOMS, modules_of

PLAIN = "Voor de @ staan gewone letters en cijfers, zonder accenten."
REFUSED = [
    "=?utf-8?q?fleur?=@school.example",
    "fleur=?x@school.example",
    "\u017fam@school.example",  # a long s
    "\u212aees@school.example",  # the sign of kelvin
    "zoë@school.example",
]


@pytest.mark.parametrize("address", REFUSED)
def test_a_form_and_a_row_refuse_it(address):
    with pytest.raises(ValidationError):
        AddressLine().clean(address)
    for field in (User._meta.get_field("email"), User._meta.get_field("waiting_email")):
        with pytest.raises(ValidationError):
            field.clean(address, None)


@pytest.mark.parametrize(
    "address", ["o'neil+les@school.example", "a=b?c@school.example", "sam@schoöl.example"]
)
def test_what_is_plain_is_taken(address):
    assert AddressLine().clean(address) == address


def test_every_address_in_a_row_of_ours_keeps_the_rule():
    ours = [field for room in ROOMS if apps.is_installed(room) for field in fields_of(room)]
    assert {str(field) for field in ours} == {
        "people.User.email",
        "people.User.waiting_email",
        "signing_in.AskedForPlace.email",
    }
    assert all(isinstance(field, AddressField) for field in ours)


def test_nothing_of_ours_asks_django_alone():
    """Its own check lets more through."""
    alone = re.compile(r"\b(validate_email|EmailValidator)\b|(?:forms|models)\.EmailField\(\)")
    found = [path.name for path in modules_of() if alone.search(path.read_text())]
    assert found == []


def fields_of(room):
    found = (field for model in apps.get_app_config(room).get_models() for field in model._meta.get_fields())
    return [field for field in found if isinstance(field, models.EmailField)]


def test_the_page_says_it_beside_the_field(client, teacher):
    client.post(reverse("account_login"), {"login": teacher.email, "password": factories.PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    reply = client.post(reverse("address"), {"email": REFUSED[0]})
    assert PLAIN in reply.content.decode()
    assert REFUSED[0] in reply.content.decode().replace("&#x27;", "'")


@pytest.mark.django_db
def test_so_does_the_command_that_makes_the_first_administrator():
    with pytest.raises(CommandError):
        call_command("createsuperuser", email=REFUSED[0], name="Ada", interactive=False)
    assert not User.objects.exists()


def test_so_does_the_one_that_invites(school):
    with pytest.raises(CommandError):
        call_command("invite", REFUSED[0], name="Ada")
    assert not User.objects.filter(name="Ada").exists()
