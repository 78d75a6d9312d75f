"""What is seen of a request from outside: its number and one line, which tells of nobody."""

import logging
import re
from datetime import datetime
from uuid import uuid4

import pytest
from django.conf import settings as project
from django.urls import reverse

from config.logs import Frames, Lines
from hosting import middleware
from tests.factories import answer
from tests.home.test_broken import SECRET, full
from tests.pulse.conftest import open_pulse

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r"[2-9B-Z]{4}-[2-9B-Z]{4}")
GIVEN = "0f3c9a7e-of-the-proxy"


def test_a_request_is_one_line_by_the_name_of_its_address(client, coach, lesson, log):
    client.force_login(coach)
    reply = client.get(reverse("visit", args=[lesson.pk]), {"zoek": SECRET})
    [line] = log.lines

    assert datetime.fromisoformat(line.pop("at")).utcoffset().total_seconds() == 0
    assert isinstance(line.pop("ms"), int)
    assert line == {
        "level": "INFO", "logger": "hosting.seen", "said": "request", "id": reply["X-Request-ID"],
        "method": "GET", "route": "visit", "status": 200,
    }  # fmt: skip


def test_it_holds_nobody_and_nothing_that_was_sent(client, coach, lesson, log):
    client.force_login(coach)
    sent = {"voice": "coach", "entry": answer("saf.other_views", "seen", note=SECRET)}
    client.post(reverse("entries", args=[lesson.pk]), sent, content_type="application/json")
    client.get("/bestaat/niet/", {"q": SECRET}, REMOTE_ADDR="192.0.2.7")

    assert [line["route"] for line in log.lines if "route" in line] == ["entries", "none"]
    for told in (SECRET, str(lesson.pk), str(coach.pk), coach.email, coach.name, "192.0.2.7", "niet"):
        assert told not in log.text


def test_a_number_is_new_for_each_request_and_can_be_told_by_phone(client):
    numbers = {client.get(reverse("about"))["X-Request-ID"] for _time in range(20)}

    assert len(numbers) == 20
    assert all(NUMBER.fullmatch(number) for number in numbers)


@pytest.mark.parametrize(
    ("has_proxy", "given", "is_taken"),
    [(True, GIVEN, True), (False, GIVEN, False), (True, "kort", False), (True, f"{GIVEN}\n{SECRET}", False),
     (True, "x" * 65, False)],
)  # fmt: skip
def test_the_number_of_a_proxy_is_taken_where_there_is_one(client, monkeypatch, has_proxy, given, is_taken):
    monkeypatch.setattr(middleware, "HAS_PROXY", has_proxy)
    number = client.get(reverse("about"), HTTP_X_REQUEST_ID=given)["X-Request-ID"]

    assert (number == given) == is_taken
    assert is_taken or NUMBER.fullmatch(number)


def test_what_broke_is_in_the_log_under_the_number_that_its_page_says(client, coach, lesson, log, broken):
    client.force_login(coach)
    page = client.post(reverse("look", args=[lesson.pk]), {"note-saf.other_views": SECRET})
    number = page["X-Request-ID"]
    error = next(line for line in log.lines if line["level"] == "ERROR")

    assert (page.status_code, number in page.content.decode()) == (500, True)
    assert (error["id"], error["route"], error["said"]) == (number, "look", "Internal Server Error: …")
    assert error["trace"].endswith("ValueError")
    assert SECRET not in log.text


def test_of_a_long_number_the_page_says_enough_to_find_it(client, coach, lesson, broken, monkeypatch):
    monkeypatch.setattr(middleware, "HAS_PROXY", True)
    client.force_login(coach)
    page = client.post(
        reverse("look", args=[lesson.pk]), HTTP_X_REQUEST_ID="0f3c9a7e5b1d4c2a8e6f7a9b0c1d2e3f"
    )

    assert "0f3c9a7e5<" in page.content.decode()


def test_nothing_can_be_saved_says_its_number_too(client, coach, lesson):
    client.raise_request_exception = False
    client.force_login(coach)
    with full():
        page = client.post(reverse("look", args=[lesson.pk]), {"note-saf.other_views": SECRET})

    assert (page.status_code, page["X-Request-ID"] in page.content.decode()) == (503, True)


def test_without_lines_an_error_says_its_number_and_a_request_nothing(
    client, coach, lesson, settings, log, broken
):
    settings.LOG_JSON = False
    plain = Frames("{levelname} {message}", style="{")
    logging.getLogger("django.request").handlers[0].setFormatter(plain)
    client.force_login(coach)
    client.get(reverse("visit", args=[lesson.pk]))
    assert log.text == ""
    number = client.post(reverse("look", args=[lesson.pk]), {"note-saf.other_views": SECRET})["X-Request-ID"]

    assert f"/look/ [{number}]" in log.text.splitlines()[0]


def test_when_a_student_answers_is_in_no_line(client, lesson, log):
    pulse = open_pulse(lesson)
    client.get(reverse("pulse_answer", args=[pulse.code]))
    client.get(reverse("pulse_enter"))
    client.get("/p/bestaat-niet/bestaat-niet/")

    assert log.text == ""


@pytest.mark.parametrize("lines", [Lines, lambda: Frames("{message}", style="{")])
def test_nor_when_the_database_is_away_and_an_error_of_the_program_names_no_address(
    client, lesson, log, lines, monkeypatch
):
    handler = logging.getLogger("django.request").handlers[0]
    handler.setFormatter(lines())
    client.raise_request_exception = False
    pulse = open_pulse(lesson)
    address = reverse("pulse_answer", args=[pulse.code])
    answers = {"ticket": "1" * 32, "pulse.can": "yes"}
    with full():
        assert client.post(address, answers).status_code == 503
    assert log.text == ""

    monkeypatch.setattr("pulse.actions.answer", lambda **_answer: 1 / 0)
    assert client.post(address, answers).status_code == 500
    assert "ZeroDivisionError" in log.text
    assert pulse.code not in log.text


def test_the_served_log_leaves_the_same_out():
    assert project.LOGGING["handlers"]["stderr"]["filters"] == ["told"]


def test_nor_when_a_calendar_asks_or_a_teacher_says_how_a_visit_was(client, teacher, lesson, log):
    client.force_login(teacher)
    for address in (
        reverse("calendar", args=["x" * 40]), reverse("echo", args=[lesson.pk]), reverse("echo_take_back", args=[uuid4()]),
    ):  # fmt: skip
        client.get(address)
        client.post(address)

    assert log.text == ""
