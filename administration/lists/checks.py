"""Whether a line can be taken along, and what it says where it cannot. One problem a line: the next one shows
once it is answered."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from administration.lists import addresses, columns, naming, roles
from administration.lists.line import Line, Problem
from people.folding import fold
from people.lengths import AddressLine
from people.models import Team, User
from people.names import Name

EMAIL = AddressLine(max_length=User._meta.get_field("email").max_length)
NAME = Name(max_length=User._meta.get_field("name").max_length)
TEAM = Name(max_length=Team._meta.get_field("name").max_length)

MONTHS = (
    "jan(uari|uary)?|feb(ruari|ruary)?|mrt|maart|mar(ch)?|apr(il)?|mei|may|jun[ei]?|jul[iy]?|aug(ustus|ust)?|sept?(ember)?|"
    "o[kc]t(ober)?|nov(ember)?|dec(ember)?"
)
# What a spreadsheet makes of the teams 1-2, 3-12 and 10.30, as it shows it in either language
DAY = re.compile(
    rf"\d{{1,2}}[-/]\d{{1,2}}[-/](\d\d){{1,2}}|\d{{4}}-\d\d?-\d\d?([ T][\d:.]+)?|\d{{1,2}}:\d\d(:\d\d)?|"
    rf"\d{{1,2}}[- ]({MONTHS})\.?([- ](\d\d){{1,2}})?|({MONTHS})\.?[- ](\d\d){{1,2}}",
    re.IGNORECASE,
)
# Numbers of citizens and telephones, birth dates, sex, postcodes: never a team
BORN = r"\d{1,2}[-/]\d{1,2}[-/](19\d\d|200\d|201[0-4])|(19\d\d|200\d|201[0-4])-?\d\d-?\d\d"
PRIVATE = re.compile(
    rf"{BORN}|\+?[\d ()-]*\d{{8,}}|\+?\d[\d ()-]{{8,}}|\d{{4}} ?[A-Z]{{2}}|[mvfx]|man|vrouw", re.IGNORECASE
)
LONGEST_PRIVATE = 40
STUDENTS_LIVE_AT = {"student", "students", "studenten", "leerling", "leerlingen", "lln", "edu-student"}


def checked(found, domains=(), agreed=()):
    """Lines of what was found, in its order."""
    seen, domains, agreed = {}, {domain.lower() for domain in domains}, {email.lower() for email in agreed}
    return tuple(
        one_checked(number, person, seen, domains, agreed)
        for number, person in enumerate(map(tidied, found), 1)
    )


def tidied(person):
    """In the form in which it is written and read again; a line of it is never taken for a head."""
    name = naming.tidy(naming.turned(naming.tidy(person.name)))
    name = "" if columns.names_a_person(name) else name
    team, role = person.team, person.roles
    if roles.names_roles(kept(team)) and not roles.names_roles(kept(role)):
        team, role = role, team  # as it was written: *Zorg en welzijn* is one team
    role = ", ".join(filter(None, map(kept, roles.parts_of(role))))
    return person._replace(name=name, team=kept(team), roles=role)


def kept(cell):
    cell = naming.one_line(addresses.without_addresses(cell))
    is_private = len(cell) <= LONGEST_PRIVATE and PRIVATE.fullmatch(cell)
    return "" if is_private or columns.names_a_person(cell) else cell


def one_checked(number, person, seen, domains, agreed):
    taken, other = roles.read_roles(person.roles)
    fields = {
        "name": person.name,
        "email": person.email,
        "team": person.team,
        "roles": taken,
        "other_roles": other,
    }
    line = Line(number, **fields)
    before = seen.setdefault(line.email, line) if line.email else line
    answer = first_problem(line, before, domains, agreed)
    return Line(number, **fields, **answer)


def first_problem(line, before, domains, agreed):
    """{field of Line: what it says}, empty where all is well."""
    tries = (
        lambda: student(line),
        lambda: address(line, domains),
        lambda: again(line, before),
        lambda: name(line),
        lambda: elsewhere(line, domains, agreed),
        lambda: role(line),
        lambda: team(line),
        lambda: notes(line, before),
    )
    return next(filter(None, (attempt() for attempt in tries)), {})


def says(problem, said, **more):
    return {"problem": problem, "said": said, **more}


def student(line):
    domain = line.email.partition("@")[2]
    if roles.names_a_student(line.other_roles):
        return says(
            Problem.STUDENT,
            _("This is a student or a parent. Only those who teach or look along have a place here."),
        )
    if STUDENTS_LIVE_AT & set(domain.split(".")):
        return says(
            Problem.STUDENT,
            _("%(domain)s is for students. Only those who teach or look along have a place here.")
            % {"domain": domain},
        )
    return None


def address(line, domains):
    if not line.email:
        return says(Problem.NO_ADDRESS, _("There is no e-mail address here."))
    if len(line.email.split()) > 1:
        return says(Problem.TWO_ADDRESSES, _("There is more than one address here. Which one is it?"))
    if end := addresses.unfinished(line.email):
        said = _("This address is not finished. What comes after ‘%(end)s’?") % {"end": end}
        return says(Problem.UNFINISHED, said, offer=finished(line.email, domains))
    return refused_by(EMAIL, line.email, Problem.NOT_AN_ADDRESS)


def finished(email, domains):
    """With the one domain of the school that begins so."""
    local, _at, begun = email.partition("@")
    fits = [domain for domain in domains if domain.startswith(begun)]
    return f"{local}@{fits[0]}" if local and len(fits) == 1 else ""


def refused_by(field, value, problem):
    try:
        field.clean(value)
    except ValidationError as error:
        return says(problem, " ".join(error.messages))
    return None


def again(line, before):
    if before is line:
        return None
    number = {"number": before.number}
    if differs(line.name, before.name):
        return says(
            Problem.TWO_NAMES,
            _("Line %(number)d has this address too, with another name. Whose is it?") % number,
        )
    if (line.team, line.roles, line.other_roles) in [
        (before.team, before.roles, before.other_roles),
        ("", (), ""),
    ]:
        return says(Problem.SAME, _("The same address as line %(number)d. One invitation is sent.") % number)
    return None


def differs(one, other):
    """Another last word: *F. Fantasie* and *Fleur Fantasie* are one person."""
    return bool(one and other) and fold(one).split()[-1] != fold(other).split()[-1]


def name(line):
    if line.name:
        return refused_by(NAME, line.name, Problem.NAME)
    offer = naming.guessed(line.email)
    words = (
        _("Who is this? The address sounds like ‘%(name)s’.") % {"name": offer}
        if offer
        else _("Who is this?")
    )
    return says(Problem.NO_NAME, words, offer=offer)


def elsewhere(line, domains, agreed):
    domain = line.email.partition("@")[2]
    if not domains or domain in domains or line.email in agreed:
        return None
    return says(Problem.ELSEWHERE, _("%(domain)s is no address of your school.") % {"domain": domain})


def role(line):
    """Where one is known, another word beside it asks nothing."""
    if line.roles or not line.other_roles:
        return None
    words = _("‘%(role)s’ is no role here. Choose teacher, coach or team lead, or leave it empty.")
    return says(Problem.ROLE, words % {"role": line.other_roles})


def team(line):
    if DAY.fullmatch(line.team):
        words = _(
            "The team ‘%(team)s’ looks like a day or a time. A spreadsheet makes that of names such as 1-2. What is the team called?"
        )
        return says(Problem.TEAM_IS_A_DAY, words % {"team": line.team})
    return refused_by(TEAM, line.team, Problem.TEAM) if line.team else None


def notes(line, before):
    """What is said of a line that asks nothing."""
    again = before is not line
    same = _("The same person as line %(number)d: one invitation, and this comes with it.")
    other = _("‘%(role)s’ is no role here, and is left out.")
    said = [same % {"number": before.number}] * again + [other % {"role": line.other_roles}] * bool(
        line.other_roles
    )
    return {"same_as": before.number if again else 0, "note": " ".join(said)}
