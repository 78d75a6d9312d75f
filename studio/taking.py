"""What is proposed, as a line of a draft; and how the line says where it comes from."""

from django.utils.translation import gettext as _

from checklists.models import Kind
from people.models import Membership
from studio import ordering, undo

SO_MANY = 5  # people: in a smaller team its name would be that of a person


def into(draft, proposal, *, by):
    """Other words of the point that it is about, else a point more; the newest thing that can be undone.
    Raises `ordering.TooMany`."""
    line = draft.items.filter(key=proposal.key, kind=Kind.POINT).first() if proposal.key else None
    is_new = line is None
    line = line or new_line(draft, proposal)
    undo.remember(draft, undo.TAKEN, [line], by=by)
    setattr(line, f"text_{proposal.lang}", proposal.text)
    line.source = f"{line.source} {source_of(proposal)}".strip()
    line.is_off, line.revision = False, line.revision + 1
    return at_the_end(line) if is_new else saved(line)


def new_line(draft, proposal):
    """In English alone it reads the same in Dutch, until somebody translates it."""
    line = ordering.new_line(draft, (Kind.POINT, proposal.theme, ""))
    line.text_nl = proposal.text
    return line


def at_the_end(line):
    """Of those of its need."""
    last = ordering.beside(line.edition, ordering.group_of(line))[-1:]
    return ordering.insert(line, after=next(iter(last), None))


def saved(line):
    line.save()
    return line


def source_of(proposal):
    """Never a name: a published line is there for good, also when its writer has gone."""
    return _("Proposed by {who}.").format(who=a_colleague(proposal.by))


def who_proposed(proposal):
    """By name only for who said that it may be."""
    return proposal.by.full_name if proposal.says_name else a_colleague(proposal.by)


def a_colleague(person):
    """Of the team, where that is no name either."""
    teams = [row.team for row in person.memberships.active().select_related("team")]
    large = sorted(team.name for team in teams if people_in(team) >= SO_MANY)
    return _("a colleague of {team}").format(team=large[0]) if large else _("a colleague")


def people_in(team):
    return Membership.objects.active().filter(team=team).values("user").distinct().count()
