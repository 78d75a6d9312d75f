"""Who opens an account before the lesson's day is asked first: practise, or really the lesson? Until then
nothing is recorded in it."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from observations import actions
from observations.models import Lesson, Observation
from observations.refusals import NotNow
from people.models import User
from tests.factories import answer, fresh, make_lesson, moment, save
from tests.observations.posted_page import PostedPage

POINT = "com.steps_first_step"
KEEPING = {"HTTP_X_KEEP": "1"}  # static/js/offline.js fetches a page to keep it
VOICES = pytest.mark.parametrize(("role", "page"), [("coach", "look"), ("teacher", "look_back")])


@pytest.fixture(autouse=True)
def english(teacher, coach):
    User.objects.update(language="en")


@pytest.fixture
def lesson(edition, teacher, coach):
    """In five days."""
    start = timezone.now() + timedelta(days=5)
    return make_lesson(teacher, coach=coach, start=start, end=start + timedelta(minutes=50))


@pytest.fixture
def person(lesson, role):
    return getattr(lesson, role)


def open_page(client, lesson, person, page, **headers):
    client.force_login(person)
    return client.get(reverse(page, args=[lesson.pk]), **headers)


def say(client, lesson, person, what):
    client.force_login(person)
    return client.post(reverse("early", args=[lesson.pk]), {what: "1"})


def send(client, lesson, role, *entries, **says):
    client.force_login(getattr(lesson, role))
    body = {"voice": role, "batch": [entry | says for entry in entries]}
    response = client.post(
        reverse("entries", args=[lesson.pk]), json.dumps(body), content_type="application/json"
    )
    return [result["status"] for result in response.json()["results"]]


@VOICES
def test_before_its_day_the_page_asks_first(client, lesson, person, page):
    response = open_page(client, lesson, person, page)

    assert (response.status_code, response.url) == (302, reverse("early", args=[lesson.pk]))
    asked = client.get(response.url).content.decode()
    assert "Practise, or really the lesson?" in asked
    assert 'name="practise"' in asked and 'name="real"' in asked
    assert not Observation.objects.exists()


@VOICES
def test_on_its_day_nothing_is_asked(client, lesson, person, page):
    with time_machine.travel(lesson.day_begins + timedelta(minutes=1)):
        response = open_page(client, lesson, person, page)
        again = client.get(reverse("early", args=[lesson.pk]))
        late = say(client, lesson, person, "real")  # from a page that stood open since yesterday

    assert not Observation.objects.exists()
    assert late.url == again.url
    assert response.status_code == 200
    assert b"data-early" not in response.content
    assert (again.status_code, again.url) == (302, reverse(page, args=[lesson.pk]))


@VOICES
def test_a_device_that_keeps_the_page_gets_the_page_itself(client, lesson, person, page):
    """What the evening before is kept for the day is not the question."""
    response = open_page(client, lesson, person, page, **KEEPING)

    assert response.status_code == 200
    kept = response.content.decode()
    assert 'id="write"' in kept
    assert f'data-early="{lesson.day_begins.isoformat()}"' in kept


@VOICES
def test_really_the_lesson_is_asked_no_more_and_what_is_written_counts(client, lesson, person, role, page):
    response = say(client, lesson, person, "real")

    assert (response.status_code, response.url) == (302, reverse(page, args=[lesson.pk]))
    opened = client.get(response.url)
    assert (opened.status_code, b"data-early" in opened.content) == (200, False)
    assert send(client, lesson, role, answer(POINT, "seen")) == [200]


def test_the_answer_itself_closes_nothing(client, lesson, teacher, coach):
    say(client, lesson, coach, "real")

    client.force_login(teacher)
    assert [
        client.get(reverse(name, args=[lesson.pk])).status_code for name in ("before", "move", "cancel")
    ] == [200] * 3
    assert send(client, lesson, "teacher", {"type": "lens", "item": POINT, "chosen": True}) == [200]


def test_an_answer_is_about_its_moment(client, lesson, teacher, coach):
    say(client, lesson, coach, "real")

    actions.move(lesson=fresh(lesson), by=teacher, start=lesson.start + timedelta(days=1), end=None)

    assert open_page(client, lesson, coach, "look").status_code == 302


@VOICES
def test_without_the_answer_nothing_of_the_account_is_recorded(client, lesson, role, person, page):
    entries = [answer(POINT, "seen"), answer("sig.tension", "few", "Een groepje stil.")]

    assert send(client, lesson, role, *entries, *([moment()] if role == "coach" else [])) == [423] * (
        2 + (role == "coach")
    )

    assert not fresh(lesson).is_begun
    client.force_login(person)
    said = client.post(
        reverse("entries", args=[lesson.pk]),
        json.dumps({"voice": role, "entry": entries[0]}),
        content_type="application/json",
    )
    assert (said.status_code, said.json()["reason"]) == (423, "early")


def test_what_belongs_before_the_lesson_needs_no_answer(client, lesson):
    entries = [
        {"type": "question", "text": "Wie komt er niet aan het woord?", "revision": 0},
        {"type": "lens", "item": POINT, "chosen": True},
        answer("pre.if_then", note="Als het stil is, tel ik tot vijf."),
    ]

    assert send(client, lesson, "teacher", *entries) == [200, 200, 200]


def test_a_page_that_asked_without_a_network_tells_the_answer_with_its_entries(client, lesson, coach):
    assert send(client, lesson, "coach", answer(POINT, "seen"), moment(), real=True) == [200, 200]

    assert fresh(lesson).accounts["coach"].brought_forward_at
    assert open_page(client, lesson, coach, "look").status_code == 200


@pytest.mark.parametrize("real", ["true", 1, None, [], {"x": 1}])
def test_only_a_plain_yes_is_a_yes(client, lesson, real):
    assert send(client, lesson, "coach", answer(POINT, "seen"), real=real) == [423]


def test_what_was_written_before_its_day_already_stays_and_goes_on(client, lesson, coach):
    """Visits from before there was a question."""
    save_early(lesson)

    assert open_page(client, lesson, coach, "look").status_code == 200
    assert send(client, lesson, "coach", answer(POINT, "partly", revision=1)) == [200]
    client.force_login(coach)
    assert client.post(reverse("ready", args=[lesson.pk])).status_code == 302


def save_early(lesson):
    with time_machine.travel(lesson.start):
        save(lesson, "coach", answer(POINT, "seen"))


@VOICES
def test_without_the_answer_nothing_is_called_ready(client, lesson, role, person, page):
    client.force_login(person)
    ready = reverse("ready", args=[lesson.pk])
    for says in ({}, {"sure": True}):
        body = {"entry": {"type": "ready", "ready": True} | says}
        asked = client.post(ready, json.dumps(body), content_type="application/json")
        assert (asked.status_code, asked.json()["reason"]) == (423, "early")
    assert client.post(ready, {"sure": "1"}).status_code == 423
    assert not Observation.objects.filter(ready_at__isnull=False).exists()

    body = {"entry": {"type": "ready", "ready": True, "sure": True, "real": True}}
    assert client.post(ready, json.dumps(body), content_type="application/json").status_code == 200
    assert fresh(lesson).is_ready(role)


def test_the_rule_holds_for_every_caller(lesson, coach):
    with pytest.raises(NotNow) as refusal:
        actions.mark_ready(lesson=lesson, by=coach)

    assert refusal.value.reason == "early"


def test_a_page_without_script_that_stood_open_keeps_what_was_typed(client, lesson, coach):
    page = PostedPage(open_page(client, lesson, coach, "look", **KEEPING))
    page[f"note-{POINT}"] = "Drie stappen op het bord."

    answered = client.post(reverse("look", args=[lesson.pk]), page.data())

    assert answered.status_code == 422
    words = answered.content.decode()
    assert "Drie stappen op het bord." in words
    assert "This lesson is on a later day." in words


def test_practising_changes_nothing_of_the_visit(client, lesson, teacher, coach):
    before = Lesson.objects.filter(pk=lesson.pk).values().get()

    response = say(client, lesson, coach, "practise")
    page = client.get(response.url)
    mine = Lesson.with_practice.get(practice="coach")
    results = client.post(
        reverse("entries", args=[mine.pk]),
        json.dumps({"voice": "coach", "batch": [answer(POINT, "seen"), moment()]}),
        content_type="application/json",
    ).json()["results"]

    assert response.url == reverse("look", args=[mine.pk])
    assert (page.status_code, [result["status"] for result in results]) == (200, [200, 200])
    assert Lesson.objects.filter(pk=lesson.pk).values().get() == before
    assert not lesson.observations.exists()
    assert mine.edition_id == lesson.edition_id


def test_a_proposal_asks_nothing_and_records_nothing(client, edition, teacher, coach):
    proposal = make_lesson(teacher, coach=coach, by=coach, start=timezone.now() + timedelta(days=5), end=None)

    assert open_page(client, proposal, coach, "look").status_code == 423
    assert open_page(client, proposal, coach, "early").status_code == 423


def test_the_day_is_the_one_of_the_school(edition, teacher, coach):
    start = datetime(
        2026, 12, 2, 3, 0, tzinfo=UTC
    )  # in Amsterdam early on the 2nd, on Bonaire late on the 1st
    lesson = make_lesson(teacher, coach=coach, start=start, end=None)

    with time_machine.travel(datetime(2026, 12, 1, 22, 0, tzinfo=UTC)):
        asked = {}
        for zone in ("Europe/Amsterdam", "America/Kralendijk"):
            with timezone.override(zone):
                asked[zone] = lesson.asks_first("coach")

    assert asked == {"Europe/Amsterdam": True, "America/Kralendijk": False}
