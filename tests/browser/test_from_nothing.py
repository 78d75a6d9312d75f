"""From an empty installation to a planned first lesson visit, by whoever has the printed address: every page
for every hand and eye, by keyboard, and counted."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from administration import beginning
from observations.models import Lesson
from people.models import User
from tests.browser.eyes import PHONE, complaints

WORDS = "drie gele schoenen"
OLD_ADMIN = 84  # what twelve people took there, without anybody having come in or planned


@pytest.fixture
def address(editions, live_server, settings):
    """As `manage.py prepare` prints it; no letter leaves."""
    settings.SITE_URL, settings.MAIL_HOST = live_server.url, ""
    return beginning.address()


class Hand:
    """Does what a person does at a browser, and counts it: a field that is filled in, a press, an address."""

    def __init__(self, context):
        self.page, self.count = context.new_page(), 0

    def go(self, address):
        self.count += 1
        self.page.goto(address)

    def fill(self, **fields):
        for name, value in fields.items():
            self.count += 1
            self.page.locator(f"main [name={name.replace('_', '-')}]").fill(value)

    def choose(self, words):
        self.count += 1
        self.page.get_by_role("main").get_by_label(words).check()

    def press(self, words, role="button"):
        self.count += 1
        with self.page.expect_navigation():
            self.page.get_by_role("main").get_by_role(role, name=words, exact=True).click()

    def link_of(self, step):
        """What the administrator hands over: read, not clicked."""
        return self.page.locator(f"#{step} code").inner_text()


def make_the_school(hand, address):
    hand.go(address)
    hand.fill(school="Fictief College", name="Iris Verzinsel", email="iris@school.example", password=WORDS)
    hand.press("Maak de school")


def invite_two(hand):
    hand.fill(team_name="Zorg en welzijn")
    hand.press("Maak het team")
    hand.fill(teacher_name="Tijn Verzonnen", teacher_email="tijn@school.example")
    hand.press("Nodig deze docent uit")
    hand.fill(other_name="Coba Voorbeeld", other_email="coba@school.example")
    hand.press("Nodig deze coach uit")


def come_in(hand, link):
    hand.go(link)
    fields = hand.page.locator("main input[type=password]").count()
    for number in range(1, fields + 1):
        hand.fill(**{f"password{number}": WORDS})
    hand.press("Bewaar en ga naar binnen")


def test_the_whole_road_takes_less_than_twelve_people_in_the_old_pages(strangers, address):
    iris, tijn, coba = (Hand(strangers(locale="nl-NL", **PHONE)) for _each in range(3))
    make_the_school(iris, address)
    invite_two(iris)
    come_in(coba, iris.link_of("other"))
    come_in(tijn, iris.link_of("teacher"))

    tijn.press("Oefenen", "link")
    tijn.press("Oefen met terugkijken")
    expect(tijn.page.get_by_text("Je oefent.", exact=True)).to_be_visible()
    tijn.go("/")
    tijn.press("Plan je eerste lesbezoek", "link")
    day = timezone.localdate() + timedelta(days=7)
    tijn.fill(subject="Rekenen", group="VZ2B", date=f"{day}", begin="1015")
    tijn.choose("Coba Voorbeeld")
    tijn.press("Nodig Coba uit")

    lesson = Lesson.objects.get()
    assert (lesson.teacher.name, lesson.coach.name) == ("Tijn Verzonnen", "Coba Voorbeeld")
    assert lesson.teacher.last_login
    counted = {"school": iris.count, "coach": coba.count, "teacher": tijn.count}
    assert sum(counted.values()) <= 32 < OLD_ADMIN, counted
    iris.go("/")
    expect(iris.page.get_by_text("Rekenen")).to_have_count(0)  # the administrator sees no visit


def test_every_page_is_for_every_hand_and_eye(strangers, address):
    hand = Hand(strangers(locale="nl-NL", **PHONE))

    def look():
        found = complaints(hand.page)
        hand.page.set_viewport_size(PHONE["viewport"])
        return found

    hand.go(address)
    found = look()
    hand.press("Maak de school")  # with nothing filled in
    found += look()
    make_the_school(hand, address)
    found += look()
    invite_two(hand)
    found += look()
    hand.go("/")
    found += look()
    hand.go("/schools/")
    found += look()

    assert found == []


def test_it_can_be_stopped_after_each_step_and_gone_on_with(strangers, address):
    hand = Hand(strangers(locale="nl-NL"))
    make_the_school(hand, address)
    for words, fields in (
        ("Maak het team", {"team_name": "Zorg"}),
        ("Nodig deze docent uit", {"teacher_name": "Tijn", "teacher_email": "tijn@school.example"}),
    ):
        hand.go("/")
        hand.press("Naar de eerste stappen", "link")
        hand.fill(**fields)
        hand.press(words)
    hand.go("/")
    expect(hand.page.get_by_text("wachten tot de eerste docent binnenkomt")).to_be_visible()


def test_by_keyboard_alone_and_without_a_script(strangers, address):
    page = strangers(java_script_enabled=False, locale="nl-NL").new_page()
    page.goto(address)
    page.locator("[name=school]").focus()
    for typed in ("Fictief College", None, "Iris Verzinsel", "iris@school.example", WORDS, None):
        if typed:
            page.keyboard.type(typed)
        page.keyboard.press("Tab")  # past a group of choices, which has one already
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Het eerste team")).to_be_visible()
    assert User.objects.get().email == "iris@school.example"
    assert page.url.startswith(settings.SITE_URL)
