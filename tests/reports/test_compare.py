"""Two views side by side, word for word as evidence.md 4.2 has them."""

import pytest
from django.utils.translation import override

from checklists.models import content_of
from reports.compare import agreement, compare, comparisons

MATRIX = {
    # coach: teacher seen, partly, not_seen, na, blank
    "seen": ["same", "close", "coach_more", "applicability", "unpaired"],
    "partly": ["close", "same", "close", "applicability", "unpaired"],
    "not_seen": ["teacher_more", "close", "same", "applicability", "unpaired"],
    "na": ["applicability", "applicability", "applicability", "same_na", "unpaired"],
    "": ["unpaired", "unpaired", "unpaired", "unpaired", "unpaired"],
}


@pytest.mark.parametrize("coach", MATRIX)
def test_the_word_for_two_marks(coach):
    assert [compare(teacher, coach) for teacher in ("seen", "partly", "not_seen", "na", "")] == MATRIX[coach]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_on_shared_pages_differences_are_told_with_names(edition, language):
    with override(language):
        found = comparisons(content_of(edition.pk).words["comparison"], "Tijn", "Coba")

    assert found.keys() == {
        "same",
        "close",
        "coach_more",
        "teacher_more",
        "applicability",
        "same_na",
        "unpaired",
    }
    assert found["coach_more"].label.split()[0] == "Coba"
    assert found["teacher_more"].label.split()[0] == "Tijn"
    more = " ".join(f"{found[key].label} {found[key].question}" for key in ("coach_more", "teacher_more"))
    assert {"jij", "je", "you"}.isdisjoint(more.lower().split())


def test_questions_come_with_every_difference_and_with_nothing_else(edition):
    with override("en"):
        found = comparisons(content_of(edition.pk).words["comparison"], "Tijn", "Coba")

    assert {key: row.question for key, row in found.items()} == {
        "same": "How could you both tell?",
        "close": "What made it more for one than for the other?",
        "coach_more": "Which example did Coba see?",
        "teacher_more": "Where and when did it happen?",
        "applicability": "Was there an occasion?",
        "same_na": "",
        "unpaired": "",
    }


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
