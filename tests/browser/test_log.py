"""What was done, for every hand and eye: the log of a school, and everybody's own."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from people.audit import Done, note
from people.leafing import PER_LEAF
from tests import factories
from tests.browser.eyes import PHONE, complaints


@pytest.fixture
def administrator(lesson):
    iris = factories.make_person("Iris Verzinsel", school=lesson.team.school, is_administrator=True)
    facts = {"by": iris, "school": iris.school, "about": lesson.teacher, "team": lesson.team.name}
    for _turn in range(PER_LEAF):
        note(Done.ROLE_GIVEN, role="teacher", **facts)
    note(Done.PAUSED, by=iris, school=iris.school, about=lesson.coach)
    return iris


@pytest.mark.parametrize("name", ["log", "own_log"])
def test_every_page_is_for_every_hand_and_eye(desk, administrator, name):
    page = desk.sit(administrator, **PHONE)
    page.goto(reverse(name))

    assert complaints(page) == []


def test_a_kind_a_name_and_a_leaf_are_chosen_without_a_script(desk, administrator, lesson):
    page = desk.sit(administrator, java_script_enabled=False)
    page.goto(reverse("log"))
    page.get_by_role("link", name="Older lines").click()
    expect(page.get_by_role("link", name="Newer lines")).to_be_visible()

    page.goto(reverse("log"))
    page.get_by_role("link", name=lesson.coach.full_name).click()
    expect(page.get_by_text(f"Only what was done with {lesson.coach.full_name}.")).to_be_visible()
    page.get_by_label("What", exact=True).select_option("role_given")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_text("Nothing is written down here.")).to_be_visible()
    page.get_by_role("link", name="Show everything").click()
    expect(page.get_by_text(f"You paused {lesson.coach.full_name}.")).to_be_visible()
