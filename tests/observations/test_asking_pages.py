"""What a coach who is asked finds and answers, and what the teacher reads of it meanwhile and after a no: the
pages, with real rows."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from lxml import html

from observations import actions
from observations.models import Stage, Voice
from tests import factories
from tests.factories import fresh, make_lesson
from tests.home.conftest import english, words  # noqa: F401 -- the same fixture
from tests.observations.test_planning import moved, own

pytestmark = pytest.mark.usefixtures("english")
ASKED = "Yes, I look along Another moment No, not this time You need not give a reason."


@pytest.fixture
def asked(edition, teacher, coach):
    """In three days; the coach has not answered."""
    start = timezone.now() + timedelta(days=3)
    end = start + timedelta(minutes=50)
    return make_lesson(teacher, coach=coach, is_answered=False, start=start, end=end)


@pytest.fixture
def declined(asked, coach):
    actions.decline(lesson=asked, by=coach)
    return fresh(asked)


@pytest.fixture
def go(client, english):  # noqa: F811
    """A page for this person; posted where something is sent."""

    def open_page(person, name, lesson=None, /, **sent):
        english()
        client.force_login(person)
        address = reverse(name, args=[lesson.pk] if lesson else [])
        return client.post(address, sent) if sent else client.get(address)

    return open_page


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def leads_to(response):
    return response.content.decode().partition("<main")[2]


# --- asked --------------------------------------------------------------------------------------------


def test_who_is_named_is_asked_and_the_teacher_can_prepare_at_once(edition, teacher, coach, go):
    go(teacher, "plan", **own(teacher, coach=coach.pk))
    lesson = teacher.lessons.get()

    assert "Coba Voorbeeld is asked to look along" in words(go(teacher, "visit", lesson))
    assert "Prepare the visit" in words(go(teacher, "visit", lesson))
    assert "Tijn asks you to look along. You decide." in words(go(coach, "visit", lesson))


def test_the_coach_finds_three_answers_of_one_size(asked, go):
    response = go(asked.coach, "visit", asked)

    assert f"Coba Voorbeeld is asked to look along {ASKED}" in words(response)
    [answers] = html.document_fromstring(response.content.decode()).xpath("//main//*[@id='answer']")
    assert answers.get("class") == "mk-equal"
    assert [each.get("class") for each in answers.xpath(".//button | .//a")] == ["mk-btn"] * 3
    assert "mk-btn-go" not in leads_to(response)


def test_yes_is_said_with_one_press_and_the_visit_is_as_agreed(asked, go):
    response = go(asked.coach, "accept", asked, seen=asked.moment)

    assert said(response) == ["Agreed: you look along with Tijn. Tijn gets a letter."]
    text = words(go(asked.coach, "visit", asked))
    assert "Coba Voorbeeld looks along" in text
    assert ASKED not in text


def test_who_says_yes_is_told_of_another_own_visit_at_that_time(asked, go, team):
    other = factories.make_person("Sam Bedacht", team=team, role="teacher")
    make_lesson(other, coach=asked.coach, subject="Anatomie", start=asked.start, end=asked.end)

    [_agreed, overlap] = said(go(asked.coach, "accept", asked, seen=asked.moment))

    assert overlap.startswith("This visit overlaps another one of yours: Anatomie, VZ2B, at ")


def test_a_yes_to_a_moment_that_changed_meanwhile_is_refused_with_words(asked, go):
    seen = asked.moment
    actions.move(lesson=asked, by=asked.teacher, start=asked.start + timedelta(days=1), end=None)

    response = go(asked.coach, "accept", asked, seen=seen)

    assert response.status_code == 423
    assert "The moment was changed while you were reading." in words(response)
    assert fresh(asked).awaits_coach


def test_another_moment_leads_to_the_form_for_moving_and_is_a_proposal(asked, go):
    assert "it becomes a proposal again: Tijn decides about it." in words(go(asked.coach, "move", asked))
    go(asked.coach, "move", asked, **moved())

    assert fresh(asked).stage == Stage.PROPOSED
    assert "Tijn has not answered yet." in words(go(asked.coach, "visit", asked))
    assert "Coba proposes this moment. You decide." in words(go(asked.teacher, "visit", asked))


def test_where_the_visit_has_begun_the_coach_is_offered_no_other_moment(asked, go):
    actions.bring_forward(lesson=asked, by=asked.teacher)
    factories.look_back(asked)

    text = words(go(asked.coach, "visit", asked))

    assert "Yes, I look along No, not this time You need not give a reason." in text
    assert "The visit has begun, so the appointment itself stays as it is." in text


def test_a_lesson_that_is_over_asks_whether_one_was_there(edition, teacher, coach, go):
    start = timezone.now() - timedelta(days=1)
    lesson = make_lesson(teacher, coach=coach, is_answered=False, start=start, end=None)

    text = words(go(coach, "visit", lesson))

    assert "Tijn asked you to look along. The lesson is over: were you there?" in text
    assert "Yes, I was there Another moment No, not this time" in text


def test_who_may_not_agree_any_more_reads_why_and_can_only_say_no(asked, go):
    factories.make_administrator(asked.coach)

    text = words(go(asked.coach, "visit", asked))

    assert "an administrator takes part in no visit. The teacher can choose somebody else." in text
    assert "Yes, I look along" not in text
    assert go(asked.coach, "decline", asked, sure="1").status_code == 302


def test_the_page_for_looking_opens_without_an_answer(asked, go):
    actions.bring_forward(lesson=asked, by=asked.coach)

    assert go(asked.coach, "look", asked).status_code == 200


def test_the_teacher_who_moves_reads_beforehand_that_the_coach_is_asked_anew(lesson, go):
    text = words(go(lesson.teacher, "move", lesson))

    assert "With another day or time Coba is asked anew" in text
    assert "You need not wait for it." in text


def test_the_teacher_who_looks_back_reads_who_has_not_answered(asked, go):
    actions.bring_forward(lesson=asked, by=asked.teacher)

    text = words(go(asked.teacher, "look_back", asked))

    assert "Coba has not answered yet. When you are both ready, you open the stories" in text
    assert "still writing" not in text


# --- no -----------------------------------------------------------------------------------------------


def test_no_is_asked_once_needs_no_reason_and_says_what_becomes_of_the_visit(asked, go):
    page = go(asked.coach, "decline", asked)
    assert not fresh(asked).is_declined
    response = go(asked.coach, "decline", asked, sure="1")

    text = words(page)
    assert "Not look along this time?" in text
    assert "The visit stays with Tijn, who chooses how to go on" in text
    assert "You need not give a reason." in text
    assert "<textarea" not in leads_to(page)
    assert (response["Location"], fresh(asked).is_declined) == (reverse("home"), True)
    assert said(response) == [
        "You do not look along this time. Tijn chooses how to go on. Tijn gets a letter."
    ]
    assert str(asked.pk) not in leads_to(go(asked.coach, "home"))


def test_the_teacher_chooses_how_to_go_on_and_reads_no_blame(declined, go):
    response = go(declined.teacher, "visit", declined)

    text = words(response)
    assert text.startswith("Rekenen Coba cannot look along this time. You choose how to go on.")
    assert "Nobody looks along yet" in text
    assert "What you prepared and wrote stays." in text
    assert "Ask somebody else Go on alone Cancel the visit" in text
    assert "mk-btn-go" not in leads_to(response)


def test_go_on_alone_is_one_press_and_twice_the_same(declined, go):
    replies = [go(declined.teacher, "coach", declined, coach="") for _time in range(2)]

    assert [reply["Location"] for reply in replies] == [reverse("visit", args=[declined.pk])] * 2
    assert (fresh(declined).is_declined, bool(fresh(declined).alone_at)) == (False, True)


def test_a_story_that_is_ready_opens_only_when_the_teacher_chose_and_the_page_says_so(declined, go):
    actions.bring_forward(lesson=declined, by=declined.teacher)
    look_back = words(go(declined.teacher, "look_back", declined))
    empty = go(declined.teacher, "ready", declined, any="1")
    go(declined.teacher, "ready", declined, sure="1")
    text = words(go(declined.teacher, "visit", declined))

    assert "you choose on the page of the visit how to go on; until then nobody reads along" in look_back
    assert "As long as the visit is not open you can go back to it." in words(empty)
    assert fresh(declined).opened_at is None
    assert "If you go on alone the visit opens at once, because your story is ready." in text
    go(declined.teacher, "coach", declined, coach="")
    assert fresh(declined).stage == Stage.OPEN


def test_who_is_asked_next_is_asked_and_the_name_of_who_said_no_is_nowhere(declined, team, go):
    noor = factories.make_person("Noor Fictief", team=team, role="coach")
    go(declined.teacher, "coach", declined, coach=str(noor.pk))

    assert "Noor Fictief is asked to look along" in words(go(declined.teacher, "visit", declined))
    assert "Tijn asks you to look along." in words(go(noor, "visit", declined))
    for person in (declined.teacher, noor):
        assert "Coba" not in words(go(person, "visit", declined))


def test_after_a_yes_the_coach_finds_the_no_behind_more_until_the_first_note(lesson, go):
    assert reverse("decline", args=[lesson.pk]) in leads_to(go(lesson.coach, "visit", lesson))
    factories.look(lesson)

    assert reverse("decline", args=[lesson.pk]) not in leads_to(go(lesson.coach, "visit", lesson))
    response = go(lesson.coach, "decline", lesson)
    assert response.status_code == 423
    assert "You have written in this visit, so you look along." in words(response)


# --- the start page -----------------------------------------------------------------------------------


def test_the_start_page_asks_the_coach_and_leads_to_the_answers(asked, go):
    text = words(go(asked.coach, "home"))

    assert "Hello Coba, this comes next" in text
    assert "Tijn asks you to look along. You decide. Give your answer" in text
    assert reverse("visit", args=[asked.pk]) + "#answer" in leads_to(go(asked.coach, "home"))


def test_on_the_day_it_stays_on_top_and_says_of_nobody_that_they_look_along(edition, teacher, coach, go):
    start = timezone.localtime().replace(hour=0, minute=15)
    today = make_lesson(
        teacher, coach=coach, is_answered=False, start=start, end=start + timedelta(hours=23, minutes=44)
    )
    factories.save(today, Voice.TEACHER, {"type": "question", "text": "Hoe begin ik?", "revision": 0})
    make_lesson(teacher, coach=coach, subject="Anatomie", start=start - timedelta(days=2), end=None)

    mine, theirs = words(go(teacher, "home")), words(go(coach, "home"))
    assert "with Coba Voorbeeld" in mine
    assert "Coba has not answered yet. After the lesson you look back." in mine
    assert "Coba looks along" not in mine
    assert theirs.index("Tijn asks you to look along.") < theirs.index("Anatomie")


def test_the_start_page_asks_the_teacher_after_a_no(declined, go):
    response = go(declined.teacher, "home")

    text = words(response)
    assert "Coba cannot look along this time. You choose how to go on. Choose how to go on" in text
    assert "on your own" not in text
    assert reverse("visit", args=[declined.pk]) + "#answer" in leads_to(response)


# --- number of queries --------------------------------------------------------------------------------


def test_the_pages_take_no_more_queries_than_that_of_a_proposal(
    asked, edition, teacher, coach, client, django_assert_num_queries
):
    proposal = make_lesson(teacher, coach=coach, by=coach)
    declined = make_lesson(teacher, coach=coach, is_answered=False)
    actions.decline(lesson=declined, by=coach)

    # person, visit, accounts, lens; for who decides: does the coach lead a team, may they agree; and
    # the name of who said no; who is asked: what was offered besides; the teacher: was it of the timetable
    for lesson, person, number in ((proposal, teacher, 6), (asked, coach, 6), (declined, teacher, 6)):
        client.force_login(person)
        client.get(reverse("visit", args=[lesson.pk]))  # what is kept for all pages is read now
        with django_assert_num_queries(number):
            client.get(reverse("visit", args=[lesson.pk]))


@pytest.mark.parametrize("count", [1, 25])
def test_the_start_page_takes_as_many_queries_for_any_number(
    edition, teacher, coach, client, django_assert_num_queries, count
):
    for _each in range(count):
        make_lesson(teacher, coach=coach, is_answered=False)
        actions.decline(lesson=make_lesson(teacher, coach=coach), by=coach)
    client.force_login(teacher)

    with django_assert_num_queries(7):
        client.get(reverse("home"))
