"""Somebody leaves, in the browser: a day ahead, the letter, taking along, closed, undone, closed again, gone;
and what a tablet kept of it."""

import zipfile
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from playwright.sync_api import expect

from administration import emptying
from people.models import User
from tests import factories
from tests.browser.eyes import PHONE, complaints
from tests.browser.test_address import press
from tests.browser.test_offline import HAS, KEPT, until, wait, wait_until_kept
from tests.factories import bring_to
from tests.faults.device import RECORDS

A_DAY = timedelta(days=1)
# words that were never sent, as static/js/outbox.js keeps them
WRITES = """(person) => new Promise((done) => {
  const opening = indexedDB.open("meekijken", 1);
  opening.onsuccess = () => {
    const writing = opening.result.transaction("entries", "readwrite");
    writing.objectStore("entries").put({ person, page: "/visits/", row: "note", dirty: true, entry: { text: "Nog niet." } });
    writing.oncomplete = () => (opening.result.close(), done());
  };
})"""


@pytest.fixture
def ada(school):
    return factories.make_person("Ada Beheer", school=school, is_administrator=True)


def days_go_by(person, days):
    """Until the hourly work finds that so many days have passed."""
    row = User.objects.get(pk=person.pk)
    User.objects.filter(pk=person.pk).update(leaves_on=row.leaves_on - days * A_DAY)
    call_command("hourly", verbosity=0)


def lets_go(page, person, day):
    page.goto(f"/people/{person.pk}/leave/")
    page.get_by_label("Last working day").fill(day.isoformat())
    press(page, "See what happens on this day")
    page.get_by_label("knows about this").check()
    press(page, "Tijn leaves" if person.name.startswith("Tijn") else "Coba leaves")


def signs_in(desk, person):
    page = desk.strangers(locale="en-GB").new_page()
    page.goto("/account/login/")
    page.locator("[name=login]").fill(person.email)
    page.locator(".mk-door-password > summary").click()
    page.locator("[name=password]").fill(factories.PASSWORD)
    with page.expect_navigation():
        page.locator(".mk-door-password button").click()
    return page


@pytest.mark.parametrize("looks", [True, False], ids=["looked at the day", "pressed at once"])
def test_a_press_that_was_refused_is_made_good_with_the_next(desk, ada, teacher, looks):
    office = desk.sit(ada)
    office.goto(f"/people/{teacher.pk}/leave/")
    office.get_by_label("Last working day").fill(teacher.today.isoformat())
    press(office, "See what happens on this day" if looks else "Tijn leaves")
    if looks:
        press(office, "Tijn leaves today")
        expect(office.get_by_role("link", name="First tell Tijn")).to_be_visible()
    else:
        expect(office.get_by_role("link", name="You chose another day")).to_be_visible()
    office.get_by_label("knows about this").check()
    press(office, "Tijn leaves today")

    assert User.objects.get(pk=teacher.pk).closed_at
    wait(office, lambda: not office.evaluate(RECORDS))  # nothing is left on the device that was never sent


def test_from_the_last_day_to_nothing(desk, ada, lesson, tmp_path):
    teacher = bring_to("open", lesson).teacher
    office = desk.sit(ada)
    mail.outbox.clear()
    lets_go(office, teacher, teacher.today + 3 * A_DAY)
    call_command("hourly", verbosity=0)

    letter = next(each for each in mail.outbox if each.to == [teacher.email])
    assert "/me/leaving/" in letter.body
    page = desk.sit(teacher)
    page.goto("/me/leaving/")
    press(page, "Make the file")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    download.value.save_as(tmp_path / "all.zip")
    assert len(zipfile.ZipFile(tmp_path / "all.zip").namelist()) == 3

    days_go_by(teacher, 4)
    page.goto("/")
    assert "/account/login/" in page.url
    page = signs_in(desk, teacher)
    expect(page.get_by_role("heading", level=1)).to_have_text("Take along what is yours")
    page.goto(f"/visits/{lesson.pk}/")
    assert page.url.endswith("/me/leaving/")

    office.goto(f"/people/{teacher.pk}/leave/")
    press(office, "Bring Tijn back")
    page.goto("/")
    expect(page.get_by_role("link", name="Lesson visits", exact=True)).to_be_visible()

    lets_go(office, teacher, teacher.today)
    days_go_by(teacher, 14)
    gone = User.objects.get(pk=teacher.pk)
    assert (gone.name, gone.email, bool(gone.left_at)) == ("", None, True)
    page = signs_in(desk, teacher)
    assert "/account/login/" in page.url
    assert office.goto(f"/people/{teacher.pk}/leave/").status == 404


def test_what_a_tablet_kept_goes_at_its_next_contact(desk, ada, lesson):
    coach = lesson.coach
    page = desk.sit(coach, service_workers="allow")
    path = f"/visits/{lesson.pk}/look/"
    page.goto(path)
    wait_until_kept(page)
    assert page.evaluate(HAS, f"pages-{coach.pk}")
    lets_go(desk.sit(ada), coach, coach.today)
    page.goto("/")

    until(page, f"async (name) => !(await ({HAS})(name))", f"pages-{coach.pk}")
    assert not page.evaluate(KEPT, path)
    page.evaluate(WRITES, str(coach.pk))
    page.reload()
    assert len(page.evaluate(RECORDS)) == 1  # until the person is gone, who may come back
    emptying.empty(coach)
    page.reload()
    wait(page, lambda: page.evaluate(RECORDS) == [])


def pages(desk, ada, teacher):
    page = desk.sit(ada, **PHONE)
    page.goto(f"/people/{teacher.pk}/leave/?day={(teacher.today + 3 * A_DAY).isoformat()}")
    yield page
    press(page, "Tijn leaves")
    expect(page.get_by_role("alert")).to_be_focused()
    yield page
    page.goto("/school/leaves/")
    yield page
    lets_go(page, teacher, teacher.today)
    yield page
    page = desk.sit(User.objects.get(pk=teacher.pk), **PHONE)
    page.goto("/me/leaving/")
    yield page


def test_every_page_is_for_every_hand_and_eye(desk, ada, lesson):
    teacher, found = bring_to("open", lesson).teacher, []
    for page in pages(desk, ada, teacher):
        found += complaints(page)
        page.set_viewport_size(PHONE["viewport"])

    assert found == []


def test_it_works_without_a_script_and_by_keyboard(desk, ada, teacher):
    page = desk.sit(ada, java_script_enabled=False)
    lets_go(page, teacher, teacher.today + 5 * A_DAY)
    assert User.objects.get(pk=teacher.pk).leaves_on == teacher.today + 5 * A_DAY
    page.goto(f"/people/{teacher.pk}/leave/")
    page.get_by_role("button", name="stays after all").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Tijn Verzonnen stays.")).to_be_visible()


def test_a_school_that_stops_on_another_day_needs_no_third_press(desk, ada, school):
    page, day = desk.sit(ada), school.today + 30 * A_DAY
    page.goto("/school/leaves/")
    page.locator("#id_last_day").fill(day.isoformat())
    press(page, "Our school stops")
    expect(page.get_by_role("link", name="You chose another day")).to_be_visible()
    page.get_by_label("Name of the school").fill(school.name)
    press(page, "Our school stops")

    school.refresh_from_db()
    assert school.leaves_on == day
