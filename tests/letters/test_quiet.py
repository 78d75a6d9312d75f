"""When a letter may leave: not at night, at the weekend or in a holiday, by the clock of the school; but for
a lesson that is near."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from administration import inviting
from letters import quiet
from letters.postman import deliver
from observations import actions
from observations.models import News, ToTell
from people.models import Holiday, School
from tests import factories
from tests.factories import bring_to, fresh, make_lesson, make_person
from tests.letters.test_told import in_english, told  # noqa: F401 -- fixtures
from together import actions as together

NL = ZoneInfo("Europe/Amsterdam")
BONAIRE = ZoneInfo("America/Kralendijk")
MONDAY = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def quiet_hours(settings):
    settings.QUIET_HOURS = True


def at(day, hour, minute=0, zone=NL):
    """On that day after Monday 30 November 2026."""
    day = MONDAY + timedelta(days=day)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)


def travel(moment):
    return time_machine.travel(moment, tick=False)


def holiday(school, first, last):
    """Of days after that Monday."""
    first, last = (MONDAY + timedelta(days=days) for days in (first, last))
    return Holiday.objects.create(school=school, name="Vakantie", first=first, last=last)


@pytest.fixture
def turn(edition, teacher, coach):
    """(teacher's letter to be) it is your turn, from a lesson of Monday at that moment"""

    def happens(moment):
        with travel(at(0, 9)):
            lesson = make_lesson(teacher, coach=coach)
            ToTell.objects.all().delete()
        with travel(moment):
            return bring_to("waiting_for_teacher", lesson)

    return happens


def leaves(*moments):
    """The first of them at which a letter leaves, and to whom."""
    for moment in moments:
        with travel(moment):
            if letters := told():
                return moment, letters
    return None


TURN = [("Tijn", "It is your turn")]

# --- night, weekend, holiday --------------------------------------------------------------------------


@pytest.mark.parametrize("moment", [at(0, 9, 30), at(1, 7, 30), at(1, 17, 59)])
def test_by_day_a_letter_leaves_at_once(turn, moment):
    turn(moment)

    assert leaves(moment) == (moment, TURN)


@pytest.mark.parametrize(
    ("happens", "opens"),
    [
        (at(0, 18), at(1, 7, 30)),
        (at(1, 0), at(1, 7, 30)),
        (at(1, 7, 29), at(1, 7, 30)),
        (at(4, 18), at(7, 7, 30)),  # Friday evening
        (at(5, 12), at(7, 7, 30)),
        (at(6, 23, 59), at(7, 7, 30)),
    ],
)
def test_at_night_and_at_the_weekend_it_waits_for_the_morning_of_a_working_day(turn, happens, opens):
    turn(happens)
    before = opens - timedelta(seconds=1)

    assert leaves(happens, before, opens) == (opens, TURN)


def test_in_a_holiday_it_waits_until_after_it(turn, school):
    holiday(school, 1, 4)
    holiday(school, 7, 18)  # from a Monday to a Friday, so over two weekends
    turn(at(1, 12))

    assert leaves(at(1, 12), at(4, 9), at(7, 9), at(18, 12), at(21, 7, 29), at(21, 7, 30)) == (
        at(21, 7, 30),
        TURN,
    )


def test_a_holiday_of_another_school_is_none(turn, school):
    holiday(School.objects.create(name="Andere School"), 0, 10)
    turn(at(1, 12))

    assert leaves(at(1, 12)) == (at(1, 12), TURN)


def test_the_clock_is_that_of_the_school(turn, school):
    school.time_zone = "America/Kralendijk"
    school.save()
    turn(at(1, 7, 29, BONAIRE))  # half past twelve in the Netherlands

    assert leaves(at(1, 7, 29, BONAIRE), at(1, 7, 30, BONAIRE)) == (at(1, 7, 30, BONAIRE), TURN)


@pytest.mark.parametrize(
    ("friday", "monday"),
    [
        (datetime(2026, 10, 23, 20, tzinfo=NL), datetime(2026, 10, 26, 6, 30, tzinfo=UTC)),  # to winter time
        (datetime(2027, 3, 26, 20, tzinfo=NL), datetime(2027, 3, 29, 5, 30, tzinfo=UTC)),  # to summer time
    ],
)
def test_over_a_change_of_the_clock_it_is_half_past_seven_all_the_same(school, friday, monday):
    assert quiet.Days(school).open(friday) == monday


def test_letters_that_waited_leave_in_the_order_in_which_it_happened(turn, teacher, coach):
    turn(at(0, 21))
    proposed(teacher, coach, at(9, 10), at(0, 22))
    rows = list(ToTell.objects.order_by("pk").values_list("kind", flat=True))

    assert rows == [News.TURN, News.PROPOSED]
    assert leaves(at(0, 22), at(1, 7, 30)) == (at(1, 7, 30), TURN + ASKED)


def test_an_invitation_leaves_at_any_hour(teacher):
    person = make_person("Iris Bedacht", school=teacher.school, password=None, language="en")
    with travel(at(6, 3)):
        inviting.invite_again(person=person, by=teacher)

        assert leaves(at(6, 3)) == (at(6, 3), [("Iris", "You can join in Meekijken")])


# --- about time ---------------------------------------------------------------------------------------


def proposed(teacher, coach, start, now):
    with travel(now):
        return make_lesson(teacher, coach=coach, by=coach, start=start, end=start + timedelta(minutes=50))


ASKED = [("Tijn", "Coba Voorbeeld would like to look along with you")]


@pytest.mark.parametrize(
    ("now", "start", "expected"),
    [
        (at(0, 22), at(2, 22), at(0, 22)),  # two days ahead, to the minute
        (at(0, 22), at(2, 22, 1), at(0, 22, 1)),
        (at(4, 22), at(7, 8, 30), at(5, 8, 30)),  # asked on Friday, for Monday: told on Saturday
        (at(0, 22), at(8, 10), at(1, 7, 30)),
        (at(1, 12), at(30, 10), at(1, 12)),
    ],
)
def test_of_a_lesson_that_is_near_one_hears_at_any_hour(edition, teacher, coach, now, start, expected):
    proposed(teacher, coach, start, now)
    just_before = [expected - timedelta(minutes=1)] if expected > now else []

    assert leaves(now, *just_before, expected) == (expected, ASKED)


@pytest.mark.parametrize(("before", "after"), [(at(1, 10), at(20, 10)), (at(20, 10), at(1, 10))])
def test_a_lesson_that_moves_away_is_as_near_as_it_was(edition, teacher, coach, before, after):
    lesson = proposed(teacher, coach, before, at(-4, 12))
    with travel(at(-4, 12)):
        actions.accept(lesson=lesson, by=teacher)
        told()
    with travel(at(0, 22)):
        actions.move(lesson=fresh(lesson), by=teacher, start=after, end=None)

    now, letters = leaves(at(0, 22))
    assert now == at(0, 22)
    assert ("Coba", "Tijn Verzonnen chose another moment") in letters


def test_what_is_cancelled_at_night_is_told_at_once_when_it_is_near(edition, teacher, coach):
    lesson = proposed(teacher, coach, at(2, 10), at(0, 12))
    with travel(at(0, 12)):
        actions.accept(lesson=lesson, by=teacher)
        told()
    with travel(at(1, 23)):
        actions.cancel(lesson=fresh(lesson), by=teacher)

    assert leaves(at(1, 23))[1][-1] == ("Coba", "Your visit with Tijn Verzonnen does not go on")


def test_a_moment_that_one_no_longer_goes_by_is_not_near(edition, teacher, coach):
    lesson = proposed(teacher, coach, at(2, 10), at(0, 12))
    with travel(at(0, 13)):
        actions.accept(lesson=lesson, by=teacher)
        actions.move(lesson=fresh(lesson), by=teacher, start=at(20, 10), end=None)
        told()
    with travel(at(0, 22)):
        actions.cancel(lesson=fresh(lesson), by=teacher)

    assert leaves(at(0, 22)) is None
    assert leaves(at(1, 7, 30))[1][-1] == ("Coba", "Your visit with Tijn Verzonnen does not go on")


def test_moved_twice_at_night_the_moment_that_one_was_told_counts(edition, teacher, coach):
    lesson = proposed(teacher, coach, at(2, 10), at(0, 12))
    with travel(at(0, 13)):
        actions.accept(lesson=lesson, by=teacher)
        told()
    for minute, day in ((0, 20), (1, 30)):
        with travel(at(0, 22, minute)):
            actions.move(lesson=fresh(lesson), by=teacher, start=at(day, 10), end=None)

    assert leaves(at(0, 22, 2))[1][-1] == ("Coba", "Tijn Verzonnen chose another moment")


def test_about_one_visit_nothing_overtakes(edition, teacher, coach, team):
    """A calendar that heeds no number takes what comes last (docs/letters.md)."""
    other = make_person("Iris Bedacht", team=team, role="coach", language="en")
    lesson = proposed(teacher, coach, at(9, 10), at(0, 12))
    with travel(at(0, 12)):
        actions.accept(lesson=lesson, by=teacher)
        told()
    with travel(at(0, 20)):
        actions.choose_coach(lesson=fresh(lesson), by=teacher, coach=other)
        assert told() == []
    with travel(at(0, 21)):
        actions.move(lesson=fresh(lesson), by=teacher, start=at(1, 10), end=None)
        actions.choose_coach(lesson=fresh(lesson), by=teacher, coach=coach)
        to_coba = [subject for name, subject in told() if name == "Coba"]

    assert to_coba == [
        "You no longer look along with Tijn Verzonnen",
        "Tijn Verzonnen asks you to look along",
    ]


def test_a_letter_about_time_overtakes_what_waits_for_the_morning(turn, teacher, coach):
    turn(at(0, 20))
    leaves(at(0, 20))
    proposed(teacher, coach, at(1, 9), at(0, 21))

    assert leaves(at(0, 21)) == (at(0, 21), ASKED)
    assert leaves(at(1, 7, 30)) == (at(1, 7, 30), TURN)


# --- who goes round -----------------------------------------------------------------------------------


def test_what_waits_asks_little_and_comes_round_once(turn, django_assert_num_queries):
    turn(at(0, 20))
    with travel(at(0, 20)):
        deliver.call()
        assert ToTell.objects.untold().get().not_before == at(1, 7, 30)
        with django_assert_num_queries(1):  # is anything due?
            deliver.call()


def test_the_postman_is_called_for_the_morning_once(turn, monkeypatch, teacher, coach):
    called = []
    monkeypatch.setattr(quiet.telling, "call_the_postman", called.append)
    turn(at(0, 20))
    with travel(at(0, 20)):
        make_lesson(teacher, coach=coach, by=coach, start=at(9, 10), end=at(9, 11))
        ToTell.objects.update(not_before=None)
        called.clear()
        deliver.call()

    assert called == [at(1, 7, 30)]
    assert ToTell.objects.untold().filter(not_before=at(1, 7, 30)).count() == 2


def test_the_hourly_work_brings_in_the_morning_what_waited(turn, capsys):
    turn(at(0, 20))
    for moment, is_told in ((at(0, 21), False), (at(1, 7), False), (at(1, 8), True)):
        with travel(moment):
            call_command("hourly")
        assert ("letters told: 1" in capsys.readouterr().out) == is_told


def test_what_was_written_until_the_evening_waits_as_well(turn, teacher, coach):
    lesson = turn(at(0, 12))
    with travel(at(0, 12)):
        for step in (factories.look_back, factories.teacher_ready, factories.open_it):
            step(lesson)
        told()
    with travel(at(0, 17, 50)):
        together.add(lesson=fresh(lesson), by=teacher, kind="reply", text="Een")

    reply = [("Coba", "Tijn Verzonnen replied to you")]
    assert leaves(at(0, 17, 50), at(0, 18, 6), at(1, 7, 30)) == (at(1, 7, 30), reply)


# --- whenever it is -----------------------------------------------------------------------------------

MOMENTS = st.integers(0, 4 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
HOLIDAYS = st.lists(
    st.tuples(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(0, 69)).map(
        lambda drawn: (drawn[0], drawn[0] + timedelta(days=drawn[1]))
    ),
    max_size=4,
)


def days(zone, holidays):
    days = quiet.Days.__new__(quiet.Days)
    days.zone, days.holidays = ZoneInfo(zone), holidays
    return days


def is_quiet(moment, zone, holidays):
    """Said once more, in other words."""
    there = moment.astimezone(ZoneInfo(zone))
    is_day = (7, 30) <= (there.hour, there.minute) < (18, 0)
    is_free = there.isoweekday() > 5 or any(first <= there.date() <= last for first, last in holidays)
    return is_free or not is_day


ZONES = st.sampled_from(["Europe/Amsterdam", "America/Kralendijk"])


@given(MOMENTS, ZONES, HOLIDAYS)
def test_a_letter_never_leaves_when_it_is_quiet_and_never_later_than_it_must(moment, zone, holidays):
    opens = days(zone, holidays).open(moment)

    assert opens >= moment
    assert not is_quiet(opens, zone, holidays)
    if opens > moment:
        quarter = timedelta(minutes=15)
        step, last = moment, opens - timedelta(microseconds=1)
        while step < last:
            assert is_quiet(step, zone, holidays)
            step += quarter
        assert is_quiet(last, zone, holidays)


@given(MOMENTS, ZONES, HOLIDAYS)
def test_the_letter_of_a_day_leaves_at_half_past_three_of_the_first_working_day(moment, zone, holidays):
    leaves = days(zone, holidays).daily(moment)
    there = leaves.astimezone(ZoneInfo(zone))

    assert leaves >= moment
    assert (there.hour, there.minute, there.second) == (15, 30, 0)
    assert not is_quiet(leaves, zone, holidays)
    a_day = timedelta(days=1)
    earlier = there.replace(tzinfo=None) - a_day
    while (back := earlier.replace(tzinfo=ZoneInfo(zone))) >= moment:
        assert is_quiet(back, zone, holidays)
        earlier -= a_day


def test_in_the_demo_letters_come_at_any_hour(turn, settings):
    settings.QUIET_HOURS = False
    turn(at(0, 20))

    assert leaves(at(0, 20)) == (at(0, 20), TURN)
