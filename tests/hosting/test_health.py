"""For the machines that watch: one address that says the process is there, one that says its database is;
under any host name, and in time."""

import threading

import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from hosting import health
from tests.patience import SECONDS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("watch")]
BY_A_PROXY = {"HTTP_HOST": "10.0.0.7:8000"}  # what it asks under is no name of ours


@pytest.fixture
def hold(monkeypatch):
    """What the database says is there once it is let go."""
    let_go, asked = threading.Event(), []

    def look():
        asked.append(1)
        assert let_go.wait(SECONDS)
        return {"ready": True, "clock": 0.0}

    monkeypatch.setattr(health, "look", look)
    yield asked
    let_go.set()


def test_the_process_says_that_it_is_there_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        reply = client.get(reverse("health_live"), **BY_A_PROXY)

    assert (reply.status_code, reply.content, reply["Content-Type"]) == (200, b"ok", "text/plain")
    assert "no-store" in reply["Cache-Control"]
    assert not reply.cookies


def test_any_other_address_is_still_for_the_own_host_names_only(client):
    client.raise_request_exception = False
    assert client.get("/health/", **BY_A_PROXY).status_code == 400


def test_ready_says_how_far_the_clock_of_the_database_is_from_ours(client, monkeypatch):
    monkeypatch.setattr(health.time, "time", lambda: real() - 300)
    reply = client.get(reverse("health_ready"), **BY_A_PROXY)

    assert (reply.status_code, reply.json()["ready"]) == (200, True)
    assert reply.json()["clock"] == pytest.approx(300, abs=SECONDS)
    assert "no-store" in reply["Cache-Control"]


def real(ask=health.time.time):
    return ask()


def test_a_database_that_is_away_is_not_ready_and_the_process_is_still_there(client, monkeypatch):
    def away():
        raise OperationalError("host db-7 refuses")

    monkeypatch.setattr(health, "look", away)
    reply = client.get(reverse("health_ready"))

    assert (reply.status_code, reply.json()) == (503, {"ready": False, "why": "no answer"})
    assert reply["Retry-After"]
    assert client.get(reverse("health_live")).status_code == 200


def test_a_database_that_says_nothing_is_waited_for_no_longer_than_it_is_allowed(client, hold, monkeypatch):
    monkeypatch.setattr(health, "WITHIN", 0.05)
    for _time in range(3):
        assert client.get(reverse("health_ready")).json() == {"ready": False, "why": "no answer in time"}

    assert hold == [1]  # one question at a time, whoever asks


def test_a_database_that_is_closed_to_writing_is_not_ready(client, monkeypatch):
    monkeypatch.setitem(health.QUESTION, connection.vendor, "SELECT 1, 0")

    assert client.get(reverse("health_ready")).json() == {"ready": False, "why": "read-only"}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no standby")
@pytest.mark.parametrize(("way", "is_closed"), [("on", True), ("off", False)])
def test_postgresql_says_by_itself_that_it_is_closed(way, is_closed):
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL transaction_read_only = {way}")
        cursor.execute(health.QUESTION["postgresql"])

        assert cursor.fetchone()[0] == is_closed


def test_an_answer_holds_for_a_while(client, watch, monkeypatch):
    asked = []
    monkeypatch.setattr(health, "look", lambda: asked.append(1) or {"ready": True, "clock": 0.0})
    for _time in range(3):
        client.get(reverse("health_ready"))
    assert asked == [1]
    watch.asked_at -= SECONDS
    client.get(reverse("health_ready"))
    assert asked == [1, 1]
