"""The way through a talk, in the order of ALACT (evidence.md 2.1 and 2.9, docs/adr/0026): what the teacher
asked, what the teacher wants to talk about, what it comes down to, and a small step to try."""

from dataclasses import dataclass, field

from django.http import Http404
from django.utils.translation import gettext as _

from observations.models import Talk, Voice
from together.compare import MAX_QUESTIONS
from together.parts import Column

QUESTION, STUDENTS, SIGNALS, CORE, STEPS = "question", "students", "signals", "core", "steps"
# the coach's open question: a question belongs at the beginning of a talk (evidence.md 2.6)
WONDERS = "coach.curious"
DRAWINGS = {STUDENTS: "students", CORE: "core", STEPS: "growth"}


@dataclass(frozen=True)
class Stop:
    """One thing to talk about: a point, or one of the other stops. What the teacher said in own words has
    their language."""

    key: str
    title: str
    theme: str = ""
    line: object = field(default=None, compare=False)
    lang: str = ""

    @property
    def question(self):
        """What stands between the two accounts; may be empty."""
        return self.line.comparison.question if self.line and self.line.comparison else ""

    @property
    def drawing(self):
        return self.theme or DRAWINGS.get(self.key, "talk")


class Agenda:
    """`way` is what the talk goes along. The teacher chooses at most two stops of what is `offered` or of
    `more`; the others are the `rest`: they can be talked about, and need not be."""

    def __init__(self, report):
        points = [
            Stop(line.item.key, line.title, need.key, line) for need in report.needs for line in need.points
        ]
        said = [Stop(STUDENTS, _("What students said"))] if report.heard and report.heard.has_enough else []
        signs = [Stop(SIGNALS, _("Signals"))] if report.has_signs else []
        begin = report.talk or [stop.line for stop in points if not stop.line.is_outside]
        first = [line.item.key for line in begin[:MAX_QUESTIONS]]
        by_key = {stop.key: stop for stop in [*points, *said, *signs]}
        self.offered = [*(by_key[key] for key in first), *said, *signs]
        self.more = [stop for stop in points if stop not in self.offered]
        if other := report.chosen.other:
            by_key[Talk.ELSE] = Stop(Talk.ELSE, other.text, lang=other.lang)
        chosen = [by_key[key] for key in report.chosen.keys if key in by_key]
        self.way = [to_begin(report), *chosen, Stop(CORE, _("The core")), Stop(STEPS, _("Small step"))]
        self.asked, self.asked_additions = on_question(report)
        self.noted = [(stop, report.notes[stop.key]) for stop in self.way if stop.key in report.notes]
        self.rest = [stop for stop in [*self.offered, *self.more] if stop not in self.way]

    def at(self, key):
        """The stop of this key, the first one for none; 404 for one that is not there."""
        stops = {stop.key: stop for stop in [*self.way, *self.rest]}
        if key and key not in stops:
            raise Http404
        return stops[key] if key else self.way[0]

    def after(self, stop):
        """The next stop on the way; from one beside it on to the core."""
        keys = [each.key for each in self.way]
        place = keys.index(stop.key if stop.key in keys else CORE) + (stop.key in keys)
        return self.way[min(place, len(keys) - 1)]


def to_begin(report):
    return Stop(QUESTION, _("The learning question") if report.lesson.learning_question else _("To begin"))


def on_question(report):
    """What each wrote about the learning question, and what the coach wonders, the teacher first; and what
    was said to it later."""
    asked = report.question.columns if report.question else []
    wondered = [
        Column(each.speaker, [row for row in each.rows if row.item.key == WONDERS]) for each in report.whole
    ]
    columns = [*asked, *wondered]
    found = [
        Column(speaker, [row for each in columns if each.speaker == speaker for row in each.rows])
        for speaker in report.speakers
    ]
    added = [added for column in found for row in column.rows for added in row.additions]
    later = Voice.COACH if added else ""  # what was said later opens with the coach's words
    return [column for column in found if column.rows or column.speaker.voice == later], added
