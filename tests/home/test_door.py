"""What is too large for any honest form is refused at every address, before anything of it is read or
written."""

import json
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from home.middleware import FEW_LINES, LARGEST
from people.models import User
from pulse.models import MAX_STUDENT_TEXT
from tests.pulse.conftest import CORE, EASIER, HELPED, open_pulse

HUGE = 60_000_000
FORM, FILES = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"


class Unread:
    """A body that nobody may look at."""

    def read(self, *_size):
        raise AssertionError("the body was read")

    readline = read


def send(client, address, length, content_type=FORM, **headers):
    return client.generic(
        "POST", address, b"x", content_type, CONTENT_LENGTH=str(length), **{"wsgi.input": Unread()} | headers
    )


@pytest.fixture
def addresses(lesson):
    """Rooms of everybody, of who is signed in, of administrators, of nobody; by name and by hand."""
    visit = [reverse(name, args=[lesson.pk]) for name in ("look", "entries", "addition", "talk", "pulse")]
    names = (
        "home",
        "plan",
        "school",
        "health",
        "account_login",
        "account_reset_password",
        "pulse_enter",
        "language",
        "people",
    )
    return [*visit, *map(reverse, names), "/p/CDFGHJ/", "/no/such/page/"]


@pytest.mark.django_db
@pytest.mark.parametrize("content_type", [FORM, FILES, "application/json", "text/plain"])
def test_sixty_megabytes_are_refused_everywhere_unread(client, addresses, coach, content_type):
    for person in (None, coach):
        if person:
            client.force_login(person)
        for address in addresses:
            assert send(client, address, HUGE, content_type).status_code == 413, address


@pytest.mark.django_db
def test_the_page_says_so_in_the_readers_language(client, coach):
    assert "Dit is te groot" in send(client, "/p/", HUGE).content.decode()
    User.objects.filter(pk=coach.pk).update(language="en")
    client.force_login(coach)
    reply = send(client, reverse("plan"), HUGE)

    assert "This is too large" in reply.content.decode()
    assert '<html lang="en">' in reply.content.decode()


@pytest.mark.django_db
def test_the_script_of_a_page_gets_the_reason_beside_the_field(client, lesson, coach):
    client.force_login(coach)
    reply = send(client, reverse("entries", args=[lesson.pk]), HUGE, "application/json")

    assert reply.status_code == 413
    assert json.loads(reply.content)["errors"]["__all__"][0]["message"]


@pytest.mark.django_db
def test_pages_of_a_few_lines_take_no_more(client):
    for address in ("/p/", "/p/CDFGHJ/", reverse("account_login"), reverse("language")):
        assert send(client, address, FEW_LINES + 1).status_code == 413, address
    assert client.post(reverse("pulse_enter"), {"code": "x" * (FEW_LINES - 100)}).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("length", [None, "", "5"])
def test_a_body_without_its_length_is_not_waited_for(client, length):
    """In pieces (chunked), as no browser sends a form."""
    headers = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": Unread(), "CONTENT_LENGTH": length or ""}
    assert client.generic("POST", "/p/", b"x", FORM, **headers).status_code == 411


def test_the_longest_answer_of_a_student_fits(client, lesson):
    pulse = open_pulse(lesson, chosen=[HELPED, EASIER])
    longest = {f"text-{key}": "🎈" * (MAX_STUDENT_TEXT // 2) for key in (HELPED, EASIER)}
    sent = urlencode(dict.fromkeys(CORE, "yes") | longest)
    reply = client.post(reverse("pulse_answer", args=[pulse.code]), sent, content_type=FORM)

    assert reply.status_code == 302
    assert pulse.texts.count() == 2


def test_a_whole_page_of_long_notes_fits(client, lesson, coach):
    """Every point with a note of two thousand letters that take three signs each on the way."""
    client.force_login(coach)
    notes = {f"note-{item.key}": "é" * 6000 for item in lesson.content.points}
    sent = urlencode(notes)
    assert LARGEST / 4 < len(sent) < LARGEST
    assert client.post(reverse("look", args=[lesson.pk]), sent, content_type=FORM).status_code in (302, 422)


@pytest.mark.django_db
def test_just_too_large_is_refused_and_just_not_is_read(client, coach):
    client.force_login(coach)
    assert send(client, reverse("propose"), LARGEST + 1).status_code == 413
    with pytest.raises(AssertionError, match="the body was read"):
        send(client, reverse("propose"), LARGEST)
