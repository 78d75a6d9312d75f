"""Two views side by side (evidence.md 4.2): a word and a question for the talk, never a number about a person."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from checklists.models import Mark

SAME, CLOSE, COACH_MORE, TEACHER_MORE = "same", "close", "coach_more", "teacher_more"
APPLICABILITY, SAME_NA, UNPAIRED = "applicability", "same_na", "unpaired"
TALK_ORDER = (COACH_MORE, TEACHER_MORE, APPLICABILITY)
MAX_QUESTIONS = 5
JUDGED = (Mark.SEEN, Mark.PARTLY, Mark.NOT_SEEN)


@dataclass(frozen=True)
class Comparison:
    """How two marks stand to each other, in words with names in them, and the question it brings (may be empty)."""

    key: str
    label: str
    question: str


def compare(teacher, coach):
    """The comparison word for the marks of both voices; a blank on either side pairs with nothing."""
    if not teacher or not coach:
        return UNPAIRED
    if Mark.NA in (teacher, coach):
        return SAME_NA if teacher == coach else APPLICABILITY
    if teacher == coach:
        return SAME
    if {teacher, coach} == {Mark.SEEN, Mark.NOT_SEEN}:
        return COACH_MORE if coach == Mark.SEEN else TEACHER_MORE
    return CLOSE


def comparisons(words, teacher, coach):
    """Every comparison by key. The edition's words say "you" where people differ; on shared pages names stand there."""
    found = {row["key"]: Comparison(row["key"], row["label"], row["question"] or "") for row in words}
    names = {"teacher": teacher, "coach": coach}
    found[COACH_MORE] = Comparison(
        COACH_MORE,
        _("%(coach)s saw more than %(teacher)s named") % names,
        _("Which example did %(coach)s see?") % names,
    )
    found[TEACHER_MORE] = Comparison(
        TEACHER_MORE, _("%(teacher)s named more than %(coach)s saw") % names, found[TEACHER_MORE].question
    )
    return found


def agreement(pairs):
    """Of the points on which both said seen, partly or not seen: on how many (nearly) the same, and of how many."""
    both = [compare(*pair) for pair in pairs if all(mark in JUDGED for mark in pair)]
    return sum(key in (SAME, CLOSE) for key in both), len(both)


def talk_list(points):
    """At most five points to begin the talk with: what the coach saw more comes first (evidence.md 4.2)."""
    ordered = [
        point for key in TALK_ORDER for point in points if point.comparison and point.comparison.key == key
    ]
    return ordered[:MAX_QUESTIONS]
