"""The life of a pulse, by the people of the visit."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from observations import actions as visits
from observations.models import Voice
from observations.refusals import NotNow
from pulse import actions
from pulse.models import CODE_LENGTH, MOST, SIGNS, Pulse, PulseText
from tests import factories
from tests.factories import fresh, make_lesson
from tests.pulse.conftest import HELPED, answer, answers, asked, open_pulse, pulse_of, stored


def reason(call, **kwargs):
    with pytest.raises(NotNow) as refusal:
        call(**kwargs)
    return refusal.value.reason


def test_opening_gives_a_code_an_end_and_every_count_at_nought(lesson):
    pulse = open_pulse(lesson, chosen=["pulse.start"], minutes=60)

    assert len(pulse.code) == CODE_LENGTH
    assert set(pulse.code) <= set(SIGNS)
    assert timedelta(minutes=59) < pulse.closes_at - timezone.now() <= timedelta(minutes=60)
    nought = dict.fromkeys(["yes", "mostly", "little", "no", "skip"], 0)
    keys = ["pulse.welcome", "pulse.can", "pulse.ideas", "pulse.dare", "pulse.start"]
    assert pulse.counts == dict.fromkeys(keys, nought)


def test_opening_twice_is_opening_once(lesson):
    first = open_pulse(lesson)
    answer(first, "yes")
    actions.open_pulse(lesson=lesson, by=lesson.teacher)

    assert (pulse_of(lesson).code, pulse_of(lesson).answers) == (first.code, 1)


def test_it_can_be_opened_without_preparing(lesson):
    actions.open_pulse(lesson=lesson, by=lesson.teacher)

    assert pulse_of(lesson).is_running


def test_nobody_asks_about_a_lesson_of_tomorrow(teacher, coach, edition):
    tomorrow = make_lesson(teacher, coach=coach, start=timezone.now() + timedelta(days=1), end=None)
    actions.prepare(lesson=tomorrow, by=teacher, chosen=[])

    assert reason(actions.open_pulse, lesson=tomorrow, by=teacher) == "early"


def test_nothing_is_asked_on_a_proposal_or_after_opening(teacher, coach, edition, lesson):
    proposal = make_lesson(teacher, coach=coach, by=coach)
    assert reason(actions.open_pulse, lesson=proposal, by=teacher) == "proposed"
    assert reason(actions.prepare, lesson=proposal, by=teacher, chosen=[]) == "proposed"

    opened = factories.bring_to("open", lesson)
    assert reason(actions.open_pulse, lesson=opened, by=teacher) == "opened"
    assert reason(actions.prepare, lesson=opened, by=teacher, chosen=[]) == "opened"


def test_what_is_asked_stays_once_it_is_open(lesson):
    open_pulse(lesson)

    assert reason(actions.prepare, lesson=lesson, by=lesson.teacher, chosen=["pulse.start"]) == "asked"


def test_the_coach_opens_and_closes_only_with_permission(lesson, coach):
    actions.prepare(lesson=lesson, by=lesson.teacher, chosen=[])
    with pytest.raises(Http404):
        actions.open_pulse(lesson=lesson, by=coach)

    actions.prepare(lesson=lesson, by=lesson.teacher, opener=coach)
    actions.open_pulse(lesson=lesson, by=coach)
    actions.close(lesson=lesson, by=coach)

    assert pulse_of(lesson).is_closed


def test_a_coach_cannot_close_what_the_teacher_keeps(lesson, coach):
    open_pulse(lesson)
    with pytest.raises(Http404):
        actions.close(lesson=lesson, by=coach)
    assert pulse_of(lesson).is_running


def test_a_closed_pulse_never_reopens(lesson):
    pulse = asked(lesson, 1)
    actions.open_pulse(lesson=lesson, by=lesson.teacher)
    actions.close(lesson=lesson, by=lesson.teacher)

    assert pulse_of(lesson).closes_at == pulse.closes_at
    with pytest.raises(actions.Closed):
        answer(pulse, "yes")
    assert stored(pulse).answers == 1


def test_it_closes_by_itself(lesson):
    pulse = open_pulse(lesson, minutes=15)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert pulse_of(lesson).is_closed
        with pytest.raises(actions.Closed):
            answer(pulse, "yes")


def test_a_full_pulse_takes_no_more(lesson):
    pulse = open_pulse(lesson)
    Pulse.objects.filter(pk=pulse.pk).update(answers=MOST)

    with pytest.raises(actions.Closed):
        answer(pulse, "yes")


def test_from_opening_on_the_appointment_stays(lesson, coach):
    open_pulse(lesson)

    assert reason(visits.cancel, lesson=lesson, by=coach) == "begun"
    assert reason(visits.move, lesson=lesson, by=coach, place="2.01") == "begun"


def test_an_untouched_sentence_counts_as_skipped(lesson):
    pulse = open_pulse(lesson)
    answer(pulse, "yes")
    answer(pulse)

    counts = stored(pulse).counts
    assert counts["pulse.welcome"] == {"yes": 1, "mostly": 0, "little": 0, "no": 0, "skip": 1}
    assert counts["pulse.dare"] == {"yes": 0, "mostly": 0, "little": 0, "no": 0, "skip": 2}
    assert stored(pulse).answers == 2


# --- reading ------------------------------------------------------------------------------------


def test_the_teacher_reads_after_closing_and_after_the_own_account(lesson, teacher):
    answers(open_pulse(lesson), 5, "yes")
    assert reason(actions.hear, lesson=lesson, by=teacher) == "running"
    actions.close(lesson=lesson, by=teacher)
    assert reason(actions.hear, lesson=lesson, by=teacher) == "own_account_first"
    visits.mark_ready(lesson=lesson, by=teacher)
    actions.hear(lesson=lesson, by=teacher)

    assert fresh(lesson).students_heard_at


def test_who_has_read_the_students_no_longer_withdraws_the_own_account(lesson, teacher, coach):
    asked(lesson, 5)
    visits.mark_ready(lesson=lesson, by=teacher)
    visits.withdraw_ready(lesson=lesson, by=teacher)  # not read yet
    visits.mark_ready(lesson=lesson, by=teacher)
    actions.hear(lesson=lesson, by=teacher)

    assert reason(visits.withdraw_ready, lesson=lesson, by=teacher) == "heard"
    visits.mark_ready(lesson=lesson, by=coach)
    visits.withdraw_ready(lesson=lesson, by=coach)  # the coach has read nothing
    assert fresh(lesson).is_ready(Voice.TEACHER)


def test_the_first_look_is_kept_as_the_first(lesson, teacher):
    asked(lesson, 5)
    visits.mark_ready(lesson=lesson, by=teacher)
    actions.hear(lesson=lesson, by=teacher)
    first = fresh(lesson).students_heard_at
    actions.hear(lesson=lesson, by=teacher)

    assert fresh(lesson).students_heard_at == first


def test_the_coach_is_let_in_only_after_opening(lesson, teacher):
    asked(lesson, 5)
    assert reason(actions.release, lesson=lesson, by=teacher) == "not_open"
    factories.bring_to("open", lesson)
    assert reason(actions.release, lesson=lesson, by=teacher) == "not_heard"
    actions.hear(lesson=lesson, by=teacher)
    actions.release(lesson=lesson, by=teacher)
    first = pulse_of(lesson).released_at
    actions.release(lesson=lesson, by=teacher)

    assert pulse_of(lesson).released_at == first


def test_what_was_never_asked_is_not_released_or_counted(lesson, teacher):
    factories.bring_to("open", lesson)

    assert reason(actions.release, lesson=lesson, by=teacher) == "not_asked"
    assert reason(actions.say_present, lesson=lesson, by=teacher, present=3) == "not_asked"
    assert reason(actions.tell, lesson=lesson, by=teacher, heard="Iets.") == "not_asked"


def test_the_class_hears_it_from_who_has_read_it(lesson, teacher):
    asked(lesson, 5)
    assert reason(actions.tell, lesson=lesson, by=teacher, heard="Iets.") == "not_heard"
    visits.mark_ready(lesson=lesson, by=teacher)
    actions.hear(lesson=lesson, by=teacher)
    actions.tell(
        lesson=lesson, by=teacher, heard="Jullie voelden je welkom.", try_next="Eerst schrijven.", lang="nl"
    )

    assert pulse_of(lesson).heard == "Jullie voelden je welkom."


def test_below_the_floor_there_is_nothing_to_look_at_and_the_account_stays_free(lesson, teacher):
    asked(lesson, 4)
    visits.mark_ready(lesson=lesson, by=teacher)
    actions.hear(lesson=lesson, by=teacher)

    assert fresh(lesson).students_heard_at is None
    visits.withdraw_ready(lesson=lesson, by=teacher)


def test_without_a_coach_there_is_nobody_to_release_it_to(teacher, edition):
    alone = make_lesson(teacher)
    asked(alone, 5)
    visits.mark_ready(lesson=alone, by=teacher)
    actions.hear(lesson=alone, by=teacher)

    with pytest.raises(Http404):
        actions.release(lesson=alone, by=teacher)
    assert pulse_of(alone).released_at is None


def test_a_next_coach_has_no_permission_of_the_former_one(lesson, teacher, team, coach):
    open_pulse(lesson, opener=coach)
    next_coach = factories.make_person("Noor Fictief", team=team, role="coach")
    visits.choose_coach(lesson=lesson, by=teacher, coach=next_coach)

    with pytest.raises(Http404):
        actions.close(lesson=lesson, by=next_coach)
    assert pulse_of(lesson).is_running


def test_the_same_page_sent_twice_counts_once(lesson):
    pulse = open_pulse(lesson, chosen=[HELPED])
    answer(pulse, "yes", texts=[(HELPED, "De stappen.")], ticket="a-page")
    answer(pulse, "yes", texts=[(HELPED, "De stappen.")], ticket="a-page")
    answer(pulse, "yes", ticket="another")

    assert (stored(pulse).answers, stored(pulse).counts["pulse.welcome"]["yes"]) == (2, 2)
    assert PulseText.objects.count() == 1
    actions.close(lesson=lesson, by=lesson.teacher)
    assert stored(pulse).tickets == []


def test_what_nobody_may_ever_read_goes_at_closing(lesson, teacher, coach, edition):
    few = asked(lesson, 9, chosen=[HELPED], texts=[(HELPED, "De stappen.")])
    enough = asked(make_lesson(teacher, coach=coach), 10, chosen=[HELPED], texts=[(HELPED, "De stappen.")])

    assert (few.texts.count(), enough.texts.count()) == (0, 10)


def test_where_too_few_answered_the_class_can_be_thanked_at_once(lesson, teacher):
    asked(lesson, 4)
    actions.tell(lesson=lesson, by=teacher, heard="Dank voor vier antwoorden.")

    assert pulse_of(lesson).heard == "Dank voor vier antwoorden."


@pytest.mark.parametrize(
    "change",
    [
        {"code": None},
        {"closes_at": None},
        {"present": 1},
        {"answers": MOST + 1},
    ],
)
def test_the_database_refuses_what_must_never_be_true(lesson, change):
    pulse = asked(lesson, 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pulse.objects.filter(pk=pulse.pk).update(**change)
