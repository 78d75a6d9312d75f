"""One zone, the school's: nothing that is shown, typed, exported or printed for a school on Bonaire is in the
time of Amsterdam (docs/adr/0020). What devices do with it: tests/browser/test_zones.py."""

import re
import uuid
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from observations import actions, practising
from observations.models import UNDER_KEY, Key, Lesson, Moment, Stage
from people.models import Membership, User, Zone
from pulse import actions as pulses
from reports import actions as reports
from reports.data import FILES
from reports.mirror import make_all
from reports.models import Bundle, Mirror, Period
from reports.tasks import make_bundle
from tests import factories
from tests.factories import bring_to, fresh, moment, save
from tests.observations.posted_page import PostedPage
from tests.pdf_words import words_of
from tests.pulse.conftest import HELPED, asked
from tests.rooms import modules_of
from tests.test_access_table import VISIT, of_no_row
from tests.together import full_visit
from tests.together.visits import opened

HERE, AMSTERDAM = ZoneInfo(Zone.CARIBBEAN), ZoneInfo(Zone.NETHERLANDS)
EVENING = datetime(2026, 11, 24, 22, 30, tzinfo=HERE)  # in Amsterdam half past three at night, the day after
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)")  # says its zone itself, for programs
ELSEWHERE = re.compile(
    r"\b25(?=\s+(?:nov|\bNov))|2026-11-25|\b0[123][.:][0-5]\d\b"
)  # that night, there or in UTC
PAPERS = ("report_pdf", "released_pdf")


@pytest.fixture
def evening():
    with time_machine.travel(EVENING):
        yield


@pytest.fixture
def school(evening, db):
    return factories.make_school(time_zone=Zone.CARIBBEAN)


@pytest.fixture
def lead(team):
    return factories.make_person("Lotte Leiding", team=team, role="lead")


@pytest.fixture
def lesson(edition, teacher, coach):
    """Opened this evening, with something at every place of a report; keys to all of it, for this day
    alone."""
    with timezone.override(HERE):  # as in the requests of its people
        lesson = lesson_at(teacher, coach, EVENING - timedelta(minutes=50))
        asked(lesson, 12, chosen=[HELPED], texts=[(HELPED, "Rustig.")], colleagues=True)
        opened(lesson, before=full_visit.BEFORE, teacher=full_visit.TEACHER, coach=full_visit.COACH)
        pulses.hear(lesson=lesson, by=teacher)
        pulses.release(lesson=lesson, by=teacher)
        full_visit.talk(lesson)
        step = lesson.steps.last()
        type(step).objects.update(look_back_on=timezone.localdate())
        for part in UNDER_KEY:
            give(lesson, part)
    return fresh(lesson)


def lesson_at(teacher, coach, start, **facts):
    return factories.make_lesson(
        teacher, coach=coach, start=start, end=start + timedelta(minutes=40), **facts
    )


def give(lesson, part):
    reports.give_key(lesson=lesson, by=lesson.teacher, part=part, audience="team", until=timezone.localdate())


@pytest.fixture
def visits(lesson, teacher, coach, team):
    """That one, and one in every other state."""
    found = [lesson]
    with timezone.override(HERE):
        for stage in set(Stage) - {Stage.PROPOSED, Stage.OPEN}:
            found.append(bring_to(stage, lesson_at(teacher, coach, EVENING - timedelta(minutes=20))))
        found.append(lesson_at(teacher, coach, EVENING + timedelta(minutes=20), by=coach))
        found.append(lesson_at(teacher, coach, EVENING + timedelta(minutes=25)))
        running = lesson_at(teacher, coach, EVENING - timedelta(minutes=30))
        pulses.open_pulse(lesson=running, by=teacher)
        gone = lesson_at(teacher, coach, EVENING - timedelta(minutes=45))
        reports.delete(lesson=gone, by=teacher)
        Lesson.objects.filter(pk=gone.pk).update(deleted_at=EVENING - timedelta(hours=23))
        aside = lesson_at(teacher, coach, EVENING - timedelta(minutes=40))
        factories.look(aside)
        actions.choose_coach(lesson=aside, by=teacher, coach=None)
        factories.join(team, "Nieuw Bedacht")  # somebody to answer about
        practice = [
            practising.practise(by=by, voice=voice, edition=lesson.edition)
            for by, voice in ((teacher, "teacher"), (coach, "coach"))
        ]
    return [*found, running, aside, *practice]


def signed_in(person, language="nl"):
    User.objects.filter(pk=person.pk).update(language=language)
    client = Client()
    client.force_login(person)
    return client


def elsewhere(text):
    """What of this text is not in the time of the school."""
    return [found[0] for found in ELSEWHERE.finditer(INSTANT.sub("", text))]


def all_of(response):
    """Name and words of what a browser gets."""
    kind, file = response.headers.get("Content-Type", ""), response.content
    if kind == "application/pdf":
        text = words_of(file)
    elif "spreadsheet" in kind:
        text = " ".join(sheet.decode() for sheet, name in inside(file) if name.startswith("xl/"))
    else:
        text = file.decode()
    return response.headers.get("Content-Disposition", "") + " " + text


NEEDS = ("relatedness", "competence", "autonomy", "safety", "lesson")


def pages(person, visits):
    """(address, words) of every page and paper that this person may open."""
    client = signed_in(person)
    addresses = [
        reverse(name, args=[lesson.pk]) for lesson in visits for name in one_visits() if name != "need"
    ]
    addresses += [reverse("need", args=[lesson.pk, part]) for lesson in visits[:2] for part in NEEDS]
    addresses += [
        reverse(name)
        for name in of_no_row()
        if not name.startswith(("account_", "calendar", "demo_", "worker", "manifest"))
    ]
    addresses += [reverse(name, args=[lesson.pk]) for lesson in visits[:2] for name in PAPERS]
    addresses += [reverse("data_file", args=[visits[0].teacher_id, name]) for name in FILES]
    for address in addresses:
        response = client.get(address)
        if response.status_code == 200:
            yield address, all_of(response)


def one_visits():
    return [
        name for name, rule in VISIT.items() if rule.method == "get" and name not in (*PAPERS, "step_back")
    ]


@pytest.mark.slow
@pytest.mark.parametrize("role", ["teacher", "coach", "lead"])
def test_no_page_paper_or_file_of_the_school_is_in_the_time_of_another_zone(request, visits, role):
    seen = list(pages(request.getfixturevalue(role), visits))

    assert [(address, found) for address, text in seen if (found := elsewhere(text))] == []
    said = " ".join(text for _address, text in seen)
    assert {"24 november", "2026-11-24"} <= set(re.findall("24 november|2026-11-24", said))
    assert re.search(r"\b2[12][.:]\d\d\b", said)
    files = [text for address, text in seen if address.endswith(tuple(FILES))]
    assert all("2026-11-24 21:40" in text for text in files)
    assert len(files) == (0 if role == "lead" else len(FILES))


# --- what "today" is ----------------------------------------------------------------------------


def test_the_start_page_calls_today_and_tomorrow_what_they_are_at_the_school(edition, teacher, coach):
    lesson_at(teacher, coach, EVENING + timedelta(minutes=20))
    assert "Vandaag om 22.50" in signed_in(coach).get("/").content.decode()

    Lesson.objects.update(start=EVENING + timedelta(hours=11), end=None)
    assert "Morgen om 09.30" in signed_in(teacher).get("/").content.decode()


def test_what_is_typed_is_a_time_at_the_school(edition, teacher, coach):
    client = signed_in(teacher)
    page = client.get(reverse("plan")).context["form"]
    facts = {
        "id": uuid.uuid4(), "coach": coach.pk, "date": "2026-11-24", "begin": "23:00", "finish": "23:40", "subject": "Taal",
        "group": "1A", "membership": page.fields["membership"].choices[0][0], "edition": edition.pk, "language": "nl",
    }  # fmt: skip
    assert client.post(reverse("plan"), facts).status_code == 302

    planned = Lesson.objects.get()
    assert planned.start == datetime(2026, 11, 24, 23, 0, tzinfo=HERE)
    form = client.get(reverse("move", args=[planned.pk])).context["form"]
    assert [str(form[name].value()) for name in ("date", "begin", "finish")] == [
        "2026-11-24",
        "23:00:00",
        "23:40:00",
    ]


@pytest.mark.parametrize(("zone", "status"), [(Zone.NETHERLANDS, 422), (Zone.CARIBBEAN, 302)])
def test_an_hour_that_the_clock_skips_is_refused_only_where_it_skips_it(evening, edition, zone, status):
    team = factories.make_team(factories.make_school(time_zone=zone))
    teacher = factories.make_person("Tijn Verzonnen", team=team, role="teacher")
    facts = {
        "id": uuid.uuid4(), "date": "2027-03-28", "begin": "02:30", "finish": "03:30", "subject": "Taal", "group": "1A",
        "membership": teacher.memberships.get().pk, "edition": edition.pk, "language": "nl",
    }  # fmt: skip

    assert signed_in(teacher).post(reverse("plan"), facts).status_code == status


def test_a_key_holds_until_its_day_is_over_at_the_school(client, lesson, lead):
    client.force_login(lead)
    there = [client.get(reverse("released_pdf", args=[lesson.pk])).status_code]
    with time_machine.travel(EVENING + timedelta(minutes=91)):
        there.append(client.get(reverse("released_pdf", args=[lesson.pk])).status_code)

    assert there == [200, 404]


def test_a_key_can_be_given_for_the_day_it_is_at_the_school(lesson, teacher):
    Key.objects.all().delete()
    form = {"part": "steps", "audience": "team", "until": "2026-11-24"}
    assert signed_in(teacher).post(reverse("key_give", args=[lesson.pk]), form).status_code == 302

    assert Key.objects.get().until == date(2026, 11, 24)


def test_students_are_not_asked_before_the_day_it_is_at_the_school(edition, teacher, coach):
    client, morrow = signed_in(teacher), lesson_at(teacher, coach, EVENING + timedelta(hours=11))
    assert client.post(reverse("pulse_open", args=[morrow.pk])).status_code == 423
    with time_machine.travel(EVENING + timedelta(minutes=91)):
        assert client.post(reverse("pulse_open", args=[morrow.pk])).status_code == 302


def test_practise_or_really_the_lesson_is_asked_until_its_day_begins_at_the_school(edition, teacher, coach):
    look = reverse("look", args=[lesson_at(teacher, coach, EVENING + timedelta(hours=11)).pk])
    there = [signed_in(coach).get(look).status_code]  # sent to the question
    with time_machine.travel(EVENING + timedelta(minutes=91)):
        there.append(signed_in(coach).get(look).status_code)

    assert there == [302, 200]


def test_the_day_to_look_back_on_a_step_comes_when_it_comes_at_the_school(lesson, teacher):
    words = "De dag is er om terug te kijken op je kleine keuze."
    lesson.steps.filter(looked_back_at=None).update(look_back_on=date(2026, 11, 25))
    assert words not in signed_in(teacher).get("/").content.decode()
    with time_machine.travel(EVENING + timedelta(minutes=91)):
        assert words in signed_in(teacher).get("/").content.decode()


# --- without anybody's request, and over schools --------------------------------------------------


def test_a_mirror_is_made_the_day_after_its_period_ended_at_the_school(school, team):
    there = factories.make_team(factories.make_school("In Nederland"), "Team daar")
    for group in (team, there):
        factories.make_person("Tijn Verzonnen", team=group, role="teacher")
        Period.objects.create(school=group.school, start=date(2026, 10, 1), end=date(2026, 11, 24))

    assert make_all() == 1
    assert [(row.team, row.made_on) for row in Mirror.objects.all()] == [(there, date(2026, 11, 25))]
    with time_machine.travel(EVENING + timedelta(minutes=91)):
        assert make_all() == 1


@pytest.mark.parametrize("kind", ["zip", "one"])
def test_the_worker_prints_in_the_time_of_the_school(lesson, lead, team, kind):
    period = Period.objects.create(school=team.school, start=date(2026, 10, 1), end=date(2026, 11, 24))
    bundle = Bundle.objects.create(
        reader=lead, team=team, first=period.start, last=period.end, kind=kind, language="nl"
    )
    make_bundle.call(str(bundle.pk))
    bundle.refresh_from_db()
    papers = [(bundle.file, "")] if kind == "one" else inside(bundle.file)

    assert len(papers) == 1
    for file, name in papers:
        text = name + words_of(bytes(file))
        assert (elsewhere(text), "24 november 2026" in text, "21.40" in text) == ([], True, True)


@pytest.mark.parametrize(
    ("first", "last", "status"), [("2026-10-01", "2026-11-24", 302), ("2026-11-25", "2026-12-24", 422)]
)
def test_a_lesson_late_in_the_evening_is_one_of_the_days_that_end_with_it(
    lesson, lead, team, first, last, status
):
    form = {"team": team.pk, "kind": "zip", "first": first, "last": last}

    assert signed_in(lead).post(reverse("bundle_make"), form).status_code == status


def inside(file):
    with ZipFile(BytesIO(bytes(file))) as archive:
        return [(archive.read(name), name) for name in archive.namelist()]


def test_a_role_begins_at_midnight_at_the_school_and_not_before_today(team):
    by_default = Membership(user=factories.make_person("Sam Bedacht", team=team), team=team, role="coach")
    by_default.since = date(2026, 11, 24)
    by_default.clean()
    by_default.since = date(2026, 11, 26)
    by_default.save()
    assert by_default.began_at == datetime(2026, 11, 26, tzinfo=HERE)

    by_default.pk, by_default.since = None, date(2026, 11, 23)
    with pytest.raises(ValidationError):
        by_default.clean()


def test_a_period_may_begin_on_the_day_that_it_is_at_the_school(team):
    """There it is still yesterday, for who asks from the Netherlands."""
    Period(school=team.school, start=date(2026, 11, 24), end=date(2026, 12, 24)).clean()
    ada = factories.make_person("Ada Beheer", school=team.school, is_administrator=True)
    days = {"start": "2026-11-24", "end": "2026-12-24"}

    assert signed_in(ada).post(reverse("period_add"), days | {"start": "2026-11-23"}).status_code == 422
    assert signed_in(ada).post(reverse("period_add"), days).status_code == 302


def test_after_a_request_the_thread_is_in_no_school(edition, teacher):
    signed_in(teacher).get("/")
    assert timezone.get_current_timezone_name() == settings.TIME_ZONE


# --- the plain form --------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", Zone)
def test_the_plain_form_moves_no_moment_and_takes_a_typed_clock_as_the_schools(evening, edition, zone):
    team = factories.make_team(factories.make_school(time_zone=zone))
    here = team.school.zone
    coach = factories.make_person("Coba Voorbeeld", team=team, role="coach")
    teacher = factories.make_person("Tijn Verzonnen", team=team, role="teacher")
    start = datetime(2026, 11, 24, 14, 0, tzinfo=here)
    lesson, noted = lesson_at(teacher, coach, start), start.replace(minute=23, second=45)
    rows = {way: moment(text=way, noted_at=noted.isoformat()) for way in ("stays", "moves")}
    save(lesson, "coach", *rows.values())
    client, address = signed_in(coach, "en"), reverse("look", args=[lesson.pk])

    page = PostedPage(client.get(address))
    new = page["moment"]
    assert page[f"moment-time-{rows['stays']['id']}"] == "14:23"
    page[f"moment-text-{rows['stays']['id']}"] = "stays, written again"
    page[f"moment-time-{rows['moves']['id']}"] = "16:05"
    new = next(pk for pk in page.values("moment") if pk not in {row["id"] for row in rows.values()})
    page[f"moment-text-{new}"], page[f"moment-time-{new}"] = "new", "14:10"
    assert client.post(address, page.data()).status_code == 302

    stored = {row.text: row.noted_at for row in Moment.objects.all()}
    assert stored == {
        "stays, written again": noted,
        "moves": start.replace(hour=16, minute=5),
        "new": start.replace(minute=10),
    }


# --- guards ------------------------------------------------------------------------------------------

ROOT = Path(settings.BASE_DIR)
OWN = modules_of()
# each of these takes the clock of the device, the machine or Greenwich for that of the school
DEVICES = re.compile(
    r"\.(?:[gs]et(?:Hours|Minutes|Date|Day|Month|FullYear|TimezoneOffset)|toLocale(?:Date|Time)String)\b|(?:toLocaleString|DateTimeFormat)\((?!.*timeZone)"
)
MACHINES = re.compile(
    r"datetime\.now|\bdate\.today|datetime\.today|utcnow|timezone\.now\(\)(?:\s*[-+]\s*\w+\)?)?\.(?:date|strftime)|get_default_timezone|naturaltime"
)


def lines_with(found, paths):
    return [
        f"{path.name}:{number}"
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if found.search(line)
    ]


def test_no_script_takes_the_clock_of_the_device():
    assert lines_with(DEVICES, sorted((ROOT / "static" / "js").glob("*.js"))) == []


def test_no_code_takes_the_clock_of_the_machine():
    assert lines_with(MACHINES, sorted(OWN)) == []


def test_no_test_makes_an_hour_of_a_school_from_a_day_of_greenwich():
    """Late in the evening that is the day of before."""
    here = [path for path in (ROOT / "tests").rglob("*.py") if path.name != "test_zones.py"]
    assert lines_with(re.compile(r"timezone\.now\(\)\.replace\(hour"), here) == []


def test_what_is_read_outside_a_school_tells_no_day_or_time():
    """Letters may be read anywhere, and are also sent by whoever looks after every school; students are in no
    school that we know."""
    told = re.compile(r"\|(?:date|time)|{% now|naturaltime|closes_at")
    public = [
        ROOT / "templates" / "pulse" / f"{name}.html"
        for name in ("public", "enter", "answer", "closed", "thanks")
    ]
    assert lines_with(told, [*sorted((ROOT / "templates" / "account" / "email").iterdir()), *public]) == []
