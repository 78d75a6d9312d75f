"""Lists with a head: which columns are read, who is skipped, what is left out, in every encoding."""

import codecs
from datetime import date

import pytest

from administration.lists import Problem, read_file, read_text
from people.memberships import Membership

TODAY = date(2026, 11, 29)
TEACHER, COACH, LEAD = Membership.Role
ZOE = ("Zoë van ’t Hof", "zoe@school.example")


def people(read):
    return [(line.name, line.email) for line in read.lines]


def only(read):
    [line] = read.lines
    return line


@pytest.mark.parametrize(
    "table",
    [
        "Naam;E-mail\nZoë van ’t Hof;zoe@school.example",
        "Naam;E-mailadres\nHof, Zoë van ’t;Zoe@School.example",
        "naam,e_mail_adres\n\"Hof, Zoë van ’t\",zoe@school.example",
        "Roepnaam\tVoorvoegsel\tAchternaam\tMail\nZoë\tvan ’t\tHof\tzoe@school.example",
        "Achternaam;Tussenvoegsel;Voornaam;E-mail werk\nHof;van ’t;Zoë;zoe@school.example",
        "Voornamen;Roepnaam;Achternaam;email\nZoë Maria;Zoë;Hof, van ’t;zoe@school.example",
        "Voornamen;Roepnaam;Voorvoegsel;Achternaam;email\nZoë;;van ’t;van ’t Hof;zoe@school.example",
        "Voornaam;Naam;Email\nZoë;van ’t Hof;zoe@school.example",
        "E-mail;Naam\nzoe@school.example;Zoë van ’t Hof",
        "Naam;Contact\nZoë van ’t Hof;zoe@school.example",
        "Naam\nZoë van ’t Hof <zoe@school.example>",
        "Naam;Contactgegevens\nZoë van ’t Hof;06 12345678, zoe@school.example",
        "sep=;\nNaam;E-mail\nZoë van ’t Hof;zoe@school.example",
        "sep=\t\r\nNaam\tE-mail\r\nZoë van ’t Hof\tzoe@school.example\r\n",
        "Ons team, 2026; peildatum 1-11\n\n\nNaam;E-mail\nZoë van ’t Hof;zoe@school.example",
        "Naam;E-mail;;\nZoë van ’t Hof;zoe@school.example;;\n;;;\n",
        'Naam;E-mail\n"Zoë\nvan ’t Hof";zoe@school.example',
        'Naam;E-mail\n"Zoë van ’t Hof;zoe@school.example',
        "NAAM ; E-MAIL:\n Zoë van ’t Hof ; zoe@school.example",
    ],
)  # fmt: skip
def test_a_name_and_an_address_under_many_heads(table):
    read = read_text(table, today=TODAY)
    assert people(read) == [ZOE]
    assert not only(read).problem


@pytest.mark.parametrize(
    "table",
    [
        "Naam;E-mail;Privé e-mail\nZoë van ’t Hof;zoe@school.example;zoe@thuis.example",
        "E-mail;E-mail werk;Naam\nzoe@thuis.example;zoe@school.example;Zoë van ’t Hof",
        "Naam;Mail privé;Contact\nZoë van ’t Hof;zoe@thuis.example;zoe@school.example",
        "Naam (roepnaam en achternaam);E-mailadres (school)\nZoë van ’t Hof;zoe@school.example",
        "Naam;E-mail\nZoë van ’t Hof;\u200bzoe@school.example\u00a0",
    ],
)
def test_the_address_at_work_is_read(table):
    assert people(read_text(table)) == [ZOE]


def test_a_column_may_have_no_name():
    read = read_text("Naam;E-mail\nZoë van ’t Hof;zoe@school.example;iets\nBo Pop;bo@school.example;anders\n")
    assert people(read) == [ZOE, ("Bo Pop", "bo@school.example")]


@pytest.mark.parametrize(
    "table",
    [
        # users of Microsoft 365, of its directory, of Google Workspace; contacts of Outlook and of Google
        "Block credential,Department,Display name,First name,Last name,User principal name\nFalse,Zorg,Zoë Hof,Zoë,van ’t Hof,zoe@school.example",
        "userPrincipalName,displayName,surname,mail,givenName,jobTitle,department,accountEnabled\n"
        'z1@school.example,"Hof, Zoë",van ’t Hof,zoe@school.example,Zoë,Docent,Zorg,True',
        "First Name [Required],Last Name [Required],Email Address [Required],Password [Required],Status [READ ONLY]\n"
        "Zoë,van ’t Hof,zoe@school.example,****,Active",
        '"Voornaam","Middelste naam","Achternaam","E-mailadres","Mobiele telefoon"\n"Zoë","M.","van ’t Hof","zoe@school.example","06"',
        "First Name,Last Name,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Value\nZoë,van ’t Hof,Werk,zoe@school.example,06",
        "Docent;E-mail\nZoë van ’t Hof;zoe@school.example",
        "Naam;Docent;E-mail\nZoë van ’t Hof;x;zoe@school.example",
        "Roepnaam;Voorvoegsel;Achternaam;E-mail werk;Organisatorische eenheid\nZoë;van ’t;Hof;zoe@school.example;Zorg",
    ],
)
def test_other_exports_that_schools_have(table):
    read = read_text(table)
    assert people(read) == [ZOE]
    assert not only(read).problem


def test_one_column_will_do():
    read = read_text("E-mail\nzoe.hof@school.example\nbo@school.example")
    assert [(line.email, line.offer) for line in read.lines] == [
        ("zoe.hof@school.example", "Zoe Hof"),
        ("bo@school.example", "Bo"),
    ]


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
        lambda text: text.encode("cp1252"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "table", ["Naam;E-mail\nZoë van ’t Hof;zoe@school.example\n", "Zoë van ’t Hof;zoe@school.example\n"]
)
def test_a_file_in_every_encoding(encode, end, table):
    read = read_file(encode(table.replace("\n", end)))
    assert people(read) == [ZOE]


def test_names_are_shown_where_the_encoding_was_guessed():
    table = "Naam;E-mail\nZoë van ’t Hof;zoe@school.example\nBo Pop;bo@school.example\n"
    assert read_file(table.encode("cp1252")).accents == ("Zoë van ’t Hof",)
    assert read_file(table.encode()).accents == ()


def test_what_nobody_needs_is_left_out_and_said():
    read = read_text(
        "Pers.nr;Naam;BSN;Geb.datum;M/V;Straat;Telefoon;ECK iD;Wachtwoord;E-mail;Leeg\n"
        "0012;Zoë van ’t Hof;123456782;1-2-1980;V;Dorpsstraat 1;06-12345678;https://ketenid.example/1;geheim;zoe@school.example;\n"
    )
    assert read.columns_left_out == (
        "Pers.nr",
        "BSN",
        "Geb.datum",
        "M/V",
        "Straat",
        "Telefoon",
        "ECK iD",
        "Wachtwoord",
    )
    assert people(read) == [ZOE]
    for value in ("0012", "123456782", "1980", "Dorpsstraat", "12345678", "ketenid", "geheim"):
        assert value not in repr(read)


@pytest.mark.parametrize(
    ("head", "cell", "is_skipped"),
    [
        ("Einddatum", "28-11-2026", True),
        ("Uit dienst", "2026-11-28", True),
        ("Uit dienst", "20261128", True),
        ("Uit dienst", "29-11-2026", False),  # the last day is one
        ("Einddatum", "2026-11-28 00:00:00", True),
        ("Einddatum", "", False),
        ("In dienst", "N", True),
        ("In dienst", "J", False),
        ("Actief", "Nee", True),
        ("enabledUser", "false", True),
        ("enabledUser", "TRUE", False),
        ("archived", "1", True),
        ("archived", "false", False),
        ("status", "tobedeleted", True),
        ("status", "active", False),
        ("Status [READ ONLY]", "Suspended", True),
        ("accountEnabled", "False", True),
    ],
)
def test_who_is_skipped_is_said(head, cell, is_skipped):
    read = read_text(f"Naam;E-mail;{head}\nZoë van ’t Hof;zoe@school.example;{cell}\n", today=TODAY)
    assert len(read.lines) == (not is_skipped)
    assert [(row.number, row.name, bool(row.said)) for row in read.skipped] == [
        (2, ZOE[0], True)
    ] * is_skipped


@pytest.mark.parametrize("cell", ["Leerling", "guardian", "ouder, leerling"])
def test_of_students_their_number_is_said(cell):
    rows = f"Kim Kind;kim@school.example;{cell}\nZoë van ’t Hof;zoe@school.example;docent, ouder\n"
    read = read_text(f"Naam;E-mail;Rol\n{rows}")
    assert (people(read), read.skipped, read.lines[0].roles) == ([ZOE], (), (TEACHER,))
    assert "1 student of ouder" in read.remarks[0]
    assert "Kim" not in repr(read)
    assert (
        "studenten of ouders" in read_text(f"Naam;E-mail;Rol\nKim Kind;kim@school.example;{cell}\n").refused
    )


def test_a_day_that_can_be_read_in_two_ways_is_not_read():
    read = read_text("Naam;E-mail;Uit dienst\nZoë;zoe@school.example;1/2/2026\n", today=TODAY)
    assert len(read.lines) == 1
    assert "Rij 2: ‘1/2/2026’" in read.remarks[0]


@pytest.mark.parametrize("column", ["Leerling", "Leerlingnummer", "stamnr", "Klas", "Studentnummer"])
def test_a_list_of_students_is_refused(column):
    read = read_text(f"Naam;E-mail;{column}\nZoë;zoe@school.example;1A\n")
    assert read.lines == ()
    assert f"‘{column}’" in read.refused


@pytest.mark.parametrize(
    "file", ["Voornaam;Achternaam;Team\nZoë;Hof;Zorg\n", "Naam\nZoë Hof\n", "Hof\nPop\nFantasie\n", "", "\n"]
)
def test_a_file_without_addresses_is_refused(file):
    read = read_file(file.encode())
    assert read.lines == ()
    assert "geen e-mailadressen" in read.refused


def test_team_and_role_are_read_by_row():
    read = read_text(
        "Naam;E-mail;Afdeling;Functie\nZoë H;z@school.example;Zorg;Docent LB\nBo P;b@school.example;1-2;Teamleider, coach\n"
        "Iris V;i@school.example;1-feb;Conciërge\nCas K;c@school.example;;Medewerker\n"
    )
    assert [(line.team, line.roles, line.problem) for line in read.lines] == [
        ("Zorg", (TEACHER,), ""),
        ("1-2", (LEAD, COACH), ""),
        ("1-feb", (), Problem.ROLE),
        ("", (), ""),
    ]


def test_a_separator_in_a_cell_shifts_no_name_onto_somebody_else():
    """Nothing in that row is trusted but the address."""
    read = read_text("naam,team,email\nHof, Zoë,Zorg,zoe.hof@school.example\nBo,Zorg,bo@school.example")
    assert [(line.name, line.email, line.problem) for line in read.lines] == [
        ("", "zoe.hof@school.example", Problem.NO_NAME),
        ("Bo", "bo@school.example", ""),
    ]


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("zoe.hof", Problem.UNFINISHED),
        ("geen", Problem.NO_ADDRESS),
        ("#N/B", Problem.NO_ADDRESS),
        ("zie bijlage", Problem.NO_ADDRESS),
    ],
)
def test_a_column_of_addresses_holds_what_is_none(cell, problem):
    assert only(read_text(f"Naam;E-mail\nZoë H;{cell}\n")).problem == problem


@pytest.mark.parametrize(
    ("kind", "head", "row"),
    [
        ("eduarte", "Roepnaam;Voorvoegsel;Achternaam;Geboorteachternaam;Contactgegevens;Functie;Organisatie-eenheid;Begindatum;Einddatum;Actief",
         "Zoë;van ’t;Hof;Anders;zoe@school.example;Docent;Zorg;1-8-2020;;Ja"),
        ("osiris", "personeelsnummer;roepnaam;voorvoegsels;achternaam;e_mail_adres;functie;faculteit;organisatieonderdeel;indienst",
         "7;Zoë;van ’t;Hof;zoe@school.example;docent;F;Zorg;J"),
        ("zermelo", "code;firstName;prefix;lastName;email;teacherTeam;archived;role", "HFZ;Zoë;van ’t;Hof;zoe@school.example;Zorg;false;docent"),
    ],
)  # fmt: skip
def test_exports_of_school_systems_are_known(kind, head, row):
    read = read_text(f"{head}\n{row}\n", today=TODAY)
    line = only(read)
    assert read.kind == kind
    assert (line.name, line.email, line.team, line.roles, line.problem) == (*ZOE, "Zorg", (TEACHER,), "")


def test_no_more_is_said_of_rows_than_can_be_read():
    rows = "".join(f"Naam {number};n{number}@school.example;1/2/2026\n" for number in range(100))
    read = read_text(f"Naam;E-mail;Uit dienst;{'z' * 500}\n{rows}Bo;bo@school.example;;x", today=TODAY)
    assert len(read.remarks) == 5
    assert all(len(column) <= 60 for column in read.columns_left_out)
