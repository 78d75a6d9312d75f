"""The address that the page's script posts to: exact statuses, whatever arrives."""

import json
import uuid

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from observations.models import Addition, Answer, Stage
from signing_in.views.again import ASK_AGAIN
from tests import factories
from tests.factories import answer


def post(client, lesson, person, body, name="entries"):
    client.force_login(person)
    raw = body if isinstance(body, str) else json.dumps(body)
    return client.post(reverse(name, args=[lesson.pk]), raw, content_type="application/json")


def test_one_entry_answers_with_its_own_status_and_a_batch_with_a_list(client, lesson, coach):
    good, bad = answer("rel.contact_at_start", "seen"), answer("rel.contact_at_start", "great")

    alone = post(client, lesson, coach, {"voice": "coach", "entry": bad})
    batch = post(client, lesson, coach, {"voice": "coach", "batch": [good, bad]})

    assert alone.status_code == 422
    assert (batch.status_code, [result["status"] for result in batch.json()["results"]]) == (200, [200, 422])


def test_an_expired_session_is_told_401_and_keeps_its_cookies(client, lesson, coach):
    """Taking the cookie away would sign out who has signed in again meanwhile, in another tab."""
    client.force_login(coach)
    Session.objects.all().delete()

    entry = {"voice": "coach", "entry": answer("rel.contact_at_start", "seen")}
    response = client.post(reverse("entries", args=[lesson.pk]), entry, content_type="application/json")

    assert (response.status_code, list(response.cookies)) == (401, [ASK_AGAIN])  # which takes nothing away
    assert not Answer.objects.exists()
    for address in ("worker", "home"):
        assert "sessionid" not in client.get(reverse(address)).cookies


@pytest.mark.parametrize(
    "body",
    [
        "{", "[]", "5", "null", '"x"', "{}", '{"voice": "coach"}', '{"voice": "coach", "entry": null}',
        '{"voice": "coach", "batch": {}}', '{"voice": "coach", "batch": [1]}', '{"voice": ["coach"], "entry": {}}',
        '{"voice": "student", "entry": {}}',
    ],
)  # fmt: skip
def test_what_is_no_entry_is_refused_with_words(client, lesson, coach, body):
    response = post(client, lesson, coach, body)

    assert response.status_code == 422
    assert response.json()["errors"]


@pytest.mark.parametrize(
    "change",
    [
        {"type": []}, {"type": {}}, {"type": None}, {"item": []}, {"item": {"a": 1}}, {"value": []}, {"note": {}}, {"revision": "x"},
        {"revision": -1}, {"revision": 10**30}, {"noted_at": 5}, {"noted_at": []}, {"noted_at": "9999-99-99"}, {"lens": [[]]},
        {"lens": [{}]}, {"lens": "x"}, {"lang": []}, {"lang": "fr"}, {"is_example": []}, {"coach_may_read": {}},
    ],
)  # fmt: skip
def test_odd_values_never_break_and_never_change_another_answer(client, lesson, coach, change):
    entry = answer("rel.contact_at_start", "seen", "Groet.") | change

    response = post(client, lesson, coach, {"voice": "coach", "entry": entry})

    assert response.status_code in (200, 409, 422)
    assert Answer.objects.exclude(item__key="rel.contact_at_start").count() == 0


@pytest.mark.parametrize(
    "change", [{"id": 5}, {"id": []}, {"noted_at": 5}, {"kind": []}, {"theme": {}}, {"item": []}]
)
def test_odd_moments_never_break(client, lesson, coach, change):
    response = post(client, lesson, coach, {"voice": "coach", "entry": factories.moment() | change})

    assert response.status_code in (200, 422)


@pytest.mark.parametrize(
    "body", ["{", "[]", "5", "{}", '{"kind": "late", "text": []}', '{"kind": [], "text": "x"}']
)
def test_an_odd_addition_is_refused_with_words(client, lesson, coach, body):
    factories.bring_to(Stage.OPEN, lesson)

    response = post(client, lesson, coach, body, "addition")

    assert response.status_code in (201, 422)
    assert Addition.objects.count() == (response.status_code == 201)


def test_the_voice_of_the_other_is_gone(client, lesson, coach):
    entry = answer("ref.rel", "", "In jouw naam.")

    assert post(client, lesson, coach, {"voice": "teacher", "entry": entry}).status_code == 404
    factories.record_something(lesson, "coach")
    assert post(client, lesson, coach, {"voice": "teacher", "entry": entry}).status_code == 404
    entry = answer("rel.contact_at_start", "seen", "Als de ander.")
    assert post(client, lesson, coach, {"voice": "teacher", "entry": entry}).status_code == 404
    assert Answer.objects.count() == 1


def test_a_refusal_of_the_account_says_why(client, lesson, coach):
    factories.bring_to(Stage.OPEN, lesson)
    body = {"voice": "coach", "batch": [answer("rel.contact_at_start", "seen")]}

    [result] = post(client, lesson, coach, body).json()["results"]

    assert (result["status"], result["reason"]) == (423, "opened")
    assert result["message"]


def test_the_same_addition_sent_twice_stands_there_once(client, lesson, coach):
    factories.bring_to(Stage.OPEN, lesson)
    body = {"id": str(uuid.uuid4()), "kind": "late", "text": "Nagekomen."}

    statuses = [post(client, lesson, coach, body, "addition").status_code for _click in range(2)]

    assert statuses == [201, 201]
    assert Addition.objects.get().text == "Nagekomen."


def test_an_addition_to_a_moment_that_is_not_of_this_visit_is_refused(client, lesson, coach):
    factories.bring_to(Stage.OPEN, lesson)
    body = {"kind": "late", "text": "Nagekomen.", "moment": str(uuid.uuid4())}

    assert post(client, lesson, coach, body, "addition").status_code == 422
    assert not Addition.objects.exists()
