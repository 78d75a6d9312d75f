"""Passkeys in a browser that has a key of its own, which a driver touches; and what the browser refuses, in
words."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.at_school import arrives, sign_in_with_password, speak_english, who
from tests.browser.eyes import PHONE, complaints
from tests.browser.test_drafts import WORDS, end_session, field
from tests.browser.test_signing_in import sign_out
from tests.factories import bring_to
from tests.signing_in import steps

KEY = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
       "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip


class Key:
    """What a phone or laptop has behind its lock."""

    def __init__(self, page, **options):
        self.own = page.context.new_cdp_session(page)
        self.own.send("WebAuthn.enable")
        self.id = self.own.send("WebAuthn.addVirtualAuthenticator", {"options": KEY | options})[
            "authenticatorId"
        ]

    def go(self):
        self.own.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self.id})


def add(page, name="Tablet"):
    page.goto(reverse("passkey_add"))
    page.locator("[name=name]").fill(name)
    page.get_by_role("button", name="Make the passkey").click()


@pytest.fixture
def with_passkey(stranger, teacher):
    """A page of the teacher, who signed in and made one, and is out again."""
    page = stranger()
    page.key = Key(page)
    sign_in_with_password(page, teacher)
    add(page)
    expect(page.get_by_role("heading", name="Recovery codes", level=1)).to_be_visible()
    page.codes = page.locator(".mk-codes li").all_inner_texts()
    sign_out(page)
    return page


def press(page):
    page.get_by_role("button", name="Passkey", exact=True).click()


def said(page, name):
    return page.locator(f'[data-passkey-said="{name}"]')


def test_one_is_made_and_lets_in_where_one_was_going(with_passkey, teacher):
    page = with_passkey
    page.goto("/account/login/?next=/me/")
    press(page)
    arrives(page, "/me/")
    assert who(page) == str(teacher.pk)
    page.goto(reverse("ways"))
    expect(page.get_by_text("Used last on")).to_be_visible()


def test_words_of_a_form_come_along(with_passkey, lesson):
    page, opened = with_passkey, bring_to("open", lesson)
    page.goto("/account/login/")
    press(page)
    expect(page.locator(".mk-nav")).to_be_visible()
    page.goto(f"/visits/{opened.pk}/reply/")
    field(page).fill(WORDS)
    end_session()
    page.get_by_role("button", name="Add it").click()
    press(page)

    expect(page.get_by_text("It is not saved yet")).to_be_visible()
    expect(field(page)).to_have_value(WORDS)


def test_it_is_the_second_step_of_a_password(with_passkey, teacher):
    page = with_passkey
    sign_in_with_password(page, teacher, at="/account/login/?next=/me/", asks=True)
    page.get_by_role("button", name="Go on with a passkey").click()
    arrives(page, "/me/")


def test_it_says_once_more_who_one_is(with_passkey, desk, teacher):
    page = with_passkey
    page.context.add_cookies([desk.session(teacher)])  # who came in is not known any more
    page.goto(reverse("totp_add"))
    page.get_by_role("button", name="With a passkey").click()
    expect(page.get_by_role("heading", name="An app for codes")).to_be_visible()


def test_by_keys_alone(with_passkey, teacher):
    page = with_passkey
    page.goto("/account/login/")
    page.locator("#id_login").focus()
    while page.evaluate("document.activeElement.innerText.trim()") != "Passkey":
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement !== document.body")
    page.keyboard.press("Enter")
    expect(page.locator(".mk-nav")).to_be_visible()


# --- what a browser refuses ----------------------------------------------------------------------------


def test_without_one_on_this_device(stranger, teacher):
    page = stranger()
    Key(page)
    page.goto("/account/login/")
    press(page)
    expect(said(page, "stopped")).to_be_visible()


def test_with_the_wrong_finger(with_passkey):
    page = with_passkey
    page.goto("/account/login/")
    page.key.own.send("WebAuthn.setUserVerified", {"authenticatorId": page.key.id, "isUserVerified": False})
    press(page)
    expect(said(page, "stopped")).to_be_visible()


def test_a_second_one_on_the_same_device(with_passkey):
    page = with_passkey
    page.goto("/account/login/")
    press(page)
    expect(page.locator(".mk-nav")).to_be_visible()
    add(page, "Nog een")
    expect(said(page, "here")).to_be_visible()
    expect(page.locator("[name=name]")).to_have_value("Nog een")


def test_on_a_device_without_a_lock(stranger, teacher):
    page = stranger()
    Key(page, hasUserVerification=False, isUserVerified=False)
    sign_in_with_password(page, teacher)
    add(page)
    expect(page.locator("[data-passkey-said]:visible")).to_have_count(1)


def test_at_an_address_that_is_a_number(stranger, live_server):
    page = stranger()
    page.goto(live_server.url.replace("localhost", "127.0.0.1") + "/account/login/")
    press(page)
    expect(said(page, "site")).to_be_visible()


def test_without_a_network(with_passkey):
    page = with_passkey
    page.goto("/account/login/")
    page.context.set_offline(True)
    press(page)
    expect(said(page, "away")).to_be_visible()
    page.context.set_offline(False)
    press(page)
    expect(page.locator(".mk-nav")).to_be_visible()


@pytest.mark.parametrize(
    ("fault", "words"),
    [("AbortError", "stopped"), ("NotSupportedError", "unable"), ("UnknownError", "other")],
)
def test_what_no_driver_brings_about(stranger, fault, words):
    page = stranger()
    page.add_init_script(
        f"navigator.credentials.get = () => Promise.reject(new DOMException('no', '{fault}'))"
    )
    page.goto("/account/login/")
    press(page)
    expect(said(page, words)).to_be_visible()


@pytest.mark.parametrize("browser", ["no script", "too old"])
def test_where_there_are_none_there_is_no_button(stranger, teacher, browser):
    page = stranger(java_script_enabled=browser != "no script")
    page.add_init_script("delete window.PublicKeyCredential")
    page.goto("/account/login/")
    expect(page.get_by_role("button", name="Mail me a code")).to_be_visible()
    expect(page.get_by_role("button", name="Passkey", exact=True)).to_be_hidden()
    expect(page.locator("[data-passkey-said]:visible")).to_have_count(0)  # nobody asked
    if browser == "too old":
        sign_in_with_password(page, teacher)
        page.goto(reverse("passkey_add"))
        expect(said(page, "unknown")).to_be_visible()


# --- an app, and recovery codes ------------------------------------------------------------------------


@pytest.mark.parametrize("script", [True, False])
def test_an_app_is_added_and_asked_for(stranger, teacher, script):
    page = stranger(java_script_enabled=script)
    sign_in_with_password(page, teacher)
    page.goto(reverse("totp_add"))
    secret = page.locator("#secret").inner_text().replace(" ", "")
    page.locator("[name=code]").fill("nee")
    page.get_by_role("button", name="Use this app").click()
    expect(page.locator("#secret")).to_have_text(" ".join(secret[at : at + 4] for at in range(0, 32, 4)))
    page.locator("[name=code]").fill(steps.figures(secret))
    page.get_by_role("button", name="Use this app").click()
    expect(page.locator(".mk-codes li")).to_have_count(10)
    codes = page.locator(".mk-codes li").all_inner_texts()
    sign_out(page)

    sign_in_with_password(page, teacher, at="/account/login/?next=/me/", asks=True)
    page.locator("[name=code]").fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator(".mk-error").first).to_be_visible()
    page.locator("[name=code]").fill(steps.figures(secret, 1))
    page.keyboard.press("Enter")
    arrives(page, "/me/")
    sign_out(page)

    sign_in_with_password(page, teacher, asks=True)
    page.locator("[name=code]").fill(codes[0])
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator(".mk-nav")).to_be_visible()


def test_words_of_a_form_come_along_over_the_second_step(with_passkey, lesson):
    page, opened = with_passkey, bring_to("open", lesson)
    speak_english(opened.teacher)
    page.goto("/account/login/")
    press(page)
    expect(page.locator(".mk-nav")).to_be_visible()
    page.goto(f"/visits/{opened.pk}/reply/")
    field(page).fill(WORDS)
    end_session()
    page.get_by_role("button", name="Add it").click()
    sign_in_with_password(page, opened.teacher, at="", asks=True)
    page.locator("[name=code]").fill(page.codes[0])
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(field(page)).to_have_value(WORDS)


def test_every_page_is_for_every_hand_and_eye(with_passkey, teacher, desk):
    page = with_passkey
    sign_in_with_password(page, teacher, asks=True)
    found = complaints(page)
    page.set_viewport_size(PHONE["viewport"])
    page.locator("[name=code]").fill("nee")
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in", exact=True).click()
    found += complaints(page)
    page.get_by_role("button", name="Go on with a passkey").click()
    expect(page.locator(".mk-nav")).to_be_visible()
    for name in ("ways", "passkey_add", "totp_add", "recovery_codes"):
        page.goto(reverse(name))
        found += complaints(page)
    page.goto(reverse("ways"))
    with page.expect_navigation():
        page.get_by_role("link", name="Take away Tablet").click()
    found += complaints(page)
    page.context.add_cookies([desk.session(teacher)])  # who came in is not known any more
    page.goto(reverse("totp_add"))
    found += complaints(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Mail me a code").click()
    found += complaints(page)

    assert found == []
