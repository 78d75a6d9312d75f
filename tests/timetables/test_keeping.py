"""The last good copy of a teacher's own timetable."""

from datetime import timedelta

from tests.factories import in_timetable, make_person, make_timetable
from timetables import keeping


def test_lessons_from_monday_of_this_week_on(teacher):
    monday, end = keeping.weeks(teacher)
    make_timetable(teacher, in_timetable(monday - timedelta(minutes=1)), in_timetable(monday))
    assert monday.weekday() == 0 and (end - monday).days in (34, 35)
    assert [lesson.start for lesson in keeping.lessons_of(teacher)] == [monday]


def test_a_timetable_on_trial_is_not_the_own_one(teacher):
    make_timetable(teacher, in_timetable(keeping.weeks(teacher)[0]), is_on_trial=True)
    assert keeping.own(teacher) is None and not keeping.lessons_of(teacher)


def test_nobody_has_the_lessons_of_another(teacher, team):
    make_timetable(teacher, in_timetable(keeping.weeks(teacher)[0]))
    assert not keeping.lessons_of(make_person("Noor Bedacht", team=team, role="teacher"))


def test_a_lesson_that_stays_keeps_its_number(teacher):
    monday = keeping.weeks(teacher)[0]
    stays, goes = in_timetable(monday), in_timetable(monday + timedelta(days=1))
    make_timetable(teacher, stays, goes)
    number = keeping.lessons_of(teacher)[0].pk
    stays.start += timedelta(hours=3)
    stays.end += timedelta(hours=3)
    make_timetable(teacher, stays, in_timetable(monday + timedelta(days=2)))
    assert [lesson.start - monday for lesson in keeping.lessons_of(teacher)] == [
        timedelta(hours=3), timedelta(days=2),
    ]  # fmt: skip
    assert keeping.lessons_of(teacher)[0].pk == number
