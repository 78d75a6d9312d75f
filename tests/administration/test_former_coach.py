"""Who looked along and is gone reads as a former coach, wherever the teacher of that lesson meets the name;
and nowhere stands an empty place."""

import re

import pytest
from django.urls import reverse

from administration import emptying, leaving
from people.models import User
from reports import actions as reports
from tests import factories
from tests.factories import bring_to, fresh, make_lesson
from tests.home.conftest import words
from tests.pdf_words import words_of
from together import actions as together


@pytest.fixture
def visit(lesson, coach, administrator):
    """Opened, with what the two said to each other; its coach is gone."""
    factories.record_everything(lesson, "coach")
    bring_to("open", lesson)
    together.add(lesson=lesson, by=coach, kind="reply", text="Blijft staan.")
    reports.note_report(lesson=fresh(lesson), by=coach)
    leaving.let_go(by=administrator, person=coach, last_day=coach.today)
    emptying.empty(coach)
    User.objects.update(language="en")
    return fresh(lesson)


@pytest.mark.parametrize("name", ["visit", "together", "everything", "keys", "delete"])
def test_pages_of_the_visit(client, visit, teacher, name):
    client.force_login(teacher)
    text = words(client.get(reverse(name, args=[visit.pk])))

    assert "former coach" in text
    assert not re.search(r"Coba|former colleague|None", text)


@pytest.mark.parametrize("name", ["home", "earlier"])
def test_lists(client, visit, teacher, name):
    client.force_login(teacher)
    text = client.get(reverse(name)).content.decode()

    assert re.search("a former coach", text, re.IGNORECASE)
    assert "former colleague" not in text


def test_a_title_begins_with_a_capital(visit, teacher):
    assert visit.title_for(teacher).startswith(("A former coach, ", "Een vroegere coach, "))


def test_paper(client, visit, teacher):
    client.force_login(teacher)
    text = words_of(client.get(reverse("report_pdf", args=[visit.pk]), {"lang": "nl"}).content)

    assert "een vroegere coach" in text.lower()
    assert "Coba" not in text


def test_who_was_asked_and_is_gone_leaves_the_teacher_a_choice(
    client, edition, teacher, coach, administrator
):
    later = make_lesson(teacher, coach=coach)
    leaving.let_go(by=administrator, person=coach, last_day=coach.today)
    emptying.empty(coach)
    User.objects.update(language="en")
    client.force_login(teacher)
    text = words(client.get(reverse("visit", args=[later.pk])))

    assert "A former coach cannot look along this time. You choose how to go on." in text
    assert not re.search(r"Coba|former colleague|None", text)
