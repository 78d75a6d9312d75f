"""Small choices to offer: at most three at a time, tied to what was agreed or to what the talk is about (evidence.md 3.3)."""

from dataclasses import dataclass
from itertools import zip_longest

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

OFFERED = 3


@dataclass(frozen=True)
class Offer:
    """A suggestion of the bank as a card: what to try, and when and how long."""

    key: str
    text: str
    when: str


def offers(report):
    """The suggestions that fit best: in turn one for a point (of the talk, else of the lens) and one for a pattern that may
    fit; then for the needs of those points."""
    points = [line.item for line in report.talk] + report.lens
    chosen = {step.suggestion_id for step in report.lesson.chosen_steps}
    free = [row for row in report.lesson.content.suggestions if row.pk not in chosen]
    for_points = [row for point in points for row in free if point.key in row.points]
    for_patterns = [row for pattern in report.fitting for row in free if row.pattern == pattern.key]
    for_needs = [row for point in points for row in free if point.theme in row.themes]
    in_turn = [row for pair in zip_longest(for_points, for_patterns) for row in pair if row]
    return [offer(row, report) for row in list(dict.fromkeys(in_turn + for_needs))[:OFFERED]]


def bank(report):
    """Every suggestion, grouped by the pattern it helps with: (title, offers)."""
    content = report.lesson.content
    titles = {key: pattern["title"] for key, pattern in content.words["patterns"].items()}
    titles[""] = _("For any lesson")
    return [
        (title, [offer(row, report) for row in content.suggestions if row.pattern == key])
        for key, title in titles.items()
    ]


def offer(row, report):
    when = report.lesson.content.words["labels"]["when"][row.when]
    return Offer(row.key, row.text, f"{capfirst(when)}, {duration(row.minutes)}")


def duration(minutes):
    """Minutes as the content has them: 0, 2 or 2-5."""
    if minutes == "0":
        return _("no extra time")
    many = int(minutes) if minutes.isdecimal() else 2
    return ngettext("%(minutes)s minute", "%(minutes)s minutes", many) % {
        "minutes": minutes.replace("-", "–")
    }
