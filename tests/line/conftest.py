import pytest

from tests import factories


@pytest.fixture
def other(team):
    """A second coach."""
    return factories.make_person("Wim Tweede", team=team, role="coach")
