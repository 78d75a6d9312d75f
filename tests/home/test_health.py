"""The address for the machine that watches: it says ok only while something can be saved, and costs nearly
nothing."""

import shutil
from collections import namedtuple

import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from home import health
from home.models import Beat

pytestmark = pytest.mark.django_db
Disk = namedtuple("Disk", "total used free")


@pytest.fixture(autouse=True)
def heart(monkeypatch):
    """A process that has not been asked yet."""
    monkeypatch.setattr(health, "heart", health.Heart())
    return health.heart


def ask(client):
    reply = client.get(reverse("health"))
    return reply.status_code, reply.content.decode()


WELL, NOT_WELL = (200, "ok"), (503, "not ok: nothing can be saved now")


def refuse_writing(execute, sql, params, many, context):
    if not sql.startswith("SELECT"):
        raise OperationalError("disk of host db-7 is full")
    return execute(sql, params, many, context)


def test_it_writes_one_row_in_one_query_and_says_nothing_else(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        reply = client.get(reverse("health"))

    assert (reply.status_code, reply.content, reply["Content-Type"]) == (200, b"ok", "text/plain")
    assert "no-store" in reply["Cache-Control"]
    assert not reply.cookies
    assert Beat.objects.count() == 1


def test_asked_again_within_seconds_it_does_not_write_and_later_it_writes_the_same_row(
    client, heart, django_assert_num_queries
):
    ask(client)
    before = Beat.objects.get().at
    with django_assert_num_queries(0):
        assert {ask(client) for _time in range(20)} == {WELL}
    heart.asked_at -= health.EVERY
    ask(client)

    assert Beat.objects.get().at > before


def test_where_the_database_can_be_read_but_not_written_it_says_so_and_gives_no_details(client, heart):
    with connection.execute_wrapper(refuse_writing):
        assert ask(client) == NOT_WELL
        assert ask(client) == NOT_WELL  # also without asking the database again
    heart.asked_at -= health.EVERY
    assert ask(client) == WELL


def test_where_the_disk_has_no_room_left_it_says_so(client, heart, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Disk(10**12, 10**12, health.ROOM - 1))
    assert ask(client) == NOT_WELL
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Disk(10**12, 10**12, health.ROOM))
    heart.asked_at -= health.EVERY
    assert ask(client) == WELL


def test_while_somebody_waits_for_the_database_others_get_an_answer_at_once(client, heart):
    assert heart.is_my_turn()
    assert not heart.is_my_turn()
    assert ask(client) == WELL
    assert not Beat.objects.exists()
