"""A teacher writes points for one visit: kept on the device, one for each place, and answered by both."""

import re

from playwright.sync_api import expect

from tests.browser.eyes import PHONE, complaints
from tests.factories import answer, fresh, save
from tests.together.visits import lens

TEXT = "Ik kijk rond voordat ik begin te praten"
KEY = "own-point.safety.1"
FIVE = [
    "rel.contact_at_start",
    "saf.other_views",
    "com.steps_first_step",
    "com.expectations",
    "com.checks_start",
]
SAVED = re.compile("All saved")


def before(desk, lesson, **options):
    page = desk.sit(lesson.teacher, **options)
    page.goto(f"/visits/{lesson.pk}/before/")
    page.get_by_role("heading", name="Write an item yourself").click()
    return page


def place(page, number):
    return page.locator(f'[data-own="{number}"]')


def write(page, number, text, need="safety"):
    if need:
        place(page, number).get_by_label("Which need?").select_option(need)
    place(page, number).get_by_label("What can be seen or heard?").fill(text)


def rows(lesson):
    return list(lesson.own_points.values_list("slot", "text", "item__theme"))


def test_it_saves_itself_and_the_next_place_comes(desk, lesson):
    page = before(desk, lesson)
    expect(place(page, 2)).to_be_hidden()
    write(page, 1, TEXT)

    expect(page.locator("#status")).to_contain_text(SAVED)
    expect(page.locator("[data-left]")).to_contain_text("5 left to choose")
    expect(page.locator("[data-own-set] [data-count]")).to_have_text("1 written")
    expect(place(page, 2)).to_be_visible()
    expect(place(page, 3)).to_be_hidden()
    assert rows(lesson) == [(1, TEXT, "safety")]

    page.reload()
    expect(place(page, 1).get_by_label("What can be seen or heard?")).to_have_value(TEXT)
    write(page, 1, "", need="")
    expect(page.locator("[data-left]")).to_contain_text("6 left to choose")
    expect(page.locator("#status")).to_contain_text(SAVED)
    assert (rows(lesson)[0][1], lesson.lens.count()) == ("", 0)


def test_without_a_need_it_waits_on_the_device_and_says_so(desk, lesson):
    page = before(desk, lesson)
    write(page, 1, TEXT, need="")

    expect(
        place(page, 1).get_by_text("Choose the need that it belongs to. Then it is saved.")
    ).to_be_visible()
    expect(page.locator("#status")).to_contain_text("1 needs your choice")
    page.reload()
    expect(place(page, 1).get_by_label("What can be seen or heard?")).to_have_value(TEXT)
    place(page, 1).get_by_label("Which need?").select_option("safety")
    expect(page.locator("#status")).to_contain_text(SAVED)
    assert rows(lesson) == [(1, TEXT, "safety")]


def test_one_too_many_waits_until_one_is_taken_away(desk, lesson):
    save(lesson, "teacher", *lens(*FIVE, "saf.small_before_whole"))
    page = before(desk, lesson)
    write(page, 1, TEXT)
    expect(page.locator("[data-left]")).to_contain_text("Six items is the most: take 1 away")
    expect(page.locator("#status")).to_contain_text("1 needs your choice")
    page.locator(f'input[name="lens"][value="{FIVE[0]}"]').evaluate("(each) => each.click()")

    expect(page.locator("#status")).to_contain_text(SAVED)
    expect(place(page, 2)).to_be_hidden()  # there is no room
    assert (rows(lesson), lesson.lens.count()) == ([(1, TEXT, "safety")], 6)


def test_written_without_a_network_it_is_one_once_it_is_back(desk, lesson):
    page = before(desk, lesson)
    page.context.set_offline(True)
    write(page, 1, TEXT)
    expect(page.locator("#status")).to_contain_text("Saved on this device")
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.locator("#status")).to_contain_text(SAVED)
    assert rows(lesson) == [(1, TEXT, "safety")]


def test_two_devices_lose_nothing(desk, lesson):
    one, two = before(desk, lesson), before(desk, lesson)
    write(one, 1, TEXT)
    expect(one.locator("#status")).to_contain_text(SAVED)
    write(two, 1, "Van het andere apparaat", need="relatedness")

    expect(place(two, 1)).to_contain_text("There are two versions. Nothing is lost.")
    expect(place(two, 1)).to_contain_text(TEXT)
    place(two, 1).get_by_role("button", name="Take the other").click()
    expect(place(two, 1).get_by_label("What can be seen or heard?")).to_have_value(TEXT)
    expect(place(two, 1).locator("[data-said]")).to_have_count(0)
    assert rows(lesson) == [(1, TEXT, "safety")]


def test_words_that_were_answered_stay_and_the_page_says_why(desk, lesson):
    save(lesson, "teacher", {"type": "own", "slot": 1, "text": TEXT, "theme": "safety", "revision": 0})
    save(lesson, "teacher", answer(KEY, "seen"))
    page = before(desk, fresh(lesson))
    page.get_by_role("heading", name="Write an item yourself").click()  # it stood open
    write(page, 1, "Iets anders", need="")

    expect(place(page, 1)).to_contain_text("Something has been written at this item already")
    assert rows(lesson) == [(1, TEXT, "safety")]


def test_the_coach_marks_it_as_any_other_point(desk, lesson):
    save(lesson, "teacher", {"type": "own", "slot": 1, "text": TEXT, "theme": "safety", "revision": 0})
    page = desk.sit(lesson.coach)
    page.goto(f"/visits/{lesson.pk}/look/")
    row = page.locator(f'[data-answer="{KEY}"]')
    expect(row).to_contain_text("Written by Tijn, for this visit alone")
    row.locator(".mk-mark", has_text="Clearly").click()
    row.locator("textarea").fill("Eerst stil.")
    expect(page.locator("#status")).to_contain_text(SAVED)

    found = fresh(lesson).accounts["coach"].answers.get()
    assert (found.item.key, found.value, found.note) == (KEY, "seen", "Eerst stil.")


def test_without_a_script_all_three_places_stand_there(desk, lesson):
    page = before(desk, lesson, java_script_enabled=False)
    write(page, 1, TEXT)
    write(page, 3, "Een derde", "autonomy")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(place(page, 1).get_by_label("What can be seen or heard?")).to_have_value(TEXT)
    assert rows(lesson) == [(1, TEXT, "safety"), (3, "Een derde", "autonomy")]


def test_it_is_for_every_hand_and_eye(desk, lesson):
    page = before(desk, lesson, **PHONE)
    write(page, 1, TEXT)
    expect(place(page, 2)).to_be_visible()

    assert complaints(page) == []
