"""A person at the service of a school, in a browser: tests/signing_in/idp.py asks there who one is."""

import json
import uuid
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from people.models import User
from tests.factories import PASSWORD
from tests.signing_in import there
from tests.signing_in.there import claims

CLAIMS = "textarea[name=claims]"
REFUSALS = """addEventListener("securitypolicyviolation",
  ({ violatedDirective, blockedURI }) => console.error("refused:", violatedDirective, blockedURI))"""


@pytest.fixture
def service(services, school, live_server):
    """The service of `school`, which knows where the browser comes back."""
    return there.make_service(services, school, f"beek-{uuid.uuid4().hex}", host=live_server.url)


@pytest.fixture
def stranger(strangers, live_server):
    """Makes a page on which nobody is signed in; what its policy refuses, and any error of it, fails the
    test."""
    wrong = []

    def take(**options):
        usual = {"viewport": {"width": 820, "height": 1180}, "locale": "en-GB", "service_workers": "block"}
        context = strangers(**usual | {"timezone_id": "Europe/Amsterdam"} | options)
        context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": "en", "url": live_server.url}])
        context.add_init_script(REFUSALS)
        context.on("console", lambda said: wrong.append(said.text) if is_refusal(said.text) else None)
        context.on("weberror", lambda fault: wrong.append(fault.error))
        return context.new_page()

    yield take
    assert wrong == []


def is_refusal(text):
    return text.startswith("refused:") or "Content Security Policy" in text


def button(page, service):
    return page.locator(f'form[action="{start(service)}"] button')


def start(service):
    return reverse("school_start", args=[service.provider_id])


def press(page, service, at="/account/login/"):
    """On the button of that school, up to the page there."""
    if at:
        page.goto(at)
    button(page, service).click()


def answer(page, person, **more):
    """Who one is, typed on the page of the service."""
    page.locator(CLAIMS).fill(json.dumps(claims(person.email, **more) if person else None))
    page.get_by_role("button", name="Go on").click()


def sign_in(page, service, person, at="/account/login/"):
    speak_english(person)
    press(page, service, at)
    answer(page, person)
    expect(page.locator(".mk-nav")).to_be_visible()


def arrives(page, path):
    page.wait_for_url(lambda url: urlsplit(url).path == path)


def speak_english(person):
    User.objects.filter(pk=person.pk).update(language="en")


def who(page):
    """The primary key of who is signed in, as the page says it; "" for nobody."""
    return page.evaluate("document.documentElement.dataset.person || ''")


def sign_in_with_password(page, person, at="/account/login/", asks=False):
    """`asks` where a second step comes."""
    speak_english(person)
    if at:
        page.goto(at)
    page.locator("#id_login").fill(person.email)
    page.locator(".mk-door-password > summary").click()
    page.locator("#id_password").fill(PASSWORD)
    page.locator(".mk-door-password button").click()
    if asks:
        expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    else:
        expect(page.locator(".mk-nav")).to_be_visible()
