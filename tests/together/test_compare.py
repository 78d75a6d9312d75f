"""Two views side by side, word for word as evidence.md 4.2 has them."""

import re
from types import SimpleNamespace

import pytest
from django.utils.translation import override

from checklists.editions import content_of
from together.compare import agreement, compare, comparisons, talk_list

MATRIX = {
    # coach: teacher seen, partly, not_seen, na, blank
    "seen": ["same", "close", "coach_more", "applicability", "coach_only"],
    "partly": ["close", "same", "close", "applicability", "coach_only"],
    "not_seen": ["teacher_more", "close", "same", "applicability", "unpaired"],
    "na": ["applicability", "applicability", "applicability", "same_na", "unpaired"],
    "": ["teacher_only", "teacher_only", "unpaired", "unpaired", "unpaired"],
}


@pytest.mark.parametrize("coach", MATRIX)
def test_the_word_for_two_marks(coach):
    assert [compare(teacher, coach) for teacher in ("seen", "partly", "not_seen", "na", "")] == MATRIX[coach]


KEYS = {"same", "close", "coach_more", "coach_only", "teacher_more", "teacher_only", "applicability", "same_na", "unpaired"}  # fmt: skip


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("number", [0, 1])
def test_on_shared_pages_differences_are_told_with_names(edition, first_edition, language, number):
    its = (first_edition, edition)[number]
    with override(language):
        found = comparisons(content_of(its.pk).words["comparison"], "Tijn", "Coba")

    assert found.keys() == KEYS
    assert found["coach_more"].label.split()[0] == "Coba"
    assert found["teacher_more"].label.split()[0] == "Tijn"
    said = " ".join(f"{row.label} {row.question}" for row in found.values()).lower().replace("you both", "")
    assert {"jij", "jou", "je", "you"}.isdisjoint(re.findall(r"\w+", said))


def test_questions_come_with_every_difference_and_with_nothing_else(edition):
    with override("en"):
        found = comparisons(content_of(edition.pk).words["comparison"], "Tijn", "Coba")

    assert {key: row.question for key, row in found.items()} == {
        "same": "How could you both tell?",
        "close": "What made it more for one than for the other?",
        "coach_more": "Which example did Coba see?",
        "coach_only": "What happened? And how was that moment for Tijn?",
        "teacher_more": "Where and when did it happen?",
        "teacher_only": "",  # mostly what was agreed to leave out: a word beside it, and no question at each
        "applicability": "Was there an occasion for it?",
        "same_na": "",
        "unpaired": "",
    }


def test_in_the_first_edition_a_blank_stays_one_view(first_edition):
    with override("en"):
        found = comparisons(content_of(first_edition.pk).words["comparison"], "Tijn", "Coba")

    assert {found[key].label for key in ("coach_only", "teacher_only", "unpaired")} == {"One view"}
    assert found["coach_only"].question == ""
    assert found["coach_only"].key == "unpaired"  # so no list of questions takes it for anything else


def point(key, number):
    return SimpleNamespace(comparison=SimpleNamespace(key=key), number=number)


def test_the_talk_begins_with_what_the_coach_saw_more_then_with_what_the_coach_alone_saw():
    keys = [
        "applicability",
        "teacher_only",
        "teacher_more",
        "coach_only",
        "same",
        "coach_more",
        "coach_only",
        "unpaired",
    ]
    points = [point(key, number) for number, key in enumerate(keys)]

    assert [row.number for row in talk_list(points)] == [5, 3, 6, 2, 0]


def test_agreement_counts_only_points_that_both_looked_at():
    pairs = [
        ("seen", "seen"),
        ("seen", "partly"),
        ("seen", "not_seen"),
        ("na", "na"),
        ("na", "seen"),
        ("", "seen"),
    ]

    assert agreement(pairs) == (2, 3)
