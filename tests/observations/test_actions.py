"""The life of a visit, through the real actions."""

import uuid
from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from observations import access, actions
from observations.models import Addition, Lesson, Observation, Part, Stage, Step
from observations.refusals import NotNow
from tests import factories
from tests.factories import bring_to, fresh
from tests.once import made_once
from together import actions as together

STAGES_WITH_A_COACH = [stage for stage in Stage if stage != Stage.PROPOSED]


@pytest.fixture
@made_once
def other_coach(team):
    return factories.make_person("Noor Fictief", team=team, role="coach")


@pytest.fixture
@made_once
def alone(edition, teacher):
    return factories.make_lesson(teacher)


@pytest.mark.parametrize("stage", STAGES_WITH_A_COACH)
def test_every_stage_is_reached_through_actions_and_read_from_facts(lesson, stage):
    assert bring_to(stage, lesson).stage == stage


def test_a_coachs_plan_is_a_proposal_until_the_teacher_accepts(teacher, coach, edition):
    lesson = factories.make_lesson(teacher, coach=coach, by=coach)
    assert fresh(lesson).stage == Stage.PROPOSED

    actions.accept(lesson=lesson, by=teacher)

    assert fresh(lesson).stage == Stage.PLANNED


def test_planning_twice_with_the_same_id_is_one_visit(teacher, coach, edition):
    first = factories.make_lesson(teacher, coach=coach)
    facts = {"subject": "Rekenen", "group": "VZ2B", "start": first.start, "edition": edition}

    again = actions.plan(by=teacher, id=first.pk, teacher=teacher, team=first.team, coach=coach, **facts)

    assert again == first
    assert Lesson.objects.count() == 1


def test_another_persons_visit_id_gives_nothing_away(teacher, coach, edition, other_coach):
    first = factories.make_lesson(teacher, coach=coach)
    facts = {"subject": "x", "group": "x", "start": first.start, "edition": edition}

    with pytest.raises(Http404):
        actions.plan(
            by=other_coach, id=first.pk, teacher=teacher, team=first.team, coach=other_coach, **facts
        )


def test_moved_by_the_teacher_it_stands_and_moved_by_the_coach_it_is_a_proposal_again(lesson, teacher, coach):
    later = {"start": lesson.start + timedelta(days=1), "end": None}

    actions.move(lesson=lesson, by=teacher, **later)
    assert fresh(lesson).stage == Stage.PLANNED
    actions.move(lesson=lesson, by=coach, place="2.07", start=later["start"])
    assert fresh(lesson).stage == Stage.PLANNED
    actions.move(lesson=lesson, by=coach, start=lesson.start + timedelta(days=2))
    assert fresh(lesson).stage == Stage.PROPOSED


@pytest.mark.parametrize("act", [actions.cancel, actions.move])
def test_moving_and_cancelling_stop_at_the_coachs_first_entry(lesson, act):
    factories.look(lesson)

    with pytest.raises(NotNow) as refusal:
        act(lesson=lesson, by=lesson.teacher, **({"start": lesson.start} if act is actions.move else {}))

    assert refusal.value.reason == "begun"


def test_the_teachers_own_first_entry_does_not_close_the_lens_while_there_is_a_coach(lesson, alone):
    factories.look_back(lesson)
    factories.look_back(alone)

    assert (fresh(lesson).is_lens_closed, fresh(alone).is_lens_closed) == (False, True)


def test_only_the_teacher_opens_and_only_when_both_are_ready(lesson, teacher, coach):
    factories.coach_ready(lesson)
    with pytest.raises(NotNow):
        actions.open_together(lesson=lesson, by=teacher)

    factories.teacher_ready(lesson)
    actions.open_together(lesson=lesson, by=teacher)
    first = fresh(lesson).opened_at
    actions.open_together(lesson=lesson, by=teacher)

    assert fresh(lesson).opened_at == first


def test_without_a_coach_the_visit_opens_when_the_teacher_is_ready(alone):
    factories.teacher_ready(alone)

    assert fresh(alone).stage == Stage.OPEN


def test_ready_can_be_withdrawn_until_opening(lesson, coach):
    factories.coach_ready(lesson)
    actions.withdraw_ready(lesson=lesson, by=coach)
    assert fresh(lesson).stage == Stage.PLANNED

    bring_to(Stage.OPEN, lesson)
    with pytest.raises(NotNow):
        actions.withdraw_ready(lesson=lesson, by=coach)


def test_ready_with_everything_empty_is_allowed(lesson):
    factories.coach_ready(lesson)
    factories.teacher_ready(lesson)

    assert fresh(lesson).stage == Stage.READY


def test_going_on_alone_sets_the_coachs_account_aside_and_opens_when_the_teacher_was_ready(
    lesson, teacher, coach
):
    factories.look(lesson)
    factories.teacher_ready(lesson)

    actions.choose_coach(lesson=lesson, by=teacher, coach=None)

    account = Observation.objects.get(author=coach)
    assert account.set_aside_at is not None
    assert (fresh(lesson).coach, fresh(lesson).stage) == (None, Stage.OPEN)
    assert access.set_aside_account(coach, account.pk) == account
    with pytest.raises(Http404):
        access.visit(coach, lesson.pk)
    with pytest.raises(Http404):
        access.set_aside_account(teacher, account.pk)


def test_the_former_coach_chosen_again_finds_the_account_back_but_not_ready(
    lesson, teacher, coach, other_coach
):
    factories.look(lesson)
    factories.coach_ready(lesson)
    actions.choose_coach(lesson=lesson, by=teacher, coach=other_coach)
    assert fresh(lesson).stage == Stage.PLANNED
    factories.look(fresh(lesson))

    actions.choose_coach(lesson=lesson, by=teacher, coach=coach)

    rows = {
        row.author: (row.set_aside_at is None, row.ready_at)
        for row in Observation.objects.filter(voice="coach")
    }
    assert rows == {coach: (True, None), other_coach: (False, None)}


def test_the_team_stays_the_visits_team_when_the_teacher_changes_team(lesson, teacher, school):
    teacher.memberships.update(until=timezone.localdate())
    other = factories.make_team(school, "Team Techniek")
    teacher.memberships.create(team=other, role="teacher")

    assert bring_to(Stage.OPEN, lesson).team != other


def test_at_most_three_steps_and_a_dropped_one_makes_room(lesson, teacher):
    bring_to(Stage.OPEN, lesson)
    ids = [uuid.uuid4() for _ in range(3)]
    for number, pk in enumerate(ids):
        together.choose_step(lesson=lesson, by=teacher, id=pk, text=f"Stap {number}")
        together.choose_step(lesson=lesson, by=teacher, id=pk, text=f"Stap {number}")
    with pytest.raises(together.TooManySteps):
        together.choose_step(lesson=lesson, by=teacher, id=uuid.uuid4(), text="Vier")

    together.drop_step(lesson=lesson, by=teacher, step_id=ids[1])
    together.choose_step(lesson=lesson, by=teacher, id=uuid.uuid4(), text="Toch nog")

    assert list(Step.objects.values_list("slot", "text")) == [(1, "Stap 0"), (2, "Toch nog"), (3, "Stap 2")]


def test_an_addition_is_only_possible_after_opening(lesson, coach):
    with pytest.raises(NotNow):
        together.add(lesson=lesson, by=coach, kind="late", text="Nagekomen")

    bring_to(Stage.OPEN, lesson)
    together.add(lesson=lesson, by=coach, kind="late", text="Nagekomen")

    assert Addition.objects.get().text == "Nagekomen"


@pytest.mark.parametrize("stage", STAGES_WITH_A_COACH)
def test_parts_before_opening_hold_only_the_own_account(lesson, teacher, coach, stage):
    lesson = bring_to(stage, lesson)
    opened = {Part.TEACHER_ACCOUNT, Part.COACH_ACCOUNT, Part.STEPS, Part.PAIR} if lesson.opened_at else set()

    assert access.parts(teacher, lesson) == opened | {
        Part.TEACHER_ACCOUNT,
        Part.TEACHER_PRIVATE,
        Part.SHARED_INTENTIONS,
    }
    assert access.parts(coach, lesson) == opened | {Part.COACH_ACCOUNT, Part.SHARED_INTENTIONS}


def test_nobody_else_gets_any_part(lesson, other_coach, team):
    lead = factories.make_person("Lotte Leiding", team=team, role="lead")
    lesson = bring_to(Stage.OPEN, lesson)

    assert [access.parts(person, lesson) for person in (other_coach, lead)] == [set(), set()]


def test_the_teachers_other_moment_is_a_yes(teacher, coach, edition):
    lesson = factories.make_lesson(teacher, coach=coach, by=coach)

    actions.move(lesson=lesson, by=teacher, start=lesson.start + timedelta(days=1), end=None)

    assert fresh(lesson).stage == Stage.PLANNED


@pytest.mark.parametrize("act", [actions.open_together, together.choose_step, actions.choose_coach])
def test_what_is_the_teachers_to_do_is_refused_to_the_coach(lesson, coach, act):
    bring_to(Stage.READY, lesson)
    more = {"id": uuid.uuid4(), "text": "x"} if act is together.choose_step else {}
    more |= {"coach": None} if act is actions.choose_coach else {}

    with pytest.raises(Http404):
        act(lesson=lesson, by=coach, **more)


def test_a_yes_to_another_moment_than_the_one_on_the_page_is_asked_again(teacher, coach, edition):
    lesson = factories.make_lesson(teacher, coach=coach, by=coach)
    seen = lesson.moment
    actions.move(lesson=lesson, by=coach, start=lesson.start + timedelta(days=30), end=None)

    with pytest.raises(NotNow) as refusal:
        actions.accept(lesson=lesson, by=teacher, seen=seen)

    assert (refusal.value.reason, fresh(lesson).stage) == ("moved", Stage.PROPOSED)
    actions.accept(lesson=lesson, by=teacher, seen=fresh(lesson).moment)
    assert fresh(lesson).stage == Stage.PLANNED


def test_a_longer_visit_than_agreed_is_a_proposal_again(lesson, coach):
    actions.move(lesson=lesson, by=coach, start=lesson.start, end=lesson.start + timedelta(hours=9))

    assert fresh(lesson).stage == Stage.PROPOSED


@pytest.mark.parametrize("begin", [factories.look_back, factories.look])
def test_what_somebody_wrote_is_not_taken_away_by_cancelling(lesson, coach, begin):
    begin(lesson)

    with pytest.raises(NotNow) as refusal:
        actions.cancel(lesson=lesson, by=coach)

    assert refusal.value.reason == "begun"


def test_the_id_of_a_step_of_another_visit_gives_nothing_away(lesson, teacher, coach):
    pk, other = uuid.uuid4(), factories.make_lesson(teacher, coach=coach)
    for visit in (lesson, other):
        bring_to(Stage.OPEN, visit)
    together.choose_step(lesson=other, by=teacher, id=pk, text="Begin achterin.")

    with pytest.raises(Http404):
        together.choose_step(lesson=lesson, by=teacher, id=pk, text="Begin vooraan.")


def test_a_step_that_was_looked_back_on_stays(lesson, teacher):
    bring_to(Stage.LOOKED_BACK, lesson)
    step = Step.objects.get()
    together.look_back_on(lesson=lesson, by=teacher, step_id=step.pk, result="tried", outcome="Het hielp.")

    together.drop_step(lesson=lesson, by=teacher, step_id=step.pk)

    assert Step.objects.get().outcome == "Het hielp."


def test_the_id_of_an_addition_is_its_authors_and_its_visits(lesson, teacher, coach):
    bring_to(Stage.OPEN, lesson)
    other = bring_to(Stage.OPEN, factories.make_lesson(teacher, coach=coach))
    first = together.add(lesson=lesson, by=coach, kind="reply", text="Van de coach.")

    for visit, person in ((lesson, teacher), (other, coach), (other, teacher)):
        with pytest.raises(Http404):
            together.add(lesson=visit, by=person, id=first.pk, kind="reply", text="Van een ander.")
    assert together.add(lesson=lesson, by=coach, id=first.pk, kind="reply", text="Van de coach.") == first
    together.add(lesson=lesson, by=coach, id=first.pk, kind="reply", text="Toch anders.")
    assert [row.text for row in Addition.objects.all()] == ["Van de coach.", "Toch anders."]


@pytest.mark.parametrize(
    "act",
    [
        lambda lesson, by: together.add(lesson=lesson, by=by, kind="late", text="Te laat."),
        lambda lesson, by: together.note_talk(lesson=lesson, by=by, stop="question", text="Te laat."),
        lambda lesson, by: actions.choose_coach(lesson=lesson, by=by, coach=None),
        lambda lesson, by: actions.mark_ready(lesson=lesson, by=by),
        lambda lesson, by: actions.withdraw_ready(lesson=lesson, by=by),
        lambda lesson, by: actions.move(lesson=lesson, by=by, group="VZ2A"),
        lambda lesson, by: actions.open_together(lesson=lesson, by=by),
    ],
)
def test_a_cancelled_visit_is_gone_for_every_action(lesson, teacher, act):
    factories.cancel(lesson)

    with pytest.raises(Http404):
        act(lesson, teacher)


def test_cancelling_twice_is_cancelling_once(lesson, teacher, coach):
    actions.cancel(lesson=lesson, by=coach)
    once = fresh(lesson).cancelled_at

    actions.cancel(lesson=lesson, by=teacher)

    assert (fresh(lesson).cancelled_by, fresh(lesson).cancelled_at) == (coach, once)


def test_a_proposal_that_was_cancelled_is_not_accepted_any_more(teacher, coach, edition):
    lesson = factories.make_lesson(teacher, coach=coach, by=coach)
    actions.cancel(lesson=lesson, by=coach)

    with pytest.raises(NotNow) as refusal:
        actions.accept(lesson=lesson, by=teacher)

    assert (refusal.value.reason, fresh(lesson).accepted_at) == ("decided", None)


def test_the_first_yes_of_the_teacher_is_the_yes(lesson, teacher):
    first = fresh(lesson).accepted_at

    actions.accept(lesson=lesson, by=teacher)
    actions.move(lesson=lesson, by=teacher, start=lesson.start + timedelta(hours=1), end=None)
    actions.choose_coach(lesson=lesson, by=teacher, coach=None)

    assert fresh(lesson).accepted_at == first


def test_an_account_that_was_set_aside_before_stays_as_it_was(lesson, teacher, coach, other_coach):
    factories.look(lesson)
    actions.choose_coach(lesson=lesson, by=teacher, coach=other_coach)
    before = Observation.objects.values("set_aside_at", "was_subject", "was_group", "was_start").get(
        author=coach
    )
    actions.move(lesson=lesson, by=teacher, group="VZ2A")

    actions.choose_coach(lesson=lesson, by=teacher, coach=None)

    assert Observation.objects.values(*before).get(author=coach) == before


def test_what_came_of_a_step_may_be_said_again_and_the_first_day_stays(lesson, teacher):
    step = Step.objects.get(lesson=bring_to(Stage.LOOKED_BACK, lesson))
    for outcome in ("Het hielp.", "Het hielp, ook een week later."):
        together.look_back_on(lesson=lesson, by=teacher, step_id=step.pk, result="tried", outcome=outcome)
        first = step.looked_back_at or Step.objects.get().looked_back_at
        step = Step.objects.get()

    assert (step.looked_back_at, step.outcome) == (first, "Het hielp, ook een week later.")
