"""Whom a teacher can ask to look along, as the page where a visit is planned shows them: coaches of the own
teams first, who looked along before ahead of the rest, each with what there is to say of them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from observations import access
from people.days import said
from people.models import Membership

FEW = 6  # colleagues that stand on the page as such; more of them are in a list to choose from
VISITS = 50  # own visits that are looked back on for who was there


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


def last_visits(teacher):
    """The own visits that stand, the last first."""
    found = access.visits_of(teacher).filter(teacher=teacher, cancelled_at=None)
    return list(found.select_related("coach", "edition").order_by("-start")[:VISITS])


def coaching(teams):
    """Who coaches in one of these teams: {pk: its name}."""
    rows = Membership.objects.filter(role=Membership.Role.COACH, team__in=teams).active()
    return dict(rows.order_by("-pk").values_list("user", "team__name"))


def people(offered, coaches, visits):
    """`offered` as the form offers them, in order; `coaches` {pk: name of the team}; `visits` of the
    teacher, the last first."""
    looked = {}
    for visit in visits:
        if visit.opened_at and visit.coach_id:
            looked.setdefault(visit.coach_id, visit)
    rows = sorted(offered, key=lambda row: -looked[row.pk].start.timestamp() if row.pk in looked else 0)
    first = [person(row, coaches, looked) for row in rows if row.pk in coaches]
    rest = [row for row in rows if row.pk not in coaches]
    known = [row for row in rest if row.pk in looked] if len(rest) > FEW else rest
    others = [row for row in rest if row not in known]
    return People(first, *([person(row, coaches, looked) for row in rows] for rows in (known, others)))


def person(row, coaches, looked):
    return Person(row.pk, row.full_name, row.short_name, ", ".join(about(row, coaches, looked)))


def about(row, coaches, looked):
    if row.pk in looked:
        yield _("looked along on {day}").format(day=said(looked[row.pk].day_begins, "j F"))
    elif row.pk in coaches:
        yield _("coach of {team}").format(team=coaches[row.pk])
    if row.leads_team:
        yield _("team lead of {team}").format(team=row.leads_team)
