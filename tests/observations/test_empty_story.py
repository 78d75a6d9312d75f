"""An empty story is asked about before it is called ready, and closes nothing of the other."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from observations import actions
from observations.models import Stage
from people.models import User
from tests.factories import answer, fresh, make_lesson, moment, save
from tests.observations.posted_page import PostedPage

POINT = "com.steps_first_step"
INTENTION = "pre.if_then"


@pytest.fixture(autouse=True)
def english(teacher, coach):
    User.objects.update(language="en")


def by_script(client, lesson, person, **says):
    client.force_login(person)
    body = {"voice": lesson.voice_of(person), "entry": {"type": "ready", "ready": True} | says}
    return client.post(reverse("ready", args=[lesson.pk]), json.dumps(body), content_type="application/json")


def by_button(client, lesson, person, **says):
    client.force_login(person)
    return client.post(reverse("ready", args=[lesson.pk]), says)


def test_who_sends_an_empty_page_as_ready_is_asked_once(client, lesson, coach):
    client.force_login(coach)
    page = PostedPage(client.get(reverse("look", args=[lesson.pk])))

    asked = client.post(reverse("look", args=[lesson.pk]), page.data(button="ready"))

    assert (asked.status_code, fresh(lesson).is_ready("coach")) == (423, False)
    words = asked.content.decode()
    assert "There is nothing in your story yet." in words
    assert f'action="{reverse("ready", args=[lesson.pk])}"' in words and 'name="sure"' in words
    assert by_button(client, lesson, coach, sure="1").status_code == 302
    assert fresh(lesson).is_ready("coach") is True


def test_the_pages_script_is_asked_too(client, lesson, coach):
    """Also one that was queued on the device without a network, and one of an older page that knows of no
    question."""
    asked = by_script(client, lesson, coach)

    assert (asked.status_code, asked.json()["reason"], fresh(lesson).is_ready("coach")) == (
        423,
        "empty",
        False,
    )
    assert "There is nothing in your story yet." in asked.json()["message"]
    assert by_script(client, lesson, coach, sure=True).status_code == 200
    assert fresh(lesson).is_ready("coach") is True


@pytest.mark.parametrize("sure", [False, "yes", 1, None, []])
def test_only_a_plain_yes_is_a_yes(client, lesson, coach, sure):
    assert by_script(client, lesson, coach, sure=sure).status_code == 423


@pytest.mark.parametrize(
    "entry",
    [answer(POINT, "seen"), answer(POINT, note="Drie stappen."), answer("sig.tension", "few"), moment()],
    ids=["mark", "note", "signal", "moment"],
)
def test_whoever_wrote_anything_is_not_asked(client, lesson, coach, entry):
    save(lesson, "coach", entry)

    assert by_script(client, lesson, coach).status_code == 200


def test_what_was_cleared_again_leaves_a_story_empty(client, lesson, coach):
    taken = moment()
    save(lesson, "coach", answer(POINT, "seen"), taken)
    save(lesson, "coach", answer(POINT, revision=1), taken | {"text": "", "deleted": True, "revision": 1})

    assert by_button(client, lesson, coach).status_code == 423


def test_what_a_teacher_intends_is_not_yet_a_story(client, lesson, teacher):
    save(lesson, "teacher", answer(INTENTION, note="Als het stil is, tel ik tot vijf."))

    assert by_button(client, lesson, teacher).status_code == 423


def test_a_teacher_alone_is_asked_before_an_empty_story_opens(client, edition, teacher):
    lesson = make_lesson(teacher)

    assert by_button(client, lesson, teacher).status_code == 423
    assert fresh(lesson).stage == Stage.PLANNED
    by_button(client, lesson, teacher, sure="1")

    assert fresh(lesson).stage == Stage.OPEN


def test_an_empty_story_closes_nothing_of_the_other(client, lesson, teacher, coach):
    by_button(client, lesson, coach, sure="1")

    client.force_login(teacher)
    pages = {
        name: client.get(reverse(name, args=[lesson.pk])) for name in ("before", "move", "cancel", "visit")
    }
    question = {"type": "question", "text": "Wie komt er niet aan het woord?", "revision": 0}
    lens = {"type": "lens", "item": POINT, "chosen": True}
    results = save(lesson, "teacher", question, lens, answer(INTENTION, note="Ik tel tot vijf."))

    assert {name: page.status_code for name, page in pages.items()} == dict.fromkeys(pages, 200)
    assert f'href="{reverse("before", args=[lesson.pk])}"' in pages["visit"].content.decode()
    assert [result.status for result in results] == [200, 200, 200]


def test_the_empty_story_of_a_teacher_keeps_the_coach_from_nothing(client, lesson, teacher, coach):
    by_button(client, lesson, teacher, sure="1")

    client.force_login(coach)
    assert [
        client.get(reverse(name, args=[lesson.pk])).status_code for name in ("look", "move", "cancel")
    ] == [200] * 3


def test_ready_on_nothing_was_about_the_moment_that_was_moved(lesson, teacher, coach):
    actions.mark_ready(lesson=lesson, by=coach)

    later = lesson.start + timedelta(days=2)
    actions.move(lesson=fresh(lesson), by=teacher, start=later, end=None)

    assert fresh(lesson).stage == Stage.PLANNED
