"""There and back at a school's service, and passkeys, in each engine. Afterwards no policy refused anything
(conftest.py)."""

import json

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from observations.models import Addition
from tests.engines.authenticator import authenticator
from tests.factories import PASSWORD, bring_to
from tests.signing_in.there import asked, claims

CLAIMS = "textarea[name=claims]"
NAV = ".mk-nav"
WORDS = "Ik zag het anders."
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


def test_words_come_along_and_are_nobody_elses(engine, service, lesson):
    """On one tablet. The service remembers who signed in there, and is told to ask all the same."""
    opened = bring_to("open", lesson)
    reply = f"/visits/{opened.pk}/reply/"
    press(engine, service, f"/account/login/?next={reply}")
    answer(engine, opened.teacher)
    engine.fill("#id_text", WORDS)
    engine.wait(lambda: engine.value(engine.all("[name=draft]")[0]), "a number for what was typed")
    Session.objects.all().delete()
    engine.click("form:has([name=draft]) button.mk-btn-go")
    engine.click(school_button(service))
    answer(engine, opened.teacher)  # whose sign-in was ended is asked once more
    engine.wait(lambda: engine.has("#id_text") and engine.value("#id_text") == WORDS, "the words")

    engine.get("/account/logout/")
    engine.click("[data-sign-out] button")
    engine.one("[data-warning]")
    engine.click("[data-sign-out] button")
    engine.wait(lambda: not engine.has("[data-sign-out]"), "signed out")
    press(engine, service, f"/account/login/?next={reply}")  # it asks
    answer(engine, opened.coach)
    engine.one("#id_text")
    assert engine.value("#id_text") == ""
    assert [each["prompt"] for each in asked(service) if "prompt" in each] == ["login", "login"]
    assert not Addition.objects.filter(lesson=opened).exists()


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
