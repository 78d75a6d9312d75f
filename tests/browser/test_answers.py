"""Who is asked finds answers of one size, on every screen: none is the one to give."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from observations import actions
from people.models import User
from tests.browser.eyes import PHONE, complaints
from tests.factories import fresh, make_lesson

SIZES = "all => all.map(each => each.getBoundingClientRect()).map(box => [box.width, box.height].map(Math.round).join())"
SCREENS = {
    "phone": PHONE["viewport"],
    "tablet": {"width": 820, "height": 1180},
    "wide": {"width": 1280, "height": 900},
}
WHO = {"proposal": "teacher", "asked": "coach", "declined": "teacher"}


@pytest.fixture
def visit(edition, teacher, coach):
    start = timezone.now() + timedelta(days=3)

    def make(case):
        by = coach if case == "proposal" else teacher
        lesson = make_lesson(teacher, coach=coach, by=by, is_answered=False, start=start, end=None)
        if case == "declined":
            actions.decline(lesson=lesson, by=coach)
        return lesson

    return make


@pytest.mark.parametrize("case", WHO)
def test_the_three_answers_have_one_size(desk, visit, case):
    lesson = visit(case)
    page = desk.sit(getattr(lesson, WHO[case]))
    User.objects.update(language="nl")  # whose words are longer: one of them takes two lines
    for screen in SCREENS.values():
        page.set_viewport_size(screen)
        page.goto(f"/visits/{lesson.pk}/")
        sizes = page.locator("#answer .mk-btn").evaluate_all(SIZES)

        assert len(sizes) == 3
        assert len(set(sizes)) == 1, sizes


@pytest.mark.parametrize("case", ["asked", "declined"])
def test_the_page_is_for_every_hand_and_eye(desk, visit, case):
    lesson = visit(case)
    page = desk.sit(getattr(lesson, WHO[case]), **PHONE)
    page.goto(f"/visits/{lesson.pk}/")

    assert complaints(page) == []


def test_a_coach_says_no_and_the_teacher_goes_on_alone_without_a_script(desk, visit):
    lesson = visit("asked")
    coach = desk.sit(lesson.coach, java_script_enabled=False)
    coach.goto(f"/visits/{lesson.pk}/")
    coach.get_by_role("link", name="No, not this time").click()
    coach.get_by_role("button", name="I do not look along this time").click()
    expect(coach.get_by_text("You do not look along this time. Tijn chooses how to go on.")).to_be_visible()

    teacher = desk.sit(lesson.teacher, java_script_enabled=False)
    teacher.goto("/")
    teacher.get_by_role("link", name="Choose how to go on").click()
    teacher.get_by_role("button", name="Go on alone").click()
    expect(teacher.get_by_text("Nobody looks along")).to_be_visible()
    assert fresh(lesson).alone_at
