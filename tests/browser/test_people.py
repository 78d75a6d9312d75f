"""The list of people and the page of one: for every hand and eye, by keyboard, and without a script. And how
a lead is made, from the administrator's list to the teacher's yes."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from letters.postman import deliver
from observations import access
from observations.models import News, ToTell
from people.models import User
from tests import factories
from tests.browser.eyes import PHONE, complaints
from tests.factories import fresh
from tests.reports.test_keys import give


@pytest.fixture
def iris(school):
    return factories.make_person("Iris Verzinsel", school=school, is_administrator=True, language="en")


@pytest.fixture
def many_kinds(school, team, iris, teacher, coach):
    """Somebody in every state that the list shows, one with a letter that came back, and a lead."""
    now, today = timezone.now(), timezone.localdate()
    lost = factories.make_person("Bram Bedenksel", team=team, role="teacher", password=None)
    for name, facts in {
        "Fleur Fantasie": {"invited_at": now, "last_login": None}, "Noor Fictief": {"is_active": False},
        "Robin Denkbeeldig": {"leaves_on": today}, "Sanne Schijn": {"leaves_on": today, "closed_at": now},
    }.items():  # fmt: skip
        person = factories.make_person(name, team=team, role="coach")
        User.objects.filter(pk=person.pk).update(**({"last_login": now} | facts))
    User.objects.filter(pk=lost.pk).update(invited_at=now)
    ToTell.objects.create(kind=News.INVITED, person=lost, tries=1, why="SMTPRecipientsRefused 550")
    factories.make_person("Lotte Nepnaam", team=team, role="lead")
    factories.make_team(school, "Team Techniek")
    return {"lost": lost, "teacher": teacher}


def test_the_pages_are_for_every_hand_and_eye(desk, iris, many_kinds):
    page = desk.sit(iris, **PHONE)
    page.goto("/people/")
    expect(page.get_by_text("One invitation did not arrive")).to_be_visible()
    found = {"list": complaints(page)}
    for name, person in (*many_kinds.items(), ("self", iris)):
        for tail in ("", "change/"):
            page.set_viewport_size(PHONE["viewport"])
            page.goto(f"/people/{person.pk}/{tail}")
            found[name + tail] = complaints(page)

    assert found == {name: [] for name in found}


def test_a_lead_is_made_by_keyboard_and_the_teacher_says_yes(desk, iris, lesson, team):
    """Tijn shares the own story with whoever leads the team, which is Lotte when the key is given."""
    factories.make_person("Lotte Nepnaam", team=team, role="lead")
    sam = factories.make_person("Sam Bedacht", team=team, role="teacher", language="en")
    User.objects.update(language="en")
    visit = factories.bring_to("open", lesson)
    give(visit, "teacher_account", audience="lead")
    ToTell.objects.all().delete()

    page = desk.sit(iris)
    page.goto("/people/")
    page.get_by_label("Search for a name or an address").focus()
    page.keyboard.type("bedacht")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/people/\?find=[\w-]+$"))
    page.get_by_role("link", name="Sam Bedacht").focus()
    page.keyboard.press("Enter")
    page.get_by_label("team lead").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Their keys stay closed for Sam until they say yes themselves.")).to_be_visible()
    assert not sam.memberships.filter(role="lead").exists()
    page.get_by_role("button", name="Make Sam team lead").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("From today these are the roles of Sam")

    deliver.call()
    assert not access.parts(sam, fresh(visit))
    teacher = desk.sit(visit.teacher)
    teacher.goto("/")
    teacher.get_by_role("button", name="Yes, they may read it").click()
    expect(teacher.get_by_text("May Sam Bedacht read")).to_have_count(0)
    assert access.parts(sam, fresh(visit)) == {"teacher_account"}


def test_without_a_script_a_team_is_added_and_an_address_refused_with_everything_still_there(
    desk, iris, teacher, school
):
    factories.make_team(school, "Team Techniek")
    User.objects.filter(pk=teacher.pk).update(last_login=timezone.now())
    page = desk.sit(iris, java_script_enabled=False)
    page.goto(f"/people/{teacher.pk}/")
    page.get_by_text("Put in one more team").click()
    page.get_by_role("combobox", name="Team").select_option(label="Team Techniek")
    page.get_by_label("coach").last.check()
    page.get_by_role("button", name="Put in this team").click()
    expect(page.get_by_role("heading", name="Team Techniek")).to_be_visible()

    page.get_by_role("link", name="Change name, address and language").click()
    page.get_by_label("Another e-mail address").fill("geen adres")
    page.get_by_label("Name").fill("Tijn Anders")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Name")).to_have_value("Tijn Anders")
    expect(page.get_by_role("alert")).to_be_visible()
