"""The coach's page: what waits for whom, what to have at hand, the talks to come; and no list about
anybody."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from observations import actions
from observations.models import Stage
from tests import factories
from tests.factories import bring_to, fresh
from tests.home.conftest import words
from together import actions as together

pytestmark = pytest.mark.usefixtures("english")
PLACES = "near", "yours", "talks", "offers", "theirs", "later"


def at(days):
    start = timezone.now() + timedelta(days=days)
    return {"start": start, "end": start + timedelta(minutes=50)}


@pytest.fixture
def page(client, english):
    def get(person):
        english()
        client.force_login(person)
        response = client.get(reverse("coaching"))
        assert response.status_code == 200
        return response

    return get


@pytest.fixture
def make(edition, teacher, coach):
    def make(subject, days, stage=Stage.PLANNED, **facts):
        lesson = factories.make_lesson(teacher, coach=coach, subject=subject, **at(days), **facts)
        return bring_to(stage, lesson)

    return make


def placed(response):
    """{heading: subjects} of what there is."""
    shown = response.context["page"]
    found = {place: [row.lesson.subject for row in getattr(shown, place)] for place in PLACES}
    return {place: subjects for place, subjects in found.items() if subjects}


def say_core(lesson):
    together.say_core(lesson=lesson, by=lesson.teacher, text="Eerst denken.", need="competence", lang="nl")


# --- where a visit stands -----------------------------------------------------------------------------


def test_every_visit_stands_at_one_place_in_order_of_its_day(make, coach, teacher, page):
    make("Coming", 3)
    make("Today", 0)
    make("Past", -2)
    make("Writing", -3, Stage.WAITING_FOR_COACH)
    make("Asked", 4, is_answered=False)
    make("Ready", -5, Stage.READY)
    make("Opened", -6, Stage.OPEN)
    make("Offered", 8, by=coach)
    make("To look back", -4, Stage.WAITING_FOR_TEACHER)
    make("To choose", 9)
    make("Flash", 10, is_flash=True)

    response = page(coach)

    assert placed(response) == {
        "near": ["Today", "Coming"],
        "yours": ["Writing", "Past", "Asked"],
        "talks": ["Opened", "Ready"],
        "offers": ["Offered"],
        "theirs": ["To look back", "To choose"],
        "later": ["Flash"],
    }
    text = words(response)
    headings = (
        "Today and the coming days", "Waiting for you", "Talks to come", "Offers that wait for an answer",
        "Waiting for the teacher", "Later",
    )  # fmt: skip
    assert sorted(headings, key=text.index) == list(headings)


def test_what_was_talked_about_called_off_deleted_or_given_on_stands_nowhere(make, coach, teacher, page):
    say_core(make("A core", -3, Stage.OPEN))
    make("A step", -4, Stage.LOOKED_BACK)
    make("Cancelled", 2, Stage.CANCELLED)
    gone = make("Deleted", -5, Stage.OPEN)
    type(gone).objects.filter(pk=gone.pk).update(deleted_at=timezone.now())
    long_ago = make("Long ago", -90, Stage.OPEN)
    type(long_ago).objects.filter(pk=long_ago.pk).update(opened_at=timezone.now() - timedelta(weeks=7))
    actions.choose_coach(lesson=fresh(make("Alone", 3)), by=teacher, coach=None)
    actions.decline(lesson=make("Declined", 3, is_answered=False), by=coach)

    response = page(coach)

    assert placed(response) == {}
    assert "Nothing waits here now" in words(response)


def test_own_lessons_and_practice_of_who_also_coaches_do_not_stand_here(edition, team, coach, page):
    both = factories.make_person("Sam Bedacht", team=team, role="teacher")
    factories.make_lesson(both, coach=coach, subject="Own", **at(2))

    assert placed(page(both)) == {}
    assert placed(page(coach)) == {"near": ["Own"]}


def test_a_colleague_who_was_asked_once_finds_the_page_too(edition, team, teacher, client, page):
    colleague = factories.make_person("Sam Bedacht", team=team, role="teacher")
    factories.make_lesson(teacher, coach=colleague, **at(2))
    client.force_login(colleague)

    assert placed(page(colleague)) == {"near": ["Rekenen"]}
    assert reverse("coaching") in client.get(reverse("home")).content.decode()


def test_an_administrator_with_a_visit_from_before_finds_it_and_offers_nothing(edition, team, teacher, page):
    person = factories.make_person("Bo Beheer", team=team, role="coach")
    factories.make_lesson(teacher, coach=person, **at(2))

    response = page(factories.make_administrator(person))

    assert placed(response) == {"near": ["Rekenen"]}
    assert reverse("propose") not in response.content.decode()


# --- what a row says ----------------------------------------------------------------------------------


def test_a_coming_lesson_says_when_where_and_what_the_teacher_asks(make, teacher, coach, page):
    lesson = make("Today", 0)
    entries = [{"type": "question", "text": "Hoe begin ik?", "revision": 0}]
    factories.save(lesson, "teacher", *entries, {"type": "lens", "item": "saf.other_views", "chosen": True})

    text = words(page(coach))

    clock = timezone.localtime(lesson.start).strftime("%H:%M")
    assert (
        f"Today at {clock} group VZ2B room 1.14 Hoe begin ik? Tijn’s learning question, with one item" in text
    )
    assert "Start looking" in text
    assert "Read the preparation" in text


def test_what_can_be_written_in_the_coming_days_can_be_kept_on_the_device(make, coach, page):
    today, coming = make("Today", 0), make("Coming", 5)
    later, past = make("Later", 9), make("Past", -1)

    html = page(coach).content.decode()

    [kept] = re.findall(r'data-keep="([^"]*)"', html)
    looks = {lesson: reverse("look", args=[lesson.pk]) for lesson in (today, coming, later, past)}
    assert kept.split() == [looks[today], looks[coming]]
    assert f'data-kept-here="{looks[coming]}"' in html
    assert "js/keep-offline" in html


def test_it_counts_nothing_and_names_a_teacher_only_at_a_visit(make, coach, page):
    for days in (1, 2, 3):
        make(f"Lesson {days}", days)

    response = page(coach)

    html = response.content.decode()
    html = html[html.index("<main") :]
    names = Counter(re.findall(r">([^<]*Tijn Verzonnen[^<]*)<", html))
    assert names == {f"Tijn Verzonnen, Lesson {days}": 1 for days in (1, 2, 3)}
    headings = re.findall(r'<h2 class="mk-group">([^<]*)', html)
    assert not [heading for heading in headings if re.search(r"\d", heading)]


# --- the way there ------------------------------------------------------------------------------------


def test_the_start_page_leads_there_for_who_looks_along_only(edition, team, teacher, coach, client):
    lead = factories.make_person("Lotte Leiding", team=team, role="lead")
    found = {}
    for person in (teacher, coach, lead):
        client.force_login(person)
        found[person.short_name] = reverse("coaching") in client.get(reverse("home")).content.decode()

    assert found == {"Tijn": False, "Coba": True, "Lotte": False}


# --- number of queries --------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 25])
def test_it_takes_five_queries_however_many_visits(make, coach, client, django_assert_num_queries, count):
    for each in range(count):
        make("Open", -each - 1, Stage.OPEN)
        make("Ready", -each - 1, Stage.READY)
        make("Coming", each)
    client.force_login(coach)

    with django_assert_num_queries(5):  # person; visits, people, accounts, steps
        client.get(reverse("coaching"))
