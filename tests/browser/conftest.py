"""A real browser against a live server. Run on their own, without xdist: `pytest tests/browser`."""

import os
import shutil
import sqlite3

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, TransactionTestCase, override_settings
from playwright.sync_api import expect, sync_playwright

from config.storage import as_sent
from home.views import device
from people.models import User
from tests import patience
from tests.browser.at_school import service, stranger  # noqa: F401 -- fixtures
from tests.signing_in.conftest import other_service, services  # noqa: F401 -- the same fixtures

expect.set_options(timeout=patience.MILLISECONDS)
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright runs a loop of its own in this thread


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """A file instead of memory: the server's threads then have connections of their own, as in production."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("db") / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def fresh_database(django_db_setup, django_db_blocker):
    """After each test the database is put back as it was, checklist and all: sooner done than emptying and
    filling it again."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        as_it_was = sqlite3.connect(":memory:", check_same_thread=False)
        connection.ensure_connection()
        connection.connection.backup(as_it_was)
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: put_back(as_it_was))
        yield
        as_it_was.close()


def put_back(as_it_was):
    """On a connection of its own, so that no read is under way on it; for what the server still writes,
    SQLite waits."""
    connection.close()
    connection.ensure_connection()
    as_it_was.backup(connection.connection)


@pytest.fixture(scope="session", autouse=True)
def scripts_as_sent(tmp_path_factory):
    """The browser gets our scripts in the form in which they are served."""
    folder = tmp_path_factory.mktemp("static") / "static"
    shutil.copytree(settings.BASE_DIR / "static", folder)
    for script in folder.glob("js/*.js"):
        script.write_text(as_sent(script.read_text()))
    with override_settings(STATICFILES_DIRS=[folder]):
        yield


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def patient_worker(monkeypatch):
    """On a tablet a server that says nothing for seconds is no network; here it is a busy machine."""
    monkeypatch.setattr(device, "PATIENCE", patience.MILLISECONDS)


@pytest.fixture
def strangers(chromium, live_server):
    """A browser that nobody is signed in on, as many as one asks for; its waits are patient."""
    taken = []

    def take(**options):
        context = chromium.new_context(base_url=live_server.url, **options)
        context.set_default_timeout(patience.MILLISECONDS)
        taken.append(context)
        return context

    yield take
    for context in taken:
        context.close()


class Desk:
    """Where people sit down: each gets a browser of their own, signed in."""

    def __init__(self, strangers, server):
        self.strangers, self.server, self.contexts = strangers, server, []

    def sit(self, person, **options):
        """A fresh page of this person; any JavaScript error on it fails the test. Only tests of it get a
        service worker."""
        User.objects.filter(pk=person.pk).update(language="en")
        usual = {"viewport": {"width": 820, "height": 1180}, "locale": "en-GB", "service_workers": "block"}
        context = self.strangers(**usual | {"timezone_id": "Europe/Amsterdam"} | options)
        context.add_cookies([self.session(person)])
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(error))
        return page

    errors: list = []

    def session(self, person):
        client = Client()
        client.force_login(person)
        return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.server.url}

    def leave(self):
        """Signed out first: a closing page still sends its last words, and the tables are being emptied by
        then."""
        for context in self.contexts:
            context.clear_cookies()
            context.close()


@pytest.fixture
def desk(strangers, live_server):
    desk = Desk(strangers, live_server)
    desk.errors = []
    yield desk
    desk.leave()
    assert desk.errors == []
