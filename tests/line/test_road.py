"""What a road holds: which visits, which points are counted, and from how many lessons on."""

import pytest
import time_machine
from django.utils.translation import override

from administration.emptying import empty
from line.road import MOST, read
from observations import actions
from observations.models import Lesson
from observations.practising import practise
from people.models import User
from reports import actions as reports
from tests import factories
from tests.line.roads import CHECKS, SMALL, STEPS, TODAY, at, marks, step, visit, year
from tests.together.visits import seen

CHOICE = "aut.choice_in_frame"


def road(teacher, chosen="", language="en"):
    with time_machine.travel(TODAY, tick=False), override(language):
        return read(teacher, chosen)


def points(found):
    return {point.key: point for group in found.groups for point in group.points}


def sentences(point):
    return [tally.sentence for tally in point.tallies]


def three(teacher, coach, *pairs, key="steps"):
    """One visit for each pair of marks."""
    for number, (named, noticed) in enumerate(pairs, 1):
        own, others = ([*marks(**{key: value})] if value else [] for value in (named, noticed))
        visit(teacher, coach, at(10, number), named=own, noticed=others)


def test_visits_stand_last_lesson_first_with_what_was_asked_looked_at_and_tried(teacher, coach, other):
    year(teacher, coach, other)

    found = road(teacher)

    assert [found_visit.short_day for found_visit in found.visits] == ["18 Nov", "14 Oct", "21 Sep", "7 Sep"]
    first = found.visits[-1]
    assert (first.coach, first.lesson.learning_question) == (
        "Coba",
        "Hoe begin ik zonder dat ik meteen uitleg?",
    )
    assert ([need.key for need in first.needs], first.points) == (["competence", "autonomy"], 3)
    assert [(step.text, step.outcome, step.looked_back_on) for step in first.steps] == [
        ("Ik sta bij de deur als ze binnenkomen.", "Dit doe ik nu altijd.", at(9, 21).date())
    ]
    assert found.visits[0].coach == ""


def test_a_step_says_whether_its_day_has_come(teacher, coach):
    lesson = visit(teacher, coach, at(9, 7))
    step(lesson, at(9, 8), "Later.", look_back_on=at(12, 2).date(), number=1)
    step(lesson, at(9, 8), "Nu.", look_back_on=at(11, 24).date(), number=2)

    assert [step.is_due for step in road(teacher).visits[0].steps] == [False, True]


def test_each_voice_is_counted_by_itself_over_the_lessons_it_marked(teacher, coach, other):
    year(teacher, coach, other)

    found = points(road(teacher))

    assert sentences(found[STEPS]) == [
        "You named it in 4 of 4 lessons",
        "Who looked along saw it in 2 of 3 lessons",
    ]
    assert sentences(found[CHECKS]) == [
        "You named it in 3 of 3 lessons",
        "Coba marked it in 2 lessons: too few to count",
    ]
    assert [[said.value for said in row.said] for row in found[CHECKS].lessons] == [
        ["seen", "not_seen"], ["partly", "seen"], ["na", "na"], ["seen"],
    ]  # fmt: skip
    assert found[CHECKS].not_counted == [
        "On 14 October there was no occasion for it. That lesson does not count here."
    ]


def test_one_coach_is_named(teacher, coach):
    three(teacher, coach, ("seen", "seen"), ("seen", "partly"), ("not_seen", "not_seen"))

    assert sentences(points(road(teacher))[STEPS]) == [
        "You named it in 2 of 3 lessons",
        "Coba saw it in 2 of 3 lessons",
    ]


@pytest.mark.parametrize("last", [("na", "na"), ("", ""), ("na", "")])
def test_a_lesson_in_which_it_did_not_apply_makes_no_three(teacher, coach, last):
    three(teacher, coach, ("seen", "seen"), ("seen", "seen"), last)

    found = road(teacher)

    assert (found.groups, found.few) == ([], 1)


def test_who_says_that_it_did_not_apply_leaves_the_lesson_out_of_the_own_number_only(teacher, coach):
    three(teacher, coach, ("seen", "seen"), ("seen", "seen"), ("seen", "seen"), ("seen", "na"))

    point = points(road(teacher))[STEPS]

    assert [(tally.seen, tally.of) for tally in point.tallies] == [(4, 4), (3, 3)]
    assert point.not_counted == [
        "On 4 October it did not apply for who looked along. That lesson is not in that number."
    ]


def test_two_voices_in_different_lessons_make_no_three(teacher, coach):
    three(teacher, coach, ("seen", ""), ("seen", ""), ("", "seen"))

    assert (road(teacher).groups, road(teacher).few) == ([], 1)


def test_points_stand_in_the_order_of_the_checklist_whatever_was_seen(teacher, coach):
    for day in (1, 2, 3):
        some = [seen(SMALL), seen(STEPS, value="not_seen"), seen("rel.contact_at_start", value="not_seen")]
        visit(teacher, coach, at(10, day), named=some)

    found = road(teacher)

    assert [group.need.key for group in found.groups] == ["relatedness", "competence", "safety"]


def test_a_point_is_the_same_over_editions_and_says_where_its_words_changed(
    teacher, coach, other, first_edition
):
    year(teacher, coach, other, edition=first_edition)

    found = points(road(teacher, language="nl"))

    assert found[STEPS].wordings == []
    assert [(words.editions, words.title, words.days) for words in found[CHOICE].wordings] == [
        ("Editie 1", "Keuze binnen duidelijke grenzen", "7 september"),
        ("Editie 3", "Keuze binnen duidelijke kaders", "21 september en 14 oktober"),
    ]


def test_what_is_no_opened_visit_of_ones_own_never_counts(teacher, coach, other, edition):
    """Practice, cancelled, deleted, not opened, set aside, and a lesson of somebody else."""
    three(teacher, coach, ("seen", "seen"), ("seen", "seen"))
    with time_machine.travel(at(10, 5)):
        gone = visit(teacher, coach, at(10, 5), named=marks(steps="seen"), noticed=marks(steps="seen"))
        reports.delete(lesson=gone, by=teacher)
        practice = practise(by=teacher, voice="teacher", edition=edition)
        factories.save(practice, "teacher", seen(STEPS))
        actions.cancel(lesson=factories.make_lesson(teacher, coach=coach), by=teacher)
        waiting = factories.make_lesson(teacher, coach=coach)
        factories.save(waiting, "teacher", seen(STEPS))

    found = road(teacher)

    assert (len(found.visits), found.groups, found.few) == (2, [], 1)
    assert road(coach).visits == []


def test_an_account_that_was_set_aside_does_not_count(teacher, coach, other):
    three(teacher, coach, ("seen", "seen"), ("seen", "seen"), ("seen", "seen"))
    last = Lesson.objects.latest("start")
    last.observations.filter(voice="coach").update(set_aside_at=at(10, 3), was_start=at(10, 3))

    assert [tally.of for tally in points(road(teacher))[STEPS].tallies] == [3, 2]


def test_a_coach_who_is_gone_has_no_name(teacher, coach):
    three(teacher, coach, ("seen", "seen"), ("seen", "seen"), ("seen", "seen"))
    User.objects.filter(pk=coach.pk).update(leaves_on=at(10, 4).date(), closed_at=at(10, 4))
    assert empty(coach)

    found = road(teacher)

    assert found.visits[0].coach == "a former coach"
    assert sentences(points(found)[STEPS])[1] == "A former coach saw it in 3 of 3 lessons"


def test_alone_there_is_one_voice(teacher):
    three(teacher, None, ("seen", ""), ("partly", ""), ("not_seen", ""))

    point = points(road(teacher))[STEPS]

    assert sentences(point) == ["You named it in 2 of 3 lessons"]
    assert [len(row.said) for row in point.lessons] == [1, 1, 1]


def test_a_school_year_is_read_by_itself(teacher, coach):
    three(teacher, coach, ("seen", "seen"), ("seen", "seen"))
    visit(teacher, coach, at(7, 3), named=marks(steps="seen"))

    assert [len(road(teacher, chosen).visits) for chosen in ("", "2026", "2025", "all", "x")] == [
        2,
        2,
        1,
        3,
        2,
    ]
    assert road(teacher).years == [
        ("2026", "This school year (2026–2027)"), ("2025", "2025–2026"), ("all", "All school years"),
    ]  # fmt: skip


def test_the_strip_has_every_month_between_and_a_planned_lesson(teacher, coach):
    visit(teacher, coach, at(9, 7))
    with time_machine.travel(TODAY):
        factories.make_lesson(teacher, coach=coach, start=at(12, 1), end=None)

    months = road(teacher).months

    assert [(month.name, [(ring.day.day, ring.is_planned) for ring in month.rings]) for month in months] == [
        ("Sep", [(7, False)]), ("Oct", []), ("Nov", []), ("Dec", [(1, True)]),
    ]  # fmt: skip


def test_many_visits_take_no_more_queries_and_stay_within_a_page(teacher, coach, django_assert_num_queries):
    lesson = visit(teacher, coach, at(10, 1), named=marks(steps="seen"), noticed=marks(steps="seen"))
    with django_assert_num_queries(5):
        road(teacher)
    many(lesson, 60)

    with django_assert_num_queries(5):
        found = road(teacher)

    assert (len(found.visits), found.left_out) == (MOST, 61 - MOST)


def many(lesson, number):
    """Copies of its row."""
    names = [
        name for name in vars(lesson) if name in {field.attname for field in Lesson._meta.fields} - {"id"}
    ]
    Lesson.objects.bulk_create(
        Lesson(**{name: getattr(lesson, name) for name in names}) for _ in range(number)
    )
