"""The teacher's own road in two browsers: from the own timetable, over a visit, to the own line; and what the
coach's page says meanwhile."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from echo.models import Saying
from home.demo.timetable import FEED, LESSON
from observations.models import Lesson
from tests.browser.at_school import REFUSALS
from tests.browser.test_offering import tick
from tests.browser.test_planning import PLAN, at, choose
from tests.browser.test_road import QUESTION, choose_a_step, look, look_back, open_together, prepare
from tests.far_end import FarEnd, said
from tests.pdf_words import words_of
from tests.timetables.test_linking import a_while_ago
from timetables.models import TimetableLesson


def feed(**moments):
    """A lesson of each of these groups, as the timetable of the demo writes them."""
    rows = moments.items()
    lessons = (
        LESSON.format(
            uid=group, start=f"{start:%Y%m%dT%H%M%S}", end=f"{start + timedelta(minutes=50):%Y%m%dT%H%M%S}",
            title=f"{group} Rekenen", room=room,
        )
        for group, (start, room) in rows
    )  # fmt: skip
    return FEED.format(lessons="".join(lessons)).replace("\n", "\r\n").encode()


BEFORE = {
    "VZ1A": (at(10, days=1), "1.14"),
    "VZ1B": (at(10, days=2), "1.14"),
    "VZ1C": (at(10, days=3), "1.14"),
}
AFTER = BEFORE | {"VZ1B": (at(13, 15, days=2), "1.20")}


@pytest.fixture
def far_end(settings):
    """At the one address of this machine at which the demo may knock."""
    end = FarEnd(said(feed(**BEFORE)))
    settings.DEMO_TIMETABLE = end.url
    yield end
    end.end()


@pytest.fixture
def sit(desk):
    """What a page says in its console, a refusal of its policy too, fails the test."""
    wrong = []

    def one(person):
        page = desk.sit(person)
        page.add_init_script(REFUSALS)
        page.on("console", lambda each: wrong.append(each.text) if each.type == "error" else None)
        return page

    yield one
    assert wrong == []


def test_from_the_own_timetable_to_the_own_line(sit, edition, teacher, coach, far_end):
    teachers, coachs = sit(teacher), sit(coach)
    link_a_file(teachers)
    link_an_address(teachers, far_end)
    plan_with_two_more(teachers)
    waits(coachs, "Waiting for you", "asks you to look along")
    say_yes_to(coachs, "VZ1B")
    waits(coachs, "Today and the coming days", "is still choosing")
    go_along_with(teachers, teacher, far_end)
    waits(coachs, "Waiting for you", "asks you to look along")
    say_yes(coachs)
    teachers.goto("/")
    prepare(teachers)
    waits(coachs, "Today and the coming days", QUESTION)
    the_lesson_is_over()
    waits(coachs, "Waiting for you", "Write down what you saw")
    look(coachs)
    waits(coachs, "Waiting for the teacher", "is still looking back")
    look_back(teachers)
    waits(coachs, "Talks to come", "You are both ready")
    open_together(teachers)
    waits(coachs, "Talks to come", "Both stories are open")
    say_how_it_was(teachers)
    choose_a_step(teachers)
    nothing_waits(coachs)
    read_the_line(teachers)


def link_a_file(page):
    page.goto("/me/")
    page.get_by_role("link", name="Your timetable").click()
    page.get_by_text("Rather a file").click()
    file = {"name": "rooster.ics", "mimeType": "text/calendar", "buffer": feed(VZ9Z=(at(9, days=1), "0.01"))}
    page.get_by_label("A file of your timetable").set_input_files(file)
    page.get_by_role("button", name="Read this file").click()
    agree(page, "1 lesson found")


def link_an_address(page, far_end):
    page.get_by_text("Another address, or a file").click()
    page.get_by_label("The address of your timetable").fill(far_end.url)
    page.get_by_role("button", name="Try this address").click()
    agree(page, "3 lessons found")
    assert set(TimetableLesson.objects.values_list("group", flat=True)) == set(BEFORE)


def agree(page, found):
    expect(page.get_by_role("heading", name=found)).to_be_visible()
    page.get_by_role("button", name="Yes, keep this timetable").click()
    expect(page.get_by_role("status")).to_contain_text("Your timetable is linked.")


def plan_with_two_more(page):
    page.goto(PLAN)
    choose(page, "VZ1A")
    page.get_by_label("Coba Voorbeeld").check()
    page.get_by_text("Let them choose").click()
    tick(page, "VZ1B").check()
    tick(page, "VZ1C").check()
    page.get_by_role("button", name="Ask Coba").click()
    expect(page.get_by_role("heading", name="Coba may choose another lesson")).to_be_visible()


def waits(page, heading, words):
    """The one visit stands at one place of the coach's page."""
    page.goto("/coaching/")
    expect(page.locator("h2.mk-group")).to_have_text([heading])
    expect(page.locator("article")).to_contain_text(words)


def nothing_waits(page):
    page.goto("/coaching/")
    expect(page.get_by_role("heading", name="Nothing waits here now")).to_be_visible()


def say_yes_to(page, group):
    page.get_by_role("link", name="Give your answer").click()
    page.get_by_role("radio", name=group).check()
    page.get_by_role("button", name="Yes, I look along").click()
    expect(page.get_by_role("status")).to_contain_text("Agreed: you look along with Tijn.")
    assert Lesson.objects.get().start == at(10, days=2)


def go_along_with(page, teacher, far_end):
    far_end.answers = [said(feed(**AFTER))]
    a_while_ago(teacher)
    page.goto(reverse("timetable"))
    page.get_by_role("button", name="Fetch again").click()
    expect(page.get_by_role("status")).to_contain_text("This is your timetable of now.")
    page.goto("/")
    expect(page.get_by_role("heading", name="Your timetable now says")).to_contain_text("13:15")
    page.get_by_role("button", name="It goes along").click()
    expect(page.get_by_role("status")).to_contain_text("The visit goes along")
    assert (Lesson.objects.get().start, Lesson.objects.get().place) == AFTER["VZ1B"]


def say_yes(page):
    page.get_by_role("link", name="Give your answer").click()
    page.get_by_role("button", name="Yes, I look along").click()
    expect(page.get_by_role("status")).to_contain_text("Agreed")


def the_lesson_is_over():
    now = timezone.now()
    Lesson.objects.update(start=now - timedelta(hours=2), end=now - timedelta(hours=1))


def say_how_it_was(page):
    together = page.url
    page.get_by_role("link", name="How was the visit?").click()
    page.get_by_role("group", name="I felt seen by my coach.").get_by_label("Yes").check()
    page.get_by_role("button", name="Keep it sealed").click()
    expect(page.get_by_text("Your answer is still here.")).to_be_visible()
    assert Saying.objects.count() == 1
    page.goto(together)


def read_the_line(page):
    page.goto("/me/")
    page.get_by_role("link", name="My line").click()
    for words in (QUESTION, "Begin achterin."):
        expect(page.get_by_text(words).first).to_be_visible()
    expect(page.get_by_role("heading", name="Your line begins here")).to_be_visible()
    reply = page.request.get(page.get_by_role("link", name="As PDF").get_attribute("href"))
    words = words_of(reply.body())
    assert QUESTION in words and "Begin achterin." in words
