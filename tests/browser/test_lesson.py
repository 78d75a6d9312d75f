"""In the lesson: the newest moment is in sight, the keyboard keeps its place, fields grow with their text,
paper shows all of it."""

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from observations.models import Moment, Stage
from tests.browser.eyes import misfits, seen
from tests.browser.test_capture import POINT, SAVED, add_moment, mark, note, open_look, row, status
from tests.browser.test_offline import wait
from tests.factories import answer, bring_to, moment, record_everything, save

LINES = [f"Regel {number}: bij de tafel bij het raam begint een student opnieuw." for number in range(8)]
LONG = "\n".join(LINES)

# Takes `field-sizing` away, as in browsers that do not have it yet; a sheet of the page's own making passes
# its policy.
WITHOUT = """() => {
  const supports = CSS.supports.bind(CSS);
  CSS.supports = (name, ...rest) => name !== "field-sizing" && supports(name, ...rest);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("textarea { field-sizing: fixed !important; }");
  document.adoptedStyleSheets = [sheet];
}"""
# Fields in sight that do not show all of their text, though the screen has room for it.
CUT = """() => [...document.querySelectorAll("textarea")]
  .filter((each) => each.clientWidth && each.scrollHeight > each.clientHeight)
  .map((each) => `${each.name}: ${each.clientHeight} of ${each.scrollHeight}`)"""
SMALL = """() => [...document.querySelectorAll("textarea, select, input:not([type=radio], [type=checkbox], [type=hidden])")]
  .filter((each) => parseFloat(getComputedStyle(each).fontSize) < 16)
  .map((each) => each.outerHTML)"""
PLACE = "[document.activeElement.name, document.activeElement.value, Math.round(scrollY)]"
ENTER = """(field, how) => field.dispatchEvent(
  new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ...how }))"""


@pytest.fixture
def page(desk, lesson):
    save(lesson, "teacher", {"type": "lens", "item": POINT, "chosen": True})
    return open_look(desk, lesson)


def newest(page):
    return page.locator("[data-newest]")


def bar(page):
    return page.locator("#moment-text")


def kind(page, words):
    return page.get_by_role("radio", name=words)


# --- the newest moment -------------------------------------------------------------------------


def test_the_newest_moment_stands_above_the_bar_until_the_next_comes(page):
    expect(newest(page)).to_be_hidden()
    kind(page, "What students did").check(force=True)
    add_moment(page, "Noor kijkt op.")

    expect(newest(page)).to_contain_text("What students did")
    expect(newest(page)).to_contain_text("Noor kijkt op.")
    expect(newest(page).locator("[data-newest-time]")).to_have_text(
        page.locator("[data-moment] [data-time]").inner_text()
    )
    expect(page.locator("[data-heard]")).to_have_text("Recorded: Noor kijkt op.")

    add_moment(page, "Twee tafels beginnen.")
    expect(newest(page)).to_contain_text("Twee tafels beginnen.")
    expect(newest(page)).not_to_contain_text("Noor")


def test_a_long_moment_takes_two_lines_there_and_leads_to_its_row(page):
    add_moment(page, LONG)
    lines = (
        newest(page)
        .locator(".mk-newest-said")
        .evaluate("(each) => each.clientHeight / parseFloat(getComputedStyle(each).lineHeight)")
    )
    assert round(lines) == 2

    newest(page).get_by_role("link").click()

    expect(page.locator("[data-moment] textarea")).to_be_focused()
    expect(page.locator("[data-moment] textarea")).to_be_in_viewport()


def test_undo_puts_the_words_back_in_the_bar_with_their_kind_and_time(page):
    page.locator("[data-bar] .mk-time").fill("10:05")
    kind(page, "I wonder").check(force=True)
    add_moment(page, "Waarom wacht hij?")
    expect(status(page)).to_have_text(SAVED)
    first = Moment.objects.get()

    newest(page).get_by_role("button", name="Undo").click()

    expect(bar(page)).to_be_focused()
    expect(bar(page)).to_have_value("Waarom wacht hij?")
    expect(kind(page, "I wonder")).to_be_checked()
    expect(newest(page)).to_be_hidden()
    expect(page.locator("[data-moment]")).to_contain_text("Moment removed.")
    bar(page).fill("Waar wacht hij op?")
    bar(page).press("Enter")
    expect(status(page)).to_have_text(SAVED)
    second = Moment.objects.get(deleted_at=None)
    assert (second.text, second.kind, second.noted_at) == ("Waar wacht hij op?", "wonder", first.noted_at)
    first.refresh_from_db()
    assert first.deleted_at is not None


def test_undo_keeps_what_was_begun_in_the_bar_meanwhile(page):
    add_moment(page, "Noor kijkt op.")
    bar(page).fill("En nu")

    newest(page).get_by_role("button", name="Undo").click()

    expect(bar(page)).to_have_value("Noor kijkt op.\nEn nu")


def test_undo_keeps_words_that_what_was_begun_begins_with_too(page):
    add_moment(page, "Stil")
    bar(page).fill("Stilte helpt Noor.")

    newest(page).get_by_role("button", name="Undo").click()

    expect(bar(page)).to_have_value("Stil\nStilte helpt Noor.")
    page.reload()
    expect(bar(page)).to_have_value("Stil\nStilte helpt Noor.")


def test_undo_before_anything_was_sent_leaves_nothing_behind(page):
    page.context.set_offline(True)
    add_moment(page, "Toch niet.")
    newest(page).get_by_role("button", name="Undo").click()
    bar(page).fill("")
    page.context.set_offline(False)

    expect(status(page)).to_have_text(SAVED)
    page.reload()
    expect(page.locator("[data-moment]:not([data-removed])")).to_have_count(0)
    assert not Moment.objects.filter(deleted_at=None).exists()


def test_it_is_still_there_after_a_reload_and_goes_with_its_row(page):
    add_moment(page, "Noor kijkt op.")
    expect(status(page)).to_have_text(SAVED)
    page.reload()
    expect(newest(page)).to_contain_text("Noor kijkt op.")
    page.locator("[data-moment] textarea").fill("Noor kijkt op en vraagt.")
    expect(newest(page)).to_contain_text("Noor kijkt op en vraagt.")

    page.locator("[data-moment] summary").click()
    page.locator("[data-moment] .mk-tick", has_text="Remove").click()

    expect(newest(page)).to_be_hidden()


def test_a_moment_that_got_a_place_is_not_undone_into_the_bar_which_has_none(page):
    add_moment(page, "Drie stappen op het bord.")
    page.locator("[data-moment] summary").click()
    page.locator("[data-moment] select").nth(1).select_option("theme:competence")

    expect(newest(page)).to_contain_text("Drie stappen")
    expect(newest(page).get_by_role("button", name="Undo")).to_be_hidden()


def test_the_next_moment_is_again_of_the_first_kind(page):
    kind(page, "A student told").check(force=True)
    bar(page).fill("Ik durfde niet.")
    bar(page).press("Enter")

    expect(kind(page, "What I saw")).to_be_checked()
    expect(bar(page)).to_be_focused()
    expect(status(page)).to_have_text(SAVED)
    assert Moment.objects.get().kind == "told"


@pytest.mark.parametrize("width", [390, 1280])
def test_it_is_for_every_hand_and_eye(desk, lesson, width):
    page = open_look(desk, lesson, viewport={"width": width, "height": 800})
    add_moment(page, LONG)
    expect(status(page)).to_have_text(SAVED)

    assert [*misfits(page), *seen(page, "light"), *seen(page, "dark")] == []


# --- two columns -------------------------------------------------------------------------------


@pytest.mark.parametrize("grows", [True, False], ids=["grows by itself", "does not"])
def test_moments_stand_beside_the_items_on_a_wide_screen_and_the_newest_is_in_sight(desk, lesson, grows):
    save(lesson, "coach", *(moment(text=LONG) for _ in range(6)))
    page = desk.sit(lesson.coach, viewport={"width": 1280, "height": 800})
    page.add_init_script("" if grows else f"({WITHOUT})()")
    page.goto(f"/visits/{lesson.pk}/look/")
    items = page.get_by_role("region", name="Items").bounding_box()
    moments = page.get_by_role("region", name="Recorded moments").bounding_box()
    assert moments["x"] >= items["x"] + items["width"]

    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    add_moment(page, "\n".join(LINES[:3]))

    last = page.locator("[data-moment] textarea").last
    expect(last).to_have_value("\n".join(LINES[:3]))
    expect(last).to_be_in_viewport(ratio=1)
    assert (
        last.bounding_box()["y"] + last.bounding_box()["height"]
        <= page.locator(".mk-bar").bounding_box()["y"]
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 1280


@pytest.mark.parametrize("width", [390, 820, 1024])
def test_one_column_where_there_is_no_room_for_two(desk, lesson, width):
    page = open_look(desk, lesson, viewport={"width": width, "height": 900})
    items = page.get_by_role("region", name="Items").bounding_box()
    moments = page.get_by_role("region", name="Recorded moments").bounding_box()

    assert (moments["x"], moments["y"] > items["y"] + items["height"]) == (items["x"], True)


# --- the keyboard ------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["", "Jan kijkt op."])
def test_out_of_the_bar_the_keyboard_is_where_it_was(page, typed):
    mark(page, "Partly")
    before = page.evaluate(PLACE)
    page.keyboard.press("m")
    expect(bar(page)).to_be_focused()
    page.keyboard.type(typed)
    if typed:
        page.keyboard.press("Enter")
        expect(bar(page)).to_be_focused()  # the next moment may come at once

    page.keyboard.press("Escape")

    assert page.evaluate(PLACE) == before
    page.keyboard.press("3")
    expect(page.locator(f'[name="value-{POINT}"][value=not_seen]')).to_be_checked()


def test_the_keys_walk_past_what_is_folded_also_in_an_older_browser(desk, lesson):
    save(lesson, "teacher", {"type": "lens", "item": POINT, "chosen": True})
    page = desk.sit(lesson.coach)
    page.add_init_script("delete Element.prototype.checkVisibility")
    page.goto(f"/visits/{lesson.pk}/look/")

    page.keyboard.press("j")
    expect(row(page).locator("input").first).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator('[data-answer^="sig."] input').first).to_be_focused()
    page.keyboard.press("k")
    expect(row(page).locator("input").first).to_be_focused()


@pytest.mark.parametrize("how", [{"isComposing": True}, {"keyCode": 229}], ids=["composing", "just composed"])
def test_the_enter_of_an_input_method_records_nothing(page, how):
    bar(page).fill("半分")
    bar(page).evaluate(ENTER, how)

    expect(bar(page)).to_have_value("半分")
    expect(page.locator("[data-moment]")).to_have_count(0)
    bar(page).press("Enter")
    expect(page.locator("[data-moment]")).to_have_count(1)


# --- fields ------------------------------------------------------------------------------------


def test_no_field_makes_an_ipad_zoom_in(desk, lesson):
    bring_to(Stage.OPEN, lesson)
    page = desk.sit(lesson.teacher)
    visit = [
        "",
        "pulse/",
        "reply/?item=com.steps_first_step",
        "talk/",
        "talk/?at=core",
        "talk/?at=steps",
        "keys/",
        "together/",
        "cancel/",
        "delete/",
    ]
    general = [
        "",
        "me/",
        "me/address/",
        "me/data/",
        "visits/new/",
        "visits/earlier/",
        "team/",
        "forms/",
        "device/",
        "account/password/change/",
    ]
    for address in [*general, *(f"visits/{lesson.pk}/{each}" for each in visit)]:
        page.goto(f"/{address}")
        assert page.evaluate(SMALL) == [], address


@pytest.mark.parametrize("name", ["look", "look-back", "before"])
def test_no_field_of_a_writing_page_makes_an_ipad_zoom_in(desk, lesson, name):
    record_everything(lesson, "teacher" if name == "look-back" else "coach") if name != "before" else None
    page = desk.sit(lesson.coach if name == "look" else lesson.teacher)
    page.goto(f"/visits/{lesson.pk}/{name}/")

    assert page.locator("textarea").count() > 0
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("width", [390, 820, 1280])
def test_nothing_is_cut_where_fields_do_not_grow_by_themselves(desk, lesson, width):
    save(lesson, "teacher", {"type": "lens", "item": POINT, "chosen": True})
    save(lesson, "coach", answer("com.checks_start", "seen", LONG), moment(text=LONG))
    page = desk.sit(lesson.coach, viewport={"width": width, "height": 1180})
    page.add_init_script(f"({WITHOUT})()")
    page.goto(f"/visits/{lesson.pk}/look/")
    assert page.evaluate("getComputedStyle(document.querySelector('textarea')).fieldSizing") == "fixed"

    note(page).fill(LONG)  # pasted
    bar(page).fill("\n".join(LINES[:2]))
    assert page.evaluate(CUT) == []
    bar(page).press_sequentially("\nen nog een regel")  # typed
    assert page.evaluate(CUT) == []
    page.get_by_role("button", name="Record the moment").click()
    expect(bar(page)).to_have_value("")
    one_line = bar(page).bounding_box()["height"]
    assert (page.evaluate(CUT), one_line < 60) == ([], True)
    newest(page).get_by_role("button", name="Undo").click()  # back in the bar
    assert page.evaluate(CUT) == []
    page.evaluate(
        "document.querySelectorAll('details').forEach((each) => (each.open = true))"
    )  # come into sight
    wait(page, lambda: page.evaluate(CUT) == [])


def test_nothing_is_cut_of_what_the_device_kept_where_fields_do_not_grow(desk, lesson):
    page = desk.sit(lesson.coach)
    page.add_init_script(f"({WITHOUT})()")
    page.goto(f"/visits/{lesson.pk}/look/")
    page.context.set_offline(True)
    note(page).fill(LONG)
    bar(page).fill("\n".join(LINES[:2]))
    expect(status(page)).to_contain_text("Saved on this device")
    page.context.set_offline(False)
    page.reload()
    expect(note(page)).to_have_value(LONG)
    wait(page, lambda: page.evaluate(CUT) == [])

    page.set_viewport_size({"width": 390, "height": 1180})  # turned

    wait(page, lambda: page.evaluate(CUT) == [])


def test_nothing_is_cut_in_a_form_elsewhere_where_fields_do_not_grow(desk, lesson):
    bring_to(Stage.OPEN, lesson)
    page = desk.sit(lesson.teacher)
    page.add_init_script(f"({WITHOUT})()")
    page.goto(f"/visits/{lesson.pk}/reply/?item={POINT}")
    page.locator("main textarea").fill(LONG)

    assert page.evaluate(CUT) == []


# --- paper -------------------------------------------------------------------------------------


def printed(page, tmp_path):
    """All words on the paper, without the white space, which a reader of PDF puts where letters stand
    apart."""
    path = tmp_path / "page.pdf"
    page.pdf(path=path)
    return "".join("".join(each.extract_text() for each in PdfReader(path).pages).split())


def test_what_one_prints_of_the_capture_page_holds_every_note_whole(desk, lesson, tmp_path):
    long = "\n".join(f"Zin {number} van de aantekening." for number in range(120))
    save(lesson, "teacher", {"type": "lens", "item": POINT, "chosen": True})
    page = open_look(desk, lesson)
    note(page).fill(long)
    add_moment(page, long.replace("aantekening", "observatie"))

    words = printed(page, tmp_path)

    for number in (0, 60, 119):
        assert f"Zin{number}vandeaantekening." in words
        assert f"Zin{number}vandeobservatie." in words
    assert "Undo" not in words
    expect(note(page)).to_be_visible()  # and the page is as it was
    expect(page.locator(".mk-printed")).to_have_count(0)


def test_what_one_prints_of_together_holds_what_is_alike_and_not_what_stays_ones_own(desk, lesson, tmp_path):
    for voice in ("coach", "teacher"):
        save(lesson, voice, answer(POINT, "partly", f"Gezien door {voice}."))
    save(lesson, "teacher", answer("open.essence", "", "Blijft van mij."))
    bring_to(Stage.OPEN, lesson)
    page = desk.sit(lesson.teacher)
    page.goto(f"/visits/{lesson.pk}/together/")

    words = printed(page, tmp_path)

    assert "Geziendoorcoach." in words
    assert "Geziendoorteacher." in words
    assert "Blijftvanmij." not in words
    assert page.locator(".mk-private[open]").count() == 0
