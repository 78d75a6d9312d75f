"""Two views side by side (evidence.md 4.2): a word and a question for the talk, never a number about a
person."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from checklists.models import Mark

SAME, CLOSE, COACH_MORE, TEACHER_MORE = "same", "close", "coach_more", "teacher_more"
COACH_ONLY, TEACHER_ONLY = "coach_only", "teacher_only"
APPLICABILITY, SAME_NA, UNPAIRED = "applicability", "same_na", "unpaired"
TALK_ORDER = (COACH_MORE, COACH_ONLY, TEACHER_MORE, APPLICABILITY)
MAX_QUESTIONS = 5
SEEN = (Mark.SEEN, Mark.PARTLY)
JUDGED = (*SEEN, Mark.NOT_SEEN)


@dataclass(frozen=True)
class Comparison:
    """How two marks stand to each other, in words with names in them, and the question it brings (may be
    empty)."""

    key: str
    label: str
    question: str


def compare(teacher, coach):
    """The comparison word for the marks of both voices. A blank says nothing of who left it (evidence.md
    2.2): what the other saw beside it is a strength to talk about, and whatever else stands there is one
    view."""
    if not teacher or not coach:
        return alone(teacher, coach)
    if Mark.NA in (teacher, coach):
        return SAME_NA if teacher == coach else APPLICABILITY
    if teacher == coach:
        return SAME
    if {teacher, coach} == {Mark.SEEN, Mark.NOT_SEEN}:
        return COACH_MORE if coach == Mark.SEEN else TEACHER_MORE
    return CLOSE


def alone(teacher, coach):
    """The word where one of the two left a blank."""
    if coach in SEEN:
        return COACH_ONLY
    return TEACHER_ONLY if teacher in SEEN else UNPAIRED


def comparisons(words, teacher, coach):
    """Every comparison by key, in the edition's words with the names of the two in their place."""
    names = {"teacher": teacher, "coach": coach}
    found = {
        row["key"]: Comparison(
            row["key"], row["label"].format(**names), (row["question"] or "").format(**names)
        )
        for row in words
    }
    return found if COACH_ONLY in found else found | of_edition_1(found, names)


def of_edition_1(found, names):
    """Its words say "you" where people differ, so on shared pages names stand there; and a blank pairs with
    nothing."""
    more = Comparison(
        COACH_MORE,
        _("%(coach)s saw more than %(teacher)s named") % names,
        _("Which example did %(coach)s see?") % names,
    )
    label = _("%(teacher)s named more than %(coach)s saw") % names
    named = Comparison(TEACHER_MORE, label, found[TEACHER_MORE].question)
    return {COACH_MORE: more, TEACHER_MORE: named} | dict.fromkeys(
        (COACH_ONLY, TEACHER_ONLY), found[UNPAIRED]
    )


def agreement(pairs):
    """Of the points on which both said seen, partly or not seen: on how many (nearly) the same, and of how
    many."""
    both = [compare(*pair) for pair in pairs if all(mark in JUDGED for mark in pair)]
    return sum(key in (SAME, CLOSE) for key in both), len(both)


def talk_list(points):
    """At most five points to begin the talk with: what the coach saw more comes first (evidence.md 4.2)."""
    ordered = [
        point for key in TALK_ORDER for point in points if point.comparison and point.comparison.key == key
    ]
    return ordered[:MAX_QUESTIONS]
