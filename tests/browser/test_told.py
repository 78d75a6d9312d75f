"""The pages on which signing in at a school can end: for every hand and eye, and each leads on."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories
from tests.browser.at_school import answer, press, sign_in
from tests.browser.eyes import PHONE, complaints
from tests.signing_in.there import instead


@pytest.fixture
def iris(school):
    return factories.make_person("Iris Verzinsel", school=school, is_administrator=True, language="en")


@pytest.fixture
def page(stranger):
    return stranger(**PHONE)


def titled(page, text):
    expect(page.get_by_role("heading", level=1)).to_have_text(text)
    assert complaints(page) == []


def test_a_school_that_does_not_answer(page, service):
    cache.clear()
    instead(service, openid_configuration=(0, 500, ""))
    press(page, service)
    titled(page, "Your school does not answer")
    page.get_by_role("link", name="Open what is here").click()
    expect(page.get_by_text("Nobody is signed in.")).to_be_visible()


def test_an_answer_that_nobody_can_read(page, service, teacher):
    instead(service, token=(0, 200, "[]"))
    press(page, service)
    answer(page, teacher)
    titled(page, "Signing in at your school did not work")


def test_too_late_and_once_more(page, service, teacher):
    page.goto(f"{reverse('school_back', args=[service.provider_id])}?state=x")
    titled(page, "That took too long")
    sign_in(page, service, teacher, at="")


def test_signed_in_already_and_out_at_the_school_too(page, service, teacher):
    sign_in(page, service, teacher)
    page.goto(f"{reverse('school_back', args=[service.provider_id])}?state=x")
    titled(page, "You are signed in already")
    page.get_by_role("button", name="Sign out").click()
    titled(page, "Do others use this device too?")
    expect(page.get_by_role("link", name="Sign out at your school too")).to_be_visible()


def test_who_is_not_known_asks_for_a_place_and_an_administrator_reads_it(page, stranger, service, iris):
    newcomer = factories.make_person("Tess Verzonnen", school=factories.make_school("Elders"))
    press(page, service)
    answer(page, newcomer)
    titled(page, "You are not known here yet")
    page.get_by_role("button", name="Ask Iris for a place").click()
    titled(page, "You asked for a place")
    page.go_back()
    page.goto(reverse("school_ask"))
    titled(page, "You asked for a place")

    desk = stranger(**PHONE)
    press(desk, service, at="/account/login/?next=/people/")
    answer(desk, iris)
    expect(desk.get_by_text("One person asks for a place")).to_be_visible()
    assert complaints(desk) == []
