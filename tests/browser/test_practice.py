"""The evening before, and practising: what a device keeps is the page of the day, and what one tries out
stays one's own."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from observations.models import Answer, Lesson, Moment
from tests.browser.test_capture import SAVED, add_moment, mark, note, status
from tests.browser.test_offline import KEPT, TO_SEND, offline, press_ready, reopen, until, wait_until_kept
from tests.factories import fresh, make_lesson

POINT = "com.steps_first_step"
ASKED = "Practise, or really the lesson?"


@pytest.fixture
def lesson(edition, teacher, coach):
    """Tomorrow."""
    start = timezone.localtime().replace(hour=10, minute=15, second=0, microsecond=0) + timedelta(days=1)
    return make_lesson(teacher, coach=coach, start=start, end=start + timedelta(minutes=50))


def address(lesson, page="look"):
    return f"/visits/{lesson.pk}/{page}/"


@pytest.fixture
def tablet(desk, lesson):
    """The coach's; the evening before the visits were made available on the start page."""
    page = desk.sit(lesson.coach, service_workers="allow")
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.get_by_role("button", name="Make available without a network").click()
    expect(page.get_by_text("also open without a network")).to_be_visible()
    until(page, KEPT, address(lesson))
    return page


def open_page(page, lesson):
    page = reopen(page)
    page.goto(address(lesson))
    return page


def dialog(page):
    return page.get_by_role("dialog", name=ASKED)


def test_kept_the_evening_before_and_opened_on_the_day_nothing_is_asked(tablet, lesson):
    offline(tablet)
    tablet.clock.set_fixed_time(lesson.start)

    tablet.goto(address(lesson))

    mark(tablet, "Partly")
    expect(status(tablet)).to_have_text(TO_SEND)
    expect(dialog(tablet)).to_be_hidden()


def test_opened_with_a_network_the_evening_before_a_person_is_asked_and_the_kept_page_stays(tablet, lesson):
    tablet.goto(address(lesson))

    expect(tablet.get_by_role("heading", name=ASKED)).to_be_visible()
    offline(tablet)
    tablet.clock.set_fixed_time(lesson.start)
    tablet.goto(address(lesson))
    expect(tablet.locator("#moment-text")).to_be_visible()
    expect(dialog(tablet)).to_be_hidden()


def test_a_coach_practises_without_a_network_and_comes_back(tablet, lesson):
    tablet.goto(address(lesson))
    tablet.get_by_role("button", name="Practise").click()
    expect(tablet.get_by_text("You are practising.", exact=True)).to_be_visible()
    wait_until_kept(tablet)
    offline(tablet)
    page = reopen(tablet)
    mark(page, "Partly")
    note(page).fill("Even proberen.")
    add_moment(page, "Een oefenmoment.")
    expect(status(page)).to_have_text(TO_SEND)
    page = reopen(page)
    expect(note(page)).to_have_value("Even proberen.")

    offline(page, False)
    expect(status(page)).to_have_text(SAVED)
    press_ready(page)

    expect(page.get_by_role("heading", name="Your practice visit")).to_be_visible()
    expect(page.get_by_text("Een oefenmoment.")).to_be_visible()
    mine = Lesson.with_practice.get(practice="coach")
    assert (Answer.objects.get().observation.lesson, Moment.objects.get().observation.lesson) == (mine, mine)
    assert fresh(lesson).accounts == {}


def test_the_kept_page_asks_when_it_is_opened_without_a_network_before_its_day(tablet, lesson):
    offline(tablet)
    tablet.goto(address(lesson))

    expect(dialog(tablet)).to_be_visible()
    dialog(tablet).get_by_role("button", name="This is really the lesson").click()
    mark(tablet, "Partly")
    expect(status(tablet)).to_have_text(TO_SEND)
    offline(tablet, False)

    expect(status(tablet)).to_have_text(SAVED)
    account = fresh(lesson).accounts["coach"]
    assert account.brought_forward_at and account.started_at


def test_who_does_not_answer_leaves_the_page_and_nothing_is_written(tablet, lesson):
    offline(tablet)
    tablet.goto(address(lesson))
    expect(dialog(tablet)).to_be_visible()

    tablet.keyboard.press("Escape")

    expect(tablet.get_by_role("heading", name="On this device")).to_be_visible()
    assert not Answer.objects.exists()


def test_words_that_waited_from_before_the_question_go_once_it_is_answered(tablet, lesson):
    """A page of before the question wrote them; the server said 423, and the device kept them."""
    offline(tablet)
    tablet.goto(address(lesson))
    tablet.evaluate("document.querySelector('[data-early]').remove()")  # such a page had none
    note(tablet).fill("Van gisteren.")
    expect(status(tablet)).to_have_text(TO_SEND)
    offline(tablet, False)
    expect(tablet.get_by_text("This lesson is on a later day.").first).to_be_visible()
    tablet = open_page(tablet, lesson)

    tablet.get_by_role("button", name="This is really the lesson").click()

    expect(status(tablet)).to_have_text(SAVED)
    assert Answer.objects.get().note == "Van gisteren."


def test_a_teacher_practises_and_throws_it_away(desk, lesson):
    page = desk.sit(lesson.teacher)
    page.goto("/")
    page.get_by_role("link", name="Practise").click()
    page.get_by_role("button", name="Practise looking back").click()
    page.get_by_label("Did I really see students today?").fill("De voorste groep wel.")
    expect(status(page)).to_have_text(SAVED)
    press_ready(page)
    expect(page.get_by_text("De voorste groep wel.")).to_be_visible()

    page.get_by_role("link", name="Throw it away").click()
    page.get_by_role("button", name="Throw it away").click()

    expect(page.get_by_text("Your practice visit is gone.")).to_be_visible()
    assert not Lesson.with_practice.practice().exists()
    assert re.search(r"Hello \w+", page.get_by_role("heading", level=1).inner_text())
