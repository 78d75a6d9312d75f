"""Signing in at a school's service, in a browser: our policy, Back, tabs, a tablet that is handed over."""

import json
from contextlib import suppress

import pytest
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Error, expect

from observations.models import Addition, Answer
from tests.browser.at_school import (
    CLAIMS,
    answer,
    arrives,
    button,
    press,
    sign_in,
    sign_in_with_password,
    speak_english,
    who,
)
from tests.browser.test_capture import note, status
from tests.browser.test_drafts import WORDS, drafts, end_session, field
from tests.browser.test_offline import TO_SEND, offline, wait, wait_until_kept
from tests.factories import bring_to
from tests.signing_in.test_code import newest_code
from tests.signing_in.there import asked, claims, instead

PROPOSE = "/visits/propose/"


def test_the_button_leads_there_and_back_under_our_policy(stranger, service, teacher):
    page = stranger()
    sign_in(page, service, teacher, at="/account/login/?next=/me/")
    arrives(page, "/me/")
    assert who(page) == str(teacher.pk)


def test_without_javascript_too(stranger, service, teacher):
    page = stranger(java_script_enabled=False)
    sign_in(page, service, teacher, at="/account/login/?next=/me/")
    arrives(page, "/me/")


@pytest.mark.parametrize("script", [True, False])
def test_back_from_the_service_is_the_sign_in_page(stranger, service, teacher, script):
    """And forward, and once more: nobody is trapped on the page in between."""
    page = stranger(java_script_enabled=script)
    press(page, service)
    expect(page.locator(CLAIMS)).to_be_visible()
    page.go_back()
    expect(button(page, service)).to_be_visible()
    sign_in(page, service, teacher, at="")


@pytest.mark.parametrize("order", ["first", "last"])
def test_two_tabs_finish_in_any_order(stranger, service, teacher, order):
    speak_english(teacher)
    one = stranger()
    two = one.context.new_page()
    for page in (one, two):
        press(page, service)
    for page in (one, two) if order == "first" else (two, one):
        answer(page, teacher)
        expect(page.locator(".mk-nav")).to_be_visible()
    assert service.accounts.count() == 1


def test_the_same_way_back_twice_is_no_fault(stranger, service, teacher):
    page, came = stranger(), []
    page.on("request", lambda request: came.append(request.url) if "/back/?" in request.url else None)
    sign_in(page, service, teacher)
    page.goto(came[0])
    page.reload()
    expect(page.get_by_role("heading", name="You are signed in already")).to_be_visible()
    page.get_by_role("link", name="Go on").click()
    expect(page.locator(".mk-nav")).to_be_visible()

    sign_out(page)
    page.goto(came[0])
    expect(page.get_by_role("heading", name="That took too long")).to_be_visible()
    sign_in(page, service, teacher, at="")


def test_back_after_signing_in_leads_to_no_second_sign_in(stranger, service, teacher):
    page = stranger()
    sign_in(page, service, teacher)
    page.go_back()  # the page there, or ours
    page.goto("/account/login/")
    expect(page.locator(".mk-nav")).to_be_visible()
    page.go_back()
    page.goto("/me/")
    assert who(page) == str(teacher.pk)


def sign_out(page, asks=False):
    """`asks` where something is not on the server yet."""
    page.goto("/account/logout/")
    page.locator("[data-sign-out] button").click()
    if asks:
        expect(page.locator("[data-warning]")).to_be_visible()
        page.locator("[data-sign-out] button").click()
    expect(page.locator("[data-sign-out]")).to_have_count(0)


# --- words that were not saved -------------------------------------------------------------------------


@pytest.mark.parametrize("script", [True, False])
def test_words_of_a_form_come_along_there_and_back(stranger, service, lesson, script):
    page = stranger(java_script_enabled=script)
    opened = bring_to("open", lesson)
    sign_in(page, service, opened.teacher)
    page.goto(f"/visits/{opened.pk}/reply/")
    field(page).fill(WORDS)
    end_session()
    forgotten_there(page)
    page.get_by_role("button", name="Add it").click()
    press(page, service, at="")
    expect(page.locator(CLAIMS)).to_be_visible()
    sign_in(page, service, opened.teacher)  # begun anew, on the page that one opens for it

    expect(field(page)).to_have_value(WORDS)
    assert not Addition.objects.exists()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("Added, with today’s date.")).to_be_visible()


def test_words_are_there_after_back_to_a_page_that_a_form_led_to(stranger, service, lesson):
    """Chromium shows a page of its own there, which asks whether to send it again."""
    page, opened = stranger(), bring_to("open", lesson)
    sign_in(page, service, opened.teacher)
    page.goto(f"/visits/{opened.pk}/reply/")
    field(page).fill(WORDS)
    end_session()
    forgotten_there(page)
    page.get_by_role("button", name="Add it").click()
    press(page, service, at="")
    expect(page.locator(CLAIMS)).to_be_visible()
    with suppress(Error):
        page.go_back()
    wait(page, lambda: service.issuer not in page.url)
    page.goto("/account/login/")
    expect(page.get_by_text("your words will then be in their form again")).to_be_visible()
    sign_in(page, service, opened.teacher, at="")
    expect(field(page)).to_have_value(WORDS)
    assert not Addition.objects.exists()


def test_words_go_to_nobody_else(stranger, service, lesson):
    page = stranger()
    opened = bring_to("open", lesson)
    sign_in(page, service, opened.teacher)
    page.goto(f"/visits/{opened.pk}/reply/")
    field(page).fill(WORDS)
    end_session()
    page.get_by_role("button", name="Add it").click()
    forgotten_there(page)
    sign_in(page, service, opened.coach, at="")

    page.goto(f"/visits/{opened.pk}/reply/")
    expect(field(page)).to_have_value("")
    expect(page.get_by_text(WORDS)).to_have_count(0)


def forgotten_there(page):
    page.context.clear_cookies(domain="127.0.0.1")


# --- a tablet that is handed over ----------------------------------------------------------------------


def test_a_tablet_that_is_handed_over(stranger, service, lesson):
    """With the service worker on. The service remembers who signed in there, and asks again all the same."""
    page = stranger(service_workers="allow")
    sign_in(page, service, lesson.coach)
    page.goto(f"/visits/{lesson.pk}/look/")
    wait_until_kept(page)
    page.goto(PROPOSE)
    message(page).fill(WORDS)
    wait(page, lambda: [each["entry"]["text"] for each in drafts(page)] == [WORDS])
    sign_out(page, asks=True)
    assert prompts(service) == []

    sign_in(page, service, lesson.teacher)
    assert prompts(service) == ["login"]
    page.goto("/device/")
    expect(page.get_by_text("Nothing: all that you wrote here is on the server.")).to_be_visible()
    assert page.goto(f"/visits/{lesson.pk}/look/").status == 404
    offline(page)
    with suppress(Error):
        page.goto(f"/visits/{lesson.pk}/look/")
    expect(page.get_by_text(lesson.coach.name)).to_have_count(0)
    offline(page, False)
    sign_out(page)

    sign_in(page, service, lesson.coach)
    assert prompts(service) == ["login", "login"]
    page.goto(PROPOSE)
    expect(message(page)).to_have_value(WORDS)


def message(page):
    return page.locator("[name=message]")


def prompts(service):
    """With which words somebody was sent there."""
    return [each["prompt"] for each in asked(service) if "prompt" in each]


# --- the service does not answer -----------------------------------------------------------------------


def test_where_the_service_is_silent_what_is_on_the_device_is_near(stranger, service, lesson):
    page = stranger(service_workers="allow")
    sign_in(page, service, lesson.coach)
    page.goto(f"/visits/{lesson.pk}/look/")
    wait_until_kept(page)
    end_session()
    instead(service, openid_configuration=(0, 503, ""))
    cache.clear()
    press(page, service, at=f"/account/login/?next=/visits/{lesson.pk}/look/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    link = page.locator('main a[href="/device/"]')
    expect(link).to_be_visible()

    offline(page)
    link.click()
    page.locator(f'a[href="/visits/{lesson.pk}/look/"]').click()
    note(page).fill(WORDS)
    expect(status(page)).to_have_text(TO_SEND)
    offline(page, False)
    instead(service, openid_configuration=None)
    cache.clear()
    forgotten_there(page)
    sign_in(page, service, lesson.coach)
    wait(page, Answer.objects.exists)


def test_back_to_the_page_of_the_silence_is_no_question_of_the_browser(stranger, service):
    page = stranger()
    instead(service, openid_configuration=(0, 503, ""))
    cache.clear()
    press(page, service, at="/account/login/?next=/me/")
    page.wait_for_url("**/account/login/?next=%2Fme%2F")  # the script ran
    page.locator('main a[href="/device/"]').click()
    page.wait_for_url("**/device/")
    page.go_back()  # an Error where the form would be sent once more
    expect(page.locator("main h1")).to_be_visible()
    assert page.url.endswith("/account/login/?next=%2Fme%2F")


# --- the other ways, with words and without a script -----------------------------------------------------


@pytest.mark.parametrize("script", [True, False])
def test_words_of_a_form_come_along_by_a_code(stranger, lesson, script):
    page, opened = stranger(java_script_enabled=script), bring_to("open", lesson)
    sign_in_with_password(page, opened.teacher)
    page.goto(f"/visits/{opened.pk}/reply/")
    field(page).fill(WORDS)
    end_session()
    page.get_by_role("button", name="Add it").click()
    page.locator("#id_login").fill(opened.teacher.email)
    page.get_by_role("button", name="Mail me a code").click()
    expect(page.locator("#id_code")).to_be_visible()
    page.reload()
    sent = len(mail.outbox)
    page.get_by_role("button", name="Send another code").click()
    wait(page, lambda: len(mail.outbox) == sent + 1)
    page.locator("#id_code").fill(newest_code())
    page.keyboard.press("Enter")

    expect(field(page)).to_have_value(WORDS)
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("Added, with today’s date.")).to_be_visible()


def test_by_keys_alone(stranger, service, teacher):
    page = stranger()
    page.goto("/account/login/?next=/me/")
    tab_to(page, button(page, service))
    page.keyboard.press("Enter")
    tab_to(page, page.locator(CLAIMS))
    page.keyboard.press("Control+A")
    page.keyboard.type(json.dumps(claims(teacher.email)))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    arrives(page, "/me/")


def tab_to(page, place):
    expect(place).to_be_visible()
    for _ in range(30):
        if place.evaluate("(it) => it === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("no key leads there")
