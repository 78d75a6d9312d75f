"""School years: one begins in August, and goes by the year in which it begins."""

from django.utils import timezone
from django.utils.translation import gettext as _

SUMMER = 8  # the month in which a school year begins


def school_year(day):
    return day.year - (day.month < SUMMER)


def this_year():
    return school_year(timezone.localdate())


def year_name(year):
    words = _("This school year ({first}–{last})") if year == this_year() else "{first}–{last}"
    return words.format(first=year, last=year + 1)
