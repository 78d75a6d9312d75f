"""The stops of a talk, in their order."""

from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

QUESTION, STUDENTS, SIGNALS, STEPS = "question", "students", "signals", "steps"


ALIKE = ("same", "same_na")


@dataclass(frozen=True)
class Stop:
    """One thing to talk about: a point, or one of the other stops."""

    key: str
    title: str
    theme: str = ""
    line: object = None


class Agenda:
    """The stops of a talk in their order: the learning question, the points need by need, students, signals, small steps.

    Points on which both saw the same stand apart: they can be talked about, and need not be.
    """

    def __init__(self, report):
        points = [(need, line) for need in report.needs for line in need.points]
        stops = [Stop(line.item.key, line.title, need.key, line) for need, line in points]
        self.alike = [stop for stop in stops if stop.line.comparison and stop.line.comparison.key in ALIKE]
        self.stops = [
            Stop(QUESTION, _("The learning question") if report.lesson.learning_question else _("To begin")),
            *(stop for stop in stops if stop not in self.alike),
            *([Stop(STUDENTS, _("What students said"))] if report.heard and report.heard.has_enough else []),
            *([Stop(SIGNALS, _("Signals"))] if report.has_signs else []),
            Stop(STEPS, _("Small steps")),
        ]

    def at(self, key):
        """The stop of this key, the first one for none; 404 for one that is not there."""
        if not key:
            return self.stops[0]
        for stop in [*self.stops, *self.alike]:
            if stop.key == key:
                return stop
        raise Http404

    def after(self, stop):
        """The next stop; from a point seen alike on to the first one."""
        if stop not in self.stops:
            return self.stops[1]
        return self.stops[min(self.stops.index(stop) + 1, len(self.stops) - 1)]
