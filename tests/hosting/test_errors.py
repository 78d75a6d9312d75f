"""A report of an error says where our program broke and nothing of anybody: read at the far end, as it
arrived."""

import gzip
import json
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import brotli
import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.tasks import task
from django.urls import reverse

from hosting import errors
from hosting.management.commands import hourly
from tests.home.test_broken import SECRET

pytestmark = pytest.mark.django_db
DECODE = {"gzip": gzip.decompress, "br": brotli.decompress, "deflate": zlib.decompress, None: bytes}


class FarEnd(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.arrived.append(
            (str(self.headers), DECODE[self.headers["Content-Encoding"]](body).decode())
        )
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def arrived(settings):
    """(headers, body) of what arrived there."""
    with ThreadingHTTPServer(("127.0.0.1", 0), FarEnd) as server:
        server.arrived = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.ERROR_REPORTS_DSN = f"http://0123456789abcdef@127.0.0.1:{server.server_port}/1"
        errors.sdk.cache_clear()
        yield lambda: errors.flush() or server.arrived
        errors.sdk().get_client().close()
        server.shutdown()
    errors.sdk.cache_clear()


def event(body):
    return json.loads(body.splitlines()[-1])


def test_an_error_says_where_and_nothing_of_whom(client, coach, lesson, broken, arrived):
    client.force_login(coach)
    reply = client.post(
        reverse("look", args=[lesson.pk]), {"note-saf.other_views": SECRET}, query_params={"q": SECRET},
        HTTP_USER_AGENT="een tablet", REMOTE_ADDR="192.0.2.7",
    )  # fmt: skip
    [(headers, body)] = arrived()
    [error] = event(body)["exception"]["values"]

    assert set(event(body)) == {"event_id", "timestamp", "platform", "level", "release", "tags", "exception"}
    assert event(body)["tags"] == {"number": reply["X-Request-ID"], "route": "look"}
    assert set(error) == {"type", "module", "stacktrace"}
    assert error["type"] == "ValueError"
    assert {name for frame in error["stacktrace"]["frames"] for name in frame} <= set(errors.PLACE)
    assert any(frame["function"] == "writing_page" for frame in error["stacktrace"]["frames"])
    whole = headers + body
    cookies = [cookie.value for cookie in client.cookies.values()]
    for told in (
        SECRET,
        str(lesson.pk),
        str(coach.pk),
        coach.email,
        coach.name,
        "192.0.2.7",
        "een tablet",
        *cookies,
    ):
        assert told not in whole


def test_what_led_to_an_error_loses_its_words_too(arrived):
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as first:
            raise ValueError(SECRET) from first
    except ValueError as second:
        second.add_note(SECRET)
        errors.tell(second)
    [(_headers, body)] = arrived()

    assert [one["type"] for one in event(body)["exception"]["values"]] == ["KeyError", "ValueError"]
    assert SECRET not in body


def test_a_duty_and_a_task_that_break_are_reported(arrived, monkeypatch):
    def broken():
        raise ValueError(SECRET)

    monkeypatch.setattr(hourly, "DUTIES", [("mirrors made", broken)])
    with pytest.raises(Exception, match="not done"):
        call_command("hourly", verbosity=0)
    breaks.enqueue(SECRET)
    found = [event(body) for _headers, body in arrived()]

    assert [one["tags"].get("duty") or one["tags"].get("task") for one in found] == ["mirrors made", "breaks"]
    assert SECRET not in json.dumps(found)


@task
def breaks(words):
    raise ValueError(words)


def test_a_database_that_is_away_is_no_error_of_ours(client, coach, lesson, broken, arrived, monkeypatch):
    def away(**_facts):
        raise OperationalError(SECRET)

    monkeypatch.setattr("observations.recording.record", away)
    client.force_login(coach)

    assert client.post(reverse("look", args=[lesson.pk])).status_code == 503
    assert arrived() == []


def test_where_no_address_is_set_nothing_is_begun(client, coach, lesson, broken, settings, monkeypatch):
    assert settings.ERROR_REPORTS_DSN == ""
    monkeypatch.setattr(errors, "sdk", lambda: pytest.fail("it was begun"))
    client.force_login(coach)

    assert client.post(reverse("look", args=[lesson.pk])).status_code == 500


def test_a_report_that_cannot_leave_stops_nothing(client, coach, lesson, broken, settings, monkeypatch):
    settings.ERROR_REPORTS_DSN = "https://key@reports.example/1"
    monkeypatch.setattr(errors, "sdk", lambda: 1 / 0)
    client.force_login(coach)

    assert client.post(reverse("look", args=[lesson.pk])).status_code == 500
