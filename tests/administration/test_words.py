"""Words that can sound like a judgment: a school adds its own and takes them away again."""

import pytest
from django.urls import reverse

from checklists.models import JudgingWord
from people.audit import AuditEvent
from tests import factories
from tests.administration.test_teams import beside
from tests.home.conftest import words


def add(client, word="ondermaats", language="nl"):
    return client.post(reverse("words"), {"word": word, "language": language})


def test_a_word_is_added_in_small_letters_and_single_spaces(signed_in, school):
    assert add(signed_in, "Ónder  DE maat")["Location"] == reverse("words")

    assert [(row.word, row.school) for row in JudgingWord.objects.all()] == [("ónder de maat", school)]
    assert "ónder de maat" in words(signed_in.get(reverse("words")))
    assert AuditEvent.objects.get().detail == {}


def test_a_word_that_is_there_is_told_beside_its_field(signed_in, school):
    JudgingWord.objects.create(school=school, word="éénvormig", language="nl")

    assert beside(add(signed_in, "ÉÉNVORMIG"), "id_word") == "Your school’s list has this word already."
    assert add(signed_in, "éénvormig", "en").status_code == 302
    assert JudgingWord.objects.count() == 2


@pytest.mark.parametrize(
    ("word", "language", "field"),
    [("", "nl", "word"), ("   ", "nl", "word"), ("x" * 61, "nl", "word"), ("mat", "fr", "language")],
)
def test_what_is_no_word_or_no_language_of_ours_comes_back(signed_in, word, language, field):
    reply = add(signed_in, word, language)

    assert beside(reply, f"id_{field}")
    assert word in reply.content.decode()


def test_a_second_click_is_one_word(signed_in):
    assert [add(signed_in).status_code for _click in range(2)] == [302, 302]
    assert JudgingWord.objects.count() == 1


def test_a_word_is_taken_away_once(signed_in, school):
    row = JudgingWord.objects.create(school=school, word="mat", language="nl")
    for _click in range(2):
        reply = signed_in.post(reverse("word_remove", args=[row.pk]))
        assert (reply.status_code, reply["Location"]) == (302, reverse("words"))
    assert not JudgingWord.objects.exists()


def test_a_word_of_another_school_is_not_there(signed_in, elsewhere):
    row = JudgingWord.objects.create(school=elsewhere.school, word="verweg", language="nl")

    assert "verweg" not in words(signed_in.get(reverse("words")))
    assert signed_in.post(reverse("word_remove", args=[row.pk])).status_code == 404
    assert JudgingWord.objects.get() == row
    assert add(signed_in, "verweg").status_code == 302


def test_a_word_reaches_who_looks_along(signed_in, school, lesson, client):
    """From the form to the page of the coach."""
    add(signed_in, "kwakkelig")
    client.force_login(lesson.coach)

    assert "kwakkelig" in client.get(reverse("look", args=[lesson.pk])).content.decode()
    other = factories.make_school("Andere School")
    assert not other.judging_words.exists()


def test_a_word_of_the_edition_itself_is_simply_accepted(signed_in, edition):
    assert "onrustig" in edition.words["judging_words"]["nl"]

    assert add(signed_in, "onrustig").status_code == 302


@pytest.mark.parametrize("role", ["teacher", "coach", "lead"])
def test_who_is_no_administrator_finds_no_words(client, team, role):
    client.force_login(factories.make_person("Sam Bedacht", team=team, role=role))
    row = JudgingWord.objects.create(school=team.school, word="mat", language="nl")

    assert client.get(reverse("words")).status_code == 404
    assert add(client).status_code == 404
    assert client.post(reverse("word_remove", args=[row.pk])).status_code == 404
    assert JudgingWord.objects.get() == row
