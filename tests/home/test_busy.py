"""Whichever question to the database fails, and in whatever way: 503 in words, and never a 500
(docs/adr/0068)."""

import json
import logging
from contextlib import contextmanager
from http import HTTPStatus
from itertools import count, cycle
from types import SimpleNamespace

import psycopg
import psycopg_pool
import pytest
from django.db import (
    DatabaseError,
    InterfaceError,
    InternalError,
    OperationalError,
    connection,
    transaction,
)
from django.test import Client
from django.urls import reverse

from home import middleware, places
from home.views import broken
from observations.models import Stage
from tests import factories
from tests.factories import PASSWORD
from tests.pulse.conftest import open_pulse
from tests.test_access_table import VISIT, of_no_row, people, request, visit  # noqa: F401 -- fixtures among them

BUSY = HTTPStatus.SERVICE_UNAVAILABLE
SECRET = "geheime woorden"


def told_by(error, kind):
    """As Django hands on what psycopg or SQLite said."""
    fault = kind(f"{SECRET} at db-7")
    fault.__cause__ = error
    return fault


FAULTS = [
    OperationalError("database is locked"),  # SQLite: another one writes
    told_by(psycopg.errors.LockNotAvailable(), OperationalError),
    told_by(psycopg.errors.QueryCanceled(), OperationalError),
    told_by(psycopg.errors.AdminShutdown(), OperationalError),
    told_by(psycopg.errors.TooManyConnections(), OperationalError),
    told_by(psycopg_pool.PoolTimeout(), OperationalError),
    told_by(psycopg.errors.ReadOnlySqlTransaction(), InternalError),
    told_by(psycopg.InterfaceError("the connection is closed"), InterfaceError),
    told_by(psycopg.DatabaseError("broke off"), DatabaseError),
]


@pytest.fixture(autouse=True)
def calm(monkeypatch):
    """Trouble of one test is none of the next, and nobody waits for a place."""
    for module in (broken, middleware):
        monkeypatch.setattr(module, "trouble", places.Trouble())


@pytest.fixture
def unlogged():
    """Thousands of errors, each with its frames, take longer than what is looked at."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def client(client):
    client.raise_request_exception = False
    return client


@contextmanager
def failing(number, fault=None):
    """The question of this number, counted from 0, and all that come after it; says how many were asked."""
    asked = count()

    def refuse(execute, sql, params, many, context):
        now = next(asked)
        if fault and now >= number and not sql.startswith("ROLLBACK"):
            raise fault
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield asked


def outcomes(ask, some=None):
    """How it ends when each of its questions in turn, or `some` of them, are not answered any more, nor what
    comes after. What it did is undone."""
    with transaction.atomic(), failing(0) as asked:
        ask()
        transaction.set_rollback(True)
    faults, found = cycle(FAULTS), []
    number_of = next(asked)
    for number in range(0, number_of, max(1, number_of // (some or number_of or 1))):
        with transaction.atomic():
            with failing(number, next(faults)):
                found.append(ask())
            transaction.set_rollback(True)
    return found


def odd(replies, *usual):
    """Neither busy, nor a refusal that stands whatever happens, nor what who only reads gets anyhow: for some
    things no page fails (people/presence.py)."""
    return [code for code in (reply.status_code for reply in replies) if code not in (BUSY, 423, *usual)]


@pytest.mark.slow
@pytest.mark.usefixtures("unlogged")
@pytest.mark.parametrize("stage", [Stage.LOOKING, Stage.OPEN])
@pytest.mark.parametrize("role", ["teacher", "coach"])
def test_whichever_question_of_a_visit_fails(client, people, visit, role, stage):  # noqa: F811
    lesson = visit(stage, people["coach"])
    client.force_login(people[role])
    found = {}
    for name, rule in VISIT.items():
        replies = outcomes(lambda name=name, rule=rule: request(client, name, rule, lesson, role), some=4)
        found[name] = odd(replies, *([200] if rule.method == "get" else []))

    assert {name: codes for name, codes in found.items() if codes} == {}


@pytest.mark.slow
@pytest.mark.usefixtures("unlogged")
@pytest.mark.parametrize("name", ["lead", "administrator"])
def test_whichever_question_of_any_other_page_fails(client, people, name):  # noqa: F811
    client.force_login(people[name])
    addresses = sorted(set(of_no_row()) - {"account_logout"})
    found = {
        each: odd(outcomes(lambda each=each: client.get(reverse(each)), some=3), 200) for each in addresses
    }

    assert {each: codes for each, codes in found.items() if codes} == {}


@pytest.mark.usefixtures("unlogged")
def test_whichever_question_of_signing_in_fails(client, teacher):
    form = {"login": teacher.email, "password": PASSWORD}
    replies = outcomes(lambda: client.post(reverse("account_login"), form), some=12)

    assert len(replies) > 5
    assert odd(replies) == []
    assert all(PASSWORD not in reply.content.decode() for reply in replies)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault.__cause__ or fault).__name__)
def test_each_kind_of_fault_is_told_in_words_and_when_to_try_again(client, lesson, coach, fault):
    client.force_login(coach)
    with failing(3, fault):
        reply = client.post(reverse("look", args=[lesson.pk]), {"note-saf.other_views": "Mijn eigen zin."})

    assert (reply.status_code, reply["Retry-After"]) == (BUSY, "2")
    assert "Mijn eigen zin." in reply.content.decode()
    assert SECRET not in reply.content.decode()


def test_a_page_that_cannot_be_read_says_so_and_not_that_something_was_lost(client, lesson, coach):
    client.force_login(coach)
    with failing(1, FAULTS[0]):
        said = client.get(reverse("visit", args=[lesson.pk])).content.decode()

    assert "Deze pagina kan nu niet getoond worden" in said
    assert f'href="{reverse("visit", args=[lesson.pk])}"' in said
    assert "verstuurde" not in said


@pytest.mark.parametrize(
    "fault", [psycopg.errors.DiskFull(), OSError(28, "No space left")], ids=["PostgreSQL", "system"]
)
def test_a_full_disk_is_given_more_time(client, lesson, coach, fault):
    client.force_login(coach)
    with failing(3, told_by(fault, OperationalError)):
        reply = client.post(reverse("look", args=[lesson.pk]), {})

    assert (reply.status_code, reply["Retry-After"]) == (BUSY, "60")


def test_what_is_wrong_in_a_question_stays_our_fault(client, lesson, coach):
    client.force_login(coach)
    with failing(3, DatabaseError("save() touched no row")):
        assert client.post(reverse("look", args=[lesson.pk]), {}).status_code == 500


# --- students ---------------------------------------------------------------------------------------


def fresh_phone():
    return Client(raise_request_exception=False)


def test_a_student_whose_answers_could_not_be_counted_still_has_them(client, lesson):
    pulse = open_pulse(lesson)
    address = reverse("pulse_answer", args=[pulse.code])
    ticket = client.get(address).context["form"]["ticket"].value()
    answers = {"ticket": ticket, "pulse.can": "yes", "pulse.dare": "mostly"}
    replies = outcomes(lambda: fresh_phone().post(address, answers))
    assert odd(replies) == []
    last = replies[-1].content.decode()

    assert 'name="pulse.can" value="yes" checked' in last
    assert 'name="pulse.dare" value="mostly" checked' in last
    assert f'value="{ticket}"' in last  # sent once more it counts once
    assert "data-failed>" in last
    assert not any(reply.cookies for reply in replies)
    assert client.post(address, answers).status_code == 302


# --- threads stay free -------------------------------------------------------------------------------


def save(client, lesson):
    body = {"voice": "coach", "entry": factories.answer("saf.other_views", "seen")}
    return client.post(
        reverse("entries", args=[lesson.pk]), json.dumps(body), content_type="application/json"
    )


@pytest.fixture
def full(monkeypatch):
    """Others wait in all the places."""
    none = places.Places(1)
    monkeypatch.setattr(places, "MOMENT", 0.001)
    monkeypatch.setattr(middleware, "people", none)
    assert none.take()
    return none


def test_while_others_wait_a_save_hears_at_once_to_come_again(client, lesson, coach, full):
    client.force_login(coach)
    reply = save(client, lesson)

    assert (reply.status_code, reply.json(), reply["Retry-After"]) == (BUSY, {}, "2")
    full.give_back()
    assert save(client, lesson).status_code == 200
    assert save(client, lesson).status_code == 200  # every place was given back


def test_and_who_reads_signs_in_or_answers_as_a_student_goes_on(client, lesson, coach, full):
    pulse = open_pulse(lesson)
    client.force_login(coach)
    assert client.get(reverse("home")).status_code == 200
    assert fresh_phone().post(reverse("pulse_answer", args=[pulse.code])).status_code == 302
    client.logout()
    form = {"login": coach.email, "password": PASSWORD}

    assert client.post(reverse("account_login"), form).status_code == 302


def test_while_the_database_is_in_trouble_who_reads_waits_in_those_places_too(client, lesson, coach, full):
    client.force_login(coach)
    middleware.trouble.note()

    assert client.get(reverse("home")).status_code == BUSY
    client.logout()
    assert (
        client.get(reverse("account_login")).status_code == 200
    )  # there are others for who is not signed in


def test_a_place_is_given_back_when_the_page_breaks(client, lesson, coach, monkeypatch):
    monkeypatch.setattr(middleware, "people", places.Places(1))
    client.force_login(coach)
    for _time in range(3):
        with failing(1, FAULTS[0]):
            assert save(client, lesson).status_code == BUSY
    assert save(client, lesson).status_code == 200


def test_where_those_within_stand_still_nobody_waits_and_where_they_move_everybody_does(monkeypatch):
    waited, now = [], iter(range(100))
    monkeypatch.setattr(places, "time", SimpleNamespace(monotonic=lambda: next(now) / 10))
    monkeypatch.setattr(places, "MOMENT", 1)
    one = places.Places(1)
    one.moved = -10
    assert one.take()
    answers = [False, False, True]  # somebody went meanwhile; and at the third time there is a place

    def acquire(timeout):
        waited.append(timeout > 0)
        one.moved = one.moved if answers[0] is None else places.time.monotonic()
        return answers.pop(0)

    monkeypatch.setattr(one.free, "acquire", acquire, raising=False)
    assert one.take()
    assert waited == [True, True, True]
    one.moved, answers[:] = -10, [None]
    assert not one.take()
    assert waited[3:] == [False]
