"""No page, no save and no hourly work reads a table that grows from its beginning to its end: an index leads
to what it asks for.

The database is asked how it would go about each query. PostgreSQL reads small tables whole because that is
quicker; here it is told not to, so that it does so only where it has no other way.
"""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from letters.models import OwnCalendar
from observations.models import Appointment, Lesson
from people.audit import AuditEvent
from pulse import actions as pulses
from pulse.models import Pulse
from reports import actions as reports
from reports.mirror import make
from reports.models import Bundle, Period
from tests import factories
from tests.factories import answer, moment
from together import actions as together

ROOMS = ("people", "signing_in", "observations", "pulse", "echo", "reports", "letters")
# Django's cache counts its rows, of an hour; who asks for a place does so for a month
FEW = {
    "people_school", "reports_worker", "letters_round", "people_count",
    "signing_in_openidprovider", "signing_in_askedforplace",
}  # fmt: skip
GROW = {model._meta.db_table for room in ROOMS for model in apps.get_app_config(room).get_models()} - FEW
GROW |= {"django_session", "account_emailaddress", "socialaccount_socialaccount", "mfa_authenticator"}

ANY = re.compile(r'SELECT \S+ AS "a" FROM "\w+" LIMIT 1')  # whether there is a row at all: it reads one


class Asked:
    """What was asked of the database, and how it goes about it."""

    def __init__(self):
        self.statements = []

    def __call__(self, execute, sql, params, many, context):
        if re.match(r"SELECT|UPDATE|DELETE", sql):
            self.statements.append((sql, params))
        return execute(sql, params, many, context)

    def whole(self):
        """{(table, statement)} of those that are read whole."""
        reads = read_whole_on_sqlite if connection.vendor == "sqlite" else read_whole_on_postgres
        asked = [(sql, params) for sql, params in self.statements if not ANY.search(sql)]
        with connection.cursor() as cursor:
            return {(table, sql) for sql, params in asked for table in reads(cursor, sql, params) & GROW}


def read_whole_on_sqlite(cursor, sql, params):
    cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
    lines = [row[3] for row in cursor.fetchall()]
    names = {alias: table for table, alias in re.findall(r'"(\w+)" "?([A-Z]\d+)"?', sql)}
    scans = [match for line in lines if (match := re.match(r"SCAN (\w+)(?: USING.* INDEX (\w+))?", line))]
    return {names.get(scan[1], scan[1]) for scan in scans if scan[2] not in partial()}


def read_whole_on_postgres(cursor, sql, params):
    # as nobody knows yet how large they are, also after another test had these tables counted
    cursor.execute("UPDATE pg_class SET reltuples = -1, relpages = 0 WHERE relname = ANY(%s)", [list(GROW)])
    for way in ("seqscan", "hashjoin", "mergejoin"):
        cursor.execute(f"SET LOCAL enable_{way} = off")
    cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
    plan = cursor.fetchone()[0]
    return {
        node.get("Relation Name", "")
        for node in nodes((plan if isinstance(plan, list) else json.loads(plan))[0]["Plan"])
        if node["Node Type"] in ("Seq Scan", "Index Scan", "Index Only Scan")
        and "Index Cond" not in node
        and node.get("Index Name") not in partial()
    }


def nodes(plan):
    """Without what stands behind a `hashed SubPlan`: that is read into memory where it is small, and looked
    up row by row where it is not."""
    yield plan
    hashed = set(re.findall(r"hashed (SubPlan \d+)", plan.get("Filter", "")))
    for child in plan.get("Plans", []):
        if child.get("Subplan Name") not in hashed:
            yield from nodes(child)


def partial():
    """Indexes that hold a handful of rows: to read one of them whole is what it is for. Not the log's."""
    found = [index for model in apps.get_models() for index in model._meta.indexes if index.condition]
    return {index.name for index in found} - {index.name for index in AuditEvent._meta.indexes}


@pytest.fixture
def opened(lesson, teacher):
    factories.bring_to("open", lesson)
    together.choose_step(lesson=factories.fresh(lesson), by=teacher, id=lesson.pk, text="Begin achterin.")
    for part in ("coach_account", "steps"):
        until = timezone.localdate() + timedelta(days=30)
        reports.give_key(lesson=factories.fresh(lesson), by=teacher, part=part, audience="team", until=until)
    return factories.fresh(lesson)


@pytest.fixture
def pulse(teacher, coach):
    lesson = factories.make_lesson(teacher, coach=coach)
    pulses.prepare(lesson=lesson, by=teacher, chosen=[])
    pulses.open_pulse(lesson=lesson, by=teacher)
    return Pulse.objects.get(lesson=lesson)


@pytest.fixture
def mirror(school, team):
    today = timezone.localdate()
    period = Period.objects.create(
        school=school, start=today - timedelta(days=29), end=today - timedelta(days=1)
    )
    make(team, period)
    return team.mirrors.get()


@pytest.fixture
def people(school, team, teacher, coach):
    return {
        "teacher": teacher,
        "coach": coach,
        "lead": factories.make_person("Lotte Leiding", team=team, role="lead"),
        "administrator": factories.make_person("Ada Beheer", school=school, is_administrator=True),
    }


PAGES = [
    (
        "teacher",
        [
            "home",
            "earlier",
            "plan",
            "data",
            "me",
            "mirrors",
            "team",
            "practice",
            "drafts",
            "bundle",
            "own_calendar",
            "timetable",
            "own_log",
            "ways",
            "line",
            "line_beside",
        ],
    ),
    ("teacher", ["visit", "together", "echo", "need", "talk", "reply", "keys", "delete", "all.json"]),
    ("teacher", ["look_back", "before", "move", "coach", "pulse", "pulse_count"]),
    (
        "coach",
        [
            "home",
            "coaching",
            "earlier",
            "propose",
            "heard",
            "data",
            "all.xlsx",
            "visit",
            "together",
            "look",
            "talk",
        ],
    ),
    ("coach", ["?need=safety", "?step=on", "?kind=along", "found"]),
    ("lead", ["home", "earlier", "team", "mirrors", "mirror", "released", "data"]),
    (
        "administrator",
        ["home", "school", "log", "own_log", "teams", "team_change", "days", "words"],
    ),
    ("administrator", ["people", "in team", "whom", "person", "person_change", "people_file"]),
    ("nobody", ["calendar", "account_login", "pulse_answer", "pulse_enter"]),
]


@pytest.fixture
def address(client, people, opened, pulse, mirror, coach):
    planned = factories.make_lesson(people["teacher"], coach=coach)
    tomorrow = timezone.now() + timedelta(days=1)
    factories.make_timetable(people["teacher"], factories.in_timetable(tomorrow))
    args = {
        name: [opened.pk]
        for name in ("visit", "together", "echo", "talk", "reply", "keys", "delete", "released")
    }
    args |= {name: [pulse.lesson_id] for name in ("look", "look_back", "pulse", "pulse_count")}
    args |= {name: [planned.pk] for name in ("before", "move", "coach")}
    args |= {"need": [opened.pk, "competence"], "mirror": [mirror.pk], "pulse_answer": [pulse.code]}
    args |= {"person": [people["coach"].pk], "team_change": [opened.team_id], "calendar": ["token"]}
    args |= {"person_change": [people["coach"].pk], "people_file": ["csv"]}
    OwnCalendar(person=people["teacher"]).give_address("token", turn=0)

    def find(name):
        if name.startswith("?"):
            return reverse("earlier") + name
        if name.startswith("all."):
            return reverse("data_file", args=[people["teacher"].pk, name])
        if name == "in team":
            return reverse("people", query={"team": opened.team_id, "state": "active"})
        if name == "whom":
            return client.post(reverse("people"), {"words": "coba"}).url
        if name == "found":
            return client.post(reverse("earlier"), {"words": "bord"}).url
        if name == "bundle":
            facts = {"reader": people["teacher"], "lesson": opened, "kind": "report", "language": "nl"}
            return reverse("bundle", args=[Bundle.objects.create(**facts).pk])
        return reverse(name, args=args.get(name, []))

    return find


@pytest.mark.parametrize(("who", "names"), PAGES)
def test_pages(client, people, address, who, names):
    if who in people:
        client.force_login(people[who])
    for name in names:
        url, asked = address(name), Asked()
        with connection.execute_wrapper(asked):
            assert client.get(url).status_code == 200, name
        assert asked.statements or who == "nobody"
        assert (name, asked.whole()) == (name, set())


def test_saving_and_signing_in(client, people, pulse):
    asked, url = Asked(), reverse("entries", args=[pulse.lesson_id])
    with connection.execute_wrapper(asked):
        sent = {"login": people["coach"].email, "password": factories.PASSWORD}
        assert client.post(reverse("account_login"), sent).status_code == 302
        for entry in (answer("com.steps_first_step", "seen", "Drie stappen."), moment()):
            sent = {"voice": "coach", "entry": entry}
            assert client.post(url, sent, content_type="application/json").status_code == 200
    assert asked.whole() == set()


def test_the_hourly_work_with_something_of_each_kind_to_do(people, opened, mirror):
    """Its queries are the same with nothing to do."""
    Lesson.objects.filter(pk=opened.pk).update(deleted_at=timezone.now() - timedelta(hours=25))
    mirror.delete()
    long_ago = timezone.now() - timedelta(days=62)
    Appointment.objects.create(lesson=uuid4(), person=people["teacher"], start=long_ago, state="confirmed")
    asked = Asked()
    with connection.execute_wrapper(asked):
        call_command("hourly", stdout=None)
    assert not Lesson.objects.filter(pk=opened.pk).exists()
    assert not Appointment.objects.filter(start=long_ago).exists()
    assert asked.whole() == set()
