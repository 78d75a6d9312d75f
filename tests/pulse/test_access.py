"""Every address of a pulse × everyone × every state of it. May not → 404, not now → 423, anonymous →
sign-in."""

import pytest
from django.db import transaction
from django.urls import reverse

from observations import actions as visits
from pulse import actions
from tests import factories
from tests.pulse.conftest import answers, asked, open_pulse

POSTED = {"prepare", "pulse_open", "pulse_close", "pulse_hear", "pulse_release", "pulse_present"}
NAMES = [
    "pulse", "pulse_open", "pulse_screen", "pulse_count", "pulse_close", "pulse_hear", "pulse_release", "pulse_present",
    "pulse_tell", "pulse_tell_screen",
]  # fmt: skip


def prepared(lesson):
    actions.prepare(lesson=lesson, by=lesson.teacher, chosen=[])


def may_open(lesson):
    actions.prepare(lesson=lesson, by=lesson.teacher, opener=lesson.coach)


def running(lesson):
    open_pulse(lesson)


def running_by_coach(lesson):
    answers(open_pulse(lesson, by=lesson.coach, opener=lesson.coach), 6, "yes")


def closed(lesson):
    asked(lesson, 6)


def closed_by_coach(lesson):
    running_by_coach(lesson)
    actions.close(lesson=lesson, by=lesson.coach)


def account_ready(lesson):
    closed_by_coach(lesson)
    visits.mark_ready(lesson=lesson, by=lesson.teacher)


def heard(lesson):
    account_ready(lesson)
    actions.hear(lesson=lesson, by=lesson.teacher)


def opened(lesson):
    heard(lesson)
    visits.mark_ready(lesson=lesson, by=lesson.coach)
    visits.open_together(lesson=lesson, by=lesson.teacher)


def released(lesson):
    opened(lesson)
    actions.release(lesson=lesson, by=lesson.teacher)


# in the order of NAMES; o: 200 or 302, n: 423
TEACHER = {
    prepared: "o o n o o n n n n n",
    running: "o o o o o n n n n n",
    closed: "o o o o o n n o n n",
    account_ready: "o o o o o o n o n n",
    heard: "o o o o o o n o o o",
    opened: "o o o o o o o o o o",
    released: "o o o o o o o o o o",
}
# and x: 404
COACH = {
    prepared: "x x x x x x x x x x",
    running: "x x x x x x x x x x",
    closed: "x x x x x x x x x x",
    may_open: "o o n o o x x x x x",
    running_by_coach: "o o o o o x x x x x",
    closed_by_coach: "o o o o o x x x x x",
    account_ready: "o o o o o x x x x x",
    heard: "o o o o o x x x x x",
    opened: "o o o o o x x x x x",
    released: "o o o o o x x x x x",
}
STATES = sorted({*TEACHER, *COACH}, key=lambda state: state.__name__)


def letters(client, lesson):
    found = []
    for name in NAMES:
        with transaction.atomic():
            send = client.post if name in POSTED else client.get
            found.append(send(reverse(name, args=[lesson.pk])).status_code)
            transaction.set_rollback(True)
    return " ".join({200: "o", 302: "o", 423: "n", 404: "x"}[status] for status in found)


@pytest.mark.parametrize("state", TEACHER)
def test_the_teacher(client, lesson, state):
    state(lesson)
    client.force_login(lesson.teacher)

    assert letters(client, lesson) == TEACHER[state]


@pytest.mark.parametrize("state", COACH)
def test_the_coach(client, lesson, state):
    state(lesson)
    client.force_login(lesson.coach)

    assert letters(client, lesson) == COACH[state]


@pytest.mark.parametrize("state", STATES)
def test_everybody_else(client, lesson, team, school, state):
    state(lesson)
    elsewhere = factories.make_team(factories.make_school("Andere School"))
    others = [
        factories.make_person("Lotte Leiding", team=team, role="lead"),
        factories.make_person("Sam Bedacht", team=team, role="teacher"),
        factories.make_person("Noor Fictief", team=team, role="coach"),
        factories.make_person("Ada Beheer", school=school, is_administrator=True, is_superuser=True),
        factories.make_person("Vera Vreemd", team=elsewhere, role="coach"),
    ]
    for person in others:
        client.force_login(person)
        assert (person.name, letters(client, lesson)) == (person.name, " ".join("x" * len(NAMES)))


def test_a_former_coach_has_no_pulse(client, lesson, team):
    may_open(lesson)
    former = lesson.coach
    another = factories.make_person("Noor Fictief", team=team, role="coach")
    visits.choose_coach(lesson=lesson, by=lesson.teacher, coach=another)
    client.force_login(former)

    assert letters(client, lesson) == " ".join("x" * len(NAMES))


def test_a_visitor_is_sent_to_the_sign_in_page(client, lesson):
    released(lesson)
    for name in NAMES:
        reply = client.get(reverse(name, args=[lesson.pk]))
        assert reply.headers["Location"].startswith("/account/login/")


def test_on_the_page_of_the_pulse_a_coach_who_may_open_it_reads_counts_only_after_the_release(
    client, lesson, coach
):
    opened(lesson)
    client.force_login(coach)
    before = client.get(reverse("pulse", args=[lesson.pk])).content.decode()
    actions.release(lesson=lesson, by=lesson.teacher)
    after = client.get(reverse("pulse", args=[lesson.pk])).content.decode()

    assert ("mk-pulse-table" in before, "mk-pulse-table" in after) == (False, True)
