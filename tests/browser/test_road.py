"""The main road as people walk it: two browsers, stations one to six, down to the PDF in the hand."""

import re
import uuid

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from observations.models import Lesson, Stage
from people.models import User
from reports.mirror import make_all
from reports.models import Period
from tests import factories
from tests.browser.eyes import PHONE, complaints
from tests.factories import PASSWORD, fresh
from tests.pdf_words import words_of
from tests.reports.test_mirror import NAMES, day, share
from together import actions as together

QUESTION = "Hoe help ik studenten die stil blijven om toch te beginnen?"
POINT = "com.steps_first_step"
START = re.compile("^(Start looking|Write down what you saw)$")  # before and after the lesson's hour


def sign_in(page, person):
    """By typing, as everyone does on the first day."""
    page.context.clear_cookies()
    page.goto("/account/login/")
    page.get_by_label("E-mailadres").fill(person.email)
    page.get_by_text("Liever met een wachtwoord").click()
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(person.short_name)


def test_from_a_proposal_to_the_report_in_the_hand(desk, edition, teacher, coach):
    User.objects.update(language="en")
    coachs, teachers = desk.sit(coach), desk.sit(teacher)
    sign_in_in_dutch(coachs, coach)

    propose(coachs, teacher)
    accept(teachers)
    prepare(teachers)
    look(coachs)
    look_back(teachers)
    open_together(teachers)
    choose_a_step(teachers)

    lesson = fresh(Lesson.objects.get())
    assert (lesson.stage, lesson.learning_question, lesson.lens.count()) == (Stage.OPEN, QUESTION, 2)
    words = read_pdf(teachers)
    for text in (
        QUESTION,
        "Drie stappen op het bord.",
        "De stappen stonden er al.",
        "Begin achterin.",
        "Bewust niet bekeken",
    ):
        assert text in words, text
    coachs.goto(f"/visits/{lesson.pk}/together/")
    expect(coachs.get_by_text("De stappen stonden er al.").first).to_be_visible()


def sign_in_in_dutch(page, person):
    User.objects.filter(pk=person.pk).update(language="nl")
    sign_in(page, person)
    User.objects.filter(pk=person.pk).update(language="en")


def propose(page, teacher):
    page.goto("/")
    page.get_by_role("link", name="Offer to look along").click()
    page.get_by_label("Teacher", exact=True).select_option(label=f"{teacher.name}, Team Zorg")
    page.get_by_label("Date", exact=True).fill(timezone.localdate().isoformat())
    page.get_by_label("Begin", exact=True).fill("2300")  # not over before the day is
    page.get_by_label("Subject", exact=True).fill("Rekenen")
    page.get_by_label("Group", exact=True).fill("VZ2B")
    page.get_by_role("button", name="Send the proposal").dblclick()
    expect(page.get_by_text("Your proposal has been sent:")).to_be_visible()
    assert Lesson.objects.count() == 1


def accept(page):
    page.goto("/")
    page.get_by_role("link", name="Answer the proposal").click()
    page.get_by_role("button", name="Yes, welcome").click()


def prepare(page):
    page.get_by_role("link", name="Prepare the visit").first.click()
    page.locator('[name="learning-question"]').fill(QUESTION)
    for key in (POINT, "saf.other_views"):
        box = page.locator(f'input[name="lens"][value="{key}"]')
        page.locator("details", has=box).evaluate("(each) => (each.open = true)")
        page.locator("label", has=box).click()
        expect(box).to_be_checked()
    page.get_by_role("button", name="Ready for the lesson").click()
    expect(page.get_by_text(QUESTION).first).to_be_visible()


def look(page):
    page.goto("/")
    page.get_by_role("link", name=START).click()
    page.locator(f'[data-answer="{POINT}"] .mk-mark', has_text="Clearly").or_(
        page.locator(f'[data-answer="{POINT}"] .mk-mark', has_text="Duidelijk")
    ).first.click()
    page.locator(f'[name="note-{POINT}"]').fill("Drie stappen op het bord.")
    page.locator("#moment-text").fill("Twee tafels zijn nog leeg.")
    page.get_by_role("button", name="Record the moment").click()
    expect(page.locator("#status")).to_contain_text("All saved")
    page.get_by_role("button", name="Save and mark my story ready").click()
    expect(page.get_by_text("Your story is ready.").first).to_be_visible()


def look_back(page):
    page.goto("/")
    page.get_by_role("link", name=re.compile("^(Finish your story|Look back|Go on looking back)$")).click()
    page.locator(f'[data-answer="{POINT}"] .mk-mark').nth(
        2
    ).click()  # another view: the same one would be folded
    page.locator(f'[name="note-{POINT}"]').fill("De stappen stonden er al.")
    page.get_by_role("button", name="Save and mark my story ready").click()
    expect(page.get_by_text("Your story is ready.").first).to_be_visible()


def open_together(page):
    page.get_by_role("button", name="Open together").dblclick()
    expect(page.get_by_text("Drie stappen op het bord.").first).to_be_visible()


def choose_a_step(page):
    if not page.locator("#own-step").is_visible():
        page.get_by_text("Choose another small step").click()
    page.locator("#own-step [name=text]").fill("Begin achterin.")
    page.get_by_role("button", name="Take this along").click()
    expect(page.locator("#steps")).to_contain_text("Begin achterin.")


def read_pdf(page):
    """Downloads the report by its own link, and returns its words."""
    address = page.get_by_role("link", name="Download the report (PDF)").first.get_attribute("href")
    reply = page.request.get(address)
    assert reply.headers["content-type"] == "application/pdf"
    return words_of(reply.body())


PLACES = [
    "/",
    "/earlier/",
    "/me/",
    "/about/",
    "/how/",
    "/visits/new/",
    "/visits/propose/",
    "/account/password/change/",
    "/account/logout/",
    "/nowhere/",
]
ABOUT_A_VISIT = ["", "move/", "cancel/", "coach/", "before/"]


def test_the_other_pages_are_for_every_hand_and_eye(desk, lesson):
    factories.bring_to(Stage.OPEN, factories.make_lesson(lesson.teacher, coach=lesson.coach))
    page = desk.sit(lesson.teacher, **PHONE)
    opened = Lesson.objects.get(opened_at__isnull=False)
    step = together.choose_step(lesson=opened, by=opened.teacher, id=uuid.uuid4(), text="Begin achterin.")

    addresses = PLACES + [f"/visits/{lesson.pk}/{place}" for place in ABOUT_A_VISIT]
    addresses += [f"/visits/{opened.pk}/", f"/visits/{opened.pk}/together/", f"/visits/{opened.pk}/move/"]
    addresses += [f"/visits/{opened.pk}/steps/{step.pk}/back/"]
    addresses += [
        "/me/data/",
        "/forms/",
        f"/forms/{opened.edition_id}/coach/",
        f"/forms/{opened.edition_id}/teacher/",
    ]
    for address in addresses:
        page.set_viewport_size(PHONE["viewport"])
        page.goto(address)
        assert (address, complaints(page)) == (address, [])


def test_the_page_of_the_school_is_for_every_hand_and_eye(desk, lesson):
    person = factories.make_person("Ada Beheer", school=lesson.teacher.school, is_administrator=True)
    page = desk.sit(person, **PHONE)
    page.goto("/school/")
    page.get_by_label("Colour of headings in reports").fill("#ffd400")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("too light to read")

    assert complaints(page) == []


def test_the_team_mirror_is_for_every_hand_and_eye(desk, lesson, team, coach):
    Period.objects.create(school=team.school, start=day(60), end=day(1))
    for name in NAMES:
        share(factories.make_person(f"{name} Docent", team=team, role="teacher"), coach, POINT)
    make_all()
    page = desk.sit(coach, **PHONE)
    page.goto("/team/mirrors/")
    page.get_by_role("link", name="Team Zorg, ").click()
    expect(page.get_by_text("Five teachers or more shared something.")).to_be_visible()

    assert complaints(page) == []


def test_the_door_is_for_every_hand_and_eye(desk, lesson):
    page = desk.sit(lesson.teacher, **PHONE)
    page.context.clear_cookies()

    for address in ["/account/login/", "/account/password/reset/", "/account/signup/", "/about/"]:
        page.set_viewport_size(PHONE["viewport"])
        page.goto(address)
        assert (address, complaints(page)) == (address, [])


@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_scrolls_sideways(desk, lesson, width):
    long = "Arbeidsongeschiktheidsverzekeringsmaatschappij"
    Lesson.objects.filter(pk=lesson.pk).update(subject=long, group=long, place=long)
    factories.bring_to(Stage.OPEN, lesson)
    page = desk.sit(lesson.teacher, viewport={"width": width, "height": 800})

    for address in [*PLACES, f"/visits/{lesson.pk}/", f"/visits/{lesson.pk}/together/"]:
        page.goto(address)
        assert (address, page.evaluate("document.documentElement.scrollWidth")) == (address, width)


@pytest.mark.parametrize("place", ["visits/new/", "visits/propose/"])
def test_switching_the_language_loses_no_typed_words(desk, lesson, place):
    page = desk.sit(lesson.teacher)
    page.goto(f"/{place}")
    page.get_by_label("Subject", exact=True).fill("Rekenen")

    page.get_by_role("button", name="Nederlands").click()

    expect(page.get_by_label("Vak", exact=True)).to_have_value("Rekenen")
