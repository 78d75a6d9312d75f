"""What a former coach can see of a visit that went on without them: how it was when the account was set
aside, nothing newer."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from observations import actions
from observations.models import Observation
from tests import factories
from tests.factories import answer, fresh, make_lesson, moment, save
from tests.once import made_once

OTHER_POINT = "saf.other_views"


@pytest.fixture
@made_once
def next_coach(team):
    return factories.make_person("Noor Fictief", team=team, role="coach")


@pytest.fixture
@made_once
def aside(lesson, teacher, coach, next_coach):
    """The coach began to write; then the teacher chose somebody else, and the visit got another subject,
    group, room and day."""
    save(lesson, "coach", answer("com.steps_first_step", "seen", "Toen gezien"), moment(text="Toen gebeurd"))
    actions.choose_coach(lesson=fresh(lesson), by=teacher, coach=next_coach)
    move_on(lesson, teacher)
    return Observation.objects.get(author=coach)


def move_on(lesson, teacher):
    """Begun stays begun only for an account that counts, so the appointment can change again."""
    later = lesson.start + timedelta(days=40)
    actions.move(
        lesson=fresh(lesson),
        by=teacher,
        subject="Geheim vak",
        group="GH1X",
        place="9.99",
        start=later,
        end=None,
    )
    save(
        fresh(lesson), "teacher",
        {"type": "question", "text": "Nieuwe vraag?", "revision": 0}, {"type": "lens", "item": OTHER_POINT, "chosen": True},
    )  # fmt: skip


def pages(client, person, account):
    """Everything a former coach can open or take along that says something of that visit."""
    client.force_login(person)
    teacher = account.lesson.teacher_id
    addresses = [
        reverse("home"), reverse("earlier"), reverse("device"), reverse("data"), reverse("set_aside", args=[account.pk]),
        *(reverse("data_file", args=[teacher, name]) for name in ("visits.csv", "entries.csv", "all.json")),
    ]  # fmt: skip
    replies = {address: client.get(address) for address in addresses}
    assert {reply.status_code for reply in replies.values()} == {200}
    return {address: reply.content.decode() for address, reply in replies.items()}


def main_of(client, person, account):
    """What stands on the page of the account, without the tokens around it."""
    client.force_login(person)
    page = client.get(reverse("set_aside", args=[account.pk])).content.decode()
    return page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_nothing_of_what_became_of_the_visit_reaches_the_former_coach(client, coach, aside, language):
    type(coach).objects.filter(pk=coach.pk).update(language=language)
    start = timezone.localtime(fresh(aside.lesson).start)
    with translation.override(language):
        new_day = date_format(start, "j F")
    for address, text in pages(client, coach, aside).items():
        for word in ("Geheim vak", "GH1X", "9.99", "Nieuwe vraag", "Noor", new_day, f"{start:%Y-%m-%d}"):
            assert word not in text, (address, word)


def test_the_page_and_the_lists_say_how_it_was(client, coach, aside):
    shown = pages(client, coach, aside)
    was = timezone.localtime(aside.was_start)
    home, page = shown[reverse("home")], shown[reverse("set_aside", args=[aside.pk])]
    visits = shown[reverse("data_file", args=[aside.lesson.teacher_id, "visits.csv"])]

    assert "Rekenen" in home
    assert "Rekenen, VZ2B" in page
    assert "Toen gezien" in page
    assert f"{was.day} " in page
    assert f"{was:%Y-%m-%d %H:%M}" in visits
    assert "Rekenen" in visits
    assert "VZ2B" in visits


def test_the_order_of_former_visits_tells_nothing_of_their_new_days(
    client, coach, teacher, next_coach, edition
):
    start = timezone.now().replace(microsecond=0) - timedelta(days=9)
    first, second = (
        make_lesson(teacher, coach=coach, subject=subject, start=start + timedelta(days=n), end=None)
        for n, subject in enumerate(["Eerste", "Tweede"])
    )
    for lesson in (first, second):
        factories.record_something(lesson, "coach")
        actions.choose_coach(lesson=fresh(lesson), by=teacher, coach=next_coach)
    move_on(first, teacher)
    shown = pages(client, coach, Observation.objects.get(author=coach, lesson=first))
    home, visits = (
        shown[reverse("home")],
        shown[reverse("data_file", args=[teacher.pk, "visits.csv"])],
    )

    assert home.index("Tweede") < home.index("Eerste")  # the last first
    assert visits.index("Eerste") < visits.index("Tweede")


def test_the_order_of_points_tells_nothing_of_the_new_lens(client, coach, teacher, lesson, next_coach):
    """On a writing page agreed points stand first; a former account goes by what was agreed at its first
    entry."""
    points = [item.key for item in lesson.content.points if item.key.startswith("saf.")]
    save(lesson, "coach", *(answer(key, "seen", f"Bij {key}") for key in points))
    actions.choose_coach(lesson=fresh(lesson), by=teacher, coach=next_coach)
    account = Observation.objects.get(author=coach)
    before = main_of(client, coach, account)
    save(fresh(lesson), "teacher", {"type": "lens", "item": points[-1], "chosen": True})

    assert main_of(client, coach, account) == before
    assert before.count("Bij saf.") == len(points)


def test_chosen_again_the_coach_has_the_visit_as_it_is(client, coach, teacher, aside):
    actions.choose_coach(lesson=fresh(aside.lesson), by=teacher, coach=coach)
    aside.refresh_from_db()
    client.force_login(coach)

    assert (aside.set_aside_at, aside.was_subject, aside.was_group, aside.was_start) == (None, "", "", None)
    assert client.get(reverse("set_aside", args=[aside.pk])).status_code == 404
    assert "Geheim vak" in client.get(reverse("visit", args=[aside.lesson_id])).content.decode()
    row = client.get(reverse("data_file", args=[teacher.pk, "visits.csv"])).content.decode()
    assert "Geheim vak" in row


def test_set_aside_a_second_time_it_is_as_it_was_the_second_time(client, coach, teacher, aside):
    actions.choose_coach(lesson=fresh(aside.lesson), by=teacher, coach=coach)
    actions.choose_coach(lesson=fresh(aside.lesson), by=teacher, coach=None)

    assert Observation.objects.get(author=coach).was_subject == "Geheim vak"


def test_the_migration_fills_what_is_known(aside):
    """Accounts that were set aside before the app kept it: the visit as it is now."""
    migration = import_module("observations.migrations.0005_set_aside_as_it_was")
    lesson = fresh(aside.lesson)
    Observation.objects.filter(pk=aside.pk).update(was_subject="", was_start=lesson.created_at)
    migration.as_it_is_known(apps, None)
    aside.refresh_from_db()

    assert (aside.was_subject, aside.was_group, aside.was_start) == ("Geheim vak", "GH1X", lesson.start)
    assert Observation.objects.filter(set_aside_at=None).exclude(was_start=None).count() == 0
