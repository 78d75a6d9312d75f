"""The days of a school as a calendar on its wall has them: by school year, in their order."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from django.utils.dateformat import format as date_format

from people.models import Holiday
from reports.models import between

AUGUST = 8  # a school year begins on the first of August in Dutch vocational education


def began(day):
    """The calendar year in which the school year of this day began."""
    return day.year if day.month >= AUGUST else day.year - 1


@dataclass
class Entry:
    """A holiday, or a period of which a mirror is made."""

    row: object
    first: date
    last: date

    @cached_property
    def is_holiday(self):
        return isinstance(self.row, Holiday)

    @property
    def words(self):
        return between(self.first, self.last) if self.number > 1 else date_format(self.first, "l j F Y")

    @property
    def number(self):
        return (self.last - self.first).days + 1

    @property
    def can_change(self):
        return not (self.row.is_over if self.is_holiday else self.row.has_begun)


@dataclass
class SchoolYear:
    began: int
    entries: list

    @property
    def name(self):
        return f"{self.began}–{self.began + 1}"


def school_years(school):
    """(the one of today and later, those before), each with its entries; two queries."""
    found = [Entry(row, row.first, row.last) for row in school.holidays.select_related("school")]
    found += [Entry(row, row.start, row.end) for row in school.periods.select_related("school")]
    found.sort(key=lambda entry: (entry.first, entry.is_holiday))
    years = [SchoolYear(year, list(rows)) for year, rows in groupby(found, lambda entry: began(entry.first))]
    now = began(school.today)
    return [year for year in years if year.began >= now], [year for year in years[::-1] if year.began < now]
