"""A teacher's own line, and two lessons beside each other, for every hand and eye."""

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.eyes import PHONE, complaints
from tests.line.roads import year


@pytest.fixture
def road(teacher, coach, first_edition, team):
    return year(
        teacher, coach, factories.make_person("Wim Tweede", team=team, role="coach"), edition=first_edition
    )


@pytest.mark.parametrize("address", ["/me/line/?year=all", "/me/line/beside/"])
def test_the_pages_are_for_every_hand_and_eye(desk, teacher, road, address):
    page = desk.sit(teacher, **PHONE)
    page.goto(address)

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert complaints(page) == []


def test_from_the_page_about_oneself_to_two_lessons_without_script(desk, teacher, road):
    page = desk.sit(teacher, java_script_enabled=False)
    page.goto("/me/")
    page.get_by_role("link", name="My line").click()
    page.get_by_role("link", name="Lay two lessons side by side").click()
    page.get_by_label("First lesson").select_option(str(road[0].pk))
    page.get_by_role("button", name="Lay side by side").click()

    expect(page.get_by_role("rowheader", name="Your learning question")).to_be_visible()
    expect(page.get_by_text("Hoe begin ik zonder dat ik meteen uitleg?")).to_be_visible()
