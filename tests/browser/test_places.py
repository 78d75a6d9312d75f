"""Where one is signed in: for every hand and eye, and signing out there without a script."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.eyes import PHONE, complaints


@pytest.fixture
def elsewhere(desk, lesson):
    """Two more devices of the teacher."""
    return [desk.sit(lesson.teacher) for _device in range(2)]


def test_the_list_is_for_every_hand_and_eye(desk, lesson, elsewhere):
    page = desk.sit(lesson.teacher, **PHONE)
    page.goto(reverse("ways"))

    assert complaints(page) == []


def test_one_signs_out_there_and_everywhere_else_without_a_script(desk, lesson, elsewhere):
    page = desk.sit(lesson.teacher, java_script_enabled=False)
    page.goto(reverse("ways"))
    there = page.get_by_role("button", name="Sign out there")
    expect(there).to_have_count(2)
    there.first.click()
    expect(page.get_by_text("Nobody is signed in as you there any more.")).to_be_visible()
    expect(there).to_have_count(1)

    page.get_by_role("button", name="Sign out everywhere but here").click()
    expect(page.get_by_text("You are signed in here only.")).to_be_visible()
    expect(there).to_have_count(0)
    for other in elsewhere:
        other.goto(reverse("home"))
        assert reverse("account_login") in other.url
