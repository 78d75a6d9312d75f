"""The sign-in page with the keyboard, and without a script: Enter does what the field asks for."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from tests.browser.eyes import PHONE, complaints
from tests.factories import PASSWORD
from tests.signing_in.test_code import newest_code

SIGNED_IN = re.compile(r"/$")


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(strangers, request):
    return strangers(locale="nl-NL", java_script_enabled=request.param, **PHONE).new_page()


def test_enter_in_the_password_signs_in(page, teacher):
    page.goto("/account/login/")
    page.locator("#id_login").fill(teacher.email)
    page.get_by_text("Liever met een wachtwoord").click()
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")

    expect(page).to_have_url(SIGNED_IN)
    assert mail.outbox == []


def test_enter_in_the_address_sends_a_code_and_enter_in_the_code_signs_in(page, teacher):
    page.goto("/account/login/")
    page.locator("#id_login").fill(teacher.email)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kijk in je mail")
    page.locator("#id_code").fill("FOUT-FOUT")
    page.keyboard.press("Enter")
    expect(page.locator("#id_code")).to_be_focused()
    page.locator("#id_code").fill(newest_code().lower())
    page.keyboard.press("Enter")

    expect(page).to_have_url(SIGNED_IN)


def test_nothing_is_wrong_with_its_pages(strangers, service, other_service, teacher):
    page = strangers(locale="nl-NL", **PHONE).new_page()
    page.goto("/account/login/")
    assert complaints(page) == []
    page.locator("#id_login").fill(teacher.email)
    page.get_by_role("button", name="Mail me een code").click()
    expect(page).to_have_url(re.compile("/account/code/enter/"))
    page.locator("#id_code").fill("FOUT-FOUT")
    page.keyboard.press("Enter")
    expect(page.locator(".mk-error")).to_be_visible()
    assert complaints(page) == []
    page.goto("/account/code/")
    page.get_by_role("button", name="Mail me een code").click()
    expect(page.locator(".mk-error")).to_be_visible()
    assert complaints(page) == []
