"""How often a hint is right, and how often it is there: on what is shipped, and on sentences of our own in
the manner of lists that schools use, labelled before anything was run on them (docs/hints.md).

The numbers are literal: who changes the words sees what it costs.
"""

from pathlib import Path

import pytest

from checklists.models import Edition, Kind
from studio import hints, refused

SENTENCES = Path(__file__).parent / "sentences"
# What we ourselves think of the shipped items: two things in one, and a verb that could mean anything.
SHIPPED = {
    "rel.listens_builds_on": "double", "com.steps_first_step": "double", "com.feedback_next_step": "double",
    "aut.uses_student_input": "double", "saf.other_views": "vague", "saf.shows_own_learning": "vague",
}  # fmt: skip
WHAT = "double", "vague", "long"


def told(name):
    """[(sentence, what is so about it)]"""
    lines = (SENTENCES / f"{name}.txt").read_text().splitlines()
    return [(line.split("|")[0], set(line.split("|")[1].split())) for line in lines]


def said(text, lang, kind=Kind.POINT):
    """A vague verb and two words that judge are one thing here: it does not say what one sees."""
    return {"vague" if hint.what == "quality" else hint.what for hint in hints.of_text(text, lang, kind)}


def counted(pairs, what):
    """(rightly, wrongly, missed) of pairs (so, said)."""
    right = sum(what in so and what in found for so, found in pairs)
    wrong = sum(what not in so and what in found for so, found in pairs)
    return right, wrong, sum(what in so and what not in found for so, found in pairs)


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("points-nl", {"double": (15, 0, 0), "vague": (22, 0, 0), "long": (2, 0, 0)}),
        ("points-nl-3", {"double": (9, 0, 0), "vague": (3, 0, 5), "long": (0, 0, 0)}),
        ("points-en-3", {"double": (4, 0, 2), "vague": (2, 0, 1), "long": (0, 0, 0)}),
        ("points-nl-2", {"double": (16, 0, 0), "vague": (11, 0, 0), "long": (1, 0, 0)}),
        ("points-en", {"double": (7, 0, 0), "vague": (11, 0, 0), "long": (1, 0, 0)}),
        ("points-en-2", {"double": (6, 0, 2), "vague": (5, 0, 0), "long": (0, 0, 0)}),
    ],
)
def test_on_lists_of_our_own(name, counts):
    lang = name.split("-")[1]
    pairs = [(so, said(text, lang)) for text, so in told(name)]

    assert {what: counted(pairs, what) for what in WHAT} == counts


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_on_what_is_shipped(number, lang):
    items = Edition.objects.get(checklist__school=None, number=number).items.filter(kind__in=hints.SHORTER)
    pairs = [
        ({SHIPPED.get(item.key)}, said(getattr(item, f"text_{lang}"), lang, item.kind)) for item in items
    ]

    assert {what: counted(pairs, what) for what in WHAT} == {
        "double": (3, 0, 1), "vague": (1, 0, 1), "long": (0, 0, 0),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("pulse-nl", (23, 0, 1)),
        ("pulse-nl-3", (7, 0, 3)),
        ("pulse-en-3", (5, 0, 2)),
        ("pulse-nl-2", (14, 0, 0)),
        ("pulse-en", (14, 0, 0)),
        ("pulse-en-2", (9, 0, 0)),
    ],
)
def test_of_what_students_are_asked(name, counts):
    pairs = [(so, {"refused"} if refused.of_pulse(text) else set()) for text, so in told(name)]

    assert counted(pairs, "refused") == counts


@pytest.mark.django_db
def test_what_students_are_asked_in_a_shipped_list_is_never_refused():
    for edition in Edition.objects.filter(checklist__school=None):
        for item in edition.items.filter(kind__in=[Kind.PULSE, Kind.PULSE_OPEN]):
            assert (refused.of_pulse(item.text_nl), refused.of_pulse(item.text_en)) == ("", "")
