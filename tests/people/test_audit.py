import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from people.audit import FACTS, AuditEvent, Done, forget_log, let_go, note
from people.leafing import PER_LEAF
from people.log_lines import sentence
from people.models import User
from tests.factories import PASSWORD, make_person, make_school
from tests.rooms import modules_of


@pytest.fixture
def ada(school):
    return make_person("Ada Beheer", school=school, is_administrator=True)


@pytest.fixture
def noor(school):
    return make_person("Noor Fictief", school=school)


def lines(person, events):
    with translation.override(person.language):
        return [sentence(event, person) for event in events.newest_first()]


def test_an_administrator_reads_when_administrators_were_here_and_nobody_else(school, ada, noor):
    for person in (ada, noor):
        note(Done.SIGNED_IN, by=person, school=school, about=person)
    note(Done.JOINED, by=noor, school=school, about=noor)
    note(Done.ROLE_GIVEN, by=ada, school=school, about=noor, role="coach", team="Team Zorg")

    seen = {(row.what, row.about) for row in AuditEvent.objects.of_school(school)}
    assert seen == {(Done.SIGNED_IN, ada), (Done.ROLE_GIVEN, noor)}
    own = {row.what for row in AuditEvent.objects.of_person(noor)}
    assert own == {Done.SIGNED_IN, Done.JOINED, Done.ROLE_GIVEN}


@pytest.mark.parametrize("what", Done)
def test_whatever_somebody_does_who_is_no_administrator_is_their_own(school, noor, what):
    note(what, by=noor, school=school, about=noor)

    assert not AuditEvent.objects.of_school(school).exists()


def test_who_becomes_an_administrator_tells_nothing_of_before(school, noor):
    note(Done.SIGNED_IN, by=noor, school=school, about=noor)
    User.objects.filter(pk=noor.pk).update(is_administrator=True)

    assert not AuditEvent.objects.of_school(school).exists()


def test_another_school_has_a_log_of_its_own(school):
    note(Done.SCHOOL, by=None, school=make_school("Andere School"))

    assert not AuditEvent.objects.of_school(school).exists()


def test_what_had_no_person_is_seen(school):
    note(Done.TEAM, by=None, school=school, team="Team Zorg")

    assert AuditEvent.objects.of_school(school).get().detail == {"team": "Team Zorg"}


def test_a_line_is_kept_for_a_year(school):
    for days in (364, 366):
        with time_machine.travel(timezone.now() - timedelta(days=days)):
            note(Done.SCHOOL, by=None, school=school)

    assert forget_log() == 1
    assert AuditEvent.objects.count() == 1


def test_of_who_has_gone_nothing_says_when_they_were_here(school, ada, noor):
    note(Done.SIGNED_IN, by=noor, school=school, about=noor)
    note(Done.ROLE_GIVEN, by=ada, school=school, about=noor, role="coach", team="Team Zorg")
    note(Done.SIGNED_IN, by=ada, school=school, about=ada)

    let_go(noor)

    assert {(row.what, row.about) for row in AuditEvent.objects.all()} == {
        (Done.ROLE_GIVEN, noor),
        (Done.SIGNED_IN, ada),
    }


def test_a_line_is_never_changed(school):
    event = note(Done.SCHOOL, by=None, school=school)
    event.what = Done.TEAM

    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        AuditEvent.objects.update(what=Done.TEAM)
    assert AuditEvent.objects.get().what == Done.SCHOOL


def test_nothing_that_anybody_wrote_comes_in(school, noor):
    assert {"name", "email", "words", "reason"} & FACTS == set()
    with pytest.raises(TypeError), transaction.atomic():
        note(Done.NAMED, by=None, school=school, about=noor, name="Noor Anders")
    assert not AuditEvent.objects.exists()


OF_VISITS = ("letters", "reports", "together", "pulse", "observations", "checklists")
USES = re.compile(r"people\.audit import (.+)|people import .*\baudit\b|AuditEvent")


def test_no_room_of_visits_writes_a_line():
    """One reads them: into the own file of their person."""
    found = {
        str(path.relative_to(settings.BASE_DIR)): {match[1] for match in USES.finditer(path.read_text())}
        for path in modules_of(*OF_VISITS)
    }

    assert {name: names - {None} for name, names in found.items() if names} == {
        "reports/data.py": {"AuditEvent"}
    }


# --- as a sentence ------------------------------------------------------------------------------------


def test_a_line_is_a_sentence_with_names(school, ada, noor):
    ida = make_person("Ida Beheer", school=school, is_administrator=True)
    note(Done.ROLE_GIVEN, by=ada, school=school, about=noor, role="lead", team="Zorg en welzijn")

    assert lines(ida, AuditEvent.objects) == [
        "Ada Beheer gaf Noor Fictief de rol teamleider in Zorg en welzijn."
    ]
    assert lines(ada, AuditEvent.objects) == ["Jij gaf Noor Fictief de rol teamleider in Zorg en welzijn."]
    assert lines(noor, AuditEvent.objects) == ["Ada Beheer gaf jou de rol teamleider in Zorg en welzijn."]
    noor.language = "en"
    assert lines(noor, AuditEvent.objects) == ["Ada Beheer gave you the role team lead in Zorg en welzijn."]


def test_who_has_gone_has_no_name_in_it(school, ada, noor):
    note(Done.PAUSED, by=ada, school=school, about=noor)
    note(Done.SIGNED_IN, by=noor, school=school, about=noor)
    noor.email, noor.name, noor.is_active, noor.left_at = None, "", False, timezone.now()
    noor.save()

    assert lines(ada, AuditEvent.objects) == [
        "Een voormalige collega logde in.",
        "Jij zette een voormalige collega op pauze.",
    ]


def test_who_keeps_the_installation_from_another_school_is_not_named(school, ada):
    operator = make_person("Olga Elders", school=make_school("Elders"), is_administrator=True)
    note(Done.INVITED, by=operator, school=school, about=ada)

    assert lines(ada, AuditEvent.objects) == ["Wie deze installatie beheert nodigde jou uit."]


@pytest.mark.parametrize(
    ("what", "facts", "says"),
    [
        (Done.TEAM, {"team": "Zorg"}, "Jij maakte het team Zorg."),
        (Done.TEAM, {"team": "Zorg", "was": "Team 3"}, "Jij gaf het team Team 3 een andere naam: Zorg."),
        (Done.TEAM, {"team": "Zorg", "kind": "closed"}, "Jij sloot het team Zorg."),
        (Done.TEAM, {"team": "Zorg", "kind": "opened"}, "Jij opende het team Zorg weer."),
        (Done.DAYS, {"kind": "holiday"}, "Jij veranderde de vakanties."),
        (Done.DAYS, {"kind": "period"}, "Jij veranderde de periodes."),
        (
            Done.SCHOOL,
            {"fields": ["name", "accent"]},
            "Jij veranderde iets aan de school: naam, accentkleur.",
        ),
        (Done.EXPORTED, {"file": "xlsx"}, "Jij downloadde de lijst met mensen (xlsx)."),
    ],
)
def test_what_a_school_changed_is_said(school, ada, what, facts, says):
    note(what, by=ada, school=school, **facts)

    assert lines(ada, AuditEvent.objects) == [says]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("what", Done)
def test_every_kind_is_a_whole_sentence_also_without_its_facts(school, ada, noor, what, language):
    """By an administrator, by the program, by oneself; about a person and about the school."""
    facts = {"role": "coach", "team": "Team Zorg", "day": "2026-12-24"}
    facts |= {"was": "Zorg", "fields": ["name"], "file": "csv"}
    for by in (ada, None, noor):
        for about in (noor, None):
            note(what, by=by, school=school, about=about, **facts)
            note(what, by=by, school=school, about=about)
    ada.language = language

    found = lines(ada, AuditEvent.objects)
    assert [line for line in found if "…" in line] == []
    assert [line for line in found if "{" in line or not line[0].isupper() or not line.endswith(".")] == []
    assert [line for line in found if "None" in line or not line.isprintable()] == []


def test_a_name_is_no_html(client, school, ada):
    note(Done.PAUSED, by=ada, school=school, about=make_person("<b>Bo</b> Sprookjes", school=school))
    client.force_login(ada)

    assert "<b>Bo" not in client.get(reverse("log")).content.decode()


# --- who signs in ---------------------------------------------------------------------------------------


def sign_in(client, person, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": person.email, "password": password})


def test_a_sign_in_is_noted_once_and_no_page_after_it(client, noor):
    sign_in(client, noor)
    for name in ("home", "me", "home"):
        assert client.get(reverse(name)).status_code == 200

    [_joined, event] = AuditEvent.objects.order_by("pk")
    assert (event.what, event.by, event.about, event.detail) == (Done.SIGNED_IN, noor, noor, {})


def test_a_wrong_password_is_noted_of_nobody(client, noor):
    for _turn in range(7):
        sign_in(client, noor, "wrong-password")

    assert not AuditEvent.objects.exists()


# --- the own page ---------------------------------------------------------------------------------------


def test_everybody_reads_the_own_lines_and_nobody_elses(client, school, ada, noor):
    other = make_person("Sam Bedacht", school=school)
    for person in (noor, other):
        note(
            Done.ROLE_GIVEN, by=ada, school=school, about=person, role="coach", team=f"Team van {person.name}"
        )
    sign_in(client, noor)

    page = client.get(reverse("own_log")).content.decode()
    assert "Jij logde in." in page
    assert "Ada Beheer gaf jou de rol coach in Team van Noor Fictief." in page
    assert "Sam Bedacht" not in page
    assert reverse("own_log") in client.get(reverse("me")).content.decode()


def test_the_own_page_says_what_is_kept_who_reads_it_and_how_long(client, ada, noor):
    client.force_login(noor)
    page = client.get(reverse("own_log")).content.decode()
    assert "Elke regel blijft een jaar" in page
    assert "lees jij alleen" in page

    client.force_login(ada)
    assert "lees jij alleen" not in client.get(reverse("own_log")).content.decode()


def test_older_lines_are_on_the_next_leaf(client, school, noor):
    for _turn in range(PER_LEAF + 1):
        note(Done.SIGNED_IN, by=noor, school=school, about=noor)
    client.force_login(noor)

    first, second = (client.get(reverse("own_log"), {"page": page}).content.decode() for page in ("", "2"))
    assert first.count("Jij logde in.") == PER_LEAF
    assert second.count("Jij logde in.") == 1
    assert "?page=2" in first
    assert "?page=1" in second


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30, "²", "٣", "999999"])
def test_an_address_that_asks_for_no_leaf_is_no_fault(client, noor, page):
    client.force_login(noor)

    assert client.get(reverse("own_log"), {"page": page}).status_code == 200
