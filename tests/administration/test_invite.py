"""A list of people comes in: read line by line, put right in place, and who can go goes at once."""

import re
from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone
from lxml import html

from administration import intake, inviting
from administration.lists import read_text
from observations.models import ToTell
from people import invitations
from people.audit import AuditEvent
from people.drafts import SavedDraft
from people.models import Membership, Team, User
from tests.factories import make_person, make_school
from tests.letters.test_told import told
from tests.once import made_once
from tests.people.test_drafts import sign_in

LIST = """Fleur Fantasie;fleur.fantasie@school.example
Hypothese, Hidde <hidde.hypothese@school.example>
Sanne Schijn\tsanne.schijn@school.example
Olaf Onbestaand   olaf.onbestaand@school
Bo Sprookjes, bo.sprookjes@school.example
fleur.fantasie@school.example
Ties Tekenfilm, ties@thuis.example
"""


@pytest.fixture
@made_once
def iris(school):
    return make_person("Iris Verzinsel", school=school, is_administrator=True)


@pytest.fixture
def at_iris(client, iris):
    client.force_login(iris)
    return client


def known(school, name="Bo Sprookjes", **facts):
    person = make_person(name, school=school, **facts)
    person.email = f"{name.lower().replace(' ', '.')}@school.example"
    person.save(update_fields=["email"])
    return person


@pytest.fixture
@made_once
def bo(school):
    return known(school, last_login=timezone.now())


class Page:
    def __init__(self, response):
        self.response, self.status = response, response.status_code
        self.tree = html.fromstring(response.content.decode())

    @property
    def words(self):
        return " ".join(self.tree.text_content().split())

    @property
    def lines(self):
        return [" ".join(line.text_content().split()) for line in self.tree.find_class("mk-read")]

    @property
    def text(self):
        return self.tree.find(".//textarea").text_content().strip().splitlines()

    def fields(self):
        """What a browser would send of this form."""
        form = self.tree.find_class("mk-invite")[0]
        return as_dict(form.form_values())


def as_dict(pairs):
    found = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def read(client, text=LIST, **more):
    return Page(client.post(reverse("invite"), {"do": "read", "list": text, **more}))


def press(client, page, do="invite", **changed):
    """Another button of this page, with what was filled in beside."""
    body = page.fields() | {"do": do} | changed
    return client.post(reverse("invite"), body)


def people():
    return set(User.objects.exclude(email__startswith="iris").values_list("name", flat=True))


def roles():
    return set(Membership.objects.values_list("user__name", "team__name", "role"))


def emails():
    return sorted(letter.to[0] for letter in mail.outbox)


# --- reading ----------------------------------------------------------------------------------------------


def test_the_page_begins_with_one_field_and_one_button(at_iris):
    page = Page(at_iris.get(reverse("invite")))

    assert page.status == 200
    assert (page.lines, page.text) == ([], [])
    assert "Tot je op versturen drukt, krijgt niemand iets." in page.words
    assert not page.tree.xpath("//*[@id='read']")


def test_below_what_asks_something_is_the_button_that_looks_again(at_iris, team, bo):
    again = "//section[@id='read']//button[@name='do'][@value='read']"

    assert read(at_iris).tree.xpath(again)
    assert not read(at_iris, many(2)).tree.xpath(again)


def test_a_list_is_read_line_by_line(at_iris, team, bo):
    page = read(at_iris)

    assert page.status == 200
    assert page.lines == [
        "1 Fleur Fantasie fleur.fantasie@school.example nieuw",
        "2 Hidde Hypothese hidde.hypothese@school.example nieuw",
        "3 Sanne Schijn sanne.schijn@school.example nieuw",
        "4 ! Dit adres is niet af. Wat komt er na ‘school’? Naam E-mailadres Laat weg Maak er olaf.onbestaand@school.example van",
        "5 Bo Sprookjes bo.sprookjes@school.example bekend, hoort straks ook bij dit team",
        "6 Zelfde adres als regel 1. We sturen één uitnodiging.",
        "7 ! thuis.example is geen adres van je school. Ties Tekenfilm, ties@thuis.example Dit klopt, nodig Ties uit op dit adres Laat weg",
    ]
    assert "7 regels: 3 nieuw, 1 bekend, 1 dubbel, 2 vragen nog iets van jou." in page.words
    assert "Stuur 3 uitnodigingen" in page.words
    assert "Regel 4 en 7 gaan nog niet mee. Ze blijven hier voor je klaarstaan." in page.words


def test_to_read_keeps_nothing_and_tells_nobody(at_iris, bo):
    before = User.objects.count(), AuditEvent.objects.count(), ToTell.objects.count(), Team.objects.count()
    read(at_iris)

    assert before == (
        User.objects.count(),
        AuditEvent.objects.count(),
        ToTell.objects.count(),
        Team.objects.count(),
    )


def test_what_is_not_asked_for_is_nowhere_any_more(at_iris):
    table = "naam;e-mail;bsn;geboortedatum\nFleur Fantasie;fleur@school.example;111222333;1980-01-02\n"
    page = read(at_iris, table)

    assert page.text == ["Fleur Fantasie; fleur@school.example"]
    assert "Weggelaten, en nergens bewaard: bsn, geboortedatum." in page.words
    assert not re.search("111222333|1980", page.response.content.decode())


def test_a_file_is_read_behind_what_is_there(at_iris):
    file = SimpleUploadedFile(
        "wie.csv", "Naam;E-mail;Team\nHidde Hypothese;hidde@school.example;Techniek".encode("utf-16")
    )
    page = read(at_iris, "Fleur Fantasie; fleur@school.example", file=file)

    assert page.text == [
        "Fleur Fantasie; fleur@school.example",
        "Hidde Hypothese; hidde@school.example; Techniek",
    ]
    assert len(page.lines) == 2


@pytest.mark.parametrize(
    ("text", "file", "words"),
    [
        ("leerling;e-mail\nFleur;fleur@school.example\n", None, "Dit is een lijst"),
        ("Fleur Fantasie; fleur@school.example", "Naam;Stad\nHidde;Utrecht\n", "geen e-mailadressen"),
    ],
)
def test_what_is_not_read_says_why_and_stays(at_iris, text, file, words):
    more = {"file": SimpleUploadedFile("wie.csv", file.encode())} if file else {}
    page = read(at_iris, text, **more)

    assert page.status == 422
    assert words in page.words
    assert page.text == text.splitlines()


def test_a_list_that_is_too_long_to_go_at_once_stays_whole(at_iris):
    page = read(at_iris, "\n".join(f"P{n} Q; p{n}@school.example" for n in range(1001)))
    assert page.status == 422
    assert "Meer dan duizend regels" in page.words
    press(at_iris, page, roles=[])

    assert people() == set()


# --- put right in place -----------------------------------------------------------------------------------


def test_a_line_is_put_right_in_its_fields(at_iris, bo):
    page = Page(press(at_iris, read(at_iris), do="read", **{"email-4": "olaf.onbestaand@school.example"}))

    assert page.lines[3] == "4 Olaf Onbestaand olaf.onbestaand@school.example nieuw"
    assert page.text[3] == "Olaf Onbestaand; olaf.onbestaand@school.example"


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("Olaf Onbestaand; olaf@school", "Olaf Onbestaand; olaf@school.example"),
        ("bram.bedenksel@school.example", "Bram Bedenksel; bram.bedenksel@school.example"),
    ],
)
def test_what_may_be_meant_is_taken_by_one_press(at_iris, line, offered):
    page = Page(press(at_iris, read(at_iris, line), do="", take="1"))

    assert page.text == [offered]
    assert "1 regel: 1 nieuw." in page.words


def test_a_line_is_left_out(at_iris, bo):
    page = Page(press(at_iris, read(at_iris), do="", leave="4"))

    assert len(page.lines) == 6
    assert not any("Olaf" in line for line in page.text)


def test_an_address_elsewhere_goes_once_it_is_agreed(at_iris, bo):
    page = Page(press(at_iris, read(at_iris), do="read", agreed="ties@thuis.example"))

    assert "Ties Tekenfilm ties@thuis.example nieuw" in page.lines[6]
    again = Page(press(at_iris, page, do="read"))
    assert "Ties Tekenfilm ties@thuis.example nieuw" in again.lines[6]


def test_many_at_one_address_elsewhere_are_asked_once(at_iris):
    text = "\n".join(f"P{n} Qu; p{n}@elders.example" for n in range(3))
    page = read(at_iris, text)
    assert "elders.example is geen adres van je school, en 3 regels hebben het." in page.words
    assert page.tree.xpath("//*[@name='agreed']") == []
    assert page.lines[0].endswith("Zeg hierboven ja voor allemaal, of haal deze regel uit het veld.")
    page = Page(press(at_iris, page, do="read", domain="elders.example"))

    assert "3 regels: 3 nieuw." in page.words
    assert "Stuur 3 uitnodigingen" in page.words


def test_of_very_many_lines_that_ask_the_first_have_fields_and_the_others_follow(at_iris):
    page = read(at_iris, "\n".join(f"Persoon{n} Verzonnen; p{n}@school" for n in range(150)))
    assert len(page.tree.xpath("//input[starts-with(@name, 'email-')]")) == 100
    fixed = {f"email-{n}": f"p{n}@school.example" for n in range(1, 101)}
    page = Page(press(at_iris, page, do="read", **fixed))

    assert "150 regels: 100 nieuw, 50 vragen nog iets van jou." in page.words
    assert len(page.tree.xpath("//input[starts-with(@name, 'email-')]")) == 50


def test_fields_follow_their_line_when_lines_are_typed_above_it(at_iris, bo):
    page = read(at_iris)
    text = "Jip Fabelhof; jip@school.example\n" + "\n".join(page.text)
    page = Page(press(at_iris, page, do="read", list=text, **{"email-4": "olaf.onbestaand@school.example"}))

    assert page.lines[4] == "5 Olaf Onbestaand olaf.onbestaand@school.example nieuw"


def test_what_was_typed_anew_wins_from_the_fields_beside_it(at_iris):
    page = read(at_iris, "Olaf Onbestaand; olaf@school")
    page = Page(
        press(
            at_iris,
            page,
            do="read",
            list="Olaf Ander; olaf.ander@school.example",
            **{"email-1": "x@school.example"},
        )
    )

    assert page.text == ["Olaf Ander; olaf.ander@school.example"]


def test_a_team_that_became_a_day_and_a_role_that_is_none_have_a_field(at_iris, team):
    text = "Naam;E-mail;Team;Rol\nFleur Fantasie;fleur@school.example;1-feb;docent\nJip Fabelhof;jip@school.example;Team Zorg;conciërge\n"
    page = read(at_iris, text)
    assert [bool(page.tree.xpath(f"//*[@name='{name}']")) for name in ("team-1", "role-2")] == [True, True]
    page = Page(press(at_iris, page, do="read", **{"team-1": "Team 1-2", "role-2": "coach"}))

    assert page.text == [
        "Fleur Fantasie; fleur@school.example; Team 1-2; docent",
        "Jip Fabelhof; jip@school.example; Team Zorg; coach",
    ]


# --- going ------------------------------------------------------------------------------------------------


def test_the_good_ones_go_and_the_others_stay(at_iris, team, bo):
    page = Page(press(at_iris, read(at_iris), team=team.pk, roles=["teacher", "coach"]))

    assert page.status == 200
    assert page.text == ["Olaf Onbestaand; olaf.onbestaand@school", "Ties Tekenfilm; ties@thuis.example"]
    assert "3 mensen zijn uitgenodigd. 1 bekende heeft nu ook dit team en deze rol." in page.words
    new = {"Fleur Fantasie", "Hidde Hypothese", "Sanne Schijn"}
    assert people() == new | {"Bo Sprookjes"}
    assert roles() == {(name, "Team Zorg", role) for name in people() for role in ("teacher", "coach")}
    told()
    assert emails() == sorted(f"{name.lower().replace(' ', '.')}@school.example" for name in new)
    press(at_iris, page, team=team.pk, roles=["teacher"], **{"email-1": "olaf.onbestaand@school.example"})
    assert "Olaf Onbestaand" in people()


def test_when_all_go_it_leads_to_how_far_they_are(at_iris, team):
    reply = press(
        at_iris, read(at_iris, "Fleur Fantasie; fleur@school.example"), team=team.pk, roles=["lead"]
    )

    moment = invitations.number(User.objects.get(name="Fleur Fantasie").invited_at)
    assert (reply.status_code, reply["Location"]) == (302, reverse("invite_sent", args=[moment]))
    assert roles() == {("Fleur Fantasie", "Team Zorg", "lead")}


def test_sent_twice_it_is_once(at_iris, team, bo):
    page = read(at_iris)
    for _time in range(2):
        press(at_iris, page, team=team.pk, roles=["teacher"])
    told()

    assert len(mail.outbox) == 3
    assert Membership.objects.count() == 4
    assert AuditEvent.objects.filter(what="invited").count() == 3


def test_accounts_only_tells_nobody_and_the_same_list_invites_later(at_iris, team):
    text = "Fleur Fantasie; fleur@school.example"
    press(at_iris, read(at_iris, text), do="accounts", team=team.pk, roles=["teacher"])
    told()
    fleur = User.objects.get(name="Fleur Fantasie")
    assert (fleur.invited_at, fleur.has_usable_password(), emails()) == (None, False, [])
    page = read(at_iris, text)
    assert "bekend, nog niet uitgenodigd" in page.words
    press(at_iris, page, team=team.pk, roles=["teacher"])
    told()

    assert emails() == ["fleur@school.example"]
    assert User.objects.filter(name="Fleur Fantasie").count() == 1


def test_who_is_invited_and_not_in_yet_gets_no_second_letter(at_iris, iris, school, team):
    fleur = known(school, "Fleur Fantasie", password=None)
    inviting.invite_again(person=fleur, by=iris)
    page = read(at_iris, f"Fleur; {fleur.email}")
    assert "bekend, nog niet binnen geweest" in page.words
    assert "Zet ze in het team" in page.words
    press(at_iris, page, team=team.pk, roles=["teacher"])
    told()

    assert len(mail.outbox) == 1
    assert roles() == {("Fleur Fantasie", "Team Zorg", "teacher")}


def test_teams_and_roles_of_the_list_go_before_those_of_the_page(at_iris, team):
    text = "Naam;E-mail;Team;Rol\nFleur Fantasie;fleur@school.example;team zorg;coach\nJip Fabelhof;jip@school.example;Techniek;\nBo Bedacht;bo@school.example;;\n"
    page = read(at_iris, text)
    assert "Maak het team dat er nog niet is: Techniek" in page.words
    press(at_iris, page, team=team.pk, roles=["teacher"])

    assert roles() == {
        ("Fleur Fantasie", "Team Zorg", "coach"), ("Jip Fabelhof", "Techniek", "teacher"), ("Bo Bedacht", "Team Zorg", "teacher"),
    }  # fmt: skip


def test_a_team_of_the_list_is_not_made_where_that_is_not_wanted(at_iris, team):
    page = read(at_iris, "Naam;E-mail;Team\nJip Fabelhof;jip@school.example;Techniek\n")
    body = page.fields()
    del body["makes_teams"]
    at_iris.post(reverse("invite"), body | {"do": "invite", "team": team.pk, "roles": ["teacher"]})

    assert roles() == {("Jip Fabelhof", "Team Zorg", "teacher")}
    assert Team.objects.count() == 1


def test_nobody_is_put_in_a_team_that_is_closed(at_iris, school):
    Team.objects.create(school=school, name="Oud", closed_at=timezone.now())
    page = read(at_iris, "Naam;E-mail;Team\nJip Fabelhof;jip@school.example;oud\n")

    assert "Het team ‘oud’ is gesloten" in page.words
    assert [option.text for option in page.tree.xpath("//*[@id='id_team']/option")] == ["Nog geen team"]


def test_two_lines_of_one_person_are_one_person_in_two_teams(at_iris, team):
    text = "Naam;E-mail;Team;Rol\nFleur Fantasie;fleur@school.example;Team Zorg;coach\nFleur Fantasie;fleur@school.example;Techniek;docent\n"
    press(at_iris, read(at_iris, text))
    told()

    assert roles() == {("Fleur Fantasie", "Team Zorg", "coach"), ("Fleur Fantasie", "Techniek", "teacher")}
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("chosen", "words"),
    [({"roles": []}, "Kies minstens één rol"), ({"team": ""}, "Kies ook een team, of geen rol")],
)
def test_a_team_needs_a_role_and_a_role_a_team(at_iris, team, chosen, words):
    page = Page(press(at_iris, read(at_iris), **({"team": team.pk, "roles": ["teacher"]} | chosen)))

    assert page.status == 422
    assert words in page.words
    assert page.text == read(at_iris).text
    assert people() == set()


def test_a_person_may_come_without_a_team(at_iris):
    press(at_iris, read(at_iris, "Fleur Fantasie; fleur@school.example"), team="", roles=[], language="en")

    fleur = User.objects.get(name="Fleur Fantasie")
    assert (fleur.language, roles()) == ("en", set())


# --- who cannot come --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"is_active": False}, "Bo staat op pauze"),
        ({"is_administrator": True}, "Bo beheert mensen en teams"),
        ({"closed_at": timezone.now(), "leaves_on": timezone.localdate()}, "Bo is weg"),
    ],
)
def test_who_of_the_own_school_cannot_come_is_said(at_iris, school, team, facts, words):
    bo = known(school)
    User.objects.filter(pk=bo.pk).update(**facts)
    page = read(at_iris, f"Bo; {bo.email}")

    assert words in page.words
    assert "Er kan nog niemand mee" in page.words
    press(at_iris, page, team=team.pk, roles=["lead"])
    assert roles() == set()


@pytest.mark.parametrize("named", ["Jan Anders", "Jan van der Bos", "A. Bos"])
def test_an_address_of_somebody_else_gives_nobody_a_role_unseen(at_iris, bo, named):
    """Who makes a team lead of Jan does not make one of Bo, whose address slipped in."""
    page = read(at_iris, f"{named}; {bo.email}; Team Zorg; teamleider")
    press(at_iris, page)

    assert f"Dit is het adres van {bo.name}. Verbeter de naam of het adres." in page.words
    assert roles() == set()


@pytest.mark.parametrize("named", ["Bo", "B. Sprookjes", "Sprookjes, Bo", "Bo de Wit-Sprookjes", "B."])
def test_somebody_who_is_written_otherwise_is_known(at_iris, bo, named):
    press(at_iris, read(at_iris, f"{named}; {bo.email}; Team Zorg; coach"))

    assert roles() == {("Bo Sprookjes", "Team Zorg", "coach")}


@pytest.mark.parametrize("named", ["Bo Sprookjes", "bo SPROOKJES", "Sprookjes, Bo", "Bò Sprookjes"])
@pytest.mark.parametrize("email", ["bo2@school.example", "bo@thuis.example"])
def test_somebody_of_the_same_name_at_another_address_is_asked_about(at_iris, bo, team, named, email):
    """One person with two accounts reads half of what is theirs in each."""
    page = read(at_iris, f"{named}; {email}; Team Zorg; coach")
    assert (
        "Bo Sprookjes is er al, met het adres bo.sprookjes@school.example. Is dit dezelfde persoon?"
        in page.words
    )
    press(at_iris, page)
    assert people() == {"Bo Sprookjes"}
    assert roles() == set()

    page = Page(press(at_iris, page, do="", **{"email-1": bo.email}))
    assert page.lines[0].endswith("bekend, hoort straks ook bij dit team")
    press(at_iris, page)
    assert User.objects.filter(name__icontains="sprookjes").count() == 1
    assert roles() == {("Bo Sprookjes", "Team Zorg", "coach")}


@pytest.mark.parametrize("email", ["bo2@school.example", "bo@thuis.example"])
def test_who_only_has_the_same_name_comes_once_that_is_said(at_iris, bo, team, email):
    page = read(at_iris, f"Bo Sprookjes; {email}")
    page = Page(press(at_iris, page, do="read", agreed=email))
    assert page.lines[0] == f"1 Bo Sprookjes {email} nieuw"
    press(at_iris, page, team=team.pk, roles=["teacher"])

    found = User.objects.filter(name="Bo Sprookjes").values_list("email", flat=True)
    assert set(found) == {bo.email, email}


def test_a_namesake_of_another_school_is_nobody_and_an_administrator_needs_a_second_address(at_iris, iris):
    make_person("Bram Elders", school=make_school("Andere School"))
    page = read(at_iris, f"Bram Elders; bram@school.example\n{iris.name}; iris2@school.example")

    assert "2 regels: 2 nieuw." in page.words


@pytest.mark.parametrize("came_in", [timezone.now(), None])
def test_who_is_leaving_is_said_on_the_line(at_iris, school, came_in):
    bo = known(school, leaves_on=date(2031, 5, 12), last_login=came_in, password=None)
    page = read(at_iris, f"Bo; {bo.email}")

    assert "laatste werkdag: 12 mei 2031" in page.lines[0]


def test_nobody_gives_a_role_to_oneself(at_iris, iris, team):
    page = read(at_iris, f"Iris; {iris.email}")
    press(at_iris, page, team=team.pk, roles=["lead"])

    assert "Iris beheert mensen en teams" in page.words
    assert roles() == set()


def test_an_address_of_another_school_reads_as_any_that_cannot_be_used(at_iris, school, team):
    """One that waits for its person, here or elsewhere, is the same."""
    other = make_person("Bram Elders", school=make_school("Andere School"))
    waiting = make_person("Sam Wacht", school=school, waiting_email="wacht@school.example")
    page = read(at_iris, f"Bram; {other.email}\nSam; {waiting.waiting_email}")
    said = [re.sub(r"^\d ", "", line) for line in page.lines]

    assert (
        said[0]
        == said[1]
        == "! Dit adres kan nu niet worden gebruikt. Kies een ander, of laat deze regel weg. Naam E-mailadres Laat weg"
    )
    assert not re.search("Elders|Andere School|Wacht", page.response.content.decode())
    press(at_iris, page, team=team.pk, roles=["lead"])
    assert roles() == set()


# --- all or nothing ---------------------------------------------------------------------------------------


def test_where_one_cannot_be_kept_nobody_is(at_iris, team, monkeypatch):
    def broken(*_args, **_facts):
        raise IntegrityError

    monkeypatch.setattr("observations.telling.write", broken)
    page = read(at_iris)
    with pytest.raises(IntegrityError):
        press(at_iris, page, team=team.pk, roles=["teacher"])

    assert (people(), roles(), AuditEvent.objects.filter(what="invited").count()) == (set(), set(), 0)
    assert not EmailAddress.objects.filter(email="fleur.fantasie@school.example").exists()
    assert not SavedDraft.objects.exists()


def test_of_two_administrators_the_second_finds_them_known(iris, school, team):
    """Both read the page before either pressed."""
    lines = read_text("Fleur Fantasie; fleur@school.example").lines
    ida = make_person("Ida Tweede", school=school, is_administrator=True)
    choice = intake.Choice(team, ("teacher",))
    first, second = (intake.take_in(by=by, lines=lines, choice=choice, invite=True) for by in (iris, ida))

    assert [len(first.invited), len(second.invited)] == [1, 0]
    assert (second.number("new"), second.number("invited")) == (0, 1)
    assert Membership.objects.count() == 1


# --- many -------------------------------------------------------------------------------------------------


def many(number):
    return "\n".join(f"Persoon{n} Verzonnen; persoon{n}@school.example" for n in range(number))


def test_four_hundred_come_in_as_many_questions_as_four(
    at_iris, team, django_assert_num_queries, django_assert_max_num_queries
):
    for number in (4, 400):
        page = read(at_iris, many(number).replace("Persoon", f"P{number}-").replace("persoon", f"p{number}-"))
        with django_assert_num_queries(30):
            press(at_iris, page, team=team.pk, roles=["teacher", "coach"])
        assert User.objects.filter(email__startswith=f"p{number}-").count() == number
    assert Membership.objects.count() == 2 * 404
    assert ToTell.objects.count() == AuditEvent.objects.filter(what="invited").count() == 404


def test_reading_asks_as_often_for_many(at_iris, django_assert_num_queries):
    for number in (4, 400):
        with django_assert_num_queries(9):
            assert len(read(at_iris, many(number)).lines) == number


# --- how far they are -------------------------------------------------------------------------------------


def test_how_far_the_letters_are_is_said(at_iris, team):
    sent = press(at_iris, read(at_iris, many(3)), team=team.pk, roles=["teacher"])["Location"]
    first = ToTell.objects.order_by("pk").first()
    ToTell.objects.filter(pk=first.pk).update(told_at=timezone.now())
    assert "1 van 3 uitnodigingen zijn verstuurd." in Page(at_iris.get(sent)).words
    state = at_iris.get(sent, {"state": ""}).content.decode()
    assert "<progress" in state
    assert "<html" not in state
    told()

    page = Page(at_iris.get(sent))
    assert "3 van 3 uitnodigingen zijn verstuurd." in page.words
    assert not page.tree.xpath("//progress")


def test_what_did_not_arrive_is_named_with_the_way_to_put_it_right(at_iris, team):
    sent = press(at_iris, read(at_iris, many(2)), team=team.pk, roles=["teacher"])["Location"]
    row = ToTell.objects.order_by("pk").first()
    ToTell.objects.filter(pk=row.pk).update(tries=1, why="SMTPRecipientsRefused 550")
    page = Page(at_iris.get(sent))

    assert "De mailserver kent dit adres niet" in page.words
    assert page.tree.xpath(f'//a[@href="{reverse("invitation", args=[row.person_id])}"]')


def test_where_no_letter_leaves_each_link_is_there_to_hand_over(at_iris, team, settings):
    settings.MAIL_HOST = ""
    assert "herinnering" not in read(at_iris, many(2)).words
    sent = press(at_iris, read(at_iris, many(2)), team=team.pk, roles=["teacher"])["Location"]
    page = Page(at_iris.get(sent))
    for person in User.objects.filter(name__startswith="Persoon"):
        assert invitations.link(person) in page.words
    assert "kan als die persoon binnenkomen" in page.words


def test_of_another_school_or_of_nothing_there_is_no_such_page(at_iris, team, client):
    sent = press(at_iris, read(at_iris, many(1)), team=team.pk, roles=["teacher"])["Location"]
    stranger = make_person("Ada Elders", school=make_school("Andere School"), is_administrator=True)
    client.force_login(stranger)

    for address in (sent, reverse("invite_sent", args=[1]), reverse("invite_sent", args=[10**30])):
        assert client.get(address).status_code == 404


def test_the_page_counts_as_often_for_many(at_iris, team, django_assert_num_queries):
    for number in (2, 40):
        page = read(at_iris, many(number).replace("Persoon", f"P{number}-").replace("persoon", f"p{number}-"))
        sent = press(at_iris, page, team=team.pk, roles=["teacher"])["Location"]
        at_iris.get(sent)
        with django_assert_num_queries(2):
            at_iris.get(sent)


# --- words that are kept ----------------------------------------------------------------------------------


def test_what_was_read_is_let_go_by_the_device_and_what_is_refused_is_not(at_iris, team):
    number = "0" * 31 + "1"
    read(at_iris, LIST, draft=number)
    assert SavedDraft.objects.count() == 1
    other = "0" * 31 + "2"
    press(at_iris, read(at_iris), team="", roles=["teacher"], draft=other)
    assert SavedDraft.objects.count() == 1


def test_who_was_signed_out_meanwhile_finds_the_list_read_after_signing_in(client, iris, team):
    at = reverse("invite")
    sent = {
        "do": "invite",
        "list": "Fleur Fantasie; fleur@school.example",
        "draft-by": str(iris.pk),
        "draft-at": at,
    }
    refused = client.post(at, sent)
    assert refused.status_code == 403
    reply = sign_in(client, iris, refused)
    assert reply["Location"] == at
    page = Page(client.get(at))

    assert page.lines == ["1 Fleur Fantasie fleur@school.example nieuw"]
    assert people() == set()


def test_for_nobody_else_there_is_such_a_page(client, teacher, coach):
    for person in (teacher, coach):
        client.force_login(person)
        assert client.get(reverse("invite")).status_code == client.post(reverse("invite")).status_code == 404


def test_a_school_without_teams_can_begin(at_iris):
    page = read(at_iris, "Fleur Fantasie; fleur@school.example")
    press(at_iris, page, team="", roles=[])
    assert people() == {"Fleur Fantasie"}
