"""The list of people as a file: what stands in the list, and no more."""

from django.db import transaction
from django.utils.translation import gettext as _

from administration.people import People, with_roles
from people.audit import Done, note
from reports.tables import Table, sheet, workbook


def as_workbook(name, table):
    return workbook(name, [table])


FILES = {"xlsx": as_workbook, "csv": sheet}


@transaction.atomic
def exported(*, by, ending):
    """A file of everybody in the school, who is not gone; in the log stands that there was one."""
    note(Done.EXPORTED, by=by, school=by.school, file=ending)
    name = ", ".join(["Meekijken", by.school.name, _("people")])
    return FILES[ending](name, table(by.school))


def table(school):
    """A row for every role, so that one can sort and filter by team; a person without one has one row."""
    columns = (_("name"), _("e-mail address"), _("team"), _("role"), _("state"), _("task"))
    people = with_roles(People(school).chosen, user__school=school)
    rows = [line(person, *place) for person in people for place in person.roles or [("", None)]]
    return Table(_("people"), columns, [dict(zip(columns, row, strict=True)) for row in rows])


def line(person, team, role):
    edits = _("makes checklists") if person.is_editor else ""
    task = _("looks after people and teams") if person.is_administrator else edits
    return person.name, person.email, team, role.label if role else "", person.state.label, task
