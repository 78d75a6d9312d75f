"""On a shared device nothing of one person is told to the next: what was not shown yet goes with the
session."""

import re

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from observations.models import Stage
from people.views import pages
from signing_in.views.again import ASK_AGAIN
from tests import factories
from tests.factories import fresh

TOLD = ("Rekenen", "VZ2B")


@pytest.fixture
def untold(client, team, coach):
    """A teacher said yes to a visit that overlaps another one, and the tab went before the page said so."""
    teacher = factories.make_person("Noor Fictief", team=team, role="teacher")
    factories.make_lesson(teacher)
    lesson = factories.make_lesson(teacher, coach=coach, by=coach)
    client.force_login(teacher)
    client.post(reverse("accept", args=[lesson.pk]))
    assert fresh(lesson).stage == Stage.PLANNED
    return lesson


def sign_out(client):
    client.post(reverse("account_logout"))


def session_ends(client):
    Session.objects.all().update(expire_date=timezone.now())


def session_is_gone(client):
    Session.objects.all().delete()


ENDS = [sign_out, session_ends, session_is_gone]


def shown(client, page="account_login"):
    """The messages on a page, and the page."""
    html = client.get(reverse(page)).content.decode()
    boxes = re.findall('<div class="mk-messages" role="status">(.*?)</div>', html, re.S)
    return [line for box in boxes for line in box.splitlines() if "mk-message" in line], html


def test_it_is_told_to_the_person_while_the_session_lasts(client, untold):
    assert any("Rekenen" in line for line in shown(client, "home")[0])
    assert shown(client, "home")[0] == []


@pytest.mark.parametrize("ends", ENDS)
def test_the_sign_in_page_tells_nothing_of_who_was_here(client, untold, ends):
    ends(client)

    _lines, html = shown(client)

    assert [word for word in TOLD if word in html] == []


@pytest.mark.parametrize("ends", ENDS)
def test_the_next_person_is_told_nothing_of_who_was_here(client, untold, coach, ends):
    ends(client)
    sam = factories.make_person("Sam Bedacht", team=untold.team, role="teacher")
    shown(client)

    client.post(reverse("account_login"), {"login": sam.email, "password": factories.PASSWORD})

    assert shown(client, "home")[0] == []


def test_who_takes_over_without_signing_out_first_is_told_nothing(client, untold, coach):
    client.force_login(coach)

    assert [line for line in shown(client, "me")[0] if "Rekenen" in line] == []


def test_no_cookie_holds_what_people_did(client, untold):
    names = {"sessionid", settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
    client.post(reverse("language"), {"language": "nl"})
    client.get(reverse("me"))

    assert set(client.cookies) - names == set()
    sign_out(client)
    assert client.get(reverse("account_login")).status_code == 200
    assert set(client.cookies) - names == {ASK_AGAIN}  # and says no more than that somebody did


def test_you_are_signed_out_is_said_once(client, teacher):
    client.force_login(teacher)
    sign_out(client)

    assert len(shown(client)[0]) == 1
    assert shown(client)[0] == []


def test_what_was_sent_when_another_tab_signed_out_stands_and_leads_to_sign_in(client, teacher, monkeypatch):
    """The message has nowhere to go any more; the page is not a fault."""
    client.force_login(teacher)
    real = pages.PreferencesForm.is_valid

    def signed_out_meanwhile(form):
        session_is_gone(client)
        return real(form)

    monkeypatch.setattr(pages.PreferencesForm, "is_valid", signed_out_meanwhile)
    response = client.post(reverse("preferences"), {})

    assert (response.status_code, response["Location"]) == (302, reverse("me"))
    teacher.refresh_from_db()
    assert not teacher.marks_judging_words
    assert client.get(reverse("me")).status_code == 302
