"""How a visit was: the page of the teacher and that of the coach, for every hand and eye, and with the
keyboard alone."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from echo.models import Batch, Saying
from tests.browser.eyes import PHONE, complaints
from tests.echo.conftest import COUNTS, said, say
from tests.factories import bring_to


@pytest.fixture
def visit(edition, lesson):
    return bring_to("open", lesson)


def test_a_teacher_says_it_changes_it_and_takes_it_back(desk, visit):
    page = desk.sit(visit.teacher, **PHONE)
    page.goto(reverse("together", args=[visit.pk]))
    page.get_by_role("link", name="How was the visit?").click()
    expect(page.get_by_role("heading", name="Maybe nobody ever reads this.")).to_be_visible()
    page.get_by_role("group", name="I felt seen by my coach.").get_by_label("Partly").check()
    page.get_by_role("button", name="Keep it sealed").click()
    expect(page.get_by_text("Your answer is still here.")).to_be_visible()
    assert Saying.objects.get().choices == said("partly", "skip", "skip", "skip")

    page.get_by_role("button", name="Take my answer back").click()
    expect(page.get_by_text("Your answer is gone.")).to_be_visible()
    assert not Saying.objects.exists()


def test_with_the_keyboard_alone(desk, visit):
    page = desk.sit(visit.teacher)
    page.goto(reverse("echo", args=[visit.pk]))
    page.get_by_role("group", name="I dared to be honest").get_by_label("Yes").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your answer is still here.")).to_be_visible()

    assert Saying.objects.get().choices["safety"] == "partly"


@pytest.mark.parametrize("state", ["asked", "nothing chosen", "said"])
def test_the_page_of_the_teacher_is_for_every_hand_and_eye(desk, visit, state):
    if state == "said":
        say(visit, "yes")
    page = desk.sit(visit.teacher, **PHONE)
    page.goto(reverse("echo", args=[visit.pk]))
    if state == "nothing chosen":
        page.get_by_role("button", name="Keep it sealed").click()
        expect(page.get_by_text("You have not chosen anything yet.")).to_be_visible()

    assert complaints(page) == []


@pytest.mark.parametrize("number", [0, 2])
def test_the_page_of_the_coach_is_for_every_hand_and_eye(desk, edition, coach, number):
    for month in range(1, number + 1):
        day = date(2026, month, 1)
        counts = COUNTS | {"safety": None}
        Batch.objects.create(coach=coach, begun_on=day, closed_on=day, counts=counts)
    page = desk.sit(coach, **PHONE)
    page.goto(reverse("heard"))

    expect(page.get_by_role("heading", name="Five teachers")).to_have_count(number)
    assert complaints(page) == []
