"""Browsers at the floor and below it (docs/browsers.md): each feature that one of them lacks is taken away, and the work goes on."""

import re

import pytest
from playwright.sync_api import expect

from observations.models import Answer
from pulse.models import Pulse
from tests.browser.test_capture import ENTRIES, SAVED, note, row, status
from tests.browser.test_class import choose, phones, send  # noqa: F401 (phones is a fixture)
from tests.browser.test_offline import KEPT, TO_SEND, offline, reopen, until, wait
from tests.factories import save
from tests.pulse.conftest import open_pulse

POINT = "com.steps_first_step"
NO_TIMEOUT = "delete AbortSignal.timeout"
NO_REQUEST_SUBMIT = "delete HTMLFormElement.prototype.requestSubmit"


def open_without(desk, lesson, missing, **options):
    """The coach's page in a browser that lacks this."""
    save(lesson, "teacher", {"type": "lens", "item": POINT, "chosen": True})
    page = desk.sit(lesson.coach, **options)
    page.add_init_script(missing)
    page.goto(f"/visits/{lesson.pk}/look/")
    return page


# --- one feature ---------------------------------------------------------------------------------


def test_an_old_phone_sends_its_answers(phones, lesson):  # noqa: F811
    pulse = open_pulse(lesson)
    phone = phones()
    phone.add_init_script(NO_TIMEOUT)
    phone.goto(f"/p/{pulse.code}/")
    choose(phone, "Ik voelde me welkom in deze les", "Ja")

    send(phone)

    assert Pulse.objects.get().counts["pulse.welcome"]["yes"] == 1


def test_a_phone_whose_request_never_ends_may_send_again(phones, lesson):  # noqa: F811
    pulse = open_pulse(lesson)
    phone, held = phones(), []
    phone.clock.install()  # brings a timeout of its own
    phone.goto(f"/p/{pulse.code}/")
    phone.evaluate(NO_TIMEOUT)
    phone.route("**/p/**", lambda route: held.append(route))
    phone.get_by_role("button", name="Verstuur").click()
    wait(phone, lambda: held)

    phone.clock.run_for("00:16")

    expect(phone.get_by_text("We weten niet of het is aangekomen")).to_be_visible()
    phone.unroute("**/p/**")
    send(phone)
    assert Pulse.objects.get().answers == 1


def test_a_request_that_never_ends_does_not_hold_up_the_next(desk, lesson):
    page, held = open_without(desk, lesson, ""), []
    page.clock.install()  # brings a timeout of its own
    page.reload()
    page.evaluate(NO_TIMEOUT)
    page.route(ENTRIES, lambda route: held.append(route) if not held else route.continue_())
    note(page).fill("Blijft hangen.")
    page.clock.run_for("00:02")
    wait(page, lambda: held)

    page.clock.run_for("00:30")

    expect(status(page)).to_have_text(SAVED)
    assert Answer.objects.get().note == "Blijft hangen."


def test_the_language_changes_after_what_is_on_its_way(desk, lesson):
    save(lesson, "teacher", {"type": "lens", "item": POINT, "chosen": True})
    page = desk.sit(lesson.teacher)
    page.add_init_script(NO_REQUEST_SUBMIT)
    page.goto(f"/visits/{lesson.pk}/look-back/")
    note(page).fill("Net voor de andere taal.")

    page.get_by_role("button", name="Nederlands").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Hoe was het voor jou?")
    assert Answer.objects.get().note == "Net voor de andere taal."


@pytest.mark.parametrize("missing", ["estimate", "getDirectory"])
def test_a_browser_that_does_not_tell_its_room_is_not_called_private(desk, lesson, missing):
    page, tried = open_without(desk, lesson, f"delete StorageManager.prototype.{missing}"), []
    page.route(ENTRIES, lambda route: (tried.append(route), route.abort()))
    note(page).fill("Geen privévenster.")

    wait(page, lambda: len(tried) > 1)  # so the page has heard of the first that failed

    expect(status(page)).to_have_text(TO_SEND)
    expect(page.locator("[data-strip=private]")).to_be_hidden()


def test_the_page_of_a_first_visit_is_kept_though_the_worker_came_before_its_script(desk, lesson):
    page = desk.sit(lesson.coach, service_workers="allow")
    held = []
    page.route(re.compile(r"/device\b.*\.js"), lambda route: held.append(route))
    page.goto(f"/visits/{lesson.pk}/look/", wait_until="commit")
    wait(page, lambda: held)
    other = page.context.new_page()
    other.goto("/me/")
    other.evaluate("navigator.serviceWorker.ready.then(() => true)")
    wait(page, lambda: page.evaluate("Boolean(navigator.serviceWorker.controller)"))
    assert page.evaluate(KEPT, page.url) is False
    held[0].continue_()

    until(page, KEPT, page.url)

    offline(page)
    page = reopen(page)
    expect(row(page)).to_have_count(1)
