"""The sentences of a road that have numbers, names or days in them, in the language of the reader."""

from django.utils.dateformat import format as date_format
from django.utils.formats import date_format as localized
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from line.parts import ENOUGH
from observations.models import Voice
from people.days import said
from people.years import year_name


def short(day):
    return said(day, pgettext("day and short month", "j M"))


def whole(day):
    return said(day, "j F")


def period(year):
    """Of a school year, or all of them (None)."""
    return _("All school years") if year is None else year_name(year)


def listed(words):
    """a, b and c"""
    *first, last = words
    return _("{first} and {last}").format(first=", ".join(first), last=last) if first else last


def named(day, lesson, coach):
    """Which visit this is, in a choice."""
    words = _("{day}, {lesson}, with {name}") if coach else _("{day}, {lesson}, on your own")
    return words.format(day=whole(day), lesson=lesson, name=coach)


def ring(lesson, day, *, is_planned):
    words = _("{day}, {lesson}, planned") if is_planned else _("{day}, {lesson}")
    return words.format(day=said(day), lesson=lesson)


def month(day):
    return date_format(day, pgettext("short month", "M")), localized(day, "F Y")


def tally(voice, seen, of, who):
    """`who` looked along: empty where that were several."""
    words = counted(voice, who) if of >= ENOUGH else too_few(voice, of, who)
    return capfirst(words.format(seen=seen, of=of, name=who))


def counted(voice, who):
    if voice == Voice.TEACHER:
        return _("you named it in {seen} of {of} lessons")
    if who:
        return _("{name} saw it in {seen} of {of} lessons")
    return _("who looked along saw it in {seen} of {of} lessons")


def too_few(voice, of, who):
    if voice == Voice.TEACHER:
        one, more = _("you marked it in one lesson"), _("you marked it in {of} lessons")
    elif who:
        one, more = _("{name} marked it in one lesson"), _("{name} marked it in {of} lessons")
    else:
        one = _("who looked along marked it in one lesson")
        more = _("who looked along marked it in {of} lessons")
    return _("{marked}: too few to count").format(marked=one if of == 1 else more)


def editions(found, *, with_list):
    """Edition 2, or several; with the name of the list where the lessons had several."""
    if with_list:
        return capfirst(listed([str(edition) for edition in found]))
    return listed([_("Edition {number}").format(number=edition.number) for edition in found])


def not_applied(days, whose):
    """On these days a point did not apply: for nobody who marked it (""), or for one voice."""
    n = len(days)
    words = {
        "": ngettext(
            "On {days} there was no occasion for it. That lesson does not count here.",
            "On {days} there was no occasion for it. Those lessons do not count here.",
            n,
        ),
        Voice.TEACHER: ngettext(
            "On {days} it did not apply, you marked. That lesson is not in your number.",
            "On {days} it did not apply, you marked. Those lessons are not in your number.",
            n,
        ),
        Voice.COACH: ngettext(
            "On {days} it did not apply for who looked along. That lesson is not in that number.",
            "On {days} it did not apply for who looked along. Those lessons are not in that number.",
            n,
        ),
    }
    return words[whose].format(days=listed([whole(day) for day in days]))
