"""Linking the own timetable, for every hand and eye."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.eyes import PHONE, complaints
from tests.factories import in_timetable, make_timetable
from tests.timetables.conftest import EMPTY
from timetables import keeping
from timetables.why import Why

STATES = ("nothing", "refused", "trial", "linked", "silent")


def bring_to(state, teacher):
    monday = keeping.weeks(teacher)[0]
    lessons = [in_timetable(monday + timedelta(days=day, hours=9)) for day in range(8)]
    if state == "trial":
        make_timetable(teacher, *lessons, is_on_trial=True)
    if state in ("linked", "silent"):
        why = Why.LOGIN if state == "silent" else ""
        make_timetable(teacher, *lessons, why=why, read_at=timezone.now() - timedelta(days=1))


@pytest.mark.parametrize("state", STATES)
def test_the_page_is_for_every_hand_and_eye(desk, lesson, state):
    bring_to(state, lesson.teacher)
    page = desk.sit(lesson.teacher, **PHONE)
    page.goto("/me/timetable/")
    if state == "refused":
        page.get_by_label("The address of your timetable").fill("http://rooster.example/" + "lang" * 30)
        page.get_by_role("button", name="Try this address").click()
        expect(page.get_by_label("The address of your timetable")).to_have_value(
            "http://rooster.example/" + "lang" * 30
        )
    assert complaints(page) == []


def test_without_a_script_a_file_is_linked_and_unlinked(desk, lesson):
    page = desk.sit(lesson.teacher, java_script_enabled=False)
    page.goto("/me/")
    page.get_by_role("link", name="Your timetable").click()
    page.get_by_text("Rather a file").click()
    page.get_by_label("A file of your timetable").set_input_files(
        {"name": "mijn.ics", "mimeType": "text/calendar", "buffer": EMPTY}
    )
    page.get_by_role("button", name="Read this file").click()
    page.get_by_role("button", name="Yes, keep this timetable").click()
    expect(page.get_by_role("status").filter(has_text="Your timetable is linked.")).to_be_visible()
    page.get_by_role("button", name="Unlink my timetable").click()
    expect(page.get_by_role("heading", level=1, name="Link your timetable")).to_be_visible()
    assert keeping.own(lesson.teacher) is None
