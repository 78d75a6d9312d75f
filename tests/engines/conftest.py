"""A browser of each engine for the whole run, a server as a school has it that can be killed, and people who
have passwords.

Nothing is emptied between journeys: each has a school of its own, as on a server that many use.
"""

import os
import signal
import subprocess
import sys
import uuid
from collections import defaultdict

import pytest
from django.conf import global_settings, settings
from django.db import connection
from django.test import override_settings

from signing_in.models import OpenIDProvider
from tests import factories
from tests.engines import drivers
from tests.engines.engine import SIZE, Engine
from tests.engines.places import POINT
from tests.faults.world import Server
from tests.signing_in import there
from tests.signing_in.conftest import services  # noqa: F401 -- the same fixture

KINDS = os.environ.get("ENGINES", " ".join(drivers.KINDS)).split()
LEFT_OPEN = (
    "ignore:unclosed <socket:ResourceWarning"  # selenium 4.51, after its browser was killed; 2026-11-28
)
SECONDS = defaultdict(dict)  # journey: engine: seconds


def pytest_configure():
    """Told to end, it ends as with Ctrl-C: what was started is put away first."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/engines" in str(item.path):
            item.add_marker(pytest.mark.engines)
            item.add_marker(pytest.mark.filterwarnings(LEFT_OPEN))


# --- the server
# ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def server(tmp_path_factory, django_db_blocker):
    """gunicorn with the settings of a school. The tests write in its database, and read there what came of a
    journey."""
    var = tmp_path_factory.mktemp("var")
    own = {"VAR_DIR": str(var), "DJANGO_SETTINGS_MODULE": "config.settings", "SECRET_KEY": "only-for-tests"}
    hashers = override_settings(PASSWORD_HASHERS=global_settings.PASSWORD_HASHERS)
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, hashers:
        for name, value in own.items():
            patch.setenv(name, value)
        patch.setitem(connection.settings_dict, "NAME", var / "meekijken.sqlite3")
        prepare()
        server = Server("tests.engines.patient")
        yield server
        server.kill()
        connection.close()


def prepare():
    """Tables, editions and static files, as an administrator makes them."""
    command = [sys.executable, "manage.py", "prepare"]
    subprocess.run(command, cwd=settings.BASE_DIR, check=True, capture_output=True)


# --- the browsers
# --------------------------------------------------------------------------------------------


@pytest.fixture(scope="session", params=KINDS)
def browser(request, server):
    engine = Engine(request.param, server.url)
    yield engine
    engine.quit()


@pytest.fixture
def engine(browser, server):
    """Whatever a journey before left; nobody is signed in on it yet. Afterwards its console has no error and
    no refusal."""
    server.start()
    if not browser.driver:
        browser.start()
    browser.resize(*SIZE)
    browser.leave()
    browser.complaints()
    yield browser
    assert browser.complaints() == []


# --- people
# --------------------------------------------------------------------------------------------------


@pytest.fixture
def school():
    return factories.make_school()


@pytest.fixture
def lesson(teacher, coach):
    """Planned by the teacher, with a coach, and one point agreed on."""
    lesson = factories.make_lesson(teacher, coach=coach)
    factories.save(lesson, "teacher", {"type": "lens", "item": POINT, "chosen": True})
    return lesson


@pytest.fixture
def service(services, server, school):  # noqa: F811 -- the fixture
    """The service of `school`, open on the sign-in page, and closed again before the next journey."""
    service = there.make_service(services, school, f"school-{uuid.uuid4().hex}", host=server.url)
    yield service
    OpenIDProvider.objects.filter(pk=service.pk).delete()


# --- how long it took
# ----------------------------------------------------------------------------------------


def pytest_runtest_logreport(report):
    if "tests/engines" in report.nodeid and "[" in report.nodeid:
        journey, kind = report.nodeid.rpartition("::")[2].removesuffix("]").split("[")
        SECONDS[journey][kind] = SECONDS[journey].get(kind, 0) + report.duration


def pytest_terminal_summary(terminalreporter):
    if not SECONDS:
        return
    terminalreporter.section("seconds of each journey")
    for line in table():
        terminalreporter.line(line)


def table():
    """With what starting the browser took in the first journey of each."""
    kinds = [kind for kind in drivers.KINDS if any(kind in row for row in SECONDS.values())]
    wide = max(map(len, SECONDS))
    yield " ".join([" " * wide, *(f"{kind:>9}" for kind in kinds)])
    for journey, row in sorted(SECONDS.items()):
        name = journey.removeprefix("test_").replace("_", " ")
        yield " ".join(
            [f"{name:<{wide}}", *(f"{row[kind]:9.0f}" if kind in row else " " * 9 for kind in kinds)]
        )
