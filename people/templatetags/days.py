"""Days in templates. A moment is told by the day it has in the school's zone."""

from django import template
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.dateparse import parse_date

from people import days

register = template.Library()


@register.filter(expects_localtime=True)
def day(moment, pattern="l j F"):
    """Tuesday 1 December, with the year where it is not this one"""
    return days.said(moment, pattern)


@register.filter(expects_localtime=True)
def short_day(moment):
    """1 December, likewise"""
    return days.said(moment, "j F")


@register.filter(expects_localtime=True)
def distance(moment):
    """in 3 days"""
    return days.distance(moment.date() if hasattr(moment, "date") else moment)


@register.filter(expects_localtime=True)
def clock(moment):
    """10:15, as this language writes it; nothing where there is no moment"""
    return date_format(moment, clock_pattern()) if moment else ""


@register.simple_tag
def clock_pattern():
    """The same for a script, which has a moment of its own."""
    return days.clock_patterns()["clock"]


def in_words(typed):
    """A day as a field holds it, 2026-12-01; nothing of what is no day."""
    try:
        found = parse_date(typed or "")
    except ValueError:
        found = None
    return days.in_words(found) if found else ""


@register.inclusion_tag("components/when.html")
def when(*controls, said="", typed="", again=False):
    """Beneath fields of a day and times (their ids, in this order): what was chosen, in words. The server
    knows it of a form that comes back: as `said`, or as the day that was `typed` in its field. `again`
    elsewhere on the page, where it is not told a second time to who hears it."""
    return {
        "again": again,
        "controls": " ".join(controls),
        "said": said or in_words(typed),
        "patterns": days.clock_patterns(),
        "now": timezone.now(),
    }
