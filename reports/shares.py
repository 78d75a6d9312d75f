"""What colleagues let one person read now: first what this person has not read yet, then what was read
before. What ended leaves no trace."""

from collections import defaultdict

from django.utils.translation import gettext as _

from observations import access
from observations.models import UNDER_KEY, Part


class Share:
    """The parts of one visit that this reader may read now. `rows`: part, until, given_at, read_at; `lesson`
    comes with `with_visits`."""

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


def enumerated(rows):
    """their own story, the small steps and one chosen sentence"""
    own = {Part.TEACHER_ACCOUNT: _("their own story")}
    *others, last = [str(own.get(row.part, UNDER_KEY[row.part])) for row in rows]
    return _("{parts} and {last}").format(parts=", ".join(others), last=last) if others else last


def shares_of(user, **which):
    """A Share for each visit of which this person may read a part. One query."""
    keys, found = access.keys_to(user).with_reading(user), defaultdict(list)
    rows = keys.filter(**which).values_list("lesson", "part", "until", "given_at", "read_at", named=True)
    for row in rows.distinct():  # once, also for who reads in two roles
        found[row.lesson].append(row)
    shares = [Share(lesson_id, rows) for lesson_id, rows in found.items()]
    return sorted(shares, key=lambda share: share.place, reverse=True)


def with_visits(user, shares):
    """Those that this person may still read, with their visits, teachers and teams. One query."""
    rows = access.released_to(user).select_related("teacher", "team")
    visits = rows.in_bulk([share.lesson_id for share in shares])
    for share in shares:
        share.lesson = visits.get(share.lesson_id)
    return [share for share in shares if share.lesson]
