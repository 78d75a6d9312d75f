"""There and back at a school's service, and passkeys, in each engine. Afterwards no policy refused anything
(conftest.py)."""

import json

import pytest
from django.urls import reverse

from tests.engines.authenticator import authenticator
from tests.factories import PASSWORD
from tests.signing_in.there import claims

CLAIMS = "textarea[name=claims]"
NAV = ".mk-nav"
PASSKEY = 'form[data-said="passkey-said"] button'


def school_button(service):
    return f'form[action="{reverse("school_start", args=[service.provider_id])}"] button'


def press(engine, service, at="/account/login/"):
    engine.get(at)
    engine.click(school_button(service))
    engine.one(CLAIMS)


def answer(engine, person):
    engine.fill(CLAIMS, json.dumps(claims(person.email)))
    engine.click("button")


@pytest.fixture(autouse=True)
def nobody_there(engine, services):
    """The service forgets who signed in there."""
    engine.get(services.issuer("any/sign-in"))
    engine.forget()


def test_there_and_back(engine, service, teacher):
    press(engine, service, "/account/login/?next=/me/")
    if engine.kind != "webkit":  # its driver (2.50) hears nothing more after Back to a page of another host
        engine.driver.back()
        engine.one(school_button(service))
        engine.driver.forward()
        engine.one(CLAIMS)
        engine.driver.back()
        engine.click(school_button(service))
    answer(engine, teacher)
    engine.wait(lambda: engine.url.endswith("/me/") and engine.has(NAV), "the page one was going to")
    engine.reload()
    assert engine.has(NAV)


def test_two_tabs_in_any_order(engine, service, teacher):
    press(engine, service)
    first = engine.driver.current_window_handle
    engine.driver.switch_to.new_window("tab")
    press(engine, service)
    second = engine.driver.current_window_handle
    engine.driver.switch_to.window(first)
    answer(engine, teacher)
    engine.one(NAV)
    engine.driver.switch_to.window(second)
    answer(engine, teacher)
    engine.one(NAV)
    engine.driver.close()
    engine.driver.switch_to.window(first)
    assert service.accounts.count() == 1


# --- passkeys -----------------------------------------------------------------------------------------


def test_a_passkey_is_made_and_lets_in(engine, teacher):
    engine.sign_in(teacher.email, PASSWORD)
    engine.get(reverse("passkey_add"))
    if engine.kind == "webkit":
        engine.one('[data-passkey-said="unknown"]')
        return
    with authenticator(engine):
        engine.fill("[name=name]", "Tablet")
        engine.click("form[data-passkey] button")
        engine.one(".mk-codes")
        engine.leave()

        engine.get("/account/login/?next=/me/")
        engine.click(PASSKEY)
        engine.wait(lambda: "/login/" not in engine.url and engine.has(NAV), "the page one was going to")
        assert engine.url.endswith("/me/")
        engine.get(reverse("passkey_add"))
        engine.fill("[name=name]", "Nog een")
        engine.click("form[data-passkey] button")
        engine.one('[data-passkey-said="here"]')


def test_a_passkey_that_is_not_here_is_said(engine):
    if engine.kind == "webkit":
        engine.get("/account/login/")
        assert not engine.has(PASSKEY)
        return
    with authenticator(engine):
        engine.get("/account/login/")
        engine.click(PASSKEY)
        engine.one('[data-passkey-said="stopped"]')
