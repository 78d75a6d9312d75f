"""What comes next, for every stage and every role."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation

from observations import actions
from observations.models import Stage, Voice
from observations.next import LINES, STATIONS, whats_next
from tests import factories
from tests.factories import bring_to, fresh
from together import actions as together


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def at(when):
    """Facts of a lesson that is still to come, is today (now), or is over."""
    shift = {"ahead": timedelta(days=3), "now": timedelta(), "over": timedelta(hours=-3)}[when]
    start = timezone.now() + shift
    return {"start": start, "end": start + timedelta(minutes=50)}


def asked(lesson, person, lens_size=0):
    """The line as a page shows it: whose turn, sentence, action, where to, station."""
    found = whats_next(fresh(lesson), person, lens_size)
    name = next(
        name
        for name in ("visit", "before", "look", "look_back", "together")
        if found.url.partition("#")[0] == reverse(name, args=[lesson.pk])
    )
    return (found.is_yours, found.sentence, found.action, name, found.station)


WITH_COACH = {
    (Stage.PROPOSED, "ahead"): (
        (True, "Coba proposes this moment. You decide.", "Answer the proposal", "visit", 1),
        (False, "Tijn has not answered yet.", "View the proposal", "visit", 1),
    ),
    (Stage.PLANNED, "ahead"): (
        (True, "Choose what Coba looks at. All of it may stay empty.", "Prepare the visit", "before", 2),
        (False, "Tijn is still choosing what you will look at.", "View the appointment", "visit", 2),
    ),
    (Stage.PLANNED, "now"): (
        (
            False,
            "Coba looks along today. You can still choose what Coba looks at; all of it may stay empty.",
            "Prepare the visit",
            "before",
            3,
        ),
        (True, "Tijn expects you today.", "Start looking", "look", 3),
    ),
    (Stage.PLANNED, "over"): (
        (True, "The lesson is over. Look back while it is fresh.", "Look back", "look_back", 4),
        (
            True,
            "The lesson is over. Write down what you saw while it is fresh.",
            "Write down what you saw",
            "look",
            3,
        ),
    ),
    (Stage.LOOKING, "now"): (
        (
            False,
            "Coba has begun to look. After the lesson you look back.",
            "Read your preparation",
            "visit",
            3,
        ),
        (True, "You have begun to look.", "Go on looking", "look", 3),
    ),
    (Stage.LOOKING, "over"): (
        (True, "Coba has looked along. Your own story is still open.", "Look back", "look_back", 4),
        (True, "Your notes are still open.", "Finish your story", "look", 4),
    ),
    (Stage.WAITING_FOR_COACH, "over"): (
        (False, "Your story is ready. Coba is still writing.", "To your story", "visit", 4),
        (True, "Tijn has looked back. Your notes are still open.", "Finish your story", "look", 4),
    ),
    (Stage.WAITING_FOR_TEACHER, "over"): (
        (True, "Coba is ready. Your own story is still open.", "Look back", "look_back", 4),
        (False, "Your story is ready. Tijn is still looking back.", "To your story", "visit", 4),
    ),
    (Stage.READY, "over"): (
        (True, "You are both ready. You open, then you both read.", "Go and open together", "visit", 5),
        (False, "You are both ready. Tijn opens, then you both read.", "", "visit", 5),
    ),
    (Stage.OPEN, "over"): (
        (True, "Both stories are open. Read them and choose a small step.", "Read it together", "together", 5),
        (False, "Both stories are open. Tijn chooses the small steps.", "Read it together", "together", 5),
    ),
    (Stage.LOOKED_BACK, "over"): (
        (False, "You have looked back on your small steps.", "Read it again", "together", 7),
        (False, "Tijn has looked back on the small steps.", "Read it again", "together", 7),
    ),
    (Stage.CANCELLED, "over"): (
        (False, "This visit is cancelled.", "", "visit", 0),
        (False, "This visit is cancelled.", "", "visit", 0),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("stage", "when"), WITH_COACH)
def test_a_visit_tells_teacher_and_coach_what_comes_next(edition, teacher, coach, stage, when):
    by = coach if stage == Stage.PROPOSED else teacher
    lesson = factories.make_lesson(teacher, coach=coach, by=by, **at(when))
    if stage != Stage.PROPOSED:
        bring_to(stage, lesson)

    assert (asked(lesson, teacher), asked(lesson, coach)) == WITH_COACH[stage, when]


def test_every_stage_stands_in_that_table():
    assert {stage for stage, _when in WITH_COACH} == set(Stage)


def ready_alone(lesson):
    factories.look_back(lesson)
    factories.teacher_ready(lesson)


def looked_back_alone(lesson):
    ready_alone(lesson)
    factories.look_back_on_step(lesson)


ALONE = {
    "to prepare": (
        "ahead", [],
        (True, "Choose what you want to look back on. All of it may stay empty.", "Prepare the visit", "before", 2),
    ),
    "today": (
        "now", [],
        (False, "You can still choose what you want to look back on; all of it may stay empty.", "Prepare the visit", "before", 4),
    ),
    "over": ("over", [], (True, "The lesson is over. Look back while it is fresh.", "Look back", "look_back", 4)),
    "begun at once": ("now", [factories.look_back], (True, "You have begun to look back.", "Go on looking back", "look_back", 4)),
    "begun": ("over", [factories.look_back], (True, "You have begun to look back.", "Go on looking back", "look_back", 4)),
    "open": ("over", [ready_alone], (True, "Your story is open. Choose a small step.", "Choose a small step", "together", 5)),
    "looked back": ("over", [looked_back_alone], (False, "You have looked back on your small steps.", "Read it again", "together", 7)),
    "cancelled": ("ahead", [factories.cancel], (False, "This visit is cancelled.", "", "visit", 0)),
}  # fmt: skip


@pytest.mark.parametrize("case", ALONE)
def test_a_teacher_alone_walks_without_waiting_for_anybody(edition, teacher, case):
    when, walk, expected = ALONE[case]
    lesson = factories.make_lesson(teacher, **at(when))
    for step in walk:
        step(lesson)

    assert asked(lesson, teacher) == expected


def test_a_question_or_one_item_is_enough_to_be_prepared(edition, teacher, coach):
    asks = factories.make_lesson(teacher, coach=coach, **at("ahead"))
    factories.save(asks, Voice.TEACHER, {"type": "question", "text": "Hoe begin ik?", "revision": 0})
    chooses = factories.make_lesson(teacher, coach=coach, **at("ahead"))

    prepared = (
        False, "You are prepared. Coba looks along in the lesson.", "Change the preparation", "before", 2,
    )  # fmt: skip
    assert asked(asks, teacher) == prepared
    assert asked(chooses, teacher, lens_size=1) == prepared
    assert asked(chooses, coach, lens_size=1) == (
        False, "Tijn has chosen what you will look at.", "Read the preparation", "visit", 2,
    )  # fmt: skip


def test_a_prepared_teacher_alone_waits_for_the_lesson(edition, teacher):
    lesson = factories.make_lesson(teacher, **at("ahead"))

    assert asked(lesson, teacher, lens_size=6) == (
        False, "After the lesson you look back.", "Change the preparation", "before", 2,
    )  # fmt: skip


def test_on_the_day_who_is_prepared_reads_it_and_a_flash_visit_has_nothing_to_read(edition, teacher, coach):
    prepared = factories.make_lesson(teacher, coach=coach, **at("now"))
    flash = factories.make_lesson(teacher, coach=coach, is_flash=True, **at("now"))

    assert asked(prepared, teacher, lens_size=1) == (
        False, "Coba looks along today. After the lesson you look back.", "Read your preparation", "visit", 3,
    )  # fmt: skip
    assert asked(flash, teacher)[1:4] == (
        "Coba comes for a flash visit. There is nothing to prepare.", "View the appointment", "visit",
    )  # fmt: skip
    assert asked(flash, coach)[1:4] == ("Tijn expects you today.", "Start looking", "look")


def test_a_flash_visit_has_nothing_to_prepare_and_skips_the_second_station(edition, teacher, coach):
    lesson = factories.make_lesson(teacher, coach=coach, is_flash=True, **at("ahead"))

    assert asked(lesson, teacher)[1:] == (
        "Coba comes for a flash visit. There is nothing to prepare.", "View the appointment", "visit", 3,
    )  # fmt: skip
    assert asked(lesson, coach)[1:] == (
        "A flash visit with Tijn. There is nothing to prepare.", "View the appointment", "visit", 3,
    )  # fmt: skip
    assert skipped(lesson, teacher) == ["Before"]


def test_a_teacher_alone_skips_looking_and_an_ordinary_visit_nothing(edition, teacher, coach):
    alone = factories.make_lesson(teacher, is_flash=True, **at("ahead"))
    ordinary = factories.make_lesson(teacher, coach=coach)

    assert skipped(alone, teacher) == ["Before", "Look"]
    assert skipped(ordinary, teacher) == []


def skipped(lesson, person):
    return [str(name) for name, _now, is_skipped in whats_next(fresh(lesson), person, 0).road if is_skipped]


def test_the_road_has_seven_stations_and_marks_this_one(edition, lesson):
    found = whats_next(fresh(lesson), lesson.coach, 0)

    assert [str(name) for name, *_ in found.road] == [str(name) for name in STATIONS.values()]
    assert [str(name) for name, is_now, _skipped in found.road if is_now] == ["Look"]


def test_once_steps_are_chosen_the_visit_asks_nothing_more(edition, teacher, coach):
    lesson = factories.make_lesson(teacher, coach=coach, **at("over"))
    bring_to(Stage.OPEN, lesson)
    together.choose_step(lesson=lesson, by=teacher, id=lesson.pk, text="Begin achterin.")

    assert asked(lesson, teacher) == (
        False,
        "You have chosen what you will try. The report is there to keep.",
        "Read it together",
        "together",
        6,
    )
    assert asked(lesson, coach) == (
        False,
        "Tijn has chosen what to try. The report is there to keep.",
        "Read it together",
        "together",
        6,
    )


def test_what_the_teacher_wrote_first_does_not_make_the_coach_begun(edition, teacher, coach):
    lesson = factories.make_lesson(teacher, coach=coach, **at("now"))
    factories.look_back(lesson)

    assert asked(lesson, coach)[1:3] == ("Tijn expects you today.", "Start looking")


def test_without_an_end_a_lesson_is_over_after_an_hour(edition, teacher):
    noon = timezone.localtime().replace(hour=12)
    young = factories.make_lesson(teacher, start=noon - timedelta(minutes=55), end=None)
    old = factories.make_lesson(teacher, start=noon - timedelta(minutes=65), end=None)

    with time_machine.travel(noon):
        assert asked(young, teacher)[2] == "Prepare the visit"
        assert asked(old, teacher)[2] == "Look back"


ASKED = "Tijn asks you to look along. You decide."
ASKED_LATE = "Tijn asked you to look along. The lesson is over: were you there?"
# when, what the teacher did, and then what both read
UNANSWERED = {
    "to prepare": ("ahead", [], {}, "Choose what Coba looks at. All of it may stay empty.", ASKED),
    "prepared": ("ahead", [], {"lens_size": 1}, "You are prepared. Coba has not answered yet.", ASKED),
    "flash": ("ahead", [], {"is_flash": True}, "A flash visit: there is nothing to prepare. Coba has not answered yet.", ASKED),
    "today": ("now", [], {"lens_size": 1}, "Coba has not answered yet. After the lesson you look back.", ASKED),
    "today, bare": ("now", [], {}, "Coba has not answered yet. You can still choose what Coba looks at; all of it may stay empty.", ASKED),
    "today, flash": ("now", [], {"is_flash": True}, "A flash visit: there is nothing to prepare. Coba has not answered yet.", ASKED),
    "over": ("over", [], {}, "The lesson is over. Look back while it is fresh.", ASKED_LATE),
    "begun": ("over", [factories.look_back], {}, "The lesson is over. Look back while it is fresh.", ASKED_LATE),
    "ready": ("over", [factories.look_back, factories.teacher_ready], {}, "Your story is ready. Coba has not answered yet.", ASKED_LATE),
    "ready ahead": ("now", [factories.look_back, factories.teacher_ready], {}, "Your story is ready. Coba has not answered yet.", ASKED),
}  # fmt: skip


@pytest.mark.parametrize("case", UNANSWERED)
def test_a_coach_who_is_asked_answers_and_the_teacher_does_what_is_to_be_done(edition, teacher, coach, case):
    when, walk, facts, to_teacher, to_coach = UNANSWERED[case]
    facts = dict(facts)
    lens_size = facts.pop("lens_size", 0)
    lessons = [
        factories.make_lesson(teacher, coach=coach, is_answered=value, **at(when), **facts)
        for value in (False, True)
    ]
    for step in walk:
        for lesson in lessons:
            step(lesson)
    unanswered, answered = (asked(lesson, teacher, lens_size) for lesson in lessons)

    assert asked(lessons[0], coach, lens_size) == (True, to_coach, "Give your answer", "visit", 1)
    assert unanswered[1] == to_teacher
    assert unanswered[:1] + unanswered[2:] == answered[:1] + answered[2:]  # the same to do


@pytest.mark.parametrize("when", ["now", "over"])
@pytest.mark.parametrize("walk", [[], [factories.look_back], [factories.look_back, factories.teacher_ready]])
def test_after_a_no_the_teacher_chooses_how_to_go_on(edition, teacher, coach, when, walk):
    lesson = factories.make_lesson(teacher, coach=coach, is_answered=False, **at(when))
    for step in walk:
        step(lesson)
    actions.decline(lesson=lesson, by=coach)

    words = "Coba cannot look along this time. You choose how to go on."
    assert asked(lesson, teacher) == (True, words, "Choose how to go on", "visit", 1)
    assert whats_next(fresh(lesson), teacher, 0).road[2] == ("Look", False, False)


def test_a_visit_that_was_cancelled_without_an_answer_is_cancelled(edition, teacher, coach):
    lesson = factories.make_lesson(teacher, coach=coach, is_answered=False, **at("ahead"))
    factories.cancel(lesson)

    assert asked(lesson, coach)[1] == asked(lesson, teacher)[1] == "This visit is cancelled."


def test_every_line_names_a_station_of_the_road_and_only_people_of_the_visit():
    for line in LINES.values():
        assert line.station in {0, *STATIONS}
        assert "{" not in line.sentence.format(teacher="T", coach="C")
