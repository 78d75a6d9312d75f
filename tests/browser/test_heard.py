"""What a screen reader says while one works, by what the browser tells it: names and roles, where the focus
is, and the one line that is read out. Orca itself is heard by script/aloud."""

import re

import pytest
from playwright.sync_api import expect

from observations.models import Answer
from tests.browser.test_capture import POINT, SAVED, add_moment, mark, note, open_look, row, status
from tests.factories import bring_to, fresh, make_lesson, moment, save
from tests.pulse.conftest import open_pulse

# Each text that the line said, in order; it is emptied when it was heard.
LISTEN = """() => {
  window.told = [];
  new MutationObserver(() => {
    const text = document.querySelector("[data-heard]").textContent;
    if (text) told.push(text);
  }).observe(document.querySelector("[data-heard]"), { childList: true });
}"""
# Firefox alone asks its person, in a box over the page.
ASKED = """() => {
  window.asked = 0;
  navigator.storage.persist = async () => Boolean((window.asked += 1));
  navigator.storage.persisted = async () => window.asked > 0;
}"""
ANSWERS = ["Ja", "Meestal wel", "Een beetje", "Nee", "Weet ik niet of zeg ik liever niet"]
LIKE_FIREFOX = """() => {
  const supports = CSS.supports.bind(CSS);
  CSS.supports = (name, ...rest) => name === "-moz-appearance" || supports(name, ...rest);
}"""


@pytest.fixture
def page(desk, lesson):
    save(lesson, "teacher", {"type": "lens", "item": POINT, "chosen": True})
    page = open_look(desk, lesson)
    page.evaluate(LISTEN)
    return page


def told(page, text):
    page.wait_for_function("(text) => told.includes(text)", arg=text)


def value(page, word):
    return row(page).get_by_role("radio", name=word)


# --- capture --------------------------------------------------------------------------------------


def test_a_key_that_marks_brings_the_focus_to_the_mark(page):
    note(page).focus()
    page.keyboard.press("Escape")
    for key, word in (("2", "Partly seen"), ("1", "Clearly seen"), ("4", "N/A (Not applicable)")):
        page.keyboard.press(key)

        expect(value(page, word)).to_be_focused()
        expect(value(page, word)).to_be_checked()
    page.locator('[data-answer="sig.withdraws"] [type=radio]').first.focus()
    page.keyboard.press("3")
    expect(
        page.locator('[data-answer="sig.withdraws"]').get_by_role("radio", name="More students")
    ).to_be_focused()


def test_clearing_is_said_and_the_same_key_puts_it_back(page):
    """In browse mode a reader lets letters that it has no use for through to the page."""
    mark(page, "Partly")
    expect(status(page)).to_have_text(SAVED)

    page.keyboard.press("0")

    told(page, "Cleared: Partly seen. The 0 key puts it back.")
    expect(value(page, "Clear").last).to_be_focused()
    expect(value(page, "Partly seen")).not_to_be_checked()
    page.keyboard.press("0")
    expect(value(page, "Partly seen")).to_be_focused()
    expect(value(page, "Partly seen")).to_be_checked()
    expect(status(page)).to_have_text(SAVED)
    assert Answer.objects.get().value == "partly"


def test_0_brings_back_only_what_it_took_away_last(page):
    mark(page, "Partly")
    page.keyboard.press("0")
    mark(page, "Clearly")
    expect(status(page)).to_have_text(SAVED)
    row(page).locator(".mk-wipe").click()

    page.keyboard.press("0")

    expect(status(page)).to_have_text(SAVED)
    expect(row(page).locator(".mk-mark input:checked")).to_have_count(0)
    assert not Answer.objects.get().value


def test_a_stray_0_does_nothing_where_the_focus_is_on_no_item(page):
    mark(page, "Partly")
    page.evaluate("document.activeElement.blur()")

    page.keyboard.press("0")

    expect(value(page, "Partly seen")).to_be_checked()


def test_a_moment_that_is_removed_and_put_back_is_said(page):
    add_moment(page, "Noor kijkt op.")
    told(page, "Recorded: Noor kijkt op.")
    page.locator("[data-moment] summary").click()
    page.get_by_role("checkbox", name="Remove this moment").check()
    told(page, "Moment removed.")
    expect(page.get_by_role("button", name="Put it back")).to_be_focused()

    page.keyboard.press("Enter")

    told(page, "The moment is back.")
    page.get_by_role("button", name="Undo").click()
    page.wait_for_function("() => told.filter((each) => each === 'Moment removed.').length === 2")


def test_what_one_chooses_is_in_the_tree_once(page):
    tree = row(page).aria_snapshot()

    assert re.findall(r'radio "(.*?)"', tree) == [
        "Clearly seen",
        "Partly seen",
        "Not seen in this lesson",
        "N/A (Not applicable)",
    ]
    assert "text: Clearly" not in tree
    assert page.locator("[data-bar]").aria_snapshot().count("What I saw") == 1


@pytest.mark.parametrize("width", [390, 1280])
def test_who_says_what_stands_on_a_choice_chooses_it(page, width):
    """By voice: the words in sight, which are shorter on a phone, are words of its name."""
    page.set_viewport_size({"width": width, "height": 900})

    choices = page.locator("label:has(input[aria-label])").evaluate_all(
        "(all) => all.filter((each) => each.innerText.trim()).map((each) => [each.innerText, each.querySelector('input').ariaLabel])"
    )
    assert len(choices) > 20
    words = [[re.findall(r"\w+", each.casefold()) for each in pair] for pair in choices]
    assert not [pair for pair in words if " ".join(pair[0]) not in " ".join(pair[1])]


# --- saved ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["look", "look-back", "before"])
def test_a_page_where_nothing_happened_says_nothing(desk, lesson, name):
    save(lesson, "teacher", {"type": "lens", "item": POINT, "chosen": True})
    if name != "before":  # which is closed then
        save(lesson, "coach", moment())
    person = lesson.coach if name == "look" else lesson.teacher
    page = desk.sit(person)
    page.clock.install()
    page.goto(f"/visits/{lesson.pk}/{name}/")
    regions = "[...document.querySelectorAll('[role=status]:not(#status), [aria-live=polite]')].map((each) => each.innerText).join('')"
    before = page.evaluate(regions)
    page.evaluate(LISTEN)
    written = page.evaluate_handle("() => { const seen = []; for (const each of document.querySelectorAll('[role=status], [aria-live=polite]')) new MutationObserver((all) => seen.push(...all)).observe(each, { childList: true, characterData: true, subtree: true }); return seen; }")  # fmt: skip
    expect(page.locator("html")).to_have_class(re.compile("js"))
    expect(status(page)).to_contain_text("saved" if name == "look" else "by itself", ignore_case=True)
    page.clock.run_for(20_000)

    assert (page.evaluate("told"), page.evaluate(regions), written.evaluate("(seen) => seen.length")) == (
        [],
        before,
        0,
    )


def test_what_happens_is_said_once_and_met_once(page):
    mark(page, "Partly")
    page.wait_for_function("() => told.some((each) => each.startsWith('All saved'))")

    expect(page.locator("[data-heard]")).to_be_empty()  # the status itself still says it
    expect(status(page)).to_have_text(SAVED)
    assert page.locator("[data-heard]").count() == 1
    assert page.evaluate("told.filter((each) => each.startsWith('All saved')).length") == 1


# --- may this site keep data? -----------------------------------------------------------------------


def test_firefox_asks_nothing_while_one_opens_a_page_or_writes(desk, lesson):
    page = desk.sit(lesson.coach)
    for script in (ASKED, LIKE_FIREFOX):
        page.add_init_script(f"({script})()")
    page.goto(f"/visits/{lesson.pk}/look/")
    note(page).fill("Drie stappen op het bord.")
    add_moment(page, "Noor kijkt op.")
    expect(status(page)).to_have_text(SAVED)
    assert page.evaluate("asked") == 0
    page.goto("/device/")
    ask = page.get_by_role("button", name="Ask the browser to keep it")
    expect(ask).to_be_visible()
    assert page.evaluate("asked") == 0

    ask.click()

    expect(page.get_by_text("This browser keeps what is here")).to_be_focused()
    expect(ask).to_be_hidden()
    assert page.evaluate("asked") == 1


def test_a_browser_that_asks_nobody_is_asked_at_the_first_word(desk, lesson):
    page = desk.sit(lesson.coach)
    page.add_init_script(f"({ASKED})()")
    page.goto(f"/visits/{lesson.pk}/look/")
    assert page.evaluate("asked") == 0
    note(page).fill("Drie stappen op het bord.")
    expect(status(page)).to_have_text(SAVED)

    assert page.evaluate("asked") == 1


def test_a_browser_that_does_not_promise_it_is_told_so(desk, coach, edition):
    page = desk.sit(coach)
    page.add_init_script("navigator.storage.persist = navigator.storage.persisted = async () => false")
    page.goto("/device/")
    page.get_by_role("button", name="Ask the browser to keep it").click()

    expect(page.get_by_role("alert")).to_have_text(
        "The browser does not promise it. What is on the server is safe."
    )


# --- the hint on a word that can sound like a judgment --------------------------------------------------


@pytest.mark.parametrize("where", ["bar", "point", "moment"])
def test_tab_comes_from_the_field_to_the_buttons_of_the_hint(page, where):
    field = {"bar": "#moment-text", "point": f'[name="note-{POINT}"]', "moment": "[data-moment] textarea"}[
        where
    ]
    if where == "moment":
        add_moment(page, "Noor kijkt op.")
    page.locator(field).fill("The group was restless.")
    hint = page.locator("[data-judging]")
    expect(hint).to_contain_text("With Tab you come to two buttons.")
    page.locator(field).focus()

    for name in ("Move to ‘I wonder’", "Leave it like this"):
        page.keyboard.press("Tab")
        expect(hint.get_by_role("button", name=name)).to_be_focused()
    if where == "bar":  # nothing moves between the field and its button
        assert hint.bounding_box()["y"] < page.locator(".mk-kinds").bounding_box()["y"]


# --- reading ------------------------------------------------------------------------------------------


def test_a_heading_is_heard_as_one(desk, lesson):
    """Whatever is a box of its own in a heading is heard as a heading of its own."""
    pieces = """() => [...document.querySelectorAll("h1, h2, h3, h4")].filter((each) => each.checkVisibility())
      .filter((each) => [...each.querySelectorAll("*")].some((part) => part.tagName !== "BR" && !part.closest("[aria-hidden]")
        && part.textContent.trim() && part.textContent.trim() !== each.textContent.trim()
        && !getComputedStyle(part).display.startsWith("inline"))).map((each) => each.outerHTML)"""
    save(lesson, "teacher", {"type": "lens", "item": POINT, "chosen": True})
    for person, name in ((lesson.coach, "look"), (lesson.teacher, "look-back"), (lesson.teacher, "before")):
        page = desk.sit(person, viewport={"width": 1280, "height": 900})
        page.goto(f"/visits/{lesson.pk}/{name}/")
        assert page.evaluate(pieces) == [], name
    bring_to("open", lesson)
    for name in (
        "together",
        "talk/",
        "talk/?at=core",
        "talk/?at=steps",
        "talk/?at=signals",
        f"talk/?at={POINT}",
    ):
        page.goto(f"/visits/{lesson.pk}/{name}")
        page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
        assert page.evaluate(pieces) == [], name


def test_the_talk_begins_with_its_title_and_keeps_its_look(desk, lesson):
    bring_to("open", lesson)
    page = desk.sit(lesson.teacher, viewport={"width": 1280, "height": 900})
    for query in ("", "?at=question", f"?at={POINT}", "?at=core", "?at=steps"):
        page.goto(f"/visits/{lesson.pk}/talk/{query}")
        assert page.locator("main").get_by_role("heading").first.evaluate("(each) => each.tagName") == "H1"
        stage, ways = page.locator(".mk-stage").bounding_box(), page.locator(".mk-way")
        assert all(way.bounding_box()["y"] < stage["y"] for way in ways.all())


def test_a_student_hears_each_answer_once_and_of_which_choice_it_is(strangers, lesson):
    pulse = open_pulse(lesson)
    page = strangers().new_page()
    page.goto(f"/p/{pulse.code}/")

    languages = page.get_by_role("radiogroup", name="Taal")
    expect(languages).to_have_count(1)
    first = page.get_by_role("group").first
    assert [each.strip() for each in re.findall(r'radio "(.*?)"', first.aria_snapshot())] == [*ANSWERS]
    blocks = """() => [...document.querySelectorAll(".mk-choice")].flatMap((label) => [...label.querySelectorAll("span")])
      .filter((each) => !["inline", "none"].includes(getComputedStyle(each).display)).length"""
    assert page.evaluate(blocks) == 0  # the words are the label's own


def test_a_road_and_a_link_are_heard_in_one_piece(desk, lesson, teacher, coach):
    make_lesson(teacher, coach=coach)
    page = desk.sit(coach)
    page.goto("/")

    assert page.locator(".mk-road li").nth(2).text_content() == "Look (you are here)"
    for link in page.locator(".mk-visit-side .mk-actions a").all():
        assert re.fullmatch(r'- link "[^,].*, .*":\n.*', link.aria_snapshot(), re.DOTALL), (
            link.aria_snapshot()
        )
    assert fresh(lesson).pk
