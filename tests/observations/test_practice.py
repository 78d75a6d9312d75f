"""A practice visit is its owner's alone for a week: nothing that anybody else opens, counts, prints or lists
is touched by it."""

import json
import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from observations.models import Answer, Lesson, Moment, Observation
from people.models import User
from reports.mirror import make_all
from reports.models import Mirror, Period
from tests import factories
from tests.factories import answer, moment
from tests.observations.posted_page import PostedPage
from tests.reports.test_mirror import NAMES, share
from tests.rooms import modules_of
from tests.test_access_table import VISIT, statuses

POINT = "com.steps_first_step"
WORDS = "oefenwoorden-van-mij"
PAGES = {"coach": "look", "teacher": "look_back"}


@pytest.fixture(autouse=True)
def english(teacher, coach):
    User.objects.update(language="en")


def practise(client, person, voice):
    client.force_login(person)
    response = client.post(reverse("practice"), {"voice": voice})
    assert response.status_code == 302
    return Lesson.with_practice.get(teacher=person, practice=voice)


def write(client, mine, *entries):
    body = {"voice": mine.practice, "batch": list(entries)}
    response = client.post(
        reverse("entries", args=[mine.pk]), json.dumps(body), content_type="application/json"
    )
    return [result["status"] for result in response.json()["results"]]


@pytest.fixture
def mine(client, edition, coach):
    """The coach's, with words in it."""
    mine = practise(client, coach, "coach")
    assert write(client, mine, answer(POINT, "seen", WORDS), moment(text=WORDS)) == [200, 200]
    return mine


# --- what one does with it ----------------------------------------------------------------------


@pytest.mark.parametrize("voice", PAGES)
def test_from_the_first_tap_to_reading_it_back_without_script(client, edition, teacher, coach, voice):
    person = {"coach": coach, "teacher": teacher}[voice]
    mine = practise(client, person, voice)
    address = reverse(PAGES[voice], args=[mine.pk])
    page = PostedPage(client.get(address))
    page[f"note-{POINT}"] = WORDS

    done = client.post(address, page.data(button="ready"))

    assert (done.status_code, done.url) == (302, reverse("visit", args=[mine.pk]))
    read = client.get(done.url).content.decode()
    assert WORDS in read and "Only you read this." in read
    assert b"You are practising." in client.get(address).content


def test_both_may_be_practised_by_everybody(client, edition, teacher, coach):
    for person in (teacher, coach):
        for voice in PAGES:
            mine = practise(client, person, voice)
            assert client.get(reverse(PAGES[voice], args=[mine.pk])).status_code == 200
    assert Lesson.with_practice.practice().count() == 4


def test_pressed_twice_there_is_one_and_it_goes_on_where_one_was(client, coach, mine):
    assert practise(client, coach, "coach").pk == mine.pk

    words = client.get(reverse("look", args=[mine.pk])).content.decode()
    assert WORDS in words
    page = client.get(reverse("practice")).content.decode()
    assert "Go on practising" in page and reverse("visit", args=[mine.pk]) in page


def test_the_script_says_ready_and_nothing_comes_of_it(client, coach, mine):
    for ready in (True, False):
        body = {"entry": {"type": "ready", "ready": ready}}
        address = reverse("ready", args=[mine.pk])
        assert client.post(address, json.dumps(body), content_type="application/json").status_code == 200

    assert client.get(reverse("look", args=[mine.pk])).status_code == 200
    assert not Observation.objects.filter(ready_at__isnull=False).exists()


def test_thrown_away_it_is_gone_at_once(client, coach, mine):
    address = reverse("throw_away", args=[mine.pk])
    assert b"Throw your practice visit away?" in client.get(address).content
    assert Answer.objects.exists()

    first, second = client.post(address), client.post(address)

    assert [first.url, second.url] == [reverse("home")] * 2
    assert not any(model.objects.exists() for model in (Answer, Moment, Observation))
    assert not Lesson.with_practice.exists()
    assert client.get(reverse("look", args=[mine.pk])).status_code == 404


def test_after_seven_days_it_is_gone_also_before_the_hourly_work(client, coach, mine):
    with time_machine.travel(mine.created_at + timedelta(days=7) - timedelta(minutes=1)):
        client.force_login(coach)
        assert client.get(reverse("look", args=[mine.pk])).status_code == 200
        call_command("hourly", stdout=None)
        assert Answer.objects.exists()

    with time_machine.travel(mine.created_at + timedelta(days=7, minutes=1)):
        client.force_login(coach)
        for name in ("look", "visit", "throw_away"):
            assert (name, client.get(reverse(name, args=[mine.pk])).status_code) == (name, 404)
        assert write(client, mine, answer("saf.other_views", "seen")) == [404]
        assert reverse("visit", args=[mine.pk]) not in client.get(reverse("practice")).content.decode()
        call_command("hourly", stdout=None)

    assert not Lesson.with_practice.exists()
    assert not any(model.objects.exists() for model in (Answer, Moment, Observation))


def test_who_begins_again_after_its_week_finds_a_new_one(client, coach, mine):
    with time_machine.travel(mine.created_at + timedelta(days=8)):
        new = practise(client, coach, "coach")

    assert new.pk != mine.pk
    assert not Answer.objects.exists()


def test_the_hourly_work_takes_nothing_else_and_counts_it_nowhere(client, coach, mine, lesson, capsys):
    young = practise(client, coach, "teacher")
    Lesson.with_practice.filter(pk=mine.pk).update(created_at=timezone.now() - timedelta(days=8))
    Lesson.objects.filter(pk=lesson.pk).update(created_at=timezone.now() - timedelta(days=80))

    call_command("hourly")

    assert set(Lesson.with_practice.values_list("pk", flat=True)) == {young.pk, lesson.pk}
    assert "practice" not in capsys.readouterr().out


def test_an_administrator_does_not_practise(client, school):
    client.force_login(factories.make_person("Ada Beheer", school=school, is_administrator=True))

    assert client.post(reverse("practice"), {"voice": "coach"}).status_code == 404
    assert reverse("practice") not in client.get(reverse("home")).content.decode()


@pytest.mark.parametrize("voice", ["", "student", "Coach"])
def test_another_voice_there_is_not(client, edition, coach, voice):
    client.force_login(coach)

    assert client.post(reverse("practice"), {"voice": voice}).status_code == 404


def test_who_is_in_no_team_may_practise_too(client, edition, school):
    alone = factories.make_person("Nova Nieuw", school=school)

    mine = practise(client, alone, "coach")

    assert client.get(reverse("look", args=[mine.pk])).status_code == 200


def test_the_way_there_stands_on_the_start_page_and_with_the_explanation(client, edition, coach):
    client.force_login(coach)
    for page in ("home", "how"):
        assert f'href="{reverse("practice")}"' in client.get(reverse(page)).content.decode()


def test_an_entry_costs_no_more_than_in_a_visit(client, coach, mine, lesson):
    client.force_login(coach)
    counts = []
    for visit in (lesson, mine):
        factories.save(lesson, "coach", answer(POINT, "seen")) if visit is lesson else None
        body = json.dumps({"voice": "coach", "entry": answer("saf.other_views", "seen")})
        with CaptureQueriesContext(connection) as queries:
            client.post(reverse("entries", args=[visit.pk]), body, content_type="application/json")
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- what nobody else sees of it ----------------------------------------------------------------


def test_nobody_else_opens_any_address_of_it_and_its_owner_only_a_few(
    client, team, school, teacher, coach, mine
):
    others = {
        "teacher": teacher,
        "colleague": factories.make_person("Sam Bedacht", team=team, role="teacher"),
        "another coach": factories.make_person("Noor Fictief", team=team, role="coach"),
        "lead": factories.make_person("Lotte Leiding", team=team, role="lead"),
        "administrator": factories.make_person("Ada Beheer", school=school, is_administrator=True),
        "superuser": factories.make_person("Su Per", school=school, is_administrator=True, is_superuser=True),
        "stranger": factories.make_person(
            "Vera Vreemd", team=factories.make_team(factories.make_school("Andere School")), role="coach"
        ),
    }
    for name, person in others.items():
        client.force_login(person)
        assert (name, statuses(client, mine, "coach")) == (name, dict.fromkeys(VISIT, 404))
        client.post(reverse("throw_away", args=[mine.pk]))
    assert Lesson.with_practice.filter(pk=mine.pk).exists()

    client.force_login(coach)
    own = {"visit": 200, "look": 200, "entries": 200, "ready": 302, "throw_away": 200}
    assert statuses(client, mine, "coach") == dict.fromkeys(VISIT, 404) | own


@pytest.fixture
def busy(client, edition, team, school, coach):
    """A school with mirrors, shared visits and files, seen by everybody who could learn something."""
    for name in NAMES:
        person = factories.make_person(f"{name} Docent", team=team, role="teacher")
        parts = ("teacher_account", "coach_account", "steps", "sentence")
        share(
            person, coach, POINT, parts=parts, step={"text": "Begin achterin."}, sentence="Ik wacht langer."
        )
    day = timezone.localdate()
    Period.objects.create(school=school, start=day - timedelta(days=30), end=day - timedelta(days=1))
    return {
        "colleague": factories.make_person("Sam Bedacht", team=team, role="teacher"),
        "lead": factories.make_person("Lotte Leiding", team=team, role="lead"),
        "administrator": factories.make_person(
            "Ada Beheer", school=school, is_administrator=True, is_superuser=True
        ),
        "coach": coach,
    }


CHANGING = re.compile(
    r'name="csrfmiddlewaretoken" value="\w+"|nonce-[\w+/=-]+|data-now="[^"]+"|name="id" value="[\w-]+"'
)


def walk(client, people):
    """{(who, address): page} of every page and file that is no single visit, and of every list of the
    admin."""
    found = {}
    for who, person in people.items():
        client.force_login(person)
        for address in addresses(client, person):
            response = client.get(address)
            body = b"".join(response) if response.streaming else response.content
            text = CHANGING.sub("", body.decode(errors="replace")) if body[:2] not in (b"PK", b"%P") else ""
            found[who, address] = (response.status_code, text)
    return found


def addresses(client, person):
    names = (
        "home",
        "earlier",
        "me",
        "team",
        "mirrors",
        "data",
        "forms",
        "plan",
        "propose",
        "device",
        "school",
    )
    yield from map(reverse, names)
    yield from map(reverse, ("people", "teams", "days", "school_rules", "words", "checklists", "log"))
    for user in User.objects.order_by("pk"):
        yield reverse("person", args=[user.pk])
        yield from (
            reverse("data_file", args=[user.pk, name])
            for name in ("visits.csv", "entries.csv", "all.json", "all.xlsx")
        )
    for mirror in Mirror.objects.all():
        yield reverse("mirror", args=[mirror.pk])
        yield from (reverse("mirror_file", args=[mirror.pk, name]) for name in ("counts.csv", "counts.json"))


def test_every_page_file_list_and_count_of_everybody_is_the_same_with_and_without(
    client, busy, teacher, coach
):
    """Of its owner too: on no page but its own."""
    make_all()
    assert Mirror.objects.exists()
    with time_machine.travel(timezone.now(), tick=False):
        for person in (*busy.values(), teacher):
            client.force_login(person)  # the page of a person tells whether and when that person was here
        without = walk(client, busy)
        for person in (*busy.values(), teacher):
            for voice in () if person.is_administrator else PAGES:
                assert write(client, practise(client, person, voice), answer(POINT, "seen", WORDS)) == [200]
        found = walk(client, busy)

    assert {where for where in found if found[where] != without[where]} == set()
    assert not [where for where, (_status, page) in found.items() if WORDS in page]


def test_the_numbers_of_a_mirror_are_the_same_with_and_without(client, busy, team, teacher, coach):
    make_all()
    [without] = Mirror.objects.values_list("counts", flat=True)
    assert without["points"]
    Mirror.objects.all().delete()
    Period.objects.update(is_mirrored=False)
    for person in (coach, teacher, busy["lead"], busy["colleague"]):
        for voice in PAGES:
            mine = practise(client, person, voice)
            write(client, mine, answer(POINT, "seen", WORDS))
    Lesson.with_practice.practice().update(start=timezone.now() - timedelta(days=20))

    make_all()

    [with_practice] = Mirror.objects.values_list("counts", flat=True)
    assert with_practice == without


def test_the_database_itself_holds_it_to_its_owner(mine, team, teacher):
    """No team, no coach, no opening, no students: whatever a query forgets, keys and mirrors cannot reach
    it."""
    for change in (
        {"team": team},
        {"coach": teacher},
        {"opened_at": timezone.now()},
        {"students_asked_at": timezone.now()},
        {"practice": "student"},
        {"practice": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Lesson.with_practice.filter(pk=mine.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Lesson.with_practice.create(
            pk=uuid.uuid4(), teacher=mine.teacher, planned_by=mine.teacher, practice="coach", edition=mine.edition,
            start=timezone.now(),
        )  # fmt: skip


def test_nothing_finds_it_that_does_not_ask_for_it(mine, coach, edition):
    assert not Lesson.objects.exists()
    assert not coach.lessons.exists()
    assert not edition.lessons.exists()
    assert Lesson._default_manager.name == "objects"


ASKS = {
    "observations/access.py",
    "observations/practising.py",
    "observations/views/practice.py",
    "observations/recording.py",
    "reports/actions.py",  # of who is gone practice goes too
}


def test_few_places_ask_for_it():
    """Whoever adds one thinks of what stands above."""
    files = [path for path in modules_of() if "migrations" not in path.parts]
    found = {
        str(path.relative_to(settings.BASE_DIR)) for path in files if "with_practice." in path.read_text()
    }
    assert found == ASKS
