"""The pages of the pulse for teacher and coach, in each of its states, and the two for the projector."""

import re
from datetime import timedelta

import pytest
import segno
from django.urls import reverse
from django.utils import timezone

from observations import actions as visits
from people.models import User
from pulse import actions
from tests import factories
from tests.factories import make_lesson
from tests.home.conftest import words
from tests.pulse.conftest import EASIER, HELPED, answer, answers, asked, open_pulse, pulse_of


def sign_in(client, person):
    User.objects.update(language="en")
    client.force_login(person)


@pytest.fixture
def see(client, lesson):
    """The main part of a page as words, for the teacher or somebody else."""

    def look(name="pulse", by=None, of=lesson):
        sign_in(client, by or of.teacher)
        return words(client.get(reverse(name, args=[of.pk])))

    return look


def send(client, lesson, name="pulse", by=None, **data):
    sign_in(client, by or lesson.teacher)
    return client.post(reverse(name, args=[lesson.pk]), data)


def heard(lesson, number=12, **more):
    asked(lesson, number, **more)
    visits.mark_ready(lesson=lesson, by=lesson.teacher)
    actions.hear(lesson=lesson, by=lesson.teacher)


# --- ahead --------------------------------------------------------------------------------------


def test_the_visit_offers_to_ask_and_says_where_it_stands(see, lesson, coach):
    assert "Ask my students" in see("visit")
    assert "students" not in see("visit", by=coach)

    pulse = open_pulse(lesson, opener=coach)
    answer(pulse, "yes")
    assert "1 answer so far" in see("visit")
    assert "1 answer so far" in see("visit", by=coach)

    actions.close(lesson=lesson, by=lesson.teacher)
    assert "The pulse is closed: 1 answer." in see("visit")


def test_the_teacher_chooses_what_is_asked(client, see, lesson):
    assert "I felt welcome in this lesson." in see()
    reply = send(client, lesson, extra=["pulse.seen"], questions=[HELPED], minutes="60", coach_may_open="on")
    pulse = pulse_of(lesson)

    assert reply.headers["Location"] == reverse("pulse", args=[lesson.pk])
    assert (pulse.chosen, pulse.minutes, pulse.opener) == (["pulse.seen", HELPED], 60, lesson.coach)
    assert not pulse.is_opened
    html = client.get(reverse("pulse", args=[lesson.pk])).content.decode()
    assert re.search(r'value="pulse.seen"[^>]*checked', html)
    assert "The pulse is prepared." in see("visit")


def test_saving_and_opening_is_one_button_on_the_day(client, see, lesson):
    reply = send(client, lesson, questions=[EASIER], minutes="15", open="1")

    assert reply.headers["Location"] == reverse("pulse_screen", args=[lesson.pk])
    assert pulse_of(lesson).is_running
    assert pulse_of(lesson).chosen == [EASIER]


def test_a_choice_that_is_none_is_refused_with_words(client, lesson):
    reply = send(client, lesson, extra=["pulse.spy"], minutes="15", coach_may_open="on")

    assert reply.status_code == 422
    assert "mk-error-summary" in reply.content.decode()
    assert pulse_of(lesson).pk is None


def test_before_the_day_it_can_only_be_prepared(client, see, teacher, coach, edition):
    tomorrow = make_lesson(teacher, coach=coach, start=timezone.now() + timedelta(days=1), end=None)
    text = see(of=tomorrow)

    assert "You can open it on" in text
    assert "Open the pulse now" not in text


def test_a_coach_with_permission_sees_the_button_and_not_the_choices(see, lesson, coach):
    actions.prepare(lesson=lesson, by=lesson.teacher, opener=coach)
    text = see(by=coach)

    assert "Tijn lets you open the pulse" in text
    assert "Open the pulse now" in text
    assert "Ask more" not in text


def test_without_a_coach_nothing_is_said_about_one(see, teacher, edition):
    alone = make_lesson(teacher)
    text = see(of=alone)

    assert "may open" not in text
    assert "you two" not in text


def test_a_coach_with_permission_does_not_choose_what_is_asked(client, lesson, coach):
    actions.prepare(lesson=lesson, by=lesson.teacher, opener=coach)

    assert send(client, lesson, by=coach, extra=["pulse.seen"], minutes="15").status_code == 404
    assert pulse_of(lesson).chosen == []


def test_after_opening_without_a_pulse_the_page_says_so(see, lesson):
    factories.bring_to("open", lesson)

    assert "Your students were not asked about this lesson." in see()
    assert "Ask my students" not in see("visit")


# --- open ---------------------------------------------------------------------------------------


def test_the_screen_shows_how_to_get_there_in_the_language_of_the_lesson(client, lesson):
    pulse = open_pulse(lesson)
    client.force_login(lesson.teacher)
    reply = client.get(reverse("pulse_screen", args=[lesson.pk]))
    text = words(reply)

    assert reply.headers["Content-Language"] == "nl"
    assert "Hoe was deze les voor jou?" in text
    assert f"{pulse.code[:3]} {pulse.code[3:]}" in text
    assert "testserver/p" in text
    assert "0 " in text
    drawn = segno.make(f"http://testserver/p/{pulse.code}/", error="m", micro=False)
    assert drawn.svg_inline(border=0, omitsize=True, lineclass=None, svgclass=None) in reply.content.decode()


def test_the_number_of_answers_is_all_the_projector_is_told(client, lesson):
    pulse = open_pulse(lesson)
    answers(pulse, 3, "no")
    client.force_login(lesson.teacher)
    reply = client.get(reverse("pulse_count", args=[lesson.pk]))

    assert reply.json() == {"answers": 3, "is_running": True}
    actions.close(lesson=lesson, by=lesson.teacher)
    assert client.get(reverse("pulse_count", args=[lesson.pk])).json() == {"answers": 3, "is_running": False}


def test_after_closing_the_screen_thanks_and_shows_no_code(see, lesson):
    pulse = asked(lesson, 2)
    text = see("pulse_screen")

    assert "Dank voor jullie antwoorden" in text
    assert pulse.code[:3] not in text


# --- closed -------------------------------------------------------------------------------------


def test_too_few_answers_show_their_number_and_nothing_else(see, lesson):
    heard(lesson, 4)
    text = see()

    assert "There are too few answers to show anonymously (4 of at least 5)." in text
    assert "I felt welcome" not in text


def test_first_the_own_account_then_a_look_that_cannot_be_undone(client, see, lesson):
    asked(lesson, 12)
    assert "First your own story" in see()
    visits.mark_ready(lesson=lesson, by=lesson.teacher)
    text = see()
    assert "your story stays as it is" in text
    assert "I felt welcome" not in text

    send(client, lesson, "pulse_hear")

    assert "12 answers." in see()
    assert "I felt welcome in this lesson." in see()
    assert "it stays as it is: you have read what your students said" in see("visit")
    assert "Go on writing" not in see("visit")


def test_what_students_wrote_stands_on_the_teachers_page_only(see, lesson, coach):
    heard(lesson, chosen=[HELPED], texts=[(HELPED, "De stappen op het bord.")])
    assert "De stappen op het bord." in see()

    visits.mark_ready(lesson=lesson, by=coach)
    visits.open_together(lesson=lesson, by=lesson.teacher)
    actions.release(lesson=lesson, by=lesson.teacher)

    assert "De stappen op het bord." in see()
    for page in ("together", "visit"):
        assert "De stappen op het bord." not in see(page, by=coach)


def test_the_coach_is_let_in_with_a_button_that_says_it_stays(client, see, lesson, coach):
    heard(lesson)
    assert "Let Coba read it too" not in see()
    visits.mark_ready(lesson=lesson, by=coach)
    visits.open_together(lesson=lesson, by=lesson.teacher)
    assert "that cannot be taken back" in see()

    send(client, lesson, "pulse_release")

    assert "Coba too. What students wrote themselves stays yours." in see()


def test_the_number_present_is_checked_against_the_answers(client, see, lesson):
    heard(lesson)
    reply = send(client, lesson, "pulse_present", present="11")
    assert reply.status_code == 422
    assert "12 answers came in" in words(reply)
    assert 'value="11"' in reply.content.decode()
    back = client.get(reverse("pulse_present", args=[lesson.pk]))  # another language, or loaded anew
    assert back["Location"] == reverse("pulse", args=[lesson.pk])
    assert pulse_of(lesson).present is None

    send(client, lesson, "pulse_present", present="22")
    assert "12 of the 22 students answered." in see()
    send(client, lesson, "pulse_present", present="")
    assert "12 answers." in see()


# --- back to the class --------------------------------------------------------------------------


def test_you_said_we_try(client, see, lesson):
    heard(lesson)
    assert "yes or mostly" in see("pulse_tell")
    reply = send(
        client, lesson, "pulse_tell", heard="Jullie voelden je welkom.", try_next="Eerst schrijven.", show="1"
    )

    assert reply.headers["Location"] == reverse("pulse_tell_screen", args=[lesson.pk])
    text = see("pulse_tell_screen")
    assert text.startswith("Jullie zeiden, wij proberen Wat ik van jullie hoorde Jullie voelden je welkom.")
    assert "Eerst schrijven." in text
    assert "Dank voor jullie antwoorden." in text


def test_what_stays_empty_is_not_shown_to_the_class(client, see, lesson):
    heard(lesson)
    send(client, lesson, "pulse_tell", heard="", try_next="Eerst schrijven.")

    assert "Wat ik van jullie hoorde" not in see("pulse_tell_screen")


def test_a_text_that_is_too_long_for_the_wall_comes_back_whole(client, lesson):
    heard(lesson)
    reply = send(client, lesson, "pulse_tell", heard="x" * 601)

    assert reply.status_code == 422
    assert "x" * 601 in reply.content.decode()
    assert pulse_of(lesson).heard == ""


# --- queries ------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [12, 40])
def test_the_pages_take_as_many_queries_for_a_large_class_as_for_a_small_one(
    client, lesson, number, django_assert_num_queries
):
    heard(lesson, number, chosen=[HELPED], texts=[(HELPED, "De stappen.")])
    client.force_login(lesson.teacher)

    with django_assert_num_queries(4):  # person, visit with its pulse, accounts, texts
        client.get(reverse("pulse", args=[lesson.pk]))
    with django_assert_num_queries(3):
        client.get(reverse("pulse_count", args=[lesson.pk]))
    with django_assert_num_queries(4):  # and the steps
        client.get(reverse("pulse_tell", args=[lesson.pk]))
