"""The coach's page for every hand and eye, and the way from it to a lesson without a network."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from observations.models import Stage
from tests import factories
from tests.browser.eyes import PHONE, complaints


@pytest.fixture
def coach(lesson, team):
    """With something under every heading; `lesson` is of today."""
    teacher = lesson.teacher
    factories.save(lesson, "teacher", {"type": "question", "text": "Hoe begin ik?", "revision": 0})
    for days, facts, stage in (
        (8, {"by": lesson.coach}, None), (9, {}, None), (10, {"is_flash": True}, None), (4, {"is_answered": False}, None),
        (-4, {}, Stage.OPEN), (-5, {}, Stage.WAITING_FOR_COACH),
    ):  # fmt: skip
        start = timezone.now() + timedelta(days=days)
        planned = factories.make_lesson(
            teacher, coach=lesson.coach, start=start, end=start + timedelta(minutes=50), **facts
        )
        if stage:
            factories.bring_to(stage, planned)
    return lesson.coach


def test_the_page_is_for_every_hand_and_eye(desk, coach):
    page = desk.sit(coach, **PHONE)
    page.goto("/coaching/")

    expect(page.locator("h2.mk-group")).to_have_count(6)
    assert complaints(page) == []


def test_visits_of_the_coming_days_are_kept_from_here_too(desk, coach, lesson):
    page = desk.sit(coach, service_workers="allow")
    page.goto("/coaching/")
    page.get_by_role("button", name="Make available without a network").click()

    expect(page.locator("[data-kept]")).to_be_focused()
    expect(page.get_by_text("on this device, works without a network").first).to_be_visible()
    page.context.set_offline(True)
    page.goto(f"/visits/{lesson.pk}/look/")
    expect(page.locator("[data-answer]").first).to_be_visible()
