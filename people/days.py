"""Days as people say them: with the year where it is not this one, and how far away they are.

static/js/when.js says the same in the browser, from its own words (Intl) in the page's language.
"""

from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

WEEKS, MONTHS = 14, 56  # from so many days on they are counted in these
MONTH, YEAR = 30.44, 365.25  # days
A_YEAR = 12  # months


def said(day, pattern="l j F"):
    """A day without its year would be another day of this year."""
    return date_format(day, pattern if day.year == timezone.localdate().year else f"{pattern} Y")


def distance(day):
    """today, in 3 days, 1 year ago"""
    days = (day - timezone.localdate()).days
    if days in NEAR:
        return NEAR[days]()
    n, ahead, ago = counted(abs(days))
    return (ahead if days > 0 else ago).format(n=n)


NEAR = {
    -1: lambda: pgettext("day", "yesterday"),
    0: lambda: pgettext("day", "today"),
    1: lambda: pgettext("day", "tomorrow"),
}


def counted(days):
    """How many of what, as (number, words for what comes, words for what was)."""
    if days < WEEKS:
        return days, _("in {n} days"), _("{n} days ago")
    if days < MONTHS:
        return rounded(days / 7), _("in {n} weeks"), _("{n} weeks ago")
    if (months := rounded(days / MONTH)) < A_YEAR:
        return months, _("in {n} months"), _("{n} months ago")
    years = rounded(days / YEAR)
    return (
        years,
        ngettext("in {n} year", "in {n} years", years),
        ngettext("{n} year ago", "{n} years ago", years),
    )


def rounded(number):
    """A half goes up, as in JavaScript."""
    return int(number + 0.5)


def in_words(day, begin=None, end=None):
    """Tuesday 1 December 2026, in 3 days, 10:15 to 11:05"""
    words = [date_format(day, "l j F Y"), distance(day)]
    return ", ".join([*words, times(begin, end)] if begin else words)


def times(begin, end=None):
    """Of local times of day: 10:15 to 11:05, or 10.15 tot 11.05 uur."""
    patterns = clock_patterns()
    begin, end = (moment and date_format(moment, patterns["clock"]) for moment in (begin, end))
    return patterns["span" if end else "at"].format(begin=begin, end=end)


def clock_patterns():
    """How this language writes times, also for the browser."""
    return {
        "clock": pgettext("clock", "H:i"),
        "at": pgettext("time of day", "{begin}"),
        "span": pgettext("times of day", "{begin} to {end}"),
    }
