"""What lists call their columns, and what each is for: exports of school systems and of people themselves. A
column that is not here is left out at reading, whatever it holds."""

import re

from people.folding import fold

GIVEN, PREFIX, FAMILY, FULL, EMAIL, ROLE, TEAM = "given", "prefix", "family", "full", "email", "role", "team"
STATUS, ENABLED, ARCHIVED, ENDS, BOXES = "status", "enabled", "archived", "ends", "boxes"
LOOKED_AT = 20  # rows in which the head may stand: a title and a date often stand above it
NAMES = {GIVEN, PREFIX, FAMILY, FULL}

# In each, an earlier word wins where a list has two of them
WORDS = {
    GIVEN: "roepnaam roepn preferredfirstname preferredgivenname preferredname voornaam firstname givenname voornamen",
    PREFIX: "voorvoegsel voorvoegsels voorv tussenv tussenvoegsel tussenvoegsels prefix prefixes surnameprefix infix",
    FAMILY: "achternaam preferredlastname preferredfamilyname lastname familyname surname familienaam",
    FULL: "naam name volledigenaam fullname displayname weergavenaam naammedewerker docentnaam medewerker collega docent leraar leerkracht teacher",
    EMAIL: "emailwerk werkemail emailzakelijk zakelijkeemail emailschool schoolemail email emailadres mail mailadres emailaddress email1value userprincipalname",
    ROLE: "functie rol role functienaam rollen roles functieomschrijving functietitel jobtitle affiliations",
    TEAM: "team organisatieeenheid organisatieonderdeel afdeling teamnaam teacherteam organisatorischeeenheid department",
    STATUS: "status",
    ENABLED: "enableduser accountenabled indienst actief active",
    ARCHIVED: "archived gearchiveerd tobedeleted",
    ENDS: "einddatum uitdienst datumuitdienst uitdienstdatum enddate",
    BOXES: "contactgegevens",
}
FIELDS = {word: (field, rank) for field, words in WORDS.items() for rank, word in enumerate(words.split())}
ALSO_SAID = {
    "medewerker",
    "collega",
    "docent",
    "leraar",
    "leerkracht",
    "teacher",
    "prefix",
}  # may stand in a row too
OWN = (
    "prive",
    "privat",
    "thuis",
    "personal",
    "home",
)  # in the name of a column whose addresses are nobody's business
# Only lists of students have these
STUDENTS = {
    "leerling", "leerlingnaam", "leerlingnummer", "leerlingnr", "stamnr", "stamnummer", "student", "studentnaam", "studentnummer", "studentnr",
    "deelnemer", "deelnemernummer", "klas", "stamklas", "leerjaar",
}  # fmt: skip
KINDS = {  # the words by which an export is known
    "oneroster": {"sourcedid", "givenname", "familyname"},
    "eduarte": {"roepnaam", "achternaam", "contactgegevens"},
    "osiris": {"voorvoegsels", "achternaam", "indienst"},
    "zermelo": {"firstname", "lastname", "archived"},
}
BEHIND = re.compile(r"[(\[]")
SIGNS = re.compile(r"[^a-z0-9]")


def word(cell):
    """*E-mail_adres*, *E-mailadres:* and *E-mailadres (school)* are one word."""
    return SIGNS.sub("", fold(BEHIND.split(cell)[0] or cell))


def field_of(cell):
    return FIELDS.get(word(cell), ("", 0))[0]


def is_own(cell):
    return any(one in word(cell) for one in OWN)


def names_a_person(cell):
    """It is the name of a column, and so nobody's own."""
    return field_of(cell) in {EMAIL, BOXES} | NAMES and word(cell) not in ALSO_SAID


def kind_of(head):
    words = set(map(word, head))
    return next((kind for kind, its in KINDS.items() if its <= words), "table")


def places(head):
    """{field: [places of its columns, the one that wins first]}."""
    words = list(map(word, head))
    has_names = any(field_of(one) in NAMES for one in set(words) - ALSO_SAID)
    known = [
        (*FIELDS[one], place)
        for place, one in enumerate(words)
        if one in FIELDS and not (has_names and is_also_said(one))
    ]
    found = {}
    for field, _rank, place in sorted(known, key=lambda one: one[1:]):
        found.setdefault(field, []).append(place)
    if FULL in found and GIVEN in found and FAMILY not in found:
        found[FAMILY] = found.pop(FULL)  # Voornaam, Naam
    return found


def is_also_said(one):
    """Names people where nothing else does."""
    return one in ALSO_SAID and FIELDS[one][0] == FULL


def is_head(cells):
    """A word for addresses or names, and nobody's address."""
    return any(map(names_a_person, cells)) and "@" not in "".join(cells)


def of_students(head):
    """The column by which it is seen."""
    return next((cell for cell in head if word(cell) in STUDENTS), "")
