"""What a school says of itself, for every hand and eye, with and without a script."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from people.models import Holiday, Team
from reports.models import Period
from tests import factories
from tests.browser.eyes import PHONE, complaints


@pytest.fixture
def administrator(lesson):
    """Somebody of a school that has something in every list."""
    school, today = lesson.team.school, timezone.localdate()
    Team.objects.create(school=school, name="Logistiek", closed_at=timezone.now())
    for first, last in ((-400, -390), (20, 34)):
        day = today + timedelta(days=first)
        Holiday.objects.create(school=school, name="Vakantie", first=day, last=today + timedelta(days=last))
    Period.objects.create(school=school, start=today + timedelta(days=5), end=today + timedelta(days=60))
    school.judging_words.create(word="ondermaats", language="nl")
    return factories.make_person("Iris Verzinsel", school=school, is_administrator=True)


PAGES = {
    "teams": [], "team_change": ["team"], "days": [], "holiday_add": [], "holiday": ["holiday"], "period": ["period"],
    "school": [], "school_rules": [], "words": [], "checklists": [], "checklist": ["edition"],
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_for_every_hand_and_eye(desk, lesson, administrator, name):
    school = lesson.team.school
    rows = {
        "team": lesson.team, "holiday": school.holidays.order_by("-first").first(), "period": school.periods.get(),
        "edition": lesson.edition,
    }  # fmt: skip
    page = desk.sit(administrator, **PHONE)
    page.goto(reverse(name, args=[rows[row].pk for row in PAGES[name]]))

    assert complaints(page) == []


def test_a_form_that_comes_back_too(desk, administrator):
    page = desk.sit(administrator, **PHONE)
    page.goto(reverse("period_add"))
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("heading", name="2 things are not right yet")).to_be_visible()
    assert complaints(page) == []


def test_the_line_the_window_and_the_example_say_the_same_colour(desk, administrator):
    page = desk.sit(administrator)
    page.goto(reverse("school"))
    line, picked = page.get_by_label("Colour of headings in reports"), page.get_by_label("Or pick one")
    drawing, said = page.locator("[data-example] svg"), page.locator("[data-example] [role=status]")
    expect(picked).to_have_value("#1d2536")

    line.fill("#7B3A84")
    expect(picked).to_have_value("#7b3a84")
    expect(drawing).to_have_attribute("fill", "#7b3a84")
    picked.fill("#ffd400")
    expect(line).to_have_value("#ffd400")
    expect(
        said.get_by_text("This colour is too light to read on white paper. Choose a darker one.")
    ).to_be_visible()
    line.fill("")
    expect(picked).to_have_value("#1d2536")
    expect(said.locator("p")).to_be_hidden()

    picked.fill("#1d4f91")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. New reports look like this.")).to_be_visible()
    expect(line).to_have_value("#1d4f91")


def test_without_a_script_a_colour_is_picked_and_drawn(desk, administrator):
    page = desk.sit(administrator, java_script_enabled=False)
    page.goto(reverse("school"))
    page.get_by_label("Or pick one").fill("#7b3a84")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_label("Colour of headings in reports")).to_have_value("#7b3a84")
    expect(page.locator("[data-example] svg")).to_have_attribute("fill", "#7b3a84")


def test_with_keys_alone_a_team_is_added_closed_and_opened_again(desk, administrator):
    page = desk.sit(administrator)
    page.goto(reverse("teams"))
    page.get_by_label("Name of the team").focus()
    page.keyboard.type("Team Entree")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The team ‘Team Entree’ is there.")).to_be_visible()

    page.get_by_role("link", name="Team Entree").press("Enter")
    page.get_by_role("button", name="Close this team").press("Enter")
    expect(page.get_by_text("The team ‘Team Entree’ is closed.")).to_be_visible()
    page.get_by_role("button", name="Open again: Team Entree").press("Enter")
    expect(page.get_by_role("link", name="Team Entree")).to_be_visible()


def test_words_of_a_form_that_was_left_are_there_again(desk, administrator):
    page = desk.sit(administrator)
    page.goto(reverse("holiday_add"))
    page.get_by_label("Name").fill("Studiedag")
    page.get_by_label("First day").fill("2050-01-18")
    page.wait_for_timeout(1500)  # the form notes what stands in it after a moment
    page.goto(reverse("days"))
    page.goto(reverse("holiday_add"))

    expect(page.get_by_label("Name")).to_have_value("Studiedag")
    expect(page.get_by_label("First day")).to_have_value("2050-01-18")
