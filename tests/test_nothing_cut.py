"""No field cuts what is pasted: what is too long comes in whole, and the answer beside the field says how
much to take away."""

import json
import re
import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.html import escape

from checklists.models import Kind
from observations.models import Stage
from pulse import actions as pulses
from pulse.models import Pulse
from tests import factories
from tests.factories import answer, bring_to, fresh, moment
from tests.test_access_table import OTHER, VISIT, of_no_row
from together import actions as together

MAXIMUM = re.compile(r"<(?:input|textarea)\b[^>]*\bmaxlength\b[^>]*>", re.IGNORECASE)
END = " Zo ging het laatste stuk, en dit is het eind"


@pytest.fixture
def asked(lesson):
    """A visit whose teacher asks students for words too, on the day of the lesson."""
    questions = [item.key for item in lesson.content.of(Kind.PULSE_OPEN)]
    pulses.prepare(lesson=lesson, by=lesson.teacher, chosen=questions, opener=lesson.coach)
    return lesson


def pages(lesson):
    """Every page of the app that one gets, with what its address needs."""
    step = uuid.uuid4()
    if lesson.opened_at and lesson.stage == Stage.OPEN:
        step = together.choose_step(lesson=lesson, by=lesson.teacher, id=step, suggestion=None, text="Begin achterin.", look_back_on=None, lang="nl").pk  # fmt: skip
    for name, rule in VISIT.items():
        if rule.method == "get" and not name.endswith("pdf"):
            for kwargs in ({}, {"step_id": step}):
                try:
                    yield reverse(name, kwargs={"lesson_id": lesson.pk} | kwargs)
                except NoReverseMatch:
                    continue
    for name in set(of_no_row()) - {"account_logout"}:
        if not name.startswith("demo_letter"):  # of the demo alone, and without a field
            yield reverse(name)


def pages_of_the_administrator(lesson):
    school, day = lesson.team.school, timezone.localdate() + timedelta(days=3)
    holiday = school.holidays.create(name="Vakantie", first=day, last=day)
    period = school.periods.create(start=day, end=day + timedelta(days=40))
    rows = {
        "team_change": lesson.team, "holiday": holiday, "period": period, "person": lesson.coach,
        "person_change": lesson.coach, "checklist": lesson.edition,
    }  # fmt: skip
    yield from (reverse(name, args=[row.pk]) for name, row in rows.items())
    yield from (reverse(name) for name in of_no_row() if OTHER[name] == (302, "administrators"))


def with_a_maximum(client, addresses):
    found, read = {}, 0
    for address in addresses:
        response = client.get(address)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            read += response.status_code == 200
            if fields := MAXIMUM.findall(response.content.decode()):
                found[address] = fields
    return found, read


@pytest.mark.parametrize("stage", [Stage.PLANNED, Stage.LOOKING, Stage.OPEN])
def test_no_page_tells_the_browser_a_maximum(client, asked, stage):
    lesson = bring_to(stage, asked)
    for person in (lesson.teacher, lesson.coach):
        client.force_login(person)
        found, read = with_a_maximum(client, pages(lesson))
        assert found == {}
        assert read > 15


def test_no_page_of_a_visitor_or_a_student_tells_the_browser_a_maximum(client, asked):
    pulses.open_pulse(lesson=fresh(asked), by=asked.teacher)
    code = Pulse.objects.get().code
    addresses = ["account_login", "account_reset_password", "pulse_enter"]
    found, read = with_a_maximum(client, [*map(reverse, addresses), reverse("pulse_answer", args=[code])])

    assert (found, read) == ({}, 4)


def test_no_page_of_the_administrator_tells_the_browser_a_maximum(client, lesson):
    client.force_login(
        factories.make_person("Su Per", school=lesson.team.school, is_administrator=True, is_superuser=True)
    )
    found, read = with_a_maximum(client, [*pages_of_the_administrator(lesson), reverse("address")])

    assert found == {}
    assert read > 15


def test_no_template_or_script_of_ours_has_a_maximum():
    own = [*settings.BASE_DIR.glob("templates/**/*.html"), *settings.BASE_DIR.glob("static/js/*.js")]
    names = {path.name for path in own if re.search("max_?length", path.read_text(), re.IGNORECASE)}

    assert names == set()


# --- what is too long, sent as a form ---------------------------------------------------------------


def long(limit, over=310):
    """A text that is `over` characters too long, with an end of its own."""
    return ("Woord & teken. " * 1000)[: limit + over - len(END)] + END


def said(limit, over=310):
    return f"{limit + over} tekens, en er passen er {limit}: haal er {over} weg."


FORMS = [  # (page, stage, field, its limit, the other fields)
    ("propose", None, "message", 500, {}),
    ("propose", None, "subject", 120, {}),
    ("move", Stage.PLANNED, "group", 60, {}),
    ("move", Stage.PLANNED, "place", 60, {}),
    ("reply", Stage.OPEN, "text", 10_000, {"kind": "reply"}),
    ("step_choose", Stage.OPEN, "text", 500, {"id": str(uuid.uuid4())}),
    ("step_choose", Stage.OPEN, "situation", 200, {"id": str(uuid.uuid4()), "text": "Begin achterin."}),
    ("talk", Stage.OPEN, "text", 10_000, {"stop": "question"}),
    ("school", None, "name", 120, {}),
    ("pulse_tell", Stage.OPEN, "heard", 600, {}),
    ("pulse_tell", Stage.OPEN, "try_next", 600, {}),
]


@pytest.mark.parametrize(
    ("name", "stage", "field", "limit", "others"), FORMS, ids=[f"{f[0]}-{f[2]}" for f in FORMS]
)
def test_a_text_that_is_too_long_comes_back_whole_with_how_much_to_take_away(
    client, lesson, name, stage, field, limit, others
):
    person = (
        factories.make_person("Ada Beheer", school=lesson.team.school, is_administrator=True)
        if name == "school"
        else lesson.teacher
    )
    if name == "pulse_tell":
        heard(lesson)
    if stage:
        lesson = bring_to(stage, fresh(lesson))
    if name == "pulse_tell":
        pulses.hear(lesson=lesson, by=lesson.teacher)
    client.force_login(person)
    address = reverse(name, args=[lesson.pk] if stage else [])
    text = long(limit)

    response = client.post(address, others | {field: text})

    html = response.content.decode()
    assert response.status_code == 422
    assert said(limit) in html
    assert escape(END) in html
    assert escape(text) in html


def heard(lesson):
    """Students were asked, and the teacher read them."""
    pulses.prepare(lesson=lesson, by=lesson.teacher, chosen=[], opener=None)
    pulses.open_pulse(lesson=fresh(lesson), by=lesson.teacher)
    pulse = Pulse.objects.get()
    for _student in range(6):
        pulses.answer(pulse=pulse, choices={}, texts=[], lang="nl")
    pulses.close(lesson=fresh(lesson), by=lesson.teacher)


def test_what_a_student_writes_too_long_comes_back_whole(client, asked):
    pulses.open_pulse(lesson=fresh(asked), by=asked.teacher)
    pulse = Pulse.objects.select_related("lesson").get()
    field = f"text-{asked.content.of(Kind.PULSE_OPEN)[0].key}"

    response = client.post(reverse("pulse_answer", args=[pulse.code]), {field: long(300)})

    assert response.status_code == 422
    assert said(300) in response.content.decode()
    assert escape(long(300)) in response.content.decode()
    assert Pulse.objects.get().answers == 0


def test_a_code_in_a_whole_sentence_is_not_known(client, asked):
    response = client.post(
        reverse("pulse_enter"), {"code": "De code staat op het bord en hij is ABC 234, zei ze"}
    )

    assert response.status_code == 404
    assert "Deze code kennen we niet." in response.content.decode()


def test_an_address_that_is_too_long_says_so(client, teacher):
    client.force_login(teacher)
    response = client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    response = client.post(reverse("address"), {"email": "a" * 300 + "@school.example"})

    assert response.status_code == 422
    assert "tekens, en er passen er 254: haal er 61 weg." in response.content.decode()


# --- what is too long, sent as a row of a visit's page --------------------------------------------------


ROWS = [
    ("teacher", {"type": "question", "revision": 0}, "text", 500),
    ("teacher", answer("pre.small_choice"), "note", 10_000),
    ("teacher", answer("com.steps_first_step"), "note", 10_000),
    ("coach", answer("com.steps_first_step"), "note", 10_000),
    ("coach", moment(), "text", 10_000),
]


@pytest.mark.parametrize(
    ("voice", "entry", "field", "limit"), ROWS, ids=[f"{r[0]}-{r[1]['type']}" for r in ROWS]
)
def test_a_row_says_how_much_to_take_away_in_the_language_of_the_reader(
    client, lesson, voice, entry, field, limit
):
    client.force_login(getattr(lesson, voice))
    body = {"voice": voice, "entry": entry | {field: long(limit)}}
    with translation.override("nl"):
        response = client.post(
            reverse("entries", args=[lesson.pk]), json.dumps(body), content_type="application/json"
        )

    assert response.status_code == 422
    assert response.json()["errors"][field][0]["message"] == said(limit)


def test_a_learning_question_that_is_too_long_comes_back_whole_without_script(client, lesson):
    client.force_login(lesson.teacher)
    address = reverse("before", args=[lesson.pk])
    response = client.post(
        address, {"learning-question": long(500), "question-revision": "0", "question-shown": ""}
    )

    assert response.status_code == 422
    assert said(500) in response.content.decode()
    assert escape(long(500)) in response.content.decode()
