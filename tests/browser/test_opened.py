"""The opened page: a need is a page that opens in place. By keyboard, with Back, without a network, and
without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.browser.eyes import complaints
from tests.browser.test_offline import wait
from tests.faults.device import RECORDS
from tests.together.full_visit import POINT, full_visit
from together import actions

LONG = "Nog een zin over wat er in de les gebeurde. " * 30


@pytest.fixture
def visit(teacher, coach, edition):
    return full_visit(teacher, coach)


@pytest.fixture
def page(desk, visit):
    page = desk.sit(visit.teacher)
    page.goto(f"/visits/{visit.pk}/together/")
    return page


def door(page, name="Psychological safety"):
    return page.locator("[data-doors]").get_by_role("link", name=name)


def test_a_need_opens_in_place_by_keyboard_and_back_closes_it(page, visit):
    said = page.get_by_text("Eerst alleen nadenken geeft rust.")
    link = door(page)
    expect(link).to_have_attribute("aria-expanded", "false")

    link.focus()
    page.keyboard.press("Enter")

    expect(link).to_have_attribute("aria-expanded", "true")
    expect(link).to_be_focused()
    expect(page.locator(f"#{link.get_attribute('aria-controls')}")).to_contain_text("Dat wil ik houden.")
    assert page.url.endswith("/together/#n-safety")
    assert said.count() == 1
    expect(page.locator("[data-part] h2").first).to_have_attribute("aria-level", "4")

    door(page, "Competence").click()
    expect(door(page, "Competence")).to_have_attribute("aria-expanded", "true")
    page.go_back()
    expect(door(page, "Competence")).to_have_attribute("aria-expanded", "false")
    expect(link).to_have_attribute("aria-expanded", "true")
    link.press("Enter")
    expect(link).to_have_attribute("aria-expanded", "false")
    expect(said).to_be_hidden()


def test_who_comes_back_from_another_page_finds_open_what_was_open(page):
    door(page).click()
    page.get_by_role("link", name="Do you want to write something here?").click()
    page.wait_for_url("**/reply/?part=safety")

    page.go_back()

    expect(door(page)).to_have_attribute("aria-expanded", "true")
    expect(page.locator(f"[id='p-{POINT}']")).to_be_visible()


def test_a_link_to_a_point_that_stands_with_its_need_now_opens_it(page, visit):
    for anchor, inside in ((f"#p-{POINT}", f"p-{POINT}"), ("#signals", "signals"), ("#p-saf.shows_own_learning", "p-saf.shows_own_learning")):  # fmt: skip
        page.goto("about:blank")
        page.goto(f"/visits/{visit.pk}/together/{anchor}")
        place = page.locator(f"[id='{inside}']")
        expect(place).to_be_in_viewport()
        expect(place).to_be_focused()


def test_what_cannot_be_fetched_is_said_and_the_link_still_leads_there(page):
    page.route("**/together/all/", lambda route: route.abort())
    door(page).click()

    expect(page.locator("#n-safety")).to_contain_text("This could not be fetched here.")
    expect(door(page)).to_have_attribute("aria-expanded", "false")
    door(page).click()
    page.wait_for_url("**/together/safety/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Psychological safety")


def test_a_second_need_opens_without_the_network(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    door(page).click()
    expect(door(page)).to_have_attribute("aria-expanded", "true")
    page.context.set_offline(True)

    for name in ("Competence", "The whole lesson"):
        door(page, name).click()
        expect(door(page, name)).to_have_attribute("aria-expanded", "true")

    assert [url for url in asked if "/together/" in url] == [page.url.split("#")[0] + "all/"]


def test_who_comes_back_to_the_page_is_shown_what_was_added_meanwhile(page, visit):
    door(page).click()
    expect(door(page)).to_have_attribute("aria-expanded", "true")
    actions.add(lesson=visit, by=visit.coach, kind="context", text="Dit kwam er net bij.", theme="competence")

    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    door(page, "Competence").click()

    expect(page.get_by_text("Dit kwam er net bij.")).to_be_visible()


def test_whose_session_ended_comes_to_the_sign_in_page(page):
    page.context.clear_cookies()
    door(page).click()

    page.wait_for_url("**/login/**")


def test_guesses_that_were_filled_in_in_place_stand_there_again(page, visit):
    door(page, "The whole lesson").click()
    page.get_by_label("May fit this lesson").nth(1).check()
    wait(page, lambda: [each for each in page.evaluate(RECORDS) if each["entry"].get("draft")])

    page.goto("about:blank")
    page.goto(f"/visits/{visit.pk}/together/#guesses")

    expect(page.locator("[data-restored]")).to_contain_text("is here again")
    expect(page.get_by_label("May fit this lesson").nth(1)).to_be_checked()
    page.get_by_role("button", name="Save the guesses").click()
    page.wait_for_url("**/together/lesson/#guesses")
    wait(page, lambda: page.evaluate(RECORDS) == [])


def test_a_very_long_note_begins_short_and_is_whole_after_a_press(desk, visit):
    actions.add(lesson=visit, by=visit.coach, kind="context", text=LONG, theme="safety")
    page = desk.sit(visit.teacher)
    page.goto(f"/visits/{visit.pk}/together/safety/")
    words = page.locator("[data-long]")
    short = words.bounding_box()["height"]

    page.get_by_role("button", name="more").click()

    assert words.bounding_box()["height"] > short
    expect(page.get_by_role("button", name="less")).to_have_attribute("aria-expanded", "true")


def test_without_javascript_a_need_is_a_page_and_all_words_are_there(desk, visit):
    actions.add(lesson=visit, by=visit.coach, kind="context", text=LONG, theme="safety")
    page = desk.sit(visit.teacher, java_script_enabled=False)
    page.goto(f"/visits/{visit.pk}/together/")
    door(page).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Psychological safety")
    expect(page.locator("[data-long]")).to_have_css("overflow", "visible")
    expect(page.locator(f"[id='p-{POINT}']")).to_contain_text("Dat wil ik houden.")
    page.get_by_role("link", name="Do you want to write something here?").click()
    page.get_by_label("What is it about?").select_option(label="Psychological safety as a whole")
    page.get_by_label("Your words").fill("Dit ging rustiger dan ik dacht.")
    page.get_by_role("button", name="Add it").click()

    page.wait_for_url("**/together/safety/")
    expect(page.locator("[data-part]")).to_contain_text("Dit ging rustiger dan ik dacht.")


@pytest.mark.parametrize("part", ["", "safety/", "lesson/", "all/"])
def test_its_pages_are_for_every_hand_and_eye(desk, visit, part):
    page = desk.sit(visit.teacher, viewport={"width": 360, "height": 740})
    page.goto(f"/visits/{visit.pk}/together/{part}")
    for name in ("Psychological safety", "The whole lesson") if not part else ():
        door(page, name).click()
        expect(door(page, name)).to_have_attribute("aria-expanded", "true")

    assert complaints(page) == []
