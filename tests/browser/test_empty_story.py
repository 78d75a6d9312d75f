"""An empty story in a browser: asked about once, also where "ready" waited on the device for a network."""

import re

import pytest
from playwright.sync_api import expect

from observations.models import Observation
from tests.browser.test_capture import SAVED, mark, status
from tests.browser.test_offline import offline, press_ready, reopen, wait_until_kept
from tests.factories import fresh

ASKED = "There is nothing in your story yet. Mark it ready all the same?"


@pytest.fixture
def page(desk, lesson):
    page = desk.sit(lesson.coach, service_workers="allow")
    page.goto(f"/visits/{lesson.pk}/look/")
    wait_until_kept(page)
    return page


def line(page):
    return page.locator("[data-hold]")


def all_the_same(page):
    return page.get_by_role("button", name="Ready all the same")


def test_pressed_twice_it_is_still_only_asked_and_one_answer_is_enough(page, lesson):
    press_ready(page)
    press_ready(page)
    expect(line(page)).to_have_text(re.compile(re.escape(ASKED)))
    assert not Observation.objects.exists()

    all_the_same(page).click()

    page.wait_for_url(f"**/visits/{lesson.pk}/")
    assert fresh(lesson).is_ready("coach") is True


def test_who_writes_on_is_no_longer_asked(page, lesson):
    press_ready(page)
    expect(line(page)).to_have_text(re.compile(re.escape(ASKED)))

    mark(page, "Partly")

    expect(line(page)).to_be_hidden()
    expect(all_the_same(page)).to_be_hidden()
    expect(status(page)).to_have_text(SAVED)
    press_ready(page)
    page.wait_for_url(f"**/visits/{lesson.pk}/")


def test_an_answer_given_without_a_network_is_asked_no_more(page, lesson):
    offline(page)
    press_ready(page)
    all_the_same(page).click()
    page = reopen(page)
    expect(page.get_by_role("button", name="Not ready yet after all")).to_be_visible()

    offline(page, False)

    page.wait_for_url(f"**/visits/{lesson.pk}/")
    assert fresh(lesson).is_ready("coach") is True


QUEUED = """async () => {
  const names = performance.getEntriesByType("resource").map((each) => each.name);
  const load = (module) => import(names.find((name) => name.includes(`/js/${module}.`)));
  const [{ keep }, { form, account, page }] = await Promise.all([load("outbox"), load("page")]);
  const entry = { type: "ready", ready: true, revision: 0, lang: "en", lens: [] };
  await keep({ ...page, ...account, url: form.dataset.ready, row: "ready:", entry, dirty: true, held: null, flying: [] });
}"""


def test_ready_that_an_older_page_left_on_the_device_is_asked_about_when_it_comes(page, lesson):
    """An older page knew of no question; a click on its button is no answer to it."""
    page.evaluate(QUEUED)
    page.goto("/")
    expect(page.locator("[data-unsent]")).to_be_visible()
    assert not fresh(lesson).is_ready("coach")

    page.goto(f"/visits/{lesson.pk}/look/")

    expect(line(page)).to_have_text(re.compile(re.escape(ASKED)))
    page.goto("/")
    expect(page.locator("[data-unsent]")).to_be_hidden()
    assert not fresh(lesson).is_ready("coach")
