"""Nothing can be saved: a full disk, a database that is closed to writing or gone. One clear page, and no
word is promised to be kept."""

import errno
import json
import logging

import pytest
from django.db import InternalError, OperationalError, connection
from django.http import UnreadablePostError
from django.urls import reverse

from observations.models import Answer, Lesson
from observations.templatetags.written import typed
from people.models import User
from tests import factories
from tests.factories import PASSWORD
from tests.observations.test_planning import own
from tests.pulse.conftest import open_pulse

SECRET = "geheime woorden"
ENGLISH = "Nothing can be saved right now"
DUTCH = "Er kan nu niets bewaard worden"


def full(fault=OperationalError):
    """The database as it is on a full disk: it can be read."""

    def refuse(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            raise fault(f"database or disk is full: {SECRET}")
        return execute(sql, params, many, context)

    return connection.execute_wrapper(refuse)


@pytest.fixture
def client(client):
    client.raise_request_exception = False
    return client


def assert_clear(reply, words):
    assert reply.status_code == 503
    assert reply["Retry-After"]
    assert words in reply.content.decode()


@pytest.mark.parametrize("fault", [OperationalError, InternalError])
def test_at_sign_in_it_is_no_puzzling_400(client, teacher, fault, caplog):
    form = {"login": teacher.email, "password": PASSWORD}
    with full(fault):
        assert_clear(client.post(reverse("account_login"), form), DUTCH)
    client.cookies["django_language"] = "en"
    with full(fault):
        assert_clear(client.post(reverse("account_login"), form), ENGLISH)

    assert any(record.levelno == logging.ERROR for record in caplog.records)  # told, so that somebody looks


def test_what_was_typed_is_on_the_page_and_a_password_never(client, lesson, coach, teacher):
    client.force_login(coach)
    User.objects.filter(pk=coach.pk).update(language="en")
    with full():
        reply = client.post(reverse("look", args=[lesson.pk]), {"note-saf.other_views": SECRET})
    assert_clear(reply, ENGLISH)
    assert SECRET in reply.content.decode()
    assert not Answer.objects.exists()
    client.logout()
    with full():
        reply = client.post(reverse("account_login"), {"login": teacher.email, "password": PASSWORD})
    assert PASSWORD not in reply.content.decode()


@pytest.mark.parametrize(
    ("name", "text", "is_shown"),
    [
        ("subject", "Rekenen", True),  # a single word of a visit
        ("a_field_of_tomorrow", "Ze bleven bij hun plan", True),
        ("part", "teacher_account", False),  # a choice
        ("password", "drie losse woorden", False),
    ],
)
def test_the_words_of_any_form_are_shown(rf, name, text, is_shown):
    request = rf.post("/", {name: text})
    assert typed(request) == [text] * is_shown


def test_a_visit_that_could_not_be_planned_is_not_there(client, edition, teacher, coach):
    client.force_login(teacher)
    with full():
        assert_clear(client.post(reverse("plan"), own(teacher, coach=coach.pk)), DUTCH)
    assert not Lesson.objects.exists()


def test_the_script_of_a_page_is_told_to_try_again(client, lesson, coach):
    client.force_login(coach)
    body = {"voice": "coach", "entry": factories.answer("saf.other_views", "seen", SECRET)}
    with full():
        reply = client.post(
            reverse("entries", args=[lesson.pk]), json.dumps(body), content_type="application/json"
        )

    assert (reply.status_code, reply.json()) == (
        503,
        {},
    )  # no kind of static/js/send.js, so kept and tried again


def test_students_are_told_too(client, lesson, teacher):
    pulse = open_pulse(lesson)
    with full():
        reply = client.post(reverse("pulse_answer", args=[pulse.code]), {"pulse.can": "yes"})
    assert_clear(reply, 'value="yes" checked')
    assert not reply.cookies.get("answered")


def test_a_database_that_does_not_answer_at_all(client, teacher):
    client.force_login(teacher)

    def gone(*args):
        raise OperationalError(f"no route to host db-7 {SECRET}")

    with connection.execute_wrapper(gone):
        for address in (reverse("home"), reverse("account_login"), reverse("pulse_answer", args=["CDFGHJ"])):
            reply = client.get(address)
            assert reply.status_code in (200, 503), address
            assert "db-7" not in reply.content.decode()


def test_a_folder_without_room(client, coach, lesson, monkeypatch):
    client.force_login(coach)

    def no_room(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("observations.recording.record", no_room)
    assert_clear(client.post(reverse("look", args=[lesson.pk]), {"note-saf.other_views": SECRET}), DUTCH)


def test_the_log_says_that_and_where_but_no_words(client, teacher, caplog):
    client.force_login(teacher)
    with full():
        client.post(reverse("plan"), own(teacher))
        client.post(reverse("account_login"), {"login": teacher.email, "password": PASSWORD})
    handlers = logging.getLogger("django.request").handlers
    said = "".join(handlers[0].format(record) for record in caplog.records if record.levelno == logging.ERROR)
    assert "OperationalError" in said
    assert SECRET not in said


def test_a_connection_that_breaks_off_is_no_fault_of_ours(client, monkeypatch):
    def broken(*args):
        raise UnreadablePostError

    monkeypatch.setattr("pulse.forms.CodeForm.__init__", broken)
    assert client.post(reverse("pulse_enter"), {"code": "x"}).status_code == 400


def test_any_other_fault_stays_our_fault(client, monkeypatch):
    def wrong(*args):
        raise ValueError

    monkeypatch.setattr("pulse.forms.CodeForm.__init__", wrong)
    assert client.post(reverse("pulse_enter"), {"code": "x"}).status_code == 500
