"""What people paste: names and addresses from a mail, an address book, a sheet."""

import sys
from collections import Counter

import pytest

from administration.lists import Problem, as_text, read_text
from people.memberships import Membership

SCHOOL = {"school.example"}
TEACHER, COACH, LEAD = Membership.Role


def people(text, **school):
    return [(line.name, line.email) for line in read_text(text, **school).lines]


def only(text, **school):
    [line] = read_text(text, **school).lines
    return line


@pytest.mark.parametrize(
    "pasted",
    [
        "Fleur Fantasie;fleur.fantasie@school.example",
        "Fleur Fantasie\tfleur.fantasie@school.example",
        "Fleur Fantasie    fleur.fantasie@school.example",
        "Fleur Fantasie, fleur.fantasie@school.example",
        "Fleur Fantasie | fleur.fantasie@school.example",
        "Fleur Fantasie: fleur.fantasie@school.example.",
        "fleur.fantasie@school.example Fleur Fantasie",
        "fleur.fantasie@school.example; Fleur Fantasie",
        "fleur.fantasie@school.example (Fleur Fantasie)",
        "Fleur Fantasie <Fleur.Fantasie@School.example>",
        '"Fleur Fantasie" <fleur.fantasie@school.example>;',
        "'Fleur Fantasie' <fleur.fantasie@school.example>",
        "Fantasie, Fleur <fleur.fantasie@school.example>",
        "Fantasie, F. (Fleur) <fleur.fantasie@school.example>",
        "Fleur Fantasie <mailto:fleur.fantasie@school.example>",
        "Fleur Fantasie [mailto:fleur.fantasie@school.example]",
        "Aan: Fleur Fantasie <fleur.fantasie@school.example>",
        "1. Fleur Fantasie (fleur.fantasie@school.example)",
        "12) Fantasie, Fleur - fleur.fantasie@school.example",
        "• Fleur Fantasie – fleur.fantasie@school.example",
        "Fantasie; Fleur; fleur.fantasie@school.example",
        "Fleur\tFantasie\tfleur.fantasie@school.example",
        "Fantasie, Fleur, fleur.fantasie@school.example",
        "Fleur, Fantasie, fleur.fantasie@school.example",
        "12345\tFleur\tFantasie\tfleur.fantasie@school.example",
        "Fleur Fantasie; fleur.fantasie@school.example; 06-12345678",
        "Fleur Fantasie; fleur.fantasie@school.example; 12-03-1980; V",
    ],
)
def test_one_person_in_every_order(pasted):
    line = only(pasted, domains=SCHOOL)
    assert (line.name, line.email) == ("Fleur Fantasie", "fleur.fantasie@school.example")
    assert (line.team, line.roles, line.problem) == ("", (), "")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Hof, Zoë van ’t", "Zoë van ’t Hof"),
        ("Hof van ’t, Zoë", "Zoë van ’t Hof"),
        ("Hof, van ’t, Zoë", "Zoë van ’t Hof"),
        ("van ’t Hof, Zoë", "Zoë van ’t Hof"),
        ("’t Hof, Zoë", "Zoë ’t Hof"),
        ("de Vries-van den Berg, A.M.", "A.M. de Vries-van den Berg"),
        ("VAN DEN BERG, Jan", "Jan VAN DEN BERG"),
        ("Hof, Z. van ’t (Zoë)", "Zoë van ’t Hof"),
        ("Hof, Z.M. (Zoë) van ’t", "Zoë van ’t Hof"),
        ("Hof, Th. M. (Thea)", "Thea Hof"),
        ("d'Ancona, Ada", "Ada d'Ancona"),
        ("El Amrani, Samira", "Samira El Amrani"),
    ],
)
def test_a_name_is_turned_round_with_its_prefix_as_written(written, name):
    assert people(f"{written} <zoe@school.example>; x y <x@school.example>")[0] == (
        name,
        "zoe@school.example",
    )
    assert people(f"{written}; zoe@school.example") == [(name, "zoe@school.example")]


@pytest.mark.parametrize(
    "pasted",
    [
        "Fleur Fantasie <fleur@school.example>; Hof, Zoë van ’t <zoe@school.example>",
        '"Fantasie, Fleur" <fleur@school.example>, "Hof, Zoë van ’t" <zoe@school.example>',
        "Fleur Fantasie fleur@school.example; Zoë van ’t Hof zoe@school.example",
        "Fleur Fantasie, fleur@school.example, Zoë van ’t Hof, zoe@school.example",
        "Verzonden: maandag 1 september\nAan: Fleur Fantasie <fleur@school.example>; Zoë van ’t Hof <zoe@school.example>\nOnderwerp: ons team",
        "To: Fleur Fantasie <fleur@school.example>\nCc: Zoë van ’t Hof <zoe@school.example>\n",
    ],
)
def test_several_on_a_line(pasted):
    assert people(pasted) == [
        ("Fleur Fantasie", "fleur@school.example"),
        ("Zoë van ’t Hof", "zoe@school.example"),
    ]


@pytest.mark.parametrize("between", ["; ", ", ", ";", " ", "\n", "\r\n\r\n"])
def test_addresses_alone(between):
    pasted = f"fleur.fantasie@school.example{between}zoe@school.example"
    lines = read_text(pasted).lines
    assert [line.email for line in lines] == ["fleur.fantasie@school.example", "zoe@school.example"]
    assert [(line.problem, line.offer) for line in lines] == [
        (Problem.NO_NAME, "Fleur Fantasie"),
        (Problem.NO_NAME, "Zoe"),
    ]


def test_addresses_stand_between_mailboxes():
    pasted = "fleur@school.example, Zoë Hof <zoe@school.example>; iris@school.example"
    assert people(pasted) == [
        ("", "fleur@school.example"),
        ("Zoë Hof", "zoe@school.example"),
        ("", "iris@school.example"),
    ]


def test_an_address_that_is_its_own_name_is_one_person():
    line = only('"fleur.fantasie@school.example" <fleur.fantasie@school.example>')
    assert (line.name, line.offer) == ("", "Fleur Fantasie")


@pytest.mark.parametrize(
    ("pasted", "team", "roles"),
    [
        ("F F; f@school.example; Zorg; docent", "Zorg", (TEACHER,)),
        ("F F; f@school.example; docent; Zorg", "Zorg", (TEACHER,)),
        ("F F; f@school.example; docent; Zorg en welzijn", "Zorg en welzijn", (TEACHER,)),
        ("F F; f@school.example; docent en coach; Sport & spel", "Sport & spel", (TEACHER, COACH)),
        ("F F <f@school.example>, docent, Hout/bouw", "Hout/bouw", (TEACHER,)),
        ("F F; f@school.example; Zorg", "Zorg", ()),
        ("F F; f@school.example; Docent LC / coach", "", (TEACHER, COACH)),
        ("F F; f@school.example;; team lead", "", (LEAD,)),
        ("F F <f@school.example>; Zorg; coach en teamleider", "Zorg", (COACH, LEAD)),
        ("f@school.example\tF F\tTeam 1-2\tTeamcoördinator", "Team 1-2", (LEAD,)),
        ("F F; f@school.example; 1-2; medewerker", "1-2", ()),
        ("F F; f@school.example; Zorg; docent, slb", "Zorg", (TEACHER,)),
        ("F F; f@school.example; 3E1", "3E1", ()),
    ],
)
def test_team_and_role_behind_it(pasted, team, roles):
    line = only(pasted)
    assert (line.name, line.email, line.team, line.roles) == ("F F", "f@school.example", team, roles)
    assert not line.problem


# --- what a line asks -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pasted", "problem", "said", "offer"),
    [
        (
            "Olaf O\tolaf@school",
            Problem.UNFINISHED,
            "Dit adres is niet af. Wat komt er na ‘school’?",
            "olaf@school.example",
        ),
        ("Olaf O; olaf@", Problem.UNFINISHED, "Wat komt er na ‘olaf@’?", "olaf@school.example"),
        ("Olaf O; olaf@elsewhere", Problem.UNFINISHED, "na ‘elsewhere’?", ""),
        ("Olaf O; olaf@localhost", Problem.UNFINISHED, "na ‘localhost’?", ""),
        ("Olaf O; o laf@school.example x@school.example", Problem.TWO_ADDRESSES, "Welk is het?", ""),
        ("Olaf Onbestaand", Problem.NO_ADDRESS, "geen e-mailadres", ""),
        ("h.van.den.berg2@school.example", Problem.NO_NAME, "‘H. van den Berg’", "H. van den Berg"),
        ("x@school.example", Problem.NO_NAME, "Wie is dit?", ""),
        ("\u200b; x@school.example", Problem.NAME, "iets wat te lezen is", ""),
        (
            f"{'é' * 121}; x@school.example",
            Problem.NAME,
            "121 tekens, en er passen er 120: haal er 1 weg",
            "",
        ),
        ("Olaf O; olaf..o@school.example", Problem.NOT_AN_ADDRESS, "geldig e-mailadres", ""),
        (f"Olaf O; {'o' * 250}@school.example", Problem.NOT_AN_ADDRESS, "haal er 11 weg", ""),
        ("Ties T, ties@thuis.example", Problem.ELSEWHERE, "thuis.example is geen adres van je school", ""),
        ("Ties T; ties@school.example; Zorg; tovenaar", Problem.ROLE, "‘tovenaar’", ""),
        ("Ties T; ties@school.example; leerling", Problem.STUDENT, "een student", ""),
        ("Ties T; ties@student.school.example", Problem.STUDENT, "student.school.example", ""),
        (f"Ties T; ties@school.example; {'z' * 121}", Problem.TEAM, "haal er 1 weg", ""),
    ],
)
def test_what_a_line_asks(pasted, problem, said, offer):
    line = only(pasted, domains=SCHOOL)
    assert (line.problem, line.offer, line.asks) == (problem, offer, True)
    assert said in line.said


@pytest.mark.parametrize(
    "team",
    [
        "1-feb",
        "1 feb.",
        "1-feb-26",
        "feb-26",
        "1-2-2026",
        "01/02/26",
        "2026-02-01 00:00:00",
        "10:30",
        "3-mrt",
        "1 Mar",
    ],
)
def test_a_team_that_became_a_day_is_shown(team):
    line = only(f"Fleur Fantasie; fleur@school.example; {team}; docent")
    assert (line.problem, line.team) == (Problem.TEAM_IS_A_DAY, team)
    assert f"‘{team}’" in line.said


def test_an_address_elsewhere_can_be_right():
    text = "Ties Tekenfilm, Ties@Thuis.example"
    assert not only(text, domains=SCHOOL, agreed=["ties@thuis.example"]).problem
    assert not only(text).problem


def test_the_same_address_is_said_and_asks_nothing():
    one, other = read_text("Fleur F; f@school.example\nF@SCHOOL.example").lines
    assert not one.problem
    assert (other.problem, other.asks) == (Problem.SAME, False)
    assert "regel 1" in other.said


def test_who_has_two_teams_stands_there_twice():
    one, other, third = read_text(
        "Fleur F; f@school.example; Zorg; docent\nF. F; f@school.example; Techniek; coach\nFleur F; f@school.example; Zorg; docent"
    ).lines
    assert (one.same_as, other.problem, other.same_as, other.team) == (0, "", 1, "Techniek")
    assert third.problem == Problem.SAME


def test_one_address_with_two_names_is_a_question():
    line = read_text("Fleur F; f@school.example\nTies T; f@school.example").lines[1]
    assert (line.problem, line.asks) == (Problem.TWO_NAMES, True)


def test_what_is_mended_is_read_in_its_place():
    text = "Fleur F; f@school.example\nOlaf O; olaf@school\nIris I; iris@school.example"
    lines = read_text(text, domains=SCHOOL).lines
    mended = as_text(lines).replace("olaf@school\n", f"{lines[1].offer}\n")
    assert [line.problem for line in read_text(mended, domains=SCHOOL).lines] == ["", "", ""]


def test_a_field_with_nothing_in_it_has_no_lines():
    assert read_text(" \n\t\n").lines == ()


# --- much of it -----------------------------------------------------------------------------------------


def calls(text):
    """How many functions of Python reading it takes."""
    counted = Counter()
    sys.setprofile(lambda _frame, event, _arg: counted.update([event]))
    try:
        read_text(text, domains=SCHOOL)
    finally:
        sys.setprofile(None)
    return counted["call"] + counted["c_call"]


@pytest.mark.parametrize("end", ["\n", "; "])
def test_twice_the_lines_take_twice_the_work(end):
    few, many = (
        end.join(f"Fantasie, N{n} <n{n}@school.example>" for n in range(size)) for size in (150, 300)
    )
    calls(few)  # what is compiled once
    assert calls(many) < 2.1 * calls(few)


@pytest.mark.parametrize("end", ["\n", "; "])
def test_more_people_than_fit_are_refused_with_words(end):
    assert len(read_text(end.join(["x@school.example"] * 10_000)).lines) == 10_000
    read = read_text(end.join(["x@school.example"] * 10_001))
    assert (read.lines, "meer dan 10000 regels" in read.refused.replace(".", "")) == ((), True)
