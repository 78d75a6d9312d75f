import uuid

import pytest

from tests import factories
from tests.people.conftest import administrator, as_, english, signed_in  # noqa: F401 -- the same fixtures
from tests.signing_in import there


@pytest.fixture(scope="session")
def services():
    """Where the services of all schools are: a process of its own, started once."""
    process = there.Process()
    yield process
    process.end()


@pytest.fixture
def service(services, school):
    """The service of `school`, open on the sign-in page."""
    return there.make_service(services, school, f"beek-{uuid.uuid4().hex}")


@pytest.fixture
def other_service(services, db):
    """Of another school, with domains of its own."""
    berg = factories.make_school("Verzonnen Berg")
    return there.make_service(services, berg, f"berg-{uuid.uuid4().hex}", domains=["berg.example"])
