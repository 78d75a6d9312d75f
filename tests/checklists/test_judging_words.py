"""Words that a school adds to the edition's list, and what administrators can do with them."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from checklists.models import JudgingWord
from tests import factories


@pytest.fixture
def elsewhere(db):
    """A word of another school: what could leak."""
    school = factories.make_school("Andere School")
    return JudgingWord.objects.create(school=school, language="nl", word="vreemd")


def page_of(word, name="change"):
    return reverse(f"admin:checklists_judgingword_{name}", args=[word.pk])


def add(client, school, word="rommeltje", **changes):
    sent = {"word": word, "language": "nl", "school": school.pk} | changes
    return client.post(reverse("admin:checklists_judgingword_add"), sent)


def words():
    return set(JudgingWord.objects.values_list("word", flat=True))


# --- the list itself --------------------------------------------------------------------------------


def test_words_of_a_school_come_per_language_and_in_order(school, elsewhere):
    for language, word in (("nl", "suf"), ("nl", "flauw"), ("en", "dull")):
        JudgingWord.objects.create(school=school, language=language, word=word)

    assert [str(row) for row in JudgingWord.objects.for_school(school.pk, "nl")] == ["flauw", "suf"]


def test_a_word_stands_once_in_a_language_of_a_school(school, elsewhere):
    JudgingWord.objects.create(school=school, language="nl", word="suf")
    JudgingWord.objects.create(school=school, language="en", word="suf")
    JudgingWord.objects.create(school=elsewhere.school, language="nl", word="suf")

    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        JudgingWord.objects.create(school=school, language="nl", word="Suf")


# --- administrators ---------------------------------------------------------------------------------


def test_an_administrator_adds_changes_and_deletes_a_word(signed_in, school):
    assert add(signed_in, school, "  Beetje   SUF ").status_code == 302
    row = JudgingWord.objects.get()
    assert (row.word, row.language, row.school) == ("beetje suf", "nl", school)

    signed_in.post(page_of(row), {"word": "dull", "language": "en", "school": school.pk})
    row.refresh_from_db()
    assert (row.word, row.language) == ("dull", "en")

    signed_in.post(page_of(row, "delete"), {"post": "yes"})
    assert words() == set()


def test_the_school_fills_itself_in(signed_in, school, elsewhere):
    html = signed_in.get(reverse("admin:checklists_judgingword_add")).content.decode()

    assert f'<input type="hidden" name="school" value="{school.pk}"' in html
    assert "Andere School" not in html


@pytest.mark.parametrize("again", ["één rommeltje", "Één  Rommeltje", "ÉÉN ROMMELTJE"])
def test_a_word_that_is_there_already_is_refused_with_words(signed_in, school, again):
    add(signed_in, school, "één rommeltje")
    add(signed_in, school, "iets anders")
    other = JudgingWord.objects.get(word="iets anders")

    for page in (reverse("admin:checklists_judgingword_add"), page_of(other)):
        response = signed_in.post(page, {"word": again, "language": "nl", "school": school.pk})
        assert "Your school’s list has this word already." in response.content.decode()
    assert words() == {"één rommeltje", "iets anders"}


def test_a_word_of_the_edition_itself_is_simply_accepted(signed_in, school, edition):
    assert "onrustig" in edition.words["judging_words"]["nl"]

    assert add(signed_in, school, "onrustig").status_code == 302


@pytest.mark.parametrize("word", ["", "   ", "x" * 61])
def test_a_word_is_neither_empty_nor_a_story(signed_in, school, word):
    assert add(signed_in, school, word).status_code == 200
    assert words() == set()


def test_words_of_another_school_are_out_of_sight_and_reach(signed_in, elsewhere):
    html = signed_in.get(reverse("admin:checklists_judgingword_changelist")).content.decode()
    assert "vreemd" not in html

    sent = {"word": "anders", "language": "nl", "school": elsewhere.school_id}
    for name, data in (("change", sent), ("delete", {"post": "yes"})):
        assert signed_in.post(page_of(elsewhere, name), data)["Location"] == reverse("admin:index")
    many = {"action": "delete_selected", "_selected_action": [elsewhere.pk], "post": "yes"}
    signed_in.post(reverse("admin:checklists_judgingword_changelist"), many)
    assert add(signed_in, elsewhere.school).status_code == 200

    assert words() == {"vreemd"}


@pytest.mark.parametrize("role", ["teacher", "coach", "lead"])
def test_who_is_no_administrator_finds_no_words(client, team, role, elsewhere):
    client.force_login(factories.make_person("Sam Bedacht", team=team, role=role))

    assert client.get(reverse("admin:checklists_judgingword_changelist")).status_code == 404
    assert add(client, team.school).status_code == 404


def test_a_superuser_works_for_every_school(client, school, elsewhere):
    client.force_login(
        factories.make_person("Su Per", school=school, is_administrator=True, is_superuser=True)
    )

    assert add(client, elsewhere.school, "suf").status_code == 302
    assert "vreemd" in client.get(reverse("admin:checklists_judgingword_changelist")).content.decode()
