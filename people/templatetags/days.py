"""Days in templates. A moment is told by the day it has in the school's zone."""

from datetime import datetime
from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.dateparse import parse_date
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext

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


@register.simple_tag
def margin(moment, is_said=False):
    """The day of a lesson, or any day, in the margin of its row; with its year where that is not this one.
    Where the row itself says the day (`is_said`) nobody hears it twice."""
    day = timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
    return in_margin(day, day.year != timezone.localdate().year, is_said, get_language())


@lru_cache(maxsize=2000)
def in_margin(day, with_year, is_said, _language):
    """Kept per day: a list shows the same ones over and over."""
    year = format_html("<span>{}</span>", day.year) if with_year else ""
    return format_html(
        '<div class="mk-margin"{}><span>{}</span> <span class="mk-date mk-num">{}</span> <span>{}</span> {}</div>',
        SafeString(' aria-hidden="true"' if is_said else ""), WEEKDAYS_ABBR[day.weekday()], day.day, date_format(day, pgettext("short month", "M")), year,
    )  # fmt: skip
