"""From a letter to the thing itself, on the phone of somebody who is not signed in; and no letter answers for
its reader."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from letters.postman import deliver
from observations.models import ToTell
from tests.browser.eyes import PHONE
from tests.factories import PASSWORD, fresh, make_lesson

YES = "Ja, kom maar"


@pytest.fixture(autouse=True)
def links_lead_here(settings, live_server):
    settings.SITE_URL = live_server.url


@pytest.fixture
def phone(strangers):
    """Nobody is signed in on it."""
    return strangers(locale="nl-NL", service_workers="block", **PHONE).new_page()


@pytest.fixture
def visit(edition, teacher, coach):
    start = timezone.now() + timedelta(days=2)
    return make_lesson(teacher, coach=coach, by=coach, start=start, end=start + timedelta(minutes=50))


def read(page, person):
    """The newest letter to this person, as a mail program shows it. Its subject."""
    deliver.call()
    letter = [letter for letter in mail.outbox if letter.to == [person.email]][-1]
    page.goto("about:blank")
    page.set_content(letter.alternatives[0].content)
    return letter.subject


def sign_in_there(page, person):
    """On the page that the link of a letter led to."""
    expect(page).to_have_url(re.compile("/account/login/"))
    page.get_by_label("E-mailadres").fill(person.email)
    page.get_by_text("Liever met een wachtwoord").click()
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()


def test_a_proposal_is_answered_on_a_page_that_asks_once_more(phone, visit, teacher, coach):
    assert read(phone, teacher) == "Coba Voorbeeld wil bij je meekijken"
    phone.get_by_role("link", name=YES).click()
    sign_in_there(phone, teacher)
    expect(phone).to_have_url(re.compile(f"/visits/{visit.pk}/"))
    assert fresh(visit).accepted_at is None
    phone.get_by_role("button", name=YES).click()
    expect(phone.get_by_role("button", name=YES)).to_have_count(0)
    assert fresh(visit).accepted_at

    phone.context.clear_cookies()
    assert read(phone, coach) == "Je kijkt mee bij Tijn Verzonnen"
    phone.get_by_role("link", name="Bekijk de afspraak").click()
    sign_in_there(phone, coach)
    expect(phone).to_have_url(re.compile(f"/visits/{visit.pk}/"))
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Tijn")


@pytest.mark.parametrize(("answer", "page"), [("Liever een ander moment", "move"), ("Nu niet", "cancel")])
def test_the_other_answers_lead_to_a_page_that_asks_too(phone, visit, teacher, answer, page):
    read(phone, teacher)
    phone.get_by_role("link", name=answer, exact=True).click()
    sign_in_there(phone, teacher)

    expect(phone).to_have_url(re.compile(f"/visits/{visit.pk}/{page}/"))
    assert (fresh(visit).cancelled_at, fresh(visit).start) == (None, visit.start)
    assert not ToTell.objects.untold().exists()
