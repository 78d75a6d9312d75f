"""A row of the list of earlier visits, under its month: what was found in it, and the steps that are still
open."""

from itertools import groupby
from typing import NamedTuple

from django.utils.dateformat import format as date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst

from home import visits
from home.search import SHOWN
from people.days import said
from people.templatetags.pieces import rows


def by_month(rows):
    """[(month, its rows)]"""
    grouped = groupby(rows, key=lambda row: (row.day.year, row.day.month))
    months = [list(of_month) for _month, of_month in grouped]
    return [(capfirst(date_format(of_month[0].day, "F Y")), of_month) for of_month in months]


class Same(NamedTuple):
    """What rows of this list have in common, so that they share their pieces
    (people/templatetags/pieces.py)."""

    is_open: bool
    has_group: bool
    has_hits: bool
    question_lang: str  # empty where no question is shown
    has_steps: bool


class Row(visits.Row):
    """One earlier visit, with what was found in it; without that, what one knows it by."""

    def __init__(self, lesson, user, found):
        super().__init__(lesson, user)
        self.id, self.name = lesson.pk, found.search.marked(self.title)
        self.group = "" if lesson.group in self.title else found.search.marked(lesson.group)
        self.found = found.passages.get(lesson.pk, [])[:SHOWN]
        hits = [found.search.hit(each, *self.voices) for each in self.found]
        self.hits = rows("home/earlier_hit.html", hits)

    @property
    def same(self):
        lesson = self.lesson
        has_question = lesson.opened_at and lesson.learning_question
        lang = lesson.question_lang if has_question else ""
        return Same(bool(lesson.opened_at), bool(self.group), bool(self.found), lang, bool(self.open_steps))

    @property
    def question(self):
        return self.lesson.learning_question

    @cached_property
    def open_steps(self):
        """Small steps that were not looked back on yet."""
        steps = self.lesson.chosen_steps if self.lesson.opened_at else ()
        return [OpenStep(step) for step in steps if not step.looked_back_at]

    @property
    def steps(self):
        return rows("home/earlier_step.html", self.open_steps)

    @property
    def url(self):
        return self.next.url if self.lesson.opened_at else self.visit_url


class OpenStep:
    def __init__(self, step):
        self.wording, self.day = step.wording, step.look_back_on and said(step.look_back_on, "j F")
        self.same = (bool(self.day), "" if step.suggestion_id else step.lang)
