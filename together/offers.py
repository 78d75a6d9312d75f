"""Small choices to offer: at most three at a time, tied to what was agreed or to what the talk is about
(evidence.md 3.3)."""

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from observations.models import MAX_STEP_TEXT, Step

OFFERED = 3


class Offer(NamedTuple):
    """A suggestion of the bank as a card: what to try, and when and how long. All of it is the same for
    everybody (people/templatetags/pieces.py)."""

    key: str
    text: str
    when: str
    is_ticked: bool

    @property
    def same(self):
        return self


def offers(report, ticked=()):
    """The suggestions that fit best: in turn one for a point (of the talk, else of the lens) and one for a
    pattern that may fit; then for the needs of those points."""
    points = [line.item for line in report.talk] + report.lens
    chosen = {step.suggestion_id for step in report.lesson.chosen_steps}
    free = [row for row in report.lesson.content.suggestions if row.pk not in chosen]
    for_points = [row for point in points for row in free if point.key in row.points]
    for_patterns = [row for pattern in report.fitting for row in free if row.pattern == pattern.key]
    for_needs = [row for point in points for row in free if point.theme in row.themes]
    in_turn = [row for pair in zip_longest(for_points, for_patterns) for row in pair if row]
    return [offer(row, report, ticked) for row in list(dict.fromkeys(in_turn + for_needs))[:OFFERED]]


def bank(report, offered, ticked=()):
    """Every other suggestion that was not taken yet, grouped by the pattern it helps with: (title,
    offers)."""
    content, taken = report.lesson.content, {step.suggestion_id for step in report.lesson.chosen_steps}
    shown = {each.key for each in offered}
    free = [row for row in content.suggestions if row.key not in shown and row.pk not in taken]
    titles = {key: pattern["title"] for key, pattern in content.words["patterns"].items()}
    titles[""] = _("For any lesson")
    return [
        (title, [offer(row, report, ticked) for row in free if row.pattern == key])
        for key, title in titles.items()
    ]


def offer(row, report, ticked):
    when = report.lesson.content.words["labels"]["when"][row.when]
    return Offer(row.key, row.text, f"{capfirst(when)}, {duration(row.minutes)}", row.key in ticked)


def duration(minutes):
    """Minutes as the content has them: 0, 2 or 2-5."""
    if minutes == "0":
        return _("no extra time")
    many = int(minutes) if minutes.isdecimal() else 2
    return ngettext("%(minutes)s minute", "%(minutes)s minutes", many) % {
        "minutes": minutes.replace("-", "–")
    }


# --- in the teacher's own words ---------------------------------------------------------------------

# where a teacher writes after the lesson what to try next; what was meant to be tried in it is over
OWN = "open.next"
IF_THEN = re.compile(
    r"(?:als|wanneer|if|when)\s+(.{1,200}?),?\s+(?:dan|then)\s+(.+)", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True)
class OwnWords:
    """What the teacher wrote about a next lesson, as a small step; with the moment it is for where they said
    one."""

    situation: str
    text: str
    lang: str


def own_words(report):
    """The teacher's own words that are a small step already, as far as both read them; None where there are
    none, where they are too long for one, or where they were taken along."""
    answered = [row for column in report.whole for row in column.rows if row.item.key == OWN and row.words]
    said = next((row.words[0] for row in answered), None)
    if said is None or len(said.text) > MAX_STEP_TEXT:
        return None
    found = IF_THEN.fullmatch(said.text.strip())
    situation, text = found.groups() if found else ("", said.text)
    wording = Step(situation=situation, text=text, lang=said.lang).wording
    taken = wording in [step.wording for step in report.steps]
    return None if taken else OwnWords(situation, text, said.lang)
