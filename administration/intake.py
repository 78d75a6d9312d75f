"""Lines of a list become people: who is new, who is known here, who cannot come now; and all that can, at
once (docs/adr/0048)."""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Q, Value
from django.db.models.functions import StrIndex, Substr
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from administration import inviting
from administration.lists import Line, Problem
from administration.lists.naming import in_any_order, is_another
from people import invitations
from people.audit import Done, event, note_all
from people.folding import fold
from people.models import Membership, School, Team, User

# Also where it is that of a person of another school, which nobody is told
NOT_NOW = gettext_lazy("This address cannot be used now. Choose another one, or leave this line out.")
ANOTHER = gettext_lazy("This is the address of %(name)s. Put the name right, or the address.")
NAMESAKE = gettext_lazy("%(name)s is here already, with the address %(email)s. Is this the same person?")
A_FEW = 3  # people who share a domain that no administrator has


class State:
    NEW, KNOWN, INVITED, ASKS, OUT, SAME, WAITS = "new", "known", "invited", "asks", "out", "same", "waits"


# What a line asks for; else who it is
WANTS = {Problem.ROLE: "role", Problem.TEAM: "team", Problem.TEAM_IS_A_DAY: "team", Problem.ELSEWHERE: "yes"}
GOES = {State.NEW, State.KNOWN, State.INVITED}


class Namesake(NamedTuple):
    name: str
    email: str


@dataclass
class Row:
    """One line of the list as it can go now. `said` is for its reader, `wants` which fields it has (who,
    role, team, yes, same); who is known is a `person`, and `namesake` who may be the same one."""

    line: Line
    state: str
    said: str = ""
    person: User | None = None
    wants: str = ""
    namesake: Namesake | None = None

    @property
    def asks(self):
        return self.state in (State.ASKS, State.OUT)

    @property
    def goes(self):
        return self.state in GOES

    @property
    def stays(self):
        return self.asks or self.state == State.WAITS

    @property
    def name(self):
        return self.person.name if self.person else self.line.name


@dataclass
class Choice:
    """What holds for who has no team or role in the list. Without a team somebody gets no role yet."""

    team: Team | None = None
    roles: tuple = ()
    language: str = "nl"
    makes_teams: bool = True


@dataclass
class Taken:
    rows: list = field(default_factory=list)
    invited: list = field(default_factory=list)
    moment: object = None  # of these invitations

    def number(self, state):
        return len({row.line.email for row in self.rows if row.state == state})


class Known(NamedTuple):
    """Whose these addresses are, the names of teams that are closed, and who else is called like somebody of
    the list."""

    people: dict
    waiting: set
    closed: set
    namesakes: dict
    agreed: set

    def namesake(self, line):
        is_said = line.email in self.people or line.email in self.agreed
        return None if is_said else self.namesakes.get(in_any_order(line.name))


def domains_of(school):
    """At which the school has its mail: that of an administrator, and what some people share who came in."""
    domain = Substr("email", StrIndex("email", Value("@")) + 1)
    counted = User.objects.here().came_in().filter(school=school).annotate(domain=domain).values("domain")
    counted = counted.annotate(all=Count("pk"), here=Count("pk", filter=Q(is_administrator=True)))
    return set(counted.filter(Q(here__gt=0) | Q(all__gte=A_FEW)).values_list("domain", flat=True))


# --- looking ----------------------------------------------------------------------------------------------


def look(lines, school, agreed=()):
    """A row for each line, in four questions to the database. `agreed` are addresses of which was said that
    they are right."""
    known, rows = known_as({line.email for line in lines if line.email}, school, set(agreed)), []
    for line in lines:
        rows.append(row_of(line, school, known, rows))
    return rows


def known_as(emails, school, agreed):
    people = {
        person.email: person for person in User.objects.filter(email__in=emails).select_related("school")
    }
    waiting = User.objects.filter(waiting_email__in=emails).values_list("waiting_email", flat=True)
    closed = school.teams.exclude(closed_at=None).values_list("name", flat=True)
    namesakes = namesakes_in(school) if emails - people.keys() - agreed else {}
    return Known(people, set(waiting), set(map(fold, closed)), namesakes, agreed)


def namesakes_in(school):
    """But administrators: who is one takes part in visits under another address."""
    there = User.objects.filter(school=school, left_at=None, is_administrator=False)
    people = map(Namesake._make, there.values_list("name", "email"))
    return {in_any_order(person.name): person for person in people}


def row_of(line, school, known, before):
    if line.problem:
        return as_read(line, known)
    if fold(line.team) in known.closed:
        said = _("The team ‘%(team)s’ is closed. Choose another one.") % {"team": line.team}
        return Row(line, State.ASKS, said, wants="team")
    if line.same_as:
        first = before[line.same_as - 1]
        return Row(line, first.state if first.goes else State.WAITS, line.note, first.person)
    person = known.people.get(line.email)
    if person is None and line.email not in known.waiting:
        return as_namesake(line, known) or Row(line, State.NEW, _("new"))
    if person is None or person.school_id != school.pk:
        return Row(line, State.ASKS, NOT_NOW, wants="who")
    if said := why_not(person):
        return Row(line, State.OUT, said, person)
    if is_another(line.name, person.name):
        return Row(line, State.ASKS, ANOTHER % {"name": person.name}, wants="who")
    state, said = known_here(person)
    return Row(line, state, said, person)


def as_read(line, known):
    """Who may be known already is asked at the same time about an address elsewhere."""
    state = State.ASKS if line.asks else State.SAME
    same = as_namesake(line, known) if is_elsewhere(line) else None
    return same or Row(line, state, line.said, wants=WANTS.get(line.problem, "who"))


def as_namesake(line, known):
    if (found := known.namesake(line)) is None:
        return None
    said = f"{line.said} {NAMESAKE % found._asdict()}".strip()
    return Row(line, State.ASKS, said, wants="same", namesake=found)


def why_not(person):
    """Somebody of the own school, of whom its administrator knows all this."""
    name = {"name": person.short_name}
    if person.is_administrator:
        return _("%(name)s looks after people and teams, and so takes part in no visit.") % name
    if person.closed_at:
        return _("%(name)s has left. First bring %(name)s back.") % name
    return "" if person.is_active else _("%(name)s is paused. First end the pause.") % name


def known_here(person):
    state, said = as_known(person)
    if not person.leaves_on:
        return state, said
    day = date_format(person.leaves_on, "j F Y")
    return state, _("%(known)s; last working day: %(day)s") % {"known": said, "day": day}


def as_known(person):
    if person.came_in:
        return State.KNOWN, _("known, will be in this team too")
    return State.INVITED, _("known, was not in yet") if person.invited_at else _("known, not invited yet")


# --- taking in --------------------------------------------------------------------------------------------


@transaction.atomic
def take_in(*, by, lines, choice, invite, agreed=()):
    """All that can go, or nothing. Two administrators at once take turns: the second finds them known."""
    school = School.objects.select_for_update().get(pk=by.school_id)
    taken = Taken([row for row in look(lines, school, agreed) if row.goes])
    people = make_people(taken.rows, school, choice)
    give_roles(taken.rows, people, school, choice, by)
    taken.invited = [person for person in people.values() if invite and is_to_be_invited(person)]
    if taken.invited:
        taken.moment = inviting.invite(taken.invited, by=by)
    return taken


def is_to_be_invited(person):
    return not (person.came_in or invitations.holds(person))


def make_people(rows, school, choice):
    """{address: person}, those that are new among them."""
    new = {}
    for row in rows:
        if row.state == State.NEW:
            new.setdefault(row.line.email, row.line)
    made = [
        User(email=email, name=line.name, language=choice.language, school=school)
        for email, line in new.items()
    ]
    User.objects.create_many(made)
    return {row.line.email: row.person for row in rows if row.person} | {one.email: one for one in made}


def give_roles(rows, people, school, choice, by):
    teams = teams_of(rows, school, choice, by)
    wanted = []
    for row in rows:
        team = teams.get(fold(row.line.team), choice.team)
        roles = (row.line.roles or choice.roles) if team else ()
        wanted += [(people[row.line.email], team, role) for role in roles]
    new = Membership.objects.give(wanted)
    note_all(
        [
            event(Done.ROLE_GIVEN, by=by, school=school, about=person, role=role, team=team.name)
            for person, team, role in new
        ]
    )


def teams_of(rows, school, choice, by):
    """{name: team}, with those of the list that are not there yet, where they are to be made."""
    teams = {fold(team.name): team for team in school.teams.open()}
    if choice.makes_teams:
        new = Team.objects.bulk_create([Team(school=school, name=name) for name in missing(rows, teams)])
        note_all([event(Done.TEAM, by=by, school=school, team=team.name) for team in new])
        teams |= {fold(team.name): team for team in new}
    return teams


def missing(rows, teams):
    """Names of teams in the list that the school does not have, each once."""
    named = {fold(row.line.team): row.line.team for row in rows if row.goes and row.line.team}
    return [name for folded, name in named.items() if folded not in teams]


def is_elsewhere(line):
    return line.problem == Problem.ELSEWHERE
