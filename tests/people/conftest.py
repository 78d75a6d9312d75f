import pytest

from tests import factories
from tests.home.conftest import english  # noqa: F401 -- the same fixture
from tests.once import made_once


@pytest.fixture
@made_once
def administrator(school):
    return factories.make_person("Ada Beheer", school=school, is_administrator=True, language="en")


@pytest.fixture
def signed_in(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def as_(client):
    """The client, signed in as this person, who reads English."""

    def sign_in(person):
        type(person).objects.filter(pk=person.pk).update(language="en")
        client.force_login(person)
        return client

    return sign_in
