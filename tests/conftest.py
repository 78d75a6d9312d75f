"""What every test may use. People are plainly fictional; their school is the same unless a test says
otherwise."""

import gc
import sys
import threading
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase

from checklists.actions import load_all
from checklists.models import Edition
from hosting import health
from reports import paper, printing
from studio import drafts
from tests import factories
from tests.once import made_once, trail


def pytest_addoption(parser):
    words = "The moment at which the suite begins, where the schools are: no test leans on an hour or a day."
    parser.addoption("--at", type=datetime.fromisoformat, metavar="2028-02-29T23:50", help=words)


def pytest_configure(config):
    """The clock goes on from there. That of other processes, and of what the system checks (certificates),
    stays as it is."""
    if begins := config.getoption("at"):
        time_machine.travel(begins.replace(tzinfo=ZoneInfo("Europe/Amsterdam")), tick=True).start()


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session):
    """All tests run on one large piece of Python's own stack.

    It grows by 16 kB at a time. Our middleware beneath pytest is just so deep that many a call stepped over
    an edge and had the kernel fetch and return the next piece: 200 times a request, a fifth of the suite. A
    frame that asks for a quarter of a megabyte gets half of one, and all others find room in the rest; what
    nobody touches takes no memory.
    """
    rest = session.config.pluginmanager.subset_hook_caller("pytest_runtestloop", [sys.modules[__name__]])
    return rest(session=session)


pytest_runtestloop.__code__ = pytest_runtestloop.__code__.replace(co_stacksize=(1 << 15) + 1)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The slow ones begin first, so that no worker waits at the end for the last of them."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup():
    trail.begin()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The shipped editions are loaded once, as `script/run` does; tests read them, and none may change
    one. Where a test with real transactions empties the tables, they are loaded again: who comes next, in
    whatever order, finds what all begin with."""
    with django_db_blocker.unblock():
        load_all()
    gc.collect()
    gc.freeze()  # what lives as long as the suite need not be looked through again and again
    empty = TransactionTestCase._fixture_teardown
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: (empty(case), load_all()))
        yield


@pytest.fixture(scope="session", autouse=True)
def printed_once():
    """What the app prints again, letter for letter, is what was printed first: the same HTML gives the same
    bytes (tests/reports/test_paper.py, on the press itself). It waits for its turn all the same."""
    made, write_pdf = {}, printing.write_pdf

    def write_or_keep(html, *, logo=None, wait=None):
        key = paper._press, html  # a test may bring another press
        if logo:
            return write_pdf(html, logo=logo, wait=wait)
        if key not in made:
            made[key] = write_pdf(html, wait=wait)
            return made[key]
        with paper._turn(wait):
            return made[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(printing, "write_pdf", write_or_keep)
        yield


@pytest.fixture(scope="module", autouse=True)
def little_to_look_through():
    """What the files of before left is looked through once, and not again after each paper (reports/paper.py
    asks the collector)."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def watched_without_a_trace():
    """Django leaves a database in memory open, also where a thread ends that is not its own."""
    look = health.look

    def look_and_close():
        try:
            return look()
        finally:
            if threading.current_thread() is not threading.main_thread():
                BaseDatabaseWrapper.close(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(health, "look", look_and_close)
        yield


@pytest.fixture(scope="session")
def loaded():
    """The editions that the tables hold."""
    return []


@pytest.fixture
def editions(db, loaded):
    """The shipped ones; read again where a test with real transactions emptied the tables."""
    if not loaded or not Edition.objects.filter(pk=loaded[0].pk).exists():
        loaded[:] = load_all()
    return loaded


@pytest.fixture
def edition(editions):
    """The newest edition, which new visits take."""
    return editions[-1]


@pytest.fixture
def first_edition(editions):
    """Edition 1, which visits of before edition 2 keep."""
    return editions[0]


@pytest.fixture
def second_edition(editions):
    """Edition 2, which visits of before edition 3 keep."""
    return editions[1]


@pytest.fixture
@made_once
def school(db):
    return factories.make_school()


@pytest.fixture
@made_once
def team(school):
    return factories.make_team(school)


@pytest.fixture
@made_once
def teacher(team):
    return factories.make_person("Tijn Verzonnen", team=team, role="teacher")


@pytest.fixture
@made_once
def coach(team):
    return factories.make_person("Coba Voorbeeld", team=team, role="coach")


@pytest.fixture
@made_once
def lesson(edition, teacher, coach):
    """Planned by the teacher, with a coach."""
    return factories.make_lesson(teacher, coach=coach)


@pytest.fixture
def editor(team):
    """Who looks along with lessons, and makes the checklists of the school."""
    return factories.make_person("Ed Maker", team=team, role="coach", is_editor=True)


@pytest.fixture
def draft(editor, edition):
    """A copy of the shipped edition that nobody changed yet."""
    return drafts.copy(by=editor, edition=edition, name="Onze lijst")
