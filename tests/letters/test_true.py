"""Much happens between two rounds of the postman, of an evening or at a weekend: each reader is told what is
so when he comes, once, and each calendar ends as it is."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from letters import due
from observations import actions
from observations.models import Appointment, Audience, Part
from people.models import User
from reports import actions as reports
from tests import factories
from tests.factories import bring_to, fresh, make_lesson, make_person
from tests.letters.test_told import TOMORROW, calendars, in_english, told, visit  # noqa: F401 -- fixtures
from together import actions as together


@pytest.fixture
def asked(edition, teacher, coach):
    """Planned by the teacher, who asks the coach; told."""
    start = timezone.now() + TOMORROW
    lesson = make_lesson(
        teacher, coach=coach, is_answered=False, start=start, end=start + timedelta(minutes=50)
    )
    told()
    return lesson


@pytest.fixture
def iris(team):
    return make_person("Iris Bedacht", team=team, role="coach", language="en")


@pytest.fixture
def agreed(visit, teacher):  # noqa: F811
    actions.accept(lesson=visit, by=teacher)
    told()
    return visit


def at(visit, **facts):  # noqa: F811
    return {"start": visit.start, "end": visit.end} | facts


def states():
    return {row.person.short_name: row.state for row in Appointment.objects.select_related("person")}


# --- the room, and what follows from it -----------------------------------------------------------------


def test_another_room_is_told_and_asks_nothing(agreed, teacher):
    actions.move(lesson=fresh(agreed), by=teacher, **at(agreed, place="2.02"))

    assert told() == [("Coba", "Your visit with Tijn Verzonnen has changed")]
    assert "room 2.02" in mail.outbox[0].body
    assert states() == {"Tijn": "confirmed", "Coba": "confirmed"}


def test_who_sends_the_same_again_tells_nothing(agreed, teacher):
    actions.move(lesson=fresh(agreed), by=teacher, **at(agreed))

    assert told() == []


def test_a_teacher_who_corrects_the_room_of_a_proposal_says_yes_to_it(visit, teacher):  # noqa: F811
    actions.move(lesson=fresh(visit), by=teacher, **at(visit, place="2.02"))

    assert ("Coba", "You look along with Tijn Verzonnen") in told()
    assert states() == {"Tijn": "confirmed", "Coba": "confirmed"}


@pytest.mark.parametrize("alone", [True, False])
def test_who_goes_on_otherwise_has_it_so_in_the_own_calendar(visit, teacher, iris, alone):  # noqa: F811
    actions.choose_coach(lesson=fresh(visit), by=teacher, coach=None if alone else iris)

    assert ("Tijn", "Your visit is settled") in told()
    assert states()["Tijn"] == "confirmed"


# --- what was so for a moment ---------------------------------------------------------------------------


def test_the_yes_of_who_was_replaced_since_is_not_told(asked, teacher, coach, iris):
    actions.accept(lesson=asked, by=coach)
    actions.choose_coach(lesson=fresh(asked), by=teacher, coach=iris)
    actions.accept(lesson=fresh(asked), by=iris)

    assert [said for name, said in told() if name == "Tijn"] == ["Iris Bedacht looks along with you"]


def test_another_moment_that_was_agreed_since_asks_nothing(agreed, teacher, coach):
    actions.move(lesson=fresh(agreed), by=coach, start=agreed.start + TOMORROW, end=None)
    actions.accept(lesson=fresh(agreed), by=teacher)
    told()
    letter = next(letter for letter in mail.outbox if "chose another moment" in letter.subject)

    assert letter.to == [teacher.email]
    assert "/cancel/" not in letter.body and "You decide" not in letter.body


def test_who_never_heard_of_it_hears_of_no_end(edition, teacher, coach, iris):
    start = timezone.now() + TOMORROW
    lesson = make_lesson(teacher, coach=coach, is_answered=False, start=start, end=None)
    actions.choose_coach(lesson=fresh(lesson), by=teacher, coach=iris)

    assert told() == [("Iris", "Tijn Verzonnen asks you to look along")]


def test_who_is_asked_and_then_for_another_moment_is_asked_once(edition, teacher, coach):
    start = timezone.now() + TOMORROW
    lesson = make_lesson(teacher, coach=coach, is_answered=False, start=start, end=None)
    actions.move(lesson=fresh(lesson), by=teacher, start=start + TOMORROW, end=None)

    assert told() == [("Coba", "Tijn Verzonnen asks you to look along")]


def test_a_no_is_told_until_the_teacher_has_gone_on(asked, teacher, coach, iris):
    actions.decline(lesson=fresh(asked), by=coach)
    actions.choose_coach(lesson=fresh(asked), by=teacher, coach=iris)

    assert [name for name, _said in told()].count("Tijn") == 0


def test_a_no_puts_nothing_into_a_calendar_that_holds_nothing(asked, coach):
    actions.decline(lesson=fresh(asked), by=coach)

    assert ("Tijn", "Coba Voorbeeld cannot look along this time") in told()
    assert "Tijn" not in dict(calendars())


# --- once -----------------------------------------------------------------------------------------------


def test_ready_and_ready_again_is_one_turn(lesson, coach):
    told()
    bring_to("waiting_for_teacher", lesson)
    actions.withdraw_ready(lesson=fresh(lesson), by=coach)
    actions.mark_ready(lesson=fresh(lesson), by=coach)

    assert told() == [("Tijn", "It is your turn")]


def test_deleted_back_and_deleted_is_deleted(agreed, teacher):
    reports.delete(lesson=fresh(agreed), by=teacher)
    reports.undelete(lesson=fresh(agreed), by=teacher)
    reports.delete(lesson=fresh(agreed), by=teacher)

    assert [said for name, said in told() if name == "Coba"] == ["Tijn Verzonnen deleted a visit"]


def test_replies_a_few_minutes_apart_are_one_letter(lesson, teacher):
    bring_to("open", lesson)
    told()
    now, letters = timezone.now(), []
    for minutes in (0, 5, 10):
        with time_machine.travel(now + timedelta(minutes=minutes)):
            together.add(lesson=fresh(lesson), by=teacher, kind="reply", text=str(minutes))
    for minutes in (15.1, 20.1, 25.1):
        with time_machine.travel(now + timedelta(minutes=minutes)):
            letters += told()

    assert letters == [("Coba", "Tijn Verzonnen replied to you")]


def test_four_keys_of_one_visit_end_in_one_letter(lesson, teacher):
    bring_to("open", lesson)
    told()
    until = timezone.localdate() + timedelta(days=30)
    for part in (Part.STEPS, Part.TEACHER_ACCOUNT, Part.COACH_ACCOUNT, Part.SENTENCE):
        reports.give_key(lesson=fresh(lesson), by=teacher, part=part, audience=Audience.TEAM, until=until)
    with time_machine.travel(timezone.now() + timedelta(days=28)):
        due.note()
        assert told() == [("Tijn", "Your key ends soon")]


def test_what_is_gone_from_a_calendar_is_not_taken_away_again(agreed, teacher):
    actions.cancel(lesson=fresh(agreed), by=teacher)
    told()
    assert len(calendars()) == 2
    reports.delete(lesson=fresh(agreed), by=teacher)

    assert told() == [("Coba", "Tijn Verzonnen deleted a visit")]
    assert calendars() == []


# --- and all the rest -----------------------------------------------------------------------------------


def test_a_coach_who_says_yes_late_hears_whose_turn_it_is(asked, teacher, coach):
    factories.look_back(asked)
    with time_machine.travel(asked.until + timedelta(hours=1)):
        actions.mark_ready(lesson=fresh(asked), by=teacher)
        assert told() == []
        actions.accept(lesson=fresh(asked), by=coach)
        assert ("Coba", "It is your turn") in told()


def test_another_moment_says_which_it_was(agreed, teacher, coach):
    for days in (1, 2):
        actions.move(lesson=fresh(agreed), by=teacher, start=agreed.start + timedelta(days=days), end=None)
    told()
    was = timezone.localtime(agreed.start)

    letter = next(letter for letter in mail.outbox if letter.to == [coach.email])
    assert f"Before it was {was:%A} {was.day} {was:%B}, {was:%H:%M}." in letter.body


def test_no_link_leads_to_a_visit_that_is_gone(agreed, teacher, coach):
    actions.cancel(lesson=fresh(agreed), by=coach)
    reports.delete(lesson=fresh(agreed), by=teacher)
    told()

    assert mail.outbox
    assert not any(f"/visits/{agreed.pk}/" in letter.body for letter in mail.outbox)


def test_once_it_is_gone_for_ever_the_letter_says_so(agreed, teacher):
    reports.delete(lesson=fresh(agreed), by=teacher)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        reports.forget()
        told()
    letter = next(letter for letter in mail.outbox if "Your colleague" in letter.subject)

    assert "It is gone" in letter.body and "A day later" not in letter.body
    assert User.objects.get(email=letter.to[0]).short_name == "Coba"
