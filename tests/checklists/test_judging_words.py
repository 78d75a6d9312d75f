"""Words that a school adds to the edition's list."""

import pytest
from django.db import IntegrityError

from checklists.models import JudgingWord
from tests import factories


@pytest.fixture
def elsewhere(db):
    """A word of another school: what could leak."""
    school = factories.make_school("Andere School")
    return JudgingWord.objects.create(school=school, language="nl", word="vreemd")


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
