"""What the teacher noticed about the own learning question: asked right under it, on the page for looking
back."""

import pytest
from django.test import Client
from django.urls import reverse

from observations.models import MAX_TEXT, Answer
from people.models import User
from tests.factories import answer, fresh, make_lesson, save
from tests.observations.posted_page import PostedPage

NOTE = "note-ref.focus"
ASKED = {"type": "question", "text": "Hoe help ik studenten die stil blijven?", "revision": 0}


@pytest.fixture
def page(client):
    def get(lesson, name="look_back"):
        User.objects.update(language="en")
        client.force_login(lesson.coach if name == "look" else lesson.teacher)
        return PostedPage(client.get(reverse(name, args=[lesson.pk])))

    return get


def fields(page):
    return [name for name, _value in page.fields]


def test_it_stands_under_the_question_before_all_else(lesson, page):
    save(lesson, "teacher", ASKED)
    found = page(lesson)

    [section] = found.tree.xpath("//section[@aria-labelledby='intended']")
    said = " ".join(section.text_content().split())
    assert said.startswith(
        "This is what you intended Hoe help ik studenten die stil blijven? What did I notice"
    )
    assert next(name for name in fields(found) if name.startswith("note-")) == NOTE
    assert fields(found).count(NOTE) == 1
    assert found.words_of("item-ref.focus-whose") == "Part of your story"


def test_without_a_learning_question_nobody_is_asked_about_it(lesson, page):
    assert NOTE not in fields(page(lesson))
    assert "note-ref.rel" in fields(page(lesson))


def test_an_answer_stays_in_sight_when_the_question_is_taken_back(lesson, page):
    save(lesson, "teacher", ASKED, answer("ref.focus", "", "Achterin begon het later."))
    save(lesson, "teacher", {"type": "question", "text": "", "revision": 1})

    assert fresh(lesson).learning_question == ""
    assert page(lesson)[NOTE] == "Achterin begon het later."


def test_the_form_saves_it_without_a_script_and_so_does_the_script(lesson, page, client):
    save(lesson, "teacher", ASKED)
    found = page(lesson)
    found[NOTE] = "Achterin begon het later."
    assert client.post(reverse("look_back", args=[lesson.pk]), found.data()).status_code == 302
    assert Answer.objects.get().note == "Achterin begon het later."

    entry = answer("ref.focus", "", "Achterin begon het later, en toen allemaal.", revision=1)
    body = {"voice": "teacher", "entry": entry}
    sent = client.post(reverse("entries", args=[lesson.pk]), body, content_type="application/json")
    assert sent.status_code == 200
    assert page(lesson)[NOTE] == "Achterin begon het later, en toen allemaal."


def test_what_is_refused_comes_back_at_its_place_with_what_was_typed(lesson, page, client):
    too_long = "x" * (MAX_TEXT + 1)
    save(lesson, "teacher", ASKED)
    found = page(lesson)
    found[NOTE] = too_long
    response = client.post(reverse("look_back", args=[lesson.pk]), found.data())

    assert response.status_code == 422
    assert PostedPage(response)[NOTE] == too_long


@pytest.mark.parametrize("name", ["before", "look"])
def test_it_is_on_no_other_page_that_one_writes_on(lesson, page, name):
    save(lesson, "teacher", ASKED)

    assert NOTE not in fields(page(lesson, name))
    assert ("note-coach.focus" in fields(page(lesson, name))) is (name == "look")


def test_a_visit_of_an_earlier_edition_asks_what_it_asked(second_edition, teacher, coach, page):
    lesson = make_lesson(teacher, coach=coach, edition=second_edition)
    save(lesson, "teacher", ASKED)

    assert NOTE not in fields(page(lesson))


def test_the_coach_reads_nothing_of_it_before_opening(lesson, coach):
    save(lesson, "teacher", ASKED, answer("ref.focus", "", "Alleen voor mij, tot wij openen."))
    client = Client()
    client.force_login(coach)

    for name in ("look", "visit"):
        assert "Alleen voor mij" not in client.get(reverse(name, args=[lesson.pk])).content.decode()


def test_ones_own_data_has_it_among_what_one_recorded(lesson, client):
    save(lesson, "teacher", ASKED, answer("ref.focus", "", "Achterin begon het later."))
    User.objects.update(language="en")
    client.force_login(lesson.teacher)
    file = client.get(reverse("data_file", args=[lesson.teacher_id, "all.json"])).json()

    [entry] = file["visits"][0]["entries"]
    assert (entry["item"], entry["note"]) == ("ref.focus", "Achterin begon het later.")
    assert entry["text"] == "What did I notice in this lesson about my learning question?"
