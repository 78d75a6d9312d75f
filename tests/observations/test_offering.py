"""More lessons than one offered with a visit: what the coach finds and chooses, what the teacher takes back,
and what becomes of them when anything else happens first."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.http import Http404
from django.urls import reverse
from lxml import html

from letters.postman import deliver
from observations import actions, offers
from observations.models import CopiedLesson, OfferedLesson, ToTell
from observations.refusals import NotNow
from tests import factories
from tests.factories import fresh, make_lesson
from tests.home.conftest import english, words  # noqa: F401 -- the same fixture
from tests.observations.test_asking_pages import go, leads_to, said  # noqa: F401
from tests.observations.test_planning import own
from tests.observations.test_planning_from_a_timetable import chosen
from tests.observations.timetables import LESSON, at, begin, timetable_of
from timetables.models import Timetable

ID = "7f5f3a9c-3c53-4d0e-8d2e-0d6f6f1d0a22"
pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def timetable(teacher):
    rows = ("b", at(4, place="1.20")), ("c", at(5, 13, subject="Taal", group="VZ1A"))
    return timetable_of(teacher, ("a", at(3)), *rows)


@pytest.fixture
def asked(edition, teacher, coach, timetable):
    """In three days, or in four or five."""
    first, *others = timetable.lessons.all()
    lesson = make_lesson(teacher, coach=coach, is_answered=False, start=first.start, end=first.end)
    offers.offer(lesson, others)
    return fresh(lesson)


def second(lesson):
    return lesson.offered.get(slot=2)


# --- what is offered ----------------------------------------------------------------------------------


def test_at_most_two_more_are_offered_and_none_twice(asked, timetable):
    asked.offered.all().delete()
    more = timetable_of_more(timetable)
    offers.offer(asked, [*timetable.lessons.all(), *more])

    assert [row.start for row in asked.offered.all()] == [begin(4), begin(5, 13)]


def timetable_of_more(timetable):
    last = timetable.lessons.last()
    last.pk, last.start, last.end = None, begin(6), begin(6) + LESSON
    last.save()
    return [last]


def test_the_coach_reads_three_lessons_and_chooses_none_beforehand(asked, go):  # noqa: F811
    response = go(asked.coach, "visit", asked)
    page = html.document_fromstring(response.content.decode())

    text = words(response)
    assert "Tijn lets you choose. When will you look along?" in text
    assert "Rekenen, group VZ2B, room 1.20" in text
    assert "Taal, group VZ1A, room 1.14" in text
    radios = page.xpath("//main//input[@name='seen']")
    assert [each.get("value") for each in radios] == [
        asked.moment,
        *(row.moment for row in asked.offered.all()),
    ]
    assert not any("checked" in each.attrib for each in radios)
    answers = page.xpath("//main//*[@id='answer']//*[self::a or self::button]")
    assert [each.get("class") for each in answers] == ["mk-btn"] * 3


def test_a_yes_to_another_makes_the_visit_that_lesson(asked, go, timetable):  # noqa: F811
    third = asked.offered.get(slot=3)
    response = go(asked.coach, "accept", asked, seen=third.moment)

    visit = fresh(asked)
    assert (visit.subject, visit.group, visit.start, visit.end) == ("Taal", "VZ1A", third.start, third.end)
    assert not visit.awaits_coach
    assert not OfferedLesson.objects.exists()
    copied = CopiedLesson.objects.get()
    assert (copied.lesson, copied.timetable, copied.key, copied.start) == (visit, timetable, "c", third.start)
    assert said(response)[0].startswith("Agreed: you look along with Tijn.")


def test_a_yes_to_the_first_leaves_it_and_the_others_go(asked, go):  # noqa: F811
    go(asked.coach, "accept", asked, seen=asked.moment)

    assert fresh(asked).start == asked.start
    assert not OfferedLesson.objects.exists()


def test_what_the_timetable_does_not_say_stays_as_the_teacher_wrote_it(asked):
    asked.offered.filter(slot=2).update(subject="", group="", place="")
    actions.accept(lesson=asked, by=asked.coach, seen=second(asked).moment)

    visit = fresh(asked)
    assert (visit.subject, visit.group, visit.place) == ("Rekenen", "VZ2B", "")


def test_who_presses_yes_without_choosing_is_told_so(asked, go):  # noqa: F811
    response = go(asked.coach, "accept", asked, sure="1")

    assert response.status_code == 422
    assert "Choose one of these lessons, then say yes." in words(response)
    assert fresh(asked).awaits_coach


def test_a_second_click_changes_nothing(asked, go):  # noqa: F811
    moment = second(asked).moment
    for _click in range(2):
        assert go(asked.coach, "accept", asked, seen=moment).status_code == 302

    assert ToTell.objects.filter(kind="agreed").count() == 2  # one for each of the two
    assert fresh(asked).moment == moment


def test_a_yes_to_two_of_them_is_one(asked):
    first, other = (row.moment for row in asked.offered.all())
    actions.accept(lesson=asked, by=asked.coach, seen=first)
    with pytest.raises(NotNow):
        actions.accept(lesson=asked, by=asked.coach, seen=other)

    assert fresh(asked).moment == first


def test_only_the_coach_chooses(asked, team):
    with pytest.raises(NotNow):
        actions.accept(lesson=asked, by=asked.teacher, seen=second(asked).moment)
    with pytest.raises(Http404):
        actions.accept(
            lesson=asked, by=factories.make_person("Sam Bedacht", team=team), seen=second(asked).moment
        )

    assert fresh(asked).awaits_coach


def test_the_agreed_lesson_overlaps_another_and_that_is_told(asked, go, team):  # noqa: F811
    other = factories.make_person("Sam Bedacht", team=team, role="teacher")
    row = second(asked)
    make_lesson(other, coach=asked.coach, subject="Anatomie", start=row.start, end=row.end)

    [_agreed, overlap] = said(go(asked.coach, "accept", asked, seen=row.moment))

    assert overlap.startswith("This visit overlaps another one of yours: Anatomie, VZ2B, at ")


# --- who else reads it --------------------------------------------------------------------------------


def test_the_start_page_of_the_coach_names_the_others(asked, go, client):  # noqa: F811
    assert "Or another lesson: " in words(go(asked.coach, "home"))
    assert "Or another lesson: " in words(go(asked.coach, "coaching"))
    assert "Or another lesson" not in words(go(asked.teacher, "home"))


def test_the_letter_names_all_three_and_its_calendar_holds_one(asked):
    ToTell.objects.exclude(kind="proposed").delete()
    deliver.call()

    [letter] = mail.outbox
    for text in (letter.body, letter.alternatives[0][0]):
        assert "Je kunt ook een andere les kiezen. Tijn biedt ook aan:" in text
        assert "Taal, groep VZ1A, lokaal 1.14" in text
    [file] = [part for part, kind in letter.alternatives if kind.startswith("text/calendar")]
    assert file.count("BEGIN:VEVENT") == 1


def test_the_teacher_hears_which_one_it_became(asked):
    deliver.call()
    mail.outbox.clear()
    row = second(asked)
    actions.accept(lesson=asked, by=asked.coach, seen=row.moment)
    deliver.call()

    [letter] = [each for each in mail.outbox if each.to == [asked.teacher.email]]
    assert "Coba koos deze uit de lessen die je aanbood." in letter.body


# --- taken back, or overtaken -------------------------------------------------------------------------


def test_the_teacher_reads_them_and_takes_one_back(asked, go):  # noqa: F811
    moment = second(asked).moment
    assert "Coba may choose another lesson" in words(go(asked.teacher, "visit", asked))
    for _click in range(2):
        response = go(asked.teacher, "offer_back", asked, slot="2")
        assert said(response)[-1].startswith("That lesson can no longer be chosen.")

    assert [row.slot for row in asked.offered.all()] == [3]
    assert go(asked.coach, "accept", asked, seen=moment).status_code == 423
    assert fresh(asked).awaits_coach


def test_the_teacher_alone_reads_that_one_is_no_longer_in_the_timetable(asked, timetable, go):  # noqa: F811
    gone = "Your timetable has no lesson at this time any more."
    timetable.lessons.filter(key="b").update(start=begin(4, 15), end=begin(4, 16))
    assert words(go(asked.teacher, "visit", asked)).count(gone) == 1
    assert gone not in words(go(asked.coach, "visit", asked))
    Timetable.objects.update(why="silent")

    assert gone not in words(go(asked.teacher, "visit", asked))


@pytest.mark.parametrize("slot", ["", "twee", "9", "²", "9" * 5000])
def test_nothing_else_is_taken_back(asked, go, slot):  # noqa: F811
    assert go(asked.teacher, "offer_back", asked, slot=slot).status_code == 302

    assert asked.offered.count() == 2


def test_the_coach_takes_nothing_back(asked, go):  # noqa: F811
    assert go(asked.coach, "offer_back", asked, slot="2").status_code == 404


@pytest.mark.parametrize(
    "happens",
    [
        lambda visit: actions.decline(lesson=visit, by=visit.coach),
        lambda visit: actions.step_back(lesson=visit, by=visit.coach),
        lambda visit: actions.cancel(lesson=visit, by=visit.teacher),
        lambda visit: actions.choose_coach(lesson=visit, by=visit.teacher, coach=None),
        lambda visit: actions.move(lesson=visit, by=visit.coach, start=begin(6), end=None),
        lambda visit: factories.record_something(visit, "coach"),
        lambda visit: factories.coach_ready(visit),
        lambda visit: visit.offered.first().timetable.delete(),
    ],
    ids=["no", "leaves", "cancelled", "alone", "coach_moves", "looks", "ready", "unlinked"],
)
def test_they_go_when_something_else_is_decided(asked, happens):
    actions.bring_forward(lesson=asked, by=asked.coach)
    happens(asked)

    assert not OfferedLesson.objects.exists()


def test_another_coach_is_not_offered_what_was_for_the_former_one(asked, go, team):  # noqa: F811
    other = factories.make_person("Iris Bedacht", team=team, role="coach")
    actions.choose_coach(lesson=asked, by=asked.teacher, coach=other)

    assert "lets you choose" not in words(go(other, "visit", asked))


def test_the_teachers_new_moment_leaves_those_that_are_elsewhere(asked):
    actions.move(lesson=asked, by=asked.teacher, start=second(asked).start, end=second(asked).end)

    assert [row.slot for row in asked.offered.all()] == [3]


def test_once_the_teacher_wrote_the_lesson_stays_and_nothing_is_chosen(asked, go):  # noqa: F811
    moment = second(asked).moment
    actions.bring_forward(lesson=asked, by=asked.teacher)
    factories.look_back(asked)

    assert "lets you choose" not in words(go(asked.coach, "visit", asked))
    assert "may choose another lesson" not in words(go(asked.teacher, "visit", asked))
    assert go(asked.coach, "accept", asked, seen=moment).status_code == 423


def test_one_that_has_begun_is_not_chosen_and_goes_within_the_hour(asked, go):  # noqa: F811
    moments = [row.moment for row in asked.offered.all()]
    with time_machine.travel(begin(4) + timedelta(minutes=1)):
        text = words(go(asked.coach, "visit", asked))
        assert "room 1.20" not in text
        assert "Taal, group VZ1A" in text
        assert go(asked.coach, "accept", asked, seen=moments[0]).status_code == 423
        assert offers.forget_offers() == 1
        assert offers.forget_offers() == 0
        assert go(asked.coach, "accept", asked, seen=moments[1]).status_code == 302


def test_unlinking_leaves_the_visit(asked, timetable):
    timetable.delete()

    assert fresh(asked).awaits_coach
    assert not CopiedLesson.objects.exists()


def test_a_deleted_visit_is_back_with_what_was_offered(asked, go):  # noqa: F811
    go(asked.teacher, "delete", asked, sure="1")
    assert go(asked.coach, "visit", asked).status_code == 404
    go(asked.teacher, "undelete", asked, sure="1")

    assert "lets you choose" in words(go(asked.coach, "visit", asked))
    assert reverse("accept", args=[asked.pk]) in leads_to(go(asked.coach, "visit", asked))


# --- planned ------------------------------------------------------------------------------------------


def planned(teacher, lessons, **facts):
    """What the form sends: the first of these is the visit, the others are ticked."""
    first, *others = lessons
    return chosen(teacher, first, offer=[row.pk for row in others], **facts)


def test_what_is_ticked_in_planning_is_offered(edition, teacher, coach, go, timetable):  # noqa: F811
    lessons = timetable.lessons.all()
    assert "Let them choose: offer one or two more lessons" in words(go(teacher, "plan"))
    for _click in range(2):
        response = go(teacher, "plan", **planned(teacher, lessons, id=ID, coach=coach.pk))
        assert response.status_code == 302

    visit = teacher.lessons.get()
    assert [(row.slot, row.key) for row in visit.offered.all()] == [(2, "b"), (3, "c")]
    assert visit.copied.key == "a"
    assert "Tijn lets you choose." in words(go(coach, "visit", visit))


def test_more_than_two_come_back_with_everything_ticked(edition, teacher, coach, go, timetable):  # noqa: F811
    rows = [*timetable.lessons.all(), *timetable_of_more(timetable)]
    response = go(teacher, "plan", **planned(teacher, rows, coach=coach.pk))

    assert response.status_code == 422
    assert "Choose at most two other lessons, beside the first." in words(response)
    page = html.document_fromstring(response.content.decode())
    assert len(page.xpath("//input[@name='offer'][@checked]")) == 3
    assert not teacher.lessons.exists()


def test_they_are_offered_to_somebody(edition, teacher, go, timetable):  # noqa: F811
    response = go(teacher, "plan", **planned(teacher, timetable.lessons.all(), coach=""))

    assert response.status_code == 422
    assert "Choose who looks along, or untick them." in words(response)


def test_one_that_left_the_timetable_meanwhile_is_said(edition, teacher, coach, go, timetable):  # noqa: F811
    sent = planned(teacher, timetable.lessons.all(), coach=coach.pk)
    timetable.lessons.filter(key="b").delete()
    response = go(teacher, "plan", **sent)

    assert response.status_code == 422
    assert "One of the other lessons is no longer in your timetable. Choose again." in words(response)


def test_of_another_teacher_none_is_offered(edition, teacher, coach, team, go, timetable):  # noqa: F811
    other = factories.make_person("Sam Bedacht", team=team, role="teacher")
    theirs = timetable_of(other, ("x", at(6))).lessons.get()
    sent = planned(teacher, [timetable.lessons.first(), theirs], coach=coach.pk)

    assert go(teacher, "plan", **sent).status_code == 422
    assert not OfferedLesson.objects.exists()


def test_what_is_ticked_stays_when_a_lesson_is_filled_in(teacher, coach, go, timetable):  # noqa: F811
    first, *others = timetable.lessons.all()
    sent = own(teacher, coach=coach.pk, lesson=first.pk, taken="", offer=[row.pk for row in others])
    response = go(teacher, "plan", **sent)

    assert "It may also become one of the two other lessons that you offer." in words(response)
    page = html.document_fromstring(response.content.decode())
    assert len(page.xpath("//input[@name='offer'][@checked]")) == 2
    assert not teacher.lessons.exists()


def test_without_a_timetable_nothing_is_offered(edition, teacher, go):  # noqa: F811
    assert "Let them choose" not in words(go(teacher, "plan"))


def test_unlinked_meanwhile_nothing_of_it_is_kept(edition, teacher, coach, timetable):
    rows = list(timetable.lessons.all())
    timetable.delete()
    make_lesson(teacher, coach=coach, offered=rows, is_answered=False)

    assert not OfferedLesson.objects.exists()
