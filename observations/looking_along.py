"""Whom a teacher can ask to look along, as the page where a visit is planned shows them: coaches of the own
teams first, who looked along before ahead of the rest, each with what there is to say of them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from observations import access
from people.compiled import compiled
from people.days import said
from people.models import Membership, Team, User

FEW = 6  # colleagues that stand on the page as such; more of them are in a list to choose from


@dataclass
class Person:
    value: int
    name: str
    short_name: str
    about: str = ""

    @property
    def text(self):
        return str(self.value)


@dataclass
class People:
    coaches: list[Person]
    colleagues: list[Person]
    others: list[Person]  # too many to show at once


@compiled
def looked_along(teacher: User):
    """Who looked along in lessons of this teacher that were opened, and when last."""
    mine = access.visits_of(teacher).filter(teacher=teacher, opened_at__isnull=False, coach__isnull=False)
    return mine.order_by().values_list("coach").annotate(Max("start"))


@compiled
def last_visit(teacher: User):
    """The own visit that stands and is the last one, also where it is still to come."""
    mine = access.visits_of(teacher).filter(teacher=teacher, cancelled_at=None)
    return mine.select_related("edition").order_by("-start")[:1]


@compiled
def coaching(teams: list[Team], today: date):
    """Who coaches in one of these teams, and the name of that team."""
    rows = Membership.objects.filter(role=Membership.Role.COACH, team__in=teams).active(today)
    return rows.order_by("-pk").values_list("user", "team__name")


def people(offered, coaches, looked):
    """`offered` as the form offers them, in order; `coaches` {pk: name of the team}; `looked` {pk: when
    last}."""
    rows = sorted(offered, key=lambda row: -looked[row.pk].timestamp() if row.pk in looked else 0)
    first = [person(row, coaches, looked) for row in rows if row.pk in coaches]
    rest = [row for row in rows if row.pk not in coaches]
    known = [row for row in rest if row.pk in looked] if len(rest) > FEW else rest
    others = [row for row in rest if row not in known]
    return People(first, *([person(row, coaches, looked) for row in rows] for rows in (known, others)))


def person(row, coaches, looked):
    return Person(row.pk, row.full_name, row.short_name, ", ".join(about(row, coaches, looked)))


def about(row, coaches, looked):
    if row.pk in looked:
        yield _("looked along on {day}").format(day=said(timezone.localtime(looked[row.pk]), "j F"))
    elif row.pk in coaches:
        yield _("coach of {team}").format(team=coaches[row.pk])
    if row.leads_team:
        yield _("team lead of {team}").format(team=row.leads_team)
