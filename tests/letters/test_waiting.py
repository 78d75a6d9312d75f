"""What an administrator sees of letters that wait: how many, since when and why; nothing of a visit."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from lxml import html

from letters.models import Round
from letters.postman import deliver
from observations.models import ToTell
from tests import factories
from tests.letters.mail_server import MailServer, always, hang_up, to
from tests.letters.test_mail_server import connect

PAGE = reverse("letters_waiting")


@pytest.fixture
def administrator(school):
    return factories.make_person("Ada Beheer", school=school, is_administrator=True, language="en")


@pytest.fixture
def proposal(edition, teacher, coach):
    """To Tijn; it waits."""
    start = timezone.now() + timedelta(days=30)
    return factories.make_lesson(teacher, coach=coach, by=coach, start=start, end=None)


@pytest.fixture
def page(client, administrator):
    def read(path=PAGE):
        client.force_login(administrator)
        main = html.fromstring(client.get(path).content.decode()).find(".//main")
        return " ".join(main.text_content().split())

    return read


def bring(settings, **tricks):
    with MailServer(**tricks) as server:
        connect(settings, server.port)
        deliver.call()


LATER = timedelta(days=1)


def test_where_all_is_told_no_letter_waits(page):
    assert "No letter waits." in page()
    assert "waiting since" not in page("/")


def test_a_server_that_is_away(settings, page, proposal, teacher, coach):
    bring(settings, greet=always("421 later"))
    said = page()

    assert "1 letter waits, since" in said
    assert "The mail server does not answer, or breaks off." in said
    assert "SMTPConnectError 421" in said
    for hidden in (teacher.short_name, coach.short_name, proposal.subject, proposal.group, "proposed"):
        assert hidden not in said


WHY = {
    "an unknown address": ({"rcpt": "550 who"}, "The mail server does not know this address"),
    "an address for later": ({"rcpt": "451 later"}, "The mail server asks to try again later."),
    "words that are no reply": ({"taken": "well, yes"}, "The mail server asks to try again later."),
    "a letter that is broken off": ({"data": hang_up}, "The mail server breaks off while it takes a letter."),
}


@pytest.mark.parametrize("what", WHY)
def test_whose_letter_does_not_get_through(settings, page, proposal, teacher, coach, what):
    [(step, said)], words = WHY[what][0].items(), WHY[what][1]
    trick = said if callable(said) else always(said)
    bring(settings, **{step: to(teacher.email, trick)})
    found = page()

    assert words in found
    assert teacher.full_name in found
    for hidden in (teacher.email, coach.short_name, proposal.subject, proposal.group, "proposed"):
        assert hidden not in found


def test_an_address_that_no_letter_can_have(settings, page, proposal, teacher):
    teacher.email = "ümlaut@school.example"
    teacher.save()
    bring(settings)

    assert "The app could not write or address a letter." in page()


def test_what_is_behind_a_letter_that_does_not_get_through_waits_too(
    settings, page, proposal, teacher, coach
):
    bring(settings, rcpt=always("451 later"))
    start = proposal.start + timedelta(days=1)
    factories.make_lesson(teacher, coach=coach, by=coach, start=start, end=None)
    bring(settings)

    assert "2 letters wait, the first since" in page()
    assert page().count(teacher.full_name) == 1


def test_what_waits_for_its_hour_is_not_held_up(page, proposal):
    ToTell.objects.update(not_before=timezone.now() + timedelta(hours=9))

    assert "No letter waits." in page()


def test_what_waits_for_hours_is_told_on_the_start_page(page, proposal):
    assert "have been waiting" not in page("/")
    with time_machine.travel(timezone.now() + timedelta(hours=4)):
        assert "Letters to people of your school have been waiting since" in page("/")
        assert "Nobody brings them." in page()


def test_nobody_else_is_told_on_the_start_page(client, proposal, coach):
    client.force_login(coach)
    with time_machine.travel(timezone.now() + timedelta(hours=4)):
        text = client.get("/").content.decode()

    assert PAGE not in text


def test_of_another_school_nothing_is_told(settings, page, client, proposal):
    bring(settings, rcpt=always("550 who"))
    other = factories.make_person(
        "Vera Vreemd", school=factories.make_school("Andere School"), is_administrator=True, language="en"
    )
    client.force_login(other)
    said = client.get(PAGE).content.decode()

    assert "No letter waits." in said
    assert "Tijn" not in said


def test_once_the_server_is_well_nothing_is_left_on_the_page(settings, page, proposal):
    bring(settings, greet=always("421 later"))
    with time_machine.travel(timezone.now() + LATER):
        bring(settings)
        assert "No letter waits." in page()

    assert Round.objects.get().why == ""


def test_where_no_mail_server_is_connected_the_page_says_so(settings, page, proposal):
    settings.MAIL_HOST = ""

    assert "Nobody gets a letter: no mail server is connected." in page()
    assert "stays on the server, in the folder of letters" in page()
    assert "No letter waits." not in page()


def test_the_page_asks_the_same_however_many_wait(
    client, administrator, edition, team, coach, django_assert_max_num_queries, settings
):
    settings.SESSION_SAVE_EVERY_REQUEST = False
    for name in ("Sam Bedacht", "Noor Fictief", "Puck Pseudoniem"):
        reader = factories.make_person(name, team=team, role="teacher")
        start = timezone.now() + timedelta(days=30)
        factories.make_lesson(reader, coach=coach, by=coach, start=start, end=None)
    bring(settings, rcpt=always("550 who"))
    client.force_login(administrator)
    client.get(PAGE)
    with django_assert_max_num_queries(5):
        text = client.get(PAGE).content.decode()

    assert text.count("does not know this address") == 3
