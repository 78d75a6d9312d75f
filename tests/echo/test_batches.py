"""Five different teachers make one batch; what its coach reads of it, and from when on; and what goes by
itself."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from administration import emptying, leaving
from echo import batches, saying
from echo.models import Batch, Saying
from observations.models import Lesson
from reports import actions as reports
from tests import factories
from tests.echo.conftest import COUNTS, NO, YES, closed, open_batch, opened, say, say_in_turn, teachers
from tests.home.conftest import words

NEXT_MONTH = timedelta(days=31)


@pytest.fixture
def full(visits):
    say_in_turn(visits[:5])
    return Batch.objects.get()


@pytest.fixture
def heard(client, coach):
    """What the coach reads, today or on a later day."""

    def read(after=timedelta(0)):
        with time_machine.travel(timezone.now() + after):
            client.force_login(coach)
            return words(client.get(reverse("heard")))

    return read


def test_five_different_teachers_make_counts_of_which_no_row_is_left(full):
    assert full.counts == COUNTS
    assert not Saying.objects.exists()


def test_four_make_nothing(visits):
    say_in_turn(visits[:4])

    assert closed() == []
    assert open_batch().counts is None


def test_of_its_days_only_the_month_is_kept(full, coach):
    assert (full.begun_on, full.closed_on) == (coach.today.replace(day=1),) * 2


def test_it_is_read_from_the_next_month_on(full, heard):
    assert "Er is nog niets te lezen." in heard()

    text = heard(NEXT_MONTH)
    assert "Ik voelde me gezien door mijn coach. Ja 3 Deels 1 Nee 1 Zeg ik liever niet 0" in text
    assert "Ik durfde eerlijk te zijn over wat nog lastig is. Ja 3 Deels 0 Nee 1 Zeg ik liever niet 1" in text


@pytest.mark.parametrize(("day", "is_there"), [(date(2026, 11, 30), False), (date(2026, 12, 1), True)])
def test_the_month_is_that_of_the_school(coach, day, is_there):
    Batch.objects.create(coach=coach, begun_on=date(2026, 11, 1), closed_on=date(2026, 11, 1), counts=COUNTS)
    with time_machine.travel(f"{day}T22:30:00Z" if not is_there else "2026-11-30T23:30:00Z"):
        assert bool(batches.heard(coach)) == is_there


def test_the_page_is_the_same_for_no_answers_and_for_four(visits, heard):
    nothing = heard()
    say_in_turn(visits[:4])

    assert heard() == nothing
    assert heard(NEXT_MONTH) == nothing


def test_a_sentence_of_which_all_said_the_same_has_no_number(visits, heard):
    for lesson in visits[:4]:
        say(lesson, YES)
    say(visits[4], YES, YES, YES, NO)

    assert closed() == [
        {"relatedness": None, "competence": None, "autonomy": None, "safety": {"yes": 4, "partly": 0, "no": 1, "skip": 0}}
    ]  # fmt: skip
    text = heard(NEXT_MONTH)
    assert text.count("Hier zeiden alle vijf hetzelfde. Daarbij tonen we geen aantal") == 3
    assert "Ja 5" not in text


def test_each_batch_by_itself_the_newest_first(coach, full, heard):
    for month in (date(2026, 3, 1), date(2026, 9, 1)):
        Batch.objects.create(coach=coach, begun_on=month, closed_on=month, counts=COUNTS)
    text = heard(NEXT_MONTH)

    heads = [part.partition(" Ik ")[0] for part in text.split("Vijf docenten, ")[1:]]
    assert heads[1:] == ["september 2026", "maart 2026"]


def test_the_page_of_many_batches_asks_no_more(client, coach, django_assert_num_queries):
    client.force_login(coach)
    client.get(reverse("heard"))
    with django_assert_num_queries(2):
        client.get(reverse("heard"))
    for number in range(1, 9):
        month = date(2025, number, 1)
        Batch.objects.create(coach=coach, begun_on=month, closed_on=month, counts=COUNTS)
    client.get(reverse("heard"))
    with django_assert_num_queries(3):
        client.get(reverse("heard"))


def test_another_coach_has_a_batch_of_their_own(visits, team, coach):
    other = factories.make_person("Noor Fictief", team=team, role="coach")
    say_in_turn(visits[:4])
    say(opened(visits[0].teacher, other), NO)

    assert closed() == []
    assert {batch.coach: batch.sayings.count() for batch in Batch.objects.all()} == {coach: 4, other: 1}


def test_two_schools_stay_apart(client, edition, visits):
    say_in_turn(visits[:4])
    there = factories.make_team(factories.make_school("Andere School"))
    theirs = factories.make_person("Coba Voorbeeld", team=there, role="coach")
    say(opened(teachers(there, 1)[0], theirs), YES)

    assert closed() == []


# --- what goes by itself ----------------------------------------------------------------------------


def after_two_years(**more):
    return time_machine.travel(timezone.now() + timedelta(days=2 * 365 + 2, **more))


def test_what_is_not_full_in_two_years_goes_unread(visits):
    say_in_turn(visits[:4])
    with time_machine.travel(timezone.now() + timedelta(days=660)):
        assert batches.forget_echo() == 0
    with after_two_years():
        assert batches.forget_echo() == 1

    assert not Batch.objects.exists()
    assert not Saying.objects.exists()


def test_what_is_closed_stays(full):
    with after_two_years():
        call_command("hourly")

    assert closed() == [COUNTS]


def test_the_two_years_begin_with_who_is_first_now(visits):
    """Not with somebody who took everything back."""
    say(visits[0], YES)
    Batch.objects.update(begun_on=date(2024, 12, 1))
    saying.take_back(lesson=visits[0], by=visits[0].teacher)
    say(visits[1], YES)

    assert open_batch().begun_on == visits[0].coach.today.replace(day=1)


def test_deleting_the_visit_takes_it_away_at_once_and_bringing_back_does_not_bring_it_back(client, visits):
    lesson = visits[0]
    say(lesson, YES)
    client.force_login(lesson.teacher)
    asked = words(client.get(reverse("delete", args=[lesson.pk])))
    assert "dan gaat je antwoord meteen weg. Het komt niet terug als je het lesbezoek terughaalt." in asked
    reports.delete(lesson=lesson, by=lesson.teacher)
    assert not Batch.objects.exists()

    reports.undelete(lesson=lesson, by=lesson.teacher)
    assert not Saying.objects.exists()
    say(lesson, NO)
    assert Saying.objects.get().choices["safety"] == NO


def test_deleting_a_visit_that_is_counted_changes_nothing(full, visits):
    reports.delete(lesson=visits[0], by=visits[0].teacher)
    Lesson.objects.filter(deleted_at__isnull=False).update(deleted_at=timezone.now() - timedelta(hours=25))
    call_command("hourly")

    assert not Lesson.objects.filter(pk=visits[0].pk).exists()
    assert closed() == [COUNTS]


def goes(person, administrator):
    leaving.let_go(by=administrator, person=person, last_day=person.today)
    with time_machine.travel(timezone.now() + timedelta(days=14)):
        assert emptying.forget_gone() == 1


@pytest.fixture
def administrator(school):
    return factories.make_person("Ada Beheer", school=school, is_administrator=True)


def test_a_teacher_who_goes_takes_along_what_was_not_counted(visits, administrator):
    say_in_turn(visits[:2])
    goes(visits[0].teacher, administrator)
    assert [row.teacher for row in Saying.objects.all()] == [visits[1].teacher]

    goes(visits[1].teacher, administrator)
    assert not Batch.objects.exists()


def test_a_teacher_who_goes_changes_nothing_of_what_was_counted(full, visits, administrator):
    goes(visits[0].teacher, administrator)

    assert closed() == [COUNTS]


def test_with_a_coach_who_goes_all_goes(full, visits, coach, administrator):
    say(visits[5], YES)
    goes(coach, administrator)

    assert not Batch.objects.exists()
    assert not Saying.objects.exists()


# --- another SECRET_KEY -----------------------------------------------------------------------------


def test_another_key_opens_what_was_said_as_long_as_the_one_before_is_named(visits, settings):
    say(visits[0], YES)
    before = Saying.objects.get().sealed
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert Saying.objects.get().choices["safety"] == YES
    assert (saying.seal_anew(), saying.seal_anew()) == (1, 0)
    settings.SECRET_KEY_FALLBACKS = []
    assert Saying.objects.get().choices["safety"] == YES
    assert Saying.objects.get().sealed != before


def test_what_no_key_opens_is_no_answer(client, visits, settings):
    say(visits[0], YES)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", []
    say_in_turn(visits[1:5])
    assert closed() == []

    client.force_login(visits[0].teacher)
    assert "checked" not in client.get(reverse("echo", args=[visits[0].pk])).content.decode()
    say(visits[5], *("yes", "no", "no", "yes"))
    assert closed() == [COUNTS]
    assert not Saying.objects.exists()
