"""The pages of a student: without account, without cookie that stays, in the own language, and never a dead
end."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pulse import actions
from pulse.models import MOST, Pulse, PulseText
from tests.factories import make_lesson, make_person
from tests.home.conftest import words
from tests.pulse.conftest import CORE, asked, open_pulse, stored

HELPED = "text-pulse.helped"


def at(pulse, query=""):
    return reverse("pulse_answer", args=[pulse.code]) + query


def test_a_student_answers_without_signing_in(client, pulse):
    page = words(client.get(at(pulse)))
    assert "Hoe was deze les voor jou?" in page
    assert "Dit is anoniem." in page

    reply = client.post(
        at(pulse), {CORE[0]: "yes", CORE[1]: "little", HELPED: " De stappen.\r\n"}, follow=True
    )

    assert reply.redirect_chain == [(f"/p/{pulse.code}/thanks/?sent&lang=nl", 302)]
    assert "Dank je wel" in words(reply)
    assert stored(pulse).answers == 1
    assert stored(pulse).counts[CORE[1]]["little"] == 1
    assert [(row.text, row.lang) for row in PulseText.objects.all()] == [("De stappen.", "nl")]


def test_the_page_needs_no_token_and_works_from_a_fresh_phone(pulse):
    phone = Client(enforce_csrf_checks=True)
    assert phone.post(at(pulse), {CORE[0]: "yes"}).status_code == 302
    assert stored(pulse).answers == 1


def test_both_languages_stand_in_the_page_so_that_choosing_loses_nothing(client, pulse):
    html = client.get(at(pulse)).content.decode()

    for text in ("Ik voelde me welkom in deze les.", "Dit is anoniem.", "Verstuur"):
        assert f'<span lang="nl">{text}' in html
    for text in ("I felt welcome in this lesson.", "This is anonymous.", "Send"):
        assert f'<span lang="en">{text}' in html
    assert re.search(r'value="nl" id="lang-nl" checked', html)
    client.post(at(pulse), {"lang": "en", HELPED: "The steps."})
    assert PulseText.objects.get().lang == "en"


def test_the_page_speaks_the_language_of_the_lesson(client, teacher, coach, edition):
    english = open_pulse(make_lesson(teacher, coach=coach, language="en"))

    reply = client.get(at(english))

    assert reply.headers["Content-Language"] == "en"
    assert re.search(r'value="en" id="lang-en" checked', reply.content.decode())


def test_a_device_that_answered_sees_the_thanks_and_a_second_post_does_not_count(client, pulse):
    client.post(at(pulse), {CORE[0]: "yes"})
    assert client.get(at(pulse)).headers["Location"] == f"/p/{pulse.code}/thanks/"
    client.post(at(pulse), {CORE[0]: "yes"})

    assert stored(pulse).answers == 1


def test_a_device_that_comes_back_is_told_so_and_not_that_it_counted_again(client, pulse):
    client.post(at(pulse), {CORE[0]: "yes"})
    again = client.post(at(pulse), {CORE[0]: "no"}, follow=True)

    assert "Dit apparaat heeft al geantwoord." in words(again)
    assert "tellen mee" not in words(again)


def test_teacher_and_coach_look_at_the_page_and_do_not_count(client, pulse, teacher, coach):
    for person in (teacher, coach):
        client.force_login(person)
        html = client.get(at(pulse)).content.decode()
        assert "Je bent ingelogd als de docent of de coach van deze les." in html
        assert "data-send" not in html
        client.post(at(pulse), {CORE[0]: "yes"})
    assert stored(pulse).answers == 0


def test_students_of_a_teacher_alone_count_too(client, teacher, edition):
    pulse = open_pulse(make_lesson(teacher))
    client.post(at(pulse), {CORE[0]: "yes"})

    assert stored(pulse).answers == 1


def test_a_page_sent_twice_counts_once_also_without_a_cookie(client, pulse):
    """A reply that got lost: the phone knows nothing of it and sends once more."""
    ticket = re.search(r'name="ticket" value="([^"]+)"', client.get(at(pulse)).content.decode())[1]
    for _attempt in range(2):
        client.cookies.clear()
        client.post(at(pulse), {CORE[0]: "yes", HELPED: "De stappen.", "ticket": ticket})

    assert (stored(pulse).answers, PulseText.objects.count()) == (1, 1)


def test_a_deleted_visit_has_no_pulse_any_more(client, pulse, lesson):
    type(lesson).objects.filter(pk=lesson.pk).update(deleted_at=timezone.now())

    assert client.get(at(pulse)).status_code == 404
    assert client.post(at(pulse), {CORE[0]: "yes"}).status_code == 404
    assert stored(pulse).answers == 0


@pytest.mark.parametrize("address", ["/p/AB%00/", "/p/AB%00/thanks/", "/p/%F0%9F%98%80/", "/p/AB%2FCD/"])
def test_odd_codes_are_no_faults(client, db, address):
    assert client.get(address).status_code in (302, 404)


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, pulse, method):
    assert getattr(client, method)(at(pulse)).status_code == 405


def test_an_empty_form_counts_as_all_skipped(client, pulse):
    client.post(at(pulse), {})

    assert stored(pulse).counts[CORE[0]]["skip"] == 1


def test_a_shared_device_can_be_handed_over(client, pulse):
    client.post(at(pulse), {CORE[0]: "yes"})
    thanks = client.get(reverse("pulse_thanks", args=[pulse.code])).content.decode()
    assert f"/p/{pulse.code}/?again" in thanks
    assert f'action="/p/{pulse.code}/?again"' in client.get(at(pulse, "?again")).content.decode()
    client.post(at(pulse, "?again"), {CORE[0]: "no"})

    assert stored(pulse).answers == 2


def test_an_answer_that_is_none_is_refused_with_words_and_nothing_is_lost(client, pulse):
    reply = client.post(at(pulse), {CORE[0]: "perfect", HELPED: "x" * 301, CORE[1]: "no"})
    html = reply.content.decode()

    assert reply.status_code == 422
    assert "x" * 301 in html
    assert 'name="pulse.can" value="no" checked' in html
    assert "Dit kon nog niet worden verstuurd" in html
    assert stored(pulse).answers == 0


@pytest.mark.parametrize("typed", ["{code}", "{low}", " {spaced} ", "{dashed}"])
def test_a_code_may_be_typed_in_any_way(client, pulse, typed):
    code = pulse.code
    ways = {
        "code": code,
        "low": code.lower(),
        "spaced": f"{code[:3]} {code[3:]}",
        "dashed": f"{code[:3]}-{code[3:]}",
    }
    reply = client.post(reverse("pulse_enter"), {"code": typed.format(**ways)})

    assert reply.headers["Location"] == at(pulse)


def test_an_address_in_small_letters_leads_to_the_pulse(client, pulse):
    assert client.get(at(pulse).lower()).headers["Location"] == at(pulse)


@pytest.mark.parametrize("code", ["ZZZZZZ", "123", "x" * 40, "ë¿½"])
def test_a_wrong_code_is_told_and_stays_in_the_field(client, db, code):
    for reply in (client.post(reverse("pulse_enter"), {"code": code}), client.get(f"/p/{code}/")):
        assert reply.status_code == 404
        assert "Deze code kennen we niet" in words(reply)
        assert f'value="{code}"' in reply.content.decode()


def test_an_empty_code_is_told(client, db):
    reply = client.post(reverse("pulse_enter"), {"code": ""})

    assert reply.status_code == 404
    assert 'id="id_code_error"' in reply.content.decode()


def test_a_closed_pulse_is_friendly(client, lesson):
    pulse = asked(lesson, 1)
    reply = client.get(at(pulse))

    assert reply.status_code == 410
    assert "Deze studentpeiling is gesloten" in words(reply)


def test_who_was_just_too_late_is_told_that_nothing_was_counted(client, pulse):
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        reply = client.post(at(pulse), {CORE[0]: "yes", HELPED: "Mijn woorden."})

    assert reply.status_code == 410
    assert "Ze zijn niet geteld en niet bewaard." in words(reply)
    assert "Mijn woorden." in reply.content.decode()
    assert stored(pulse).answers == 0


def test_closing_between_the_check_and_the_count_is_told_too(client, pulse, monkeypatch):
    def late(**_facts):
        raise actions.Closed

    monkeypatch.setattr(actions, "answer", late)
    assert client.post(at(pulse), {CORE[0]: "yes"}).status_code == 410


def test_a_full_pulse_says_that_it_is_full(client, pulse):
    Pulse.objects.update(answers=MOST)
    for reply in (client.get(at(pulse)), client.post(at(pulse), {CORE[0]: "yes"})):
        assert (reply.status_code, "Deze studentpeiling is vol" in words(reply)) == (410, True)


def test_thanks_of_an_unknown_code_leads_to_the_code_page(client, db):
    assert client.get("/p/ZZZZZZ/thanks/").headers["Location"] == "/p/"


def test_the_pages_name_nobody_and_nothing_of_the_visit(client, pulse, lesson):
    pages = [client.get(at(pulse)), client.get(reverse("pulse_thanks", args=[pulse.code]))]
    for reply in pages:
        html = reply.content.decode()
        for fact in (
            lesson.subject,
            lesson.group,
            lesson.teacher.short_name,
            lesson.coach.short_name,
            str(lesson.pk),
        ):
            assert fact not in html
        assert "no-store" in reply.headers["Cache-Control"]


def test_who_is_signed_in_elsewhere_answers_as_anybody_else(client, pulse, team):
    client.force_login(make_person("Sam Bedacht", team=team, role="teacher", language="en"))
    html = client.get(at(pulse)).content.decode()

    assert "mk-nav" not in html
    assert '<html lang="nl"' in html
    client.post(at(pulse), {CORE[0]: "yes"})
    assert stored(pulse).answers == 1


def test_an_answer_takes_five_queries_and_one_with_a_text_eight(client, pulse, django_assert_num_queries):
    with django_assert_num_queries(5):  # pulse, savepoint, the locked row, the row written, savepoint
        client.post(at(pulse), {CORE[0]: "yes"})
    client.cookies.clear()
    with django_assert_num_queries(8):  # and: texts read, taken away, written anew
        client.post(at(pulse), {CORE[0]: "yes", HELPED: "De stappen."})
