import pytest

from tests import factories
from tests.home.conftest import english  # noqa: F401 -- likewise
from tests.people.conftest import administrator, as_, signed_in  # noqa: F401 -- the same fixtures
from tests.signing_in.conftest import services  # noqa: F401 -- likewise


@pytest.fixture
def elsewhere(db):
    """Another school with a team and a teacher: what could leak."""
    team = factories.make_team(factories.make_school("Andere School"), "Team Verweg")
    return factories.make_person("Vera Vreemd", team=team, role="teacher")
