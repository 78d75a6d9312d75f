"""Two lessons beside each other, for their teacher: what was said at the points that stand in both, and no
word about what differs (evidence.md 4.5)."""

from dataclasses import dataclass

from django import forms
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from line import words
from line.parts import Need
from observations import access
from observations.models import Lesson
from together.parts import Line
from together.points import Points


@dataclass(frozen=True)
class Side:
    lesson: Lesson
    day: str
    coach: str  # for in a sentence; empty where the teacher looked back alone
    only_here: list[str]  # names of points that do not stand in the other


@dataclass(frozen=True)
class Pair:
    """One point in both lessons, in the words of the second; `was` where the first had others."""

    title: str
    was: str
    lines: list[Line]


@dataclass(frozen=True)
class Beside:
    sides: list[Side]
    needs: list[tuple[Need, list[Pair]]]


class ChoiceForm(forms.Form):
    """Which two of the own opened visits; for any other it is as if it were not there."""

    first = forms.ChoiceField(label=_("First lesson"))
    second = forms.ChoiceField(label=_("Second lesson"))

    def __init__(self, data, *, lessons):
        super().__init__(data)
        self.lessons = {str(lesson.pk): lesson for lesson in lessons}
        for field in self.fields.values():
            field.choices = [(pk, named(lesson)) for pk, lesson in self.lessons.items()]

    def clean(self):
        found = super().clean()
        if any(self.has_error(name, "invalid_choice") for name in self.fields):
            raise Http404
        if found.get("first") and found.get("first") == found.get("second"):
            self.add_error("second", _("Choose two different lessons."))
        return found

    def chosen(self):
        return [access.with_accounts(self.lessons[self.cleaned_data[name]]) for name in self.fields]


def named(lesson):
    coach = lesson.coach.short_name if lesson.has_coach else ""
    return words.named(timezone.localdate(lesson.start), lesson, coach)


def read(first, second, user):
    """Both as their teacher may read them. Constant in queries."""
    found = [touched(lesson, user) for lesson in (first, second)]
    both = [key for key in found[1] if key in found[0]]
    return Beside(
        [side(lesson, mine, both) for lesson, mine in zip((first, second), found, strict=True)],
        by_need(second, [(found[1][key].item.theme, pair(*(mine[key] for mine in found))) for key in both]),
    )


def touched(lesson, user):
    """{(family, key): Line} of the points at which somebody marked or wrote something. One in own words is of
    its visit alone."""
    family = lesson.content.edition.checklist.family
    lines = Points(lesson, user).lines.values()
    marked = [line for line in lines if any(view.value or view.said for view in line.views)]
    return {(lesson.pk if line.item.is_own else family, line.item.key): line for line in marked}


def side(lesson, lines, both):
    coach = lesson.coach.short_name if lesson.has_coach else ""
    only_here = [line.plain for key, line in lines.items() if key not in both]
    return Side(lesson, words.whole(timezone.localdate(lesson.start)), coach, only_here)


def pair(first, second):
    was, now = (line.item.self_text or line.item.text for line in (first, second))
    return Pair(second.plain, was if was != now else "", [first, second])


def by_need(lesson, pairs):
    """In the fixed order of the needs."""
    found = [
        (Need(theme["key"], theme["name"]), [pair for key, pair in pairs if key == theme["key"]])
        for theme in lesson.content.themes
    ]
    return [(need, pairs) for need, pairs in found if pairs]
