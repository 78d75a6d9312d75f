"""Lessons that are offered in planning, and one chosen by the coach: in a browser, on a phone, by key."""

import pytest
from playwright.sync_api import expect

from observations.models import CopiedLesson, Lesson, OfferedLesson
from tests.browser.eyes import PHONE, complaints
from tests.browser.test_planning import PLAN, at, choose
from tests.factories import fresh, in_timetable, make_lesson, make_timetable
from timetables.models import TimetableLesson


@pytest.fixture
def timetable(edition, teacher, coach):
    days = [("VZ1A", 1), ("VZ1B", 2), ("VZ1C", 3), ("VZ1D", 4)]
    return make_timetable(teacher, *(in_timetable(at(10, days=days), group=group) for group, days in days))


@pytest.fixture
def asked(teacher, coach, timetable):
    first, second, third, *_rest = timetable.lessons.all()
    facts = {"start": first.start, "end": first.end, "group": first.group}
    return make_lesson(teacher, coach=coach, is_answered=False, offered=[second, third], **facts)


def tick(page, group):
    return page.locator(".mk-offer label", has_text=group).locator("input")


def test_two_more_are_ticked_and_no_third_and_not_the_chosen_one(desk, teacher, timetable):
    page = desk.sit(teacher)
    page.goto(PLAN)
    choose(page, "VZ1A")
    expect(page.locator(".mk-offer")).to_be_hidden()  # there is nobody to offer to
    page.get_by_label("Coba Voorbeeld").check()
    page.get_by_text("Let them choose").click()

    expect(tick(page, "VZ1A")).to_be_disabled()
    tick(page, "VZ1B").check()
    expect(page.locator(".mk-what")).to_contain_text("It may also become the other lesson that you offer.")
    tick(page, "VZ1C").check()
    expect(page.locator(".mk-what")).to_contain_text("one of the two other lessons")
    expect(tick(page, "VZ1D")).to_be_disabled()
    assert complaints(page) == []
    page.get_by_label("Nobody").check()
    expect(page.locator(".mk-offer")).to_be_hidden()
    expect(page.locator(".mk-what")).not_to_contain_text("may also become")
    page.get_by_label("Coba Voorbeeld").check()
    expect(tick(page, "VZ1C")).to_be_checked()
    page.get_by_role("button", name="Ask Coba").click()

    expect(page.get_by_role("heading", name="Coba may choose another lesson")).to_be_visible()
    assert [row.group for row in OfferedLesson.objects.all()] == ["VZ1B", "VZ1C"]


def test_by_keyboard_two_more_are_ticked(desk, teacher, timetable):
    """A fold with a tabindex of its own takes what is in it out of the way of the Tab key."""
    page = desk.sit(teacher)
    page.goto(PLAN)
    choose(page, "VZ1A")
    page.get_by_label("Coba Voorbeeld").check()
    for key in ("Tab", "Enter", "Tab", "Space", "Tab", "Space"):
        page.keyboard.press(key)

    expect(tick(page, "VZ1B")).to_be_checked()
    expect(tick(page, "VZ1C")).to_be_checked()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_coach_chooses_one_on_a_phone_by_keyboard(desk, coach, asked, scheme):
    page = desk.sit(coach, **PHONE)
    page.emulate_media(color_scheme=scheme)
    page.goto(f"/visits/{asked.pk}/")
    assert complaints(page) == []
    page.get_by_role("button", name="Yes, I look along").click()  # the browser asks which one
    assert fresh(asked).awaits_coach
    page.locator("[name=seen]").first.focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Yes, I look along").press("Enter")

    expect(page.get_by_role("status")).to_contain_text("Agreed: you look along with Tijn.")
    assert (fresh(asked).group, fresh(asked).start) == ("VZ1B", at(10, days=2))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_changed_timetable_asks_on_the_start_page(desk, teacher, asked, timetable, scheme):
    CopiedLesson.objects.follow(asked, timetable.lessons.first())
    TimetableLesson.objects.filter(group="VZ1A").update(start=at(13), end=at(14))
    page = desk.sit(teacher, **PHONE)
    page.emulate_media(color_scheme=scheme)
    page.goto("/")
    assert complaints(page) == []
    page.get_by_role("button", name="It goes along").click()

    expect(page.get_by_role("status")).to_contain_text("The visit goes along: ")
    assert Lesson.objects.get().start == at(13)
