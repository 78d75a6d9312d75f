"""A colleague who is named as coach says yes, another moment, or no; it makes nobody wait (docs/adr/0041)."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.http import Http404
from django.utils import timezone

from observations import access, actions
from observations.models import Lesson, Observation, Stage
from observations.refusals import NotNow
from pulse import actions as pulses
from tests import factories
from tests.factories import answer, fresh, make_lesson, moment, save


@pytest.fixture
def other_coach(team):
    return factories.make_person("Noor Fictief", team=team, role="coach")


@pytest.fixture
def asked(edition, teacher, coach):
    """The teacher planned it; the coach has not answered."""
    return make_lesson(teacher, coach=coach, is_answered=False)


def later(lesson, days=1):
    return {"start": lesson.start + timedelta(days=days), "end": None}


def no(lesson):
    actions.decline(lesson=lesson, by=lesson.coach)
    return fresh(lesson)


# --- who has answered ---------------------------------------------------------------------------------


def test_who_proposes_to_look_along_has_said_yes_and_who_is_named_is_asked(edition, teacher, coach):
    own = make_lesson(teacher, coach=coach, by=coach)
    named = make_lesson(teacher, coach=coach, is_answered=False)
    alone = make_lesson(teacher)

    assert [fresh(row).awaits_coach for row in (own, named, alone)] == [False, True, False]
    assert fresh(named).stage == Stage.PLANNED


def test_the_yes_of_a_coach_is_the_coachs_and_the_first_one_is_the_yes(asked, coach):
    actions.accept(lesson=asked, by=coach)
    first = fresh(asked).coach_accepted_at
    actions.accept(lesson=asked, by=coach, seen=asked.moment)

    assert (fresh(asked).awaits_coach, fresh(asked).coach_accepted_at) == (False, first)


def test_a_moment_is_the_same_in_every_zone(asked):
    at_school = timezone.localtime(asked.start)
    asked.start, asked.end = at_school, timezone.localtime(asked.end)

    assert (at_school.utcoffset() != timedelta(0), asked.moment) == (True, fresh(asked).moment)


def test_the_yes_of_a_coach_is_never_the_teachers(edition, teacher, coach):
    lesson = make_lesson(teacher, coach=coach, by=coach)

    actions.accept(lesson=lesson, by=coach)

    assert fresh(lesson).stage == Stage.PROPOSED


def test_a_yes_to_another_moment_than_the_one_on_the_page_is_asked_again(asked, teacher, coach):
    seen = asked.moment
    actions.move(lesson=asked, by=teacher, **later(asked))

    with pytest.raises(NotNow) as refusal:
        actions.accept(lesson=asked, by=coach, seen=seen)

    assert (refusal.value.reason, fresh(asked).awaits_coach) == ("moved", True)


@pytest.mark.parametrize("answered", [True, False])
def test_another_moment_of_the_teacher_asks_the_coach_anew_and_another_room_does_not(
    edition, teacher, coach, answered
):
    lesson = make_lesson(teacher, coach=coach, is_answered=answered)
    actions.move(lesson=lesson, by=teacher, place="2.07", group="VZ2A")
    assert fresh(lesson).awaits_coach is not answered

    actions.move(lesson=lesson, by=teacher, **later(lesson))

    assert (fresh(lesson).awaits_coach, fresh(lesson).stage) == (True, Stage.PLANNED)


def test_the_teachers_other_moment_for_a_proposal_asks_the_coach(edition, teacher, coach):
    lesson = make_lesson(teacher, coach=coach, by=coach)
    actions.move(lesson=lesson, by=teacher, start=lesson.start, end=lesson.end, place="2.07")
    assert not fresh(lesson).awaits_coach

    actions.move(lesson=lesson, by=teacher, **later(lesson))

    assert (fresh(lesson).awaits_coach, fresh(lesson).stage) == (True, Stage.PLANNED)


def test_another_moment_of_the_coach_is_a_yes_to_it_and_the_teacher_answers(asked, coach):
    actions.move(lesson=asked, by=coach, place="2.07")
    assert (fresh(asked).awaits_coach, fresh(asked).stage) == (True, Stage.PLANNED)

    actions.move(lesson=asked, by=coach, **later(asked))

    assert (fresh(asked).awaits_coach, fresh(asked).stage) == (False, Stage.PROPOSED)


def test_another_coach_is_asked_and_the_same_one_not_again(lesson, teacher, coach, other_coach):
    actions.choose_coach(lesson=lesson, by=teacher, coach=coach)
    assert not fresh(lesson).awaits_coach

    actions.choose_coach(lesson=lesson, by=teacher, coach=other_coach)
    assert fresh(lesson).awaits_coach

    actions.choose_coach(lesson=lesson, by=teacher, coach=None)
    assert (fresh(lesson).awaits_coach, fresh(lesson).coach_accepted_at) == (False, None)


def test_chosen_again_who_wrote_looks_along_and_who_wrote_nothing_is_asked(
    lesson, teacher, coach, other_coach
):
    factories.look(lesson)
    for person in (other_coach, coach):
        actions.choose_coach(lesson=lesson, by=teacher, coach=person)
    assert not fresh(lesson).awaits_coach

    actions.choose_coach(lesson=lesson, by=teacher, coach=other_coach)
    assert fresh(lesson).awaits_coach


def test_who_may_not_agree_any_more_is_told_so_and_can_say_no(asked, coach):
    factories.make_administrator(coach)

    with pytest.raises(NotNow) as refusal:
        actions.accept(lesson=asked, by=coach)

    assert refusal.value.reason == "no_part"
    assert no(asked).is_declined


def test_a_cancelled_visit_asks_nobody(asked, teacher, coach):
    actions.cancel(lesson=asked, by=teacher)

    assert not fresh(asked).awaits_coach
    with pytest.raises(NotNow) as refusal:
        actions.accept(lesson=asked, by=coach)
    assert refusal.value.reason == "decided"


# --- nothing waits for it -----------------------------------------------------------------------------


def test_a_missing_yes_blocks_nothing_and_who_looks_along_has_said_it(asked, teacher, coach):
    pulses.prepare(lesson=asked, by=teacher, chosen=[], opener=coach)
    pulses.open_pulse(lesson=fresh(asked), by=teacher)
    pulses.close(lesson=fresh(asked), by=teacher)
    factories.look_back(asked)
    factories.teacher_ready(asked)
    assert (fresh(asked).awaits_coach, fresh(asked).stage) == (True, Stage.WAITING_FOR_COACH)

    [saved] = save(asked, "coach", answer("saf.other_views", "seen"))

    assert (saved.status, fresh(asked).awaits_coach) == (200, False)
    factories.coach_ready(asked)
    factories.open_it(asked)
    assert fresh(asked).stage == Stage.OPEN


def test_an_entry_that_is_refused_is_no_yes(asked):
    [refused] = save(asked, "coach", answer("no.such_item", "seen"))

    assert (refused.status, fresh(asked).awaits_coach) == (422, True)


def test_what_the_teacher_writes_is_no_yes_of_the_coach(asked):
    factories.look_back(asked)
    factories.teacher_ready(asked)

    assert fresh(asked).awaits_coach


def test_who_says_that_an_empty_story_is_ready_looks_along(asked):
    factories.coach_ready(asked)

    assert not fresh(asked).awaits_coach


def test_the_first_entry_of_who_has_not_answered_costs_two_queries_more(
    edition, teacher, coach, django_assert_num_queries
):
    agreed, asked = (make_lesson(teacher, coach=coach, is_answered=value) for value in (True, False))
    for lesson, number in ((agreed, 14), (asked, 16)):
        with django_assert_num_queries(number):
            save(lesson, "coach", moment())
    with django_assert_num_queries(5):
        save(asked, "coach", moment())


# --- no -----------------------------------------------------------------------------------------------


def test_a_no_leaves_the_visit_with_the_teacher_and_is_not_the_teachers_choice_to_go_on_alone(asked, coach):
    lesson = no(asked)

    assert (lesson.coach, lesson.coach_accepted_at, lesson.alone_at) == (None, None, None)
    assert (lesson.is_declined, lesson.declined_by, lesson.stage) == (True, coach, Stage.PLANNED)
    with pytest.raises(Http404):
        access.visit(coach, lesson.pk)


def test_also_after_a_yes_a_coach_can_say_no(lesson):
    assert no(lesson).is_declined


def test_the_story_that_is_ready_does_not_open_by_the_no_of_a_coach_nor_before_the_teacher_chose(
    asked, teacher
):
    factories.look_back(asked)
    factories.teacher_ready(asked)
    no(asked)
    assert fresh(asked).opened_at is None

    actions.withdraw_ready(lesson=asked, by=teacher)
    factories.teacher_ready(asked)
    assert (fresh(asked).opened_at, fresh(asked).is_declined) == (None, True)

    actions.choose_coach(lesson=asked, by=teacher, coach=None)
    lesson = fresh(asked)
    assert (lesson.stage, lesson.is_declined, bool(lesson.alone_at)) == (Stage.OPEN, False, True)


@pytest.mark.parametrize("again", [True, False], ids=["the same", "another"])
def test_after_a_no_the_teacher_asks_somebody_and_nothing_is_kept_of_it(
    asked, teacher, coach, other_coach, again
):
    no(asked)

    actions.choose_coach(lesson=asked, by=teacher, coach=coach if again else other_coach)

    lesson = fresh(asked)
    assert (lesson.declined_by, lesson.awaits_coach, lesson.alone_at) == (None, True, None)


def test_after_a_no_the_teacher_can_look_back_alone_and_ready_opens(asked, teacher):
    no(asked)
    actions.choose_coach(lesson=asked, by=teacher, coach=None)
    assert not fresh(asked).is_declined

    factories.teacher_ready(asked)

    assert fresh(asked).stage == Stage.OPEN


def test_after_a_no_the_teacher_can_cancel_and_nothing_is_kept_of_it(asked, teacher):
    no(asked)
    actions.cancel(lesson=asked, by=teacher)

    assert (fresh(asked).stage, fresh(asked).declined_by) == (Stage.CANCELLED, None)


def test_another_moment_asks_nobody_where_nobody_is_asked(asked, teacher):
    no(asked)
    actions.move(lesson=asked, by=teacher, **later(asked))

    assert (fresh(asked).awaits_coach, fresh(asked).is_declined) == (False, True)


def test_who_wrote_looks_along(asked, coach):
    factories.look(asked)

    with pytest.raises(NotNow) as refusal:
        no(asked)

    assert (refusal.value.reason, fresh(asked).coach) == ("wrote", coach)


def test_what_the_teacher_wrote_keeps_no_coach_from_saying_no_and_stays(asked, teacher):
    factories.look_back(asked)

    assert no(asked).is_declined
    assert Observation.objects.get().author == teacher


def test_nothing_is_left_with_who_said_no_and_had_written_nothing(asked, coach):
    actions.bring_forward(lesson=asked, by=coach)
    factories.coach_ready(asked)
    no(asked)

    assert not Observation.objects.filter(set_aside_at=None).exists()
    assert not access.set_aside_accounts(coach).exists()


def test_an_own_proposal_is_taken_back_and_not_declined(edition, teacher, coach):
    lesson = make_lesson(teacher, coach=coach, by=coach)

    with pytest.raises(NotNow) as refusal:
        no(lesson)

    assert refusal.value.reason == "proposed"


def test_only_the_coach_says_no_and_once(asked, teacher, coach):
    with pytest.raises(Http404):
        actions.decline(lesson=asked, by=teacher)
    actions.decline(lesson=asked, by=coach)
    with pytest.raises(Http404):
        actions.decline(lesson=asked, by=coach)


@pytest.mark.parametrize("stage", [Stage.READY, Stage.OPEN, Stage.CANCELLED])
def test_no_is_said_before_a_visit_opens_and_to_one_that_stands(lesson, coach, stage):
    factories.bring_to(stage, lesson)

    with pytest.raises((NotNow, Http404)):
        actions.decline(lesson=lesson, by=coach)


# --- visits of before ---------------------------------------------------------------------------------


def test_the_coach_of_a_visit_of_before_has_said_yes(edition, teacher, coach):
    of_before = [make_lesson(teacher, coach=coach, is_answered=False), make_lesson(teacher)]
    proposal = make_lesson(teacher, coach=coach, by=coach)
    Lesson.objects.update(coach_accepted_at=None)

    import_module("observations.migrations.0019_a_coach_says_yes").was_a_yes(apps, None)

    rows = [fresh(row) for row in (*of_before, proposal)]
    assert [row.awaits_coach for row in rows] == [False, False, False]
    assert [row.coach_accepted_at for row in rows] == [rows[0].created_at, None, rows[2].created_at]
    assert timezone.now() >= rows[0].coach_accepted_at
