"""Which letters one gets, for every hand and eye: on a page of one's own, and by the address in a letter."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from letters import wishes
from letters.models import How
from observations.models import News
from tests.browser.eyes import PHONE, complaints


@pytest.mark.parametrize("is_mixed", [False, True])
def test_the_page_is_for_every_hand_and_eye(desk, lesson, is_mixed):
    if is_mixed:
        wishes.choose(lesson.teacher, {News.TURN: How.OFF})
    page = desk.sit(lesson.teacher, **PHONE)
    page.goto("/me/letters/")

    as_it_is = page.get_by_label("As it is now: no letters of ‘it is your turn’")
    expect(as_it_is).to_have_count(1 if is_mixed else 0)
    assert complaints(page) == []


def test_without_a_script_one_chooses_and_finds_it_chosen(desk, lesson):
    page = desk.sit(lesson.teacher, java_script_enabled=False)
    page.goto("/me/")
    page.get_by_role("link", name="Which letters you get").click()
    visits = page.get_by_role("radiogroup", name="Your visits")
    visits.get_by_label("Daily").check()
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    expect(visits.get_by_label("Daily")).to_be_checked()


def test_who_is_not_signed_in_switches_one_kind_off_and_on_again(desk, lesson):
    page = desk.sit(lesson.teacher, **PHONE)
    page.context.clear_cookies()
    address = wishes.address(lesson.teacher, [News.TURN]).removeprefix(settings.SITE_URL)
    page.goto(address)
    assert complaints(page) == []
    page.get_by_role("button", name="No letters").click()
    expect(page.get_by_text("You do not get these letters.")).to_be_visible()
    assert wishes.wishes(lesson.teacher)[News.TURN] == How.OFF
    page.get_by_role("button", name="At once").click()

    expect(page.get_by_text("These letters come at once.")).to_be_visible()
