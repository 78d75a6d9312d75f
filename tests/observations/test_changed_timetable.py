"""A timetable says otherwise than a visit that was planned from it: its teacher is asked, on two pages, and
nobody else; the visit never moves by itself."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from observations import actions, following
from observations.models import CopiedLesson, Lesson, ToTell
from people.models import User
from reports import actions as reports
from tests import factories
from tests.factories import bring_to, fresh, make_lesson
from tests.home.conftest import english, words  # noqa: F401 -- the same fixture
from tests.observations.test_asking_pages import go, said  # noqa: F401
from tests.observations.timetables import LESSON, at, begin, follow, timetable_of
from timetables.models import Timetable, TimetableLesson

pytestmark = pytest.mark.usefixtures("english")
ASKED, GONE = "Your timetable now says", "This lesson is no longer in your timetable"


@pytest.fixture
def timetable(teacher):
    return timetable_of(teacher, ("a", at(3)), ("b", at(3, 13)), ("c", at(10)))


@pytest.fixture
def visit(edition, teacher, coach, timetable):
    """In three days, agreed, as its lesson stands in the timetable."""
    row = timetable.lessons.get(key="a")
    lesson = make_lesson(teacher, coach=coach, start=row.start, end=row.end)
    follow(lesson, row)
    return fresh(lesson)


def now_says(visit, key="a", **facts):
    """The timetable was read again."""
    TimetableLesson.objects.filter(timetable__teacher=visit.teacher, key=key).update(**facts)


def later(visit, hours=1):
    by = timedelta(hours=hours)
    now_says(visit, start=visit.start + by, end=visit.end + by)


def change(visit):
    return next(iter(following.changes(visit.teacher, [fresh(visit)])), None)


def answers(go, visit, answer, seen=None):  # noqa: F811
    return go(visit.teacher, "goes_along", visit, answer=answer, seen=seen or change(visit).seen)


# --- what is asked ------------------------------------------------------------------------------------


def test_as_long_as_it_stands_there_nothing_is_asked(visit, go):  # noqa: F811
    assert ASKED not in words(go(visit.teacher, "visit", visit))
    assert ASKED not in words(go(visit.teacher, "home"))


def test_another_time_and_room_are_asked_about_on_two_pages_of_the_teacher(visit, go):  # noqa: F811
    later(visit)
    now_says(visit, place="1.20")
    asked = f"{ASKED} {following.moment(visit.start + timedelta(hours=1), visit.end + timedelta(hours=1))}, room 1.20"

    for response in (go(visit.teacher, "visit", visit), go(visit.teacher, "home")):
        assert f"{asked} " in words(response)
        assert "It goes along It stays as it is" in words(response)
    assert f"It is about your visit {visit}: " in words(go(visit.teacher, "home"))
    for name, args in (("visit", visit), ("home", None)):
        assert ASKED not in words(go(visit.coach, name, args))


def test_only_what_is_otherwise_is_said(visit):
    now_says(visit, place="1.20")

    assert change(visit).words == "room 1.20"


@pytest.mark.parametrize(
    "facts", [{"subject": "Taal"}, {"group": "VZ9"}, {"place": ""}], ids=["subject", "group", "no_room"]
)
def test_other_words_of_the_feed_are_no_change(visit, facts):
    now_says(visit, **facts)

    assert change(visit) is None


def test_a_lesson_that_is_gone_is_asked_about_otherwise(visit, go):  # noqa: F811
    now_says(visit, key="zz", start=visit.start)
    TimetableLesson.objects.filter(key="a").delete()

    text = words(go(visit.teacher, "visit", visit))
    assert f"{GONE} Does the visit stay? Move the visit Cancel the visit It stays as it is" in text
    page = go(visit.teacher, "home").content.decode()
    assert all(reverse(name, args=[visit.pk]) in page for name in ("move", "cancel"))


def test_what_was_moved_into_the_past_is_not_to_come(visit):
    now_says(visit, start=timezone.now() - timedelta(hours=2), end=timezone.now() - timedelta(hours=1))

    assert change(visit).is_gone


def test_a_feed_that_names_its_lessons_anew_is_matched_by_time_and_words(visit):
    now_says(visit, key="a")
    TimetableLesson.objects.filter(key="a").update(key="new")
    assert change(visit) is None
    TimetableLesson.objects.filter(key="new").update(place="1.20")
    assert change(visit).facts == {"start": visit.start, "end": visit.end, "place": "1.20"}
    Lesson.objects.filter(pk=visit.pk).update(subject="Rekenen met breuken")
    assert not change(visit).is_gone  # the teacher worded the subject anew, and the group is the same
    TimetableLesson.objects.filter(key="new").update(group="VZ1A")
    assert change(visit).is_gone


def test_of_two_lessons_with_one_name_the_same_one_counts(visit, timetable):
    TimetableLesson.objects.create(
        timetable=timetable, key="a", start=begin(2), end=begin(2) + LESSON, subject="Rekenen"
    )

    assert change(visit) is None


def test_who_comes_back_after_weeks_reads_that_there_is_a_question(visit, go, english):  # noqa: F811
    later(visit)
    Lesson.objects.update(is_flash=True)  # nothing else is to do
    User.objects.filter(pk=visit.teacher.pk).update(here_on=timezone.localdate() - timedelta(days=30))
    english()
    client = Client()
    client.post(reverse("account_login"), {"login": visit.teacher.email, "password": factories.PASSWORD})

    assert "There is a question for you about your timetable." in words(client.get(reverse("home")))


# --- when nothing is asked ----------------------------------------------------------------------------


def test_while_the_timetable_cannot_be_read_nothing_is_asked(visit):
    later(visit)
    Timetable.objects.update(why="silent")
    assert change(visit) is None
    TimetableLesson.objects.all().delete()
    assert change(visit) is None


def test_a_timetable_on_trial_says_nothing(visit):
    later(visit)
    Timetable.objects.update(confirmed_at=None)

    assert change(visit) is None


def test_a_timetable_that_does_not_reach_that_week_says_nothing_of_it(visit):
    TimetableLesson.objects.exclude(key="nothing").delete()
    timetable = Timetable.objects.get()
    TimetableLesson.objects.create(timetable=timetable, key="z", start=begin(-8), end=begin(-8) + LESSON)

    assert change(visit) is None


@pytest.mark.parametrize(
    "stage",
    ["looking", "waiting_for_coach", "waiting_for_teacher", "ready", "open", "looked_back", "cancelled"],
)
def test_once_somebody_wrote_or_it_is_called_off_nothing_is_asked(visit, stage):
    later(visit)
    actions.bring_forward(lesson=visit, by=visit.coach)
    actions.bring_forward(lesson=visit, by=visit.teacher)
    bring_to(stage, visit)

    assert change(visit) is None


def test_a_visit_that_is_over_is_not_asked_about(visit):
    later(visit, hours=24 * 5)
    with time_machine.travel(visit.end + timedelta(minutes=1)):
        assert change(visit) is None


def test_a_proposal_is_answered_first(visit):
    actions.move(lesson=visit, by=visit.coach, start=visit.start + timedelta(minutes=5), end=visit.end)
    later(visit)

    assert change(visit) is None


def test_a_deleted_visit_is_not_asked_about(visit, go):  # noqa: F811
    later(visit)
    reports.delete(lesson=visit, by=visit.teacher)

    assert ASKED not in words(go(visit.teacher, "home"))
    assert go(visit.teacher, "goes_along", visit, answer="along", seen="x").status_code == 404


# --- it goes along ------------------------------------------------------------------------------------


def test_it_goes_along_and_the_coach_is_asked_anew(visit, go):  # noqa: F811
    later(visit)
    now_says(visit, place="1.20")
    told = ToTell.objects.count()
    response = answers(go, visit, "along")

    assert said(response) == [f"The visit goes along: {fresh(visit).in_words}. Coba gets a letter."]
    now = fresh(visit)
    assert (now.start, now.end, now.place) == (
        visit.start + timedelta(hours=1),
        visit.end + timedelta(hours=1),
        "1.20",
    )
    assert now.awaits_coach
    assert set(ToTell.objects.order_by("-pk")[: ToTell.objects.count() - told].values_list("kind")) == {
        ("moved",)
    }
    assert change(visit) is None


def test_another_room_is_told_and_asks_nobody(visit, go):  # noqa: F811
    now_says(visit, place="1.20")
    answers(go, visit, "along")

    assert fresh(visit).place == "1.20"
    assert not fresh(visit).awaits_coach


def test_a_second_click_changes_nothing(visit, go):  # noqa: F811
    later(visit)
    seen = change(visit).seen
    for _click in range(2):
        assert answers(go, visit, "along", seen).status_code == 302

    assert ToTell.objects.filter(kind="moved", person=visit.coach).count() == 1


def test_an_answer_to_what_stands_there_no_more_is_refused(visit, go):  # noqa: F811
    later(visit)
    seen = change(visit).seen
    later(visit, hours=2)
    response = answers(go, visit, "along", seen)

    assert response.status_code == 423
    assert "Your timetable was changed once more while you were reading." in words(response)
    assert fresh(visit).start == visit.start


def test_a_part_of_a_lesson_goes_along_as_a_part(visit, go):  # noqa: F811
    actions.move(
        lesson=visit,
        by=visit.teacher,
        start=visit.start + timedelta(minutes=20),
        end=visit.start + timedelta(minutes=40),
    )
    part, lesson = fresh(visit), timedelta(days=1)
    now_says(visit, start=visit.start + lesson, end=visit.end + lesson)
    assert "The visit would then be on " in words(go(visit.teacher, "visit", visit))
    answers(go, visit, "along")

    assert (fresh(visit).start, fresh(visit).end) == (part.start + lesson, part.end + lesson)


def test_a_room_that_the_teacher_wrote_stays(visit, go):  # noqa: F811
    actions.move(lesson=visit, by=visit.teacher, place="Aula")
    later(visit)
    now_says(visit, place="1.20")
    answers(go, visit, "along")

    assert fresh(visit).place == "Aula"


def test_what_overlaps_then_is_told(visit, go):  # noqa: F811
    later(visit)
    make_lesson(visit.teacher, subject="Taal", start=change(visit).now.start, end=None)

    assert said(answers(go, visit, "along"))[-1].startswith("This visit overlaps another one of yours: Taal")


def test_after_the_first_note_it_is_refused(visit, go):  # noqa: F811
    later(visit)
    seen = change(visit).seen
    actions.bring_forward(lesson=visit, by=visit.coach)
    factories.look(visit)

    assert answers(go, visit, "along", seen).status_code == 423
    assert fresh(visit).start == visit.start


# --- it stays -----------------------------------------------------------------------------------------


def test_it_stays_and_is_not_asked_about_again_until_something_changes(visit, go):  # noqa: F811
    later(visit)
    told = ToTell.objects.count()
    response = answers(go, visit, "stays")

    assert said(response) == [f"The visit stays as it is: {visit.in_words}."]
    assert fresh(visit).start == visit.start
    assert ToTell.objects.count() == told
    assert change(visit) is None
    later(visit, hours=2)
    assert change(visit).facts["start"] == visit.start + timedelta(hours=2)
    later(visit, hours=0)  # back to where the visit is
    assert change(visit) is None


def test_one_that_is_gone_stays_until_it_is_back_somewhere_else(visit, go, timetable):  # noqa: F811
    TimetableLesson.objects.filter(key="a").delete()
    answers(go, visit, "stays")
    assert change(visit) is None
    row = TimetableLesson.objects.create(
        timetable=timetable, key="a", start=visit.start, end=visit.end, place="1.14"
    )
    assert change(visit) is None
    TimetableLesson.objects.filter(pk=row.pk).update(end=visit.end + timedelta(minutes=50))
    assert change(visit).facts["end"] == visit.end + timedelta(minutes=50)


def test_one_that_is_gone_does_not_go_along(visit, go):  # noqa: F811
    TimetableLesson.objects.filter(key="a").delete()

    assert answers(go, visit, "along").status_code == 423
    assert change(visit).is_gone


def test_moved_by_hand_to_another_hour_it_follows_no_more(visit):
    actions.move(lesson=visit, by=visit.teacher, start=begin(6), end=None)

    assert not CopiedLesson.objects.exists()


def test_unlinking_ends_it_and_the_visit_stays(visit, timetable):
    later(visit)
    timetable.delete()

    assert change(visit) is None
    assert fresh(visit).start == visit.start


@pytest.mark.parametrize("who", ["coach", "other"])
def test_nobody_else_answers(visit, go, team, who):  # noqa: F811
    later(visit)
    person = (
        visit.coach if who == "coach" else factories.make_person("Sam Bedacht", team=team, role="teacher")
    )

    assert go(person, "goes_along", visit, answer="along", seen=change(visit).seen).status_code == 404
    assert fresh(visit).start == visit.start


# --- number of queries --------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 12])
def test_the_start_page_asks_two_questions_more_for_any_number(
    edition, teacher, client, django_assert_num_queries, count
):
    timetable = timetable_of(teacher, *((str(n), at(n)) for n in range(1, count + 1)))
    for row in timetable.lessons.all():
        follow(make_lesson(teacher, start=row.start, end=row.end), row)
    TimetableLesson.objects.update(place="1.20")
    client.force_login(teacher)
    client.get(reverse("home"))

    with django_assert_num_queries(8):  # person, roles, visits, accounts, people, former; copied, now there
        page = client.get(reverse("home")).content.decode()
    assert page.count('name="answer" value="along"') == count
