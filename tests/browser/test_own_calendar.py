"""The page of the own calendar, for every hand and eye, and its address with and without a script."""

import pytest
from playwright.sync_api import expect

from tests.browser.eyes import PHONE, complaints


@pytest.mark.parametrize("when", ["before", "with the address", "after"])
def test_each_of_its_pages_is_for_every_hand_and_eye(desk, lesson, when):
    page = desk.sit(lesson.teacher, **PHONE)
    page.goto("/me/calendar/")
    if when != "before":
        page.get_by_role("button", name="Make an address").click()
        expect(page.get_by_label("The address of your visits")).to_be_visible()
    if when == "after":
        with page.expect_navigation():
            page.get_by_role("link", name="My program has it").click()

    assert complaints(page) == []


def test_the_button_copies_the_address(desk, lesson):
    page = desk.sit(lesson.teacher, permissions=["clipboard-read", "clipboard-write"])
    page.goto("/me/calendar/")
    page.get_by_role("button", name="Make an address").click()
    page.get_by_role("button", name="Copy the address").click()

    expect(page.get_by_role("status").filter(has_text="Copied.")).to_be_visible()
    shown = page.get_by_label("The address of your visits").input_value()
    assert page.evaluate("navigator.clipboard.readText()") == shown


def test_without_a_script_the_address_is_there_to_select(desk, lesson):
    page = desk.sit(lesson.teacher, java_script_enabled=False)
    page.goto("/me/calendar/")
    page.get_by_role("button", name="Make an address").click()

    expect(page.get_by_label("The address of your visits")).to_be_visible()
    expect(page.get_by_role("button", name="Copy the address")).to_have_count(0)
