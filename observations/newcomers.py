"""Who came to a team after a teacher gave it keys: one question per person, and until there is an answer they
read nothing by those keys."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, F, Subquery
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from observations.models import UNDER_KEY, Admission, Key, Part
from people.models import Membership


@dataclass
class Newcomer:
    """One person in one team. `member` is a membership of theirs, `shared` {(subject, group, start): parts}
    of what they do not read yet."""

    member: int
    name: str
    team: str
    leads: bool = False
    began_at: datetime | None = None
    may_read: bool | None = None
    shared: dict = field(default_factory=lambda: defaultdict(set))

    @property
    def sentence(self):
        text = _("{name} leads {team} since {day}.") if self.leads else _("{name} is in {team} since {day}.")
        day = date_format(timezone.localtime(self.began_at), "j F Y")
        return text.format(name=self.name, team=self.team, day=day)

    @property
    def lines(self):
        """What it is about, in words: one line per visit, the last lesson first."""
        found = sorted(self.shared.items(), key=lambda row: row[0][-1], reverse=True)
        return [line(*visit, parts) for visit, parts in found]


def line(subject, group, start, parts):
    own = {Part.TEACHER_ACCOUNT: _("your own story")}
    names = ", ".join(str(own.get(part, part.label)) for part in UNDER_KEY if part in parts)
    day = date_format(timezone.localtime(start), "j F Y")
    return _("{subject}, {group}, {day}: {parts}").format(subject=subject, group=group, day=day, parts=names)


def keys_before(teacher, on=None):
    """Running keys of this teacher, once per member of an own team of that day (default today) who came after
    they were given. `may_read`: the answer."""
    teams = Membership.objects.active(on).filter(user=teacher).values("team")
    colleagues = Membership.objects.readers(on).filter(team__in=teams)
    answer = Subquery(Admission.objects.of_key().values("may_read"))
    return Key.objects.valid(on).filter(lesson__teacher=teacher).before(colleagues).annotate(may_read=answer)


def is_waiting(teacher, on):
    """For a query that is asked anyway: whether there is somebody to answer about."""
    return Exists(keys_before(teacher, on).filter(may_read=None))


def waiting(teacher):
    """A Newcomer for everybody whom the teacher has not answered about, who came last first. One query."""
    return gathered(keys_before(teacher).filter(may_read=None))


def of_visit(lesson):
    """The same for the keys of one visit, with the answers that were given."""
    return gathered(keys_before(lesson.teacher).filter(lesson=lesson))


def gathered(keys):
    facts = {
        "name": F("lesson__team__memberships__user__name"), "team": F("lesson__team__name"), "team_id": F("lesson__team"),
        "subject": F("lesson__subject"), "group": F("lesson__group"), "start": F("lesson__start"),
    }  # fmt: skip
    columns = ("member", "reader", "role", "began_at", "may_read", "part", *facts)
    found = {}
    for row in keys.annotate(**facts).order_by("-began_at", "member").values_list(*columns, named=True):
        who = found.setdefault((row.reader, row.team_id), Newcomer(row.member, row.name, row.team))
        who.leads |= row.role == Membership.Role.LEAD
        who.began_at, who.may_read = row.began_at, row.may_read
        who.shared[row.subject, row.group, row.start].add(row.part)
    return list(found.values())
