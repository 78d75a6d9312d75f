"""What the tests of the studio share."""

import pytest

from checklists.models import Kind
from tests import factories
from tests.home.conftest import english  # noqa: F401 -- the same fixtures
from tests.people.conftest import administrator, as_, signed_in  # noqa: F401 -- likewise


@pytest.fixture
def elsewhere(db):
    """Who makes those of another school."""
    team = factories.make_team(factories.make_school("Andere School"), "Team Verweg")
    return factories.make_person("Els Ders", team=team, role="coach", is_editor=True)


@pytest.fixture
def making(client, editor):
    """The browser of who makes it."""
    client.force_login(editor)
    return client


def points(draft, theme="competence"):
    """Keys of the items of a need, in their order."""
    rows = draft.items.filter(kind=Kind.POINT, theme=theme).order_by("order")
    return list(rows.values_list("key", flat=True))
