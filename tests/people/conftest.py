from tests.home.conftest import english  # noqa: F401 -- the same fixture
