"""What lists call the roles of Meekijken, in Dutch and English. A word that is not here names no role: the
reader is asked."""

import re

from people.folding import fold
from people.memberships import Membership

ROLES = {
    Membership.Role.TEACHER: """
        docent docente docenten leraar lerares leraren leerkracht leerkrachten teacher teachers lecturer vakdocent praktijkdocent kerndocent
        hoofddocent gastdocent invaldocent teamdocent instructeur""",
    Membership.Role.COACH: "coach coaches lesbezoeker beeldcoach docentbegeleider werkbegeleider schoolopleider observer",
    Membership.Role.LEAD: """
        teamleider teamleidster teamlead teammanager teamcoordinator lead leider afdelingsleider opleidingsmanager onderwijsmanager
        opleidingsleider unitleider""",
}  # fmt: skip
WORDS = {word: role for role, words in ROLES.items() for word in words.split()}
# of whom every school has many, and nobody belongs here
STUDENTS = {
    "student", "studente", "studenten", "students", "leerling", "leerlingen", "deelnemer", "deelnemers", "cursist", "cursisten", "pupil", "pupils",
    "learner", "ouder", "ouders", "verzorger", "parent", "guardian", "relative",
}  # fmt: skip
# say that somebody works here, and no more
WORKS_HERE = {"medewerker", "medewerkers", "personeel", "personeelslid", "employee", "staff", "faculty"}
SAYS_NOTHING = {"gast", "guest"}
BETWEEN = re.compile(r"[,;/|+&]|\b(?:en|and)\b", re.IGNORECASE)


def parts_of(text):
    """Each role in a cell: *docent / coach*."""
    return [part for part in map(str.strip, BETWEEN.split(text)) if part]


def role_in(part):
    """*Docent LC*, *senior docent*, *team lead*: the role, or None."""
    words = fold(part).replace("team ", "team").split()
    return next((WORDS[word] for word in words if word in WORDS), None)


def names_a_student(text):
    """And nobody who works here as well."""
    parts = parts_of(text)
    works_here = any(role_in(part) or fold(part) in WORKS_HERE for part in parts)
    return any(fold(part) in STUDENTS for part in parts) and not works_here


def read_roles(text):
    """(roles, words that name none here)."""
    unsaid = WORKS_HERE | SAYS_NOTHING | (set() if names_a_student(text) else STUDENTS)
    found = [(part, role_in(part)) for part in parts_of(text) if fold(part) not in unsaid]
    roles = dict.fromkeys(role for _part, role in found if role)
    other = dict.fromkeys(part for part, role in found if not role)
    return tuple(str(role) for role in roles), ", ".join(other)


def names_roles(text):
    """Nothing else stands in this cell."""
    parts = parts_of(text)
    return bool(parts) and all(
        role_in(part) or fold(part) in WORKS_HERE | SAYS_NOTHING | STUDENTS for part in parts
    )


def written(line):
    """As `read_roles` reads them back."""
    return ", ".join(
        [*(str(Membership.Role(role).label) for role in line.roles), *filter(None, [line.other_roles])]
    )
