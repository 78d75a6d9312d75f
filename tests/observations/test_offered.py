"""What the coach's page offers about words that can sound like a judgment."""

import json
import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from checklists.models import JudgingWord
from observations import offered
from observations.models import Voice
from observations.sheets import Sheet
from tests import factories


@pytest.fixture
def own_words(school):
    elsewhere = factories.make_school("Andere School")
    for where, language, word in (
        (school, "nl", "suf"), (school, "nl", "onrustig"), (school, "nl", "<b> & \"zo\""), (school, "en", "dull"),
        (elsewhere, "nl", "vreemd"),
    ):  # fmt: skip
        JudgingWord.objects.create(school=where, language=language, word=word)


def part(lesson, sheet=None):
    context = {"sheet": sheet or Sheet(lesson, Voice.COACH), "content": lesson.content, "user": lesson.coach}
    return render_to_string("observations/parts/judging.html", context)


def rules_in(page):
    return json.loads(re.search('<script id="judging-rules" type="application/json">(.*?)</script>', page)[1])


@pytest.mark.parametrize(
    ("language", "own", "shipped"), [("nl", "suffe", "drukke"), ("en", "duller", "noisier")]
)
def test_words_of_the_edition_and_the_school_in_one_list_with_their_forms(
    lesson, own_words, language, own, shipped, django_assert_num_queries
):
    content, school_id = lesson.content, lesson.coach.school_id
    with translation.override(language), django_assert_num_queries(1):
        found = offered.judging_rules(content, school_id)["words"]

    assert {own, shipped} <= set(found)
    assert not {"vreemd", "suf" if language == "en" else "dull"} & set(found)
    assert found == sorted(set(found))


def test_the_page_brings_the_words_and_the_name_of_wondering(lesson, own_words):
    with translation.override("en"):
        page = part(lesson)
    assert "Move to ‘I wonder’" in page

    with translation.override("nl"):
        page = part(lesson)
        assert rules_in(page) == offered.judging_rules(lesson.content, lesson.coach.school_id)
    assert '<b>\\s+&\\s+"zo"' in rules_in(page)["phrases"]


def test_who_switched_it_off_gets_nothing_and_it_costs_nothing(lesson, django_assert_num_queries):
    lesson.coach.marks_judging_words = False
    sheet = Sheet(lesson, Voice.COACH)

    with django_assert_num_queries(0):
        assert part(lesson, sheet).strip() == ""
