"""What colleagues let one person read now: first what this person has not read yet, then what was read
before. What ended leaves no trace."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from observations import access
from observations.models import UNDER_KEY, Part
from people.compiled import compiled
from people.days import said
from people.models import User
from people.templatetags.days import margin
from people.templatetags.pieces import rows


class Same(NamedTuple):
    """What shares have in common, so that their rows share their pieces (people/templatetags/pieces.py)."""

    is_first: bool
    is_short: bool
    is_until: bool
    is_read: bool


class Line(NamedTuple):
    parts: str
    day: str
    same: None = None  # all of them are printed alike


class Share:
    """The parts of one visit that this reader may read now. `rows`: part, until, given_at, read_at; `lesson`
    comes with `with_visits`. `is_first`: its button is the filled one; `is_short`: without the paper."""

    is_first = is_short = False

    def __init__(self, lesson_id, rows):
        order = list(UNDER_KEY)
        self.lesson_id, self.rows = lesson_id, sorted(rows, key=lambda row: order.index(row.part))
        self.unread = [row for row in self.rows if not row.read_at]
        self.shared_at = max(row.given_at for row in self.unread or self.rows)
        self.read_at = max((row.read_at for row in self.rows if row.read_at), default=None)

    @property
    def is_new(self):
        return bool(self.unread)

    @property
    def place(self):
        """For sorting: the new ones, the last given first; then the others, the last read first."""
        return self.is_new, self.shared_at if self.is_new else self.read_at

    @property
    def title(self):
        """Who shares what; of what is new only that."""
        text = _("{name} shares {parts}")
        return text.format(name=self.lesson.teacher.full_name, parts=enumerated(self.unread or self.rows))

    @property
    def until(self):
        """The last day, where it is the same for all that the title names; else `lines` tell it."""
        days = {row.until for row in self.rows}
        return days.pop() if len(days) == 1 and len(self.unread) in (0, len(self.rows)) else None

    @property
    def lines(self):
        """(parts in words, their last day), one for each last day."""
        by_day = defaultdict(list)
        for row in self.rows:
            by_day[row.until].append(row)
        return [(enumerated(rows), day) for day, rows in by_day.items()]

    # --- its row

    @property
    def same(self):
        return Same(self.is_first, self.is_short, bool(self.until), bool(self.read_at))

    @property
    def id(self):
        return self.lesson.pk

    @property
    def margin(self):
        return margin(self.shared_at)

    @property
    def visit(self):
        return str(self.lesson)

    @property
    def subject(self):
        return self.lesson.subject

    @property
    def group(self):
        return self.lesson.group

    @property
    def team(self):
        return self.lesson.team.name

    @property
    def teacher(self):
        return self.lesson.teacher.short_name

    @property
    def day(self):
        return said(timezone.localtime(self.lesson.start), "j F")

    @property
    def read_day(self):
        return said(timezone.localtime(self.read_at), "j F")

    @property
    def last_day(self):
        return date_format(self.until, "j F Y")

    @property
    def last_days(self):
        found = [Line(capfirst(parts), date_format(day, "j F Y")) for parts, day in self.lines]
        return rows("reports/_share_line.html", found)


def enumerated(rows):
    """their own story, the small steps and one chosen sentence"""
    own = {Part.TEACHER_ACCOUNT: _("their own story")}
    *others, last = [str(own.get(row.part, UNDER_KEY[row.part])) for row in rows]
    return _("{parts} and {last}").format(parts=", ".join(others), last=last) if others else last


def shares_of(user, lesson=None):
    """A Share for each visit of which this person may read a part, or for this one visit. One query."""
    today, found = timezone.localdate(), defaultdict(list)
    for row in keys_with_reading(user, today) if lesson is None else keys_of_one(user, today, lesson.pk):
        found[row.lesson].append(row)
    shares = [Share(lesson_id, rows) for lesson_id, rows in found.items()]
    return sorted(shares, key=lambda share: share.place, reverse=True)


@compiled
def keys_with_reading(user: User, today: date):
    rows = access.keys_to(user, today).with_reading(user)
    # once, also for who reads in two roles
    return rows.values_list("lesson", "part", "until", "given_at", "read_at", named=True).distinct()


@compiled
def keys_of_one(user: User, today: date, lesson: UUID):
    return keys_with_reading.ask(user, today).filter(lesson=lesson)


def with_visits(shares):
    """Those of shares_of that are still there, with their visits, teachers and teams. One query."""
    ids = [share.lesson_id for share in shares]
    visits = {lesson.pk: lesson for lesson in released_among(ids, timezone.localdate())}
    for share in shares:
        share.lesson = visits.get(share.lesson_id)
    return [share for share in shares if share.lesson]


@compiled
def released_among(ids: list[UUID], today: date):
    return access.with_keys(ids, today).select_related("teacher", "team")
