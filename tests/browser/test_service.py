"""An administrator sets up the service by which the school signs in, as it goes on a screen: entered wrongly,
entered, tried, opened, and found on the sign-in page."""

import uuid

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from people.models import User
from tests import factories
from tests.browser.at_school import answer
from tests.browser.eyes import PHONE, complaints
from tests.signing_in import there

PAGE, SECRET = "/school/signing-in/", "een-geheim-van-toen"


@pytest.fixture
def administrator(lesson):
    return factories.make_person("Iris Verzinsel", school=lesson.team.school, is_administrator=True)


def register(page, issuer):
    """At the service, with the address that the page shows."""
    client = {"id": "meekijken", "secret": SECRET, "redirect_uri": page.locator("#link-back").inner_text()}
    requests.post(f"{issuer}/control", json={"client": client}, timeout=there.PATIENCE).raise_for_status()


def enter(page, issuer, secret=SECRET):
    page.get_by_label("Address of the service").fill(issuer)
    page.get_by_label("Client ID").fill("meekijken")
    page.get_by_label("Client secret").fill(secret)
    page.get_by_label("Domains of the addresses").fill("school.example")
    page.get_by_role("button", name="Save").click()


def test_from_nothing_to_a_button_on_the_sign_in_page(desk, administrator, lesson, services):
    issuer = services.issuer(f"beek-{uuid.uuid4().hex}")
    page = desk.sit(administrator, **PHONE)
    page.goto(PAGE)
    register(page, issuer)
    assert complaints(page) == []

    enter(page, "http://school.example")
    expect(page.get_by_role("heading", name="One thing is not right yet")).to_be_visible()
    expect(page.get_by_label("Client ID")).to_have_value("meekijken")
    expect(page.get_by_label("Client secret")).to_have_value("")
    assert complaints(page) == []
    enter(page, issuer)
    expect(page.get_by_role("heading", name="Not tried yet")).to_be_visible()
    assert complaints(page) == []

    page.get_by_role("button", name="Try it").click()
    answer(page, lesson.teacher)
    expect(page.get_by_role("heading", name="The trial worked")).to_be_visible()
    expect(page.get_by_text(f"comes in as {lesson.teacher.full_name}.")).to_be_visible()
    assert complaints(page) == []

    page.get_by_role("button", name="Open it").click()
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.locator("form:has(#id_password) button").click()
    expect(page.get_by_text("From now on the button of your school is on the sign-in page.")).to_be_visible()
    anybody = desk.strangers(locale="en-GB").new_page()
    anybody.goto(reverse("account_login"))
    expect(anybody.locator(".mk-door form[action*='/account/school/'] button").first).to_be_visible()


def test_what_went_wrong_there_is_told_here(desk, administrator, services):
    issuer = services.issuer(f"beek-{uuid.uuid4().hex}")
    page = desk.sit(administrator, **PHONE)
    page.goto(PAGE)
    register(page, issuer)
    enter(page, issuer, secret="een-ander-geheim")
    page.get_by_role("button", name="Try it").click()
    answer(page, administrator)

    expect(page.get_by_role("heading", name="The trial did not work")).to_be_visible()
    expect(page.get_by_text("The service does not take this client ID with this secret.")).to_be_visible()
    assert complaints(page) == []
    page.get_by_role("link", name="Another service or client ID").click()
    expect(page.get_by_text("No school account is linked now.")).to_be_visible()
    assert complaints(page) == []


def test_the_page_of_who_has_a_school_account_and_a_second_step_is_for_every_hand_and_eye(
    desk, administrator, lesson, services
):
    service = there.make_service(services, lesson.team.school, f"beek-{uuid.uuid4().hex}")
    User.objects.filter(pk=lesson.teacher.pk).update(last_login=timezone.now())
    SocialAccount.objects.create(provider=service.provider_id, uid="a", user=lesson.teacher)
    Authenticator.objects.create(user=lesson.teacher, type=Authenticator.Type.TOTP, data={})
    page = desk.sit(administrator, **PHONE)
    page.goto(reverse("person", args=[lesson.teacher.pk]))
    assert complaints(page) == []

    page.get_by_role("button", name="Unlink").click()
    expect(page.get_by_text("is no longer linked, and")).to_be_visible()
    page.get_by_role("button", name="Take the second step away").click()
    expect(page.get_by_text("can add new ones after signing in.")).to_be_visible()
