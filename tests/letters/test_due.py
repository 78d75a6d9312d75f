"""What a day brings is told once, and what is known of letters goes when nobody needs it any more."""

import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from letters import due, postman
from observations import actions
from observations.models import Appointment, Audience, News, Part, ToTell
from reports import actions as reports
from tests import factories
from tests.factories import bring_to, fresh, make_lesson
from tests.letters.test_told import in_english, told  # noqa: F401 -- a fixture

TOMORROW = timedelta(days=1)


@pytest.fixture
def visit(edition, teacher, coach):
    """Proposed for tomorrow, and told."""
    lesson = make_lesson(teacher, coach=coach, by=coach, start=timezone.now() + TOMORROW, end=None)
    told()
    return lesson


def in_days(days):
    return time_machine.travel(timezone.now() + timedelta(days=days))


def held():
    return {row.person.short_name: row.sequence for row in Appointment.objects.select_related("person")}


# --- what a day brings --------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "number"), [(0, 1), (10, 1), (29, 1), (31, 0)])
def test_a_new_reader_is_asked_about_also_where_the_hourly_work_stood_still(
    lesson, teacher, team, days, number
):
    """As long as the question is open: a key that waits for an answer opens nothing."""
    bring_to("open", lesson)
    until = timezone.localdate() + timedelta(days=90)
    reports.give_key(lesson=fresh(lesson), by=teacher, part=Part.STEPS, audience=Audience.TEAM, until=until)
    told()
    with in_days(8):
        factories.join(team, "Noor Bedacht")
    with in_days(8 + days):
        assert due.note() == number
        assert told() == [("Tijn", "There is a question for you")] * number
        assert due.note() == 0


# --- what goes ----------------------------------------------------------------------------------------


def test_a_visit_that_may_get_another_moment_goes_on_counting(visit, coach):
    """Programs take a lower number for an old letter, and keep the moment of before."""
    with in_days(62):
        due.forget()
        actions.move(lesson=fresh(visit), by=coach, start=timezone.now() + TOMORROW, end=None)
        assert held()["Tijn"] == 1


ENDED = {
    "recorded": lambda visit, by: factories.record_something(visit, "teacher"),
    "cancelled": lambda visit, by: actions.cancel(lesson=visit, by=by),
}


@pytest.mark.parametrize("how", ENDED)
def test_what_a_calendar_holds_of_a_lesson_that_is_over_is_forgotten(visit, teacher, how):
    with in_days(1.5):
        actions.accept(lesson=fresh(visit), by=teacher)
        ENDED[how](fresh(visit), teacher)
        told()
    with in_days(58):
        due.forget()
        assert held()
    with in_days(62):
        due.forget()
        assert not held()


def test_a_row_of_a_forgotten_visit_goes_also_where_it_was_told_at_the_same_moment(visit, teacher, coach):
    """Who notes that it was told and who forgets the visit do not see what the other does."""
    actions.accept(lesson=visit, by=teacher)
    told()
    ToTell.objects.filter(kind=News.AGREED).update(is_last=True)
    assert held()
    due.forget()

    assert not ToTell.objects.filter(is_last=True).exists()
    assert not held()


def test_what_is_still_to_be_told_of_a_forgotten_visit_stays(visit, teacher, coach):
    actions.accept(lesson=visit, by=teacher)
    told()
    reports.delete(lesson=fresh(visit), by=teacher)
    with in_days(1.1):
        reports.forget()
        due.forget()

        assert [name for name, _subject in told()] == ["Tijn", "Coba"]
        assert not ToTell.objects.exists()


# --- a letter that nobody takes -----------------------------------------------------------------------


@pytest.fixture
def refused(visit, teacher, monkeypatch):
    """The one letter that waits: the server does not know the address."""
    actions.accept(lesson=visit, by=teacher)
    ToTell.objects.untold().exclude(person=teacher).delete()

    def refuse(message, then):
        raise smtplib.SMTPRecipientsRefused({teacher.email: (550, b"who is that")})

    monkeypatch.setattr(postman, "send", refuse)
    return ToTell.objects.untold()


def tried_for(days):
    told()
    with in_days(days):
        return due.give_up()


@pytest.mark.parametrize(
    ("is_last", "days", "number"), [(True, 6, 0), (True, 8, 1), (False, 29, 0), (False, 31, 1)]
)
def test_a_letter_that_nobody_takes_is_given_up_after_a_while(visit, refused, caplog, is_last, days, number):
    """Of a visit that is forgotten sooner: till then its row says that there was one."""
    refused.update(is_last=is_last)
    uid = refused.get().uid

    assert tried_for(days) == number
    assert ToTell.objects.filter(uid=uid).exists() == (not number)
    said = [f"letter {uid} given up: SMTPRecipientsRefused 550"] * number
    assert [line for line in caplog.messages if "given up" in line] == said
    assert "@" not in caplog.text


def test_with_the_last_of_a_forgotten_visit_goes_what_calendars_hold(visit, refused):
    refused.update(is_last=True)
    assert held()
    tried_for(8)

    assert not held()


def test_of_a_visit_that_stands_a_calendar_goes_on_counting(visit, refused):
    tried_for(31)

    assert held()


def test_it_counts_from_the_first_try_not_from_what_happened(visit, refused):
    """Over a long holiday a letter waits for weeks before anybody tries."""
    with in_days(40):
        assert tried_for(1) == 0
        assert refused.exists()


def test_a_letter_that_no_server_was_asked_about_is_not_given_up(visit, refused):
    with in_days(400):
        assert due.give_up() == 0
        assert refused.exists()


def test_the_hourly_work_gives_up(visit, refused, capsys):
    told()
    with in_days(31):
        call_command("hourly")

    assert "letters given up: 1" in capsys.readouterr().out
