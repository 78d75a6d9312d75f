"""An administrator who is signed in, for the tests of the admin pages."""

import pytest

from tests import factories


@pytest.fixture
def signed_in(client, school):
    client.force_login(
        factories.make_person("Ada Beheer", school=school, is_administrator=True, language="en")
    )
    return client
