"""The list of a draft in a browser: dragged with mouse and finger, moved by keyboard alone and without a
script, everything taken back by its button; and a line as people will meet it, while it is written."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from checklists.models import Kind
from tests.browser.eyes import PHONE, complaints
from tests.browser.test_capture import SAVED, status
from tests.browser.test_offline import offline
from tests.studio.conftest import points

SAID = "[data-moved]"
UNDO = "[data-undo] button"
PICTURE = ".mk-picture"


@pytest.fixture
def page(desk, draft, editor):
    return open_line(desk, draft, editor)


def open_line(desk, draft, person, key="", table="item", **options):
    page = desk.sit(person, **{"viewport": {"width": 1280, "height": 900}} | options)
    page.goto(reverse("draft_line", args=[draft.pk, table, key or points(draft)[2]]))
    return page


def shown(page):
    return page.locator("[data-order] > li").evaluate_all("lines => lines.map((each) => each.dataset.key)")


def middle(page, key, part):
    box = page.locator(f'[data-key="{key}"] {part}').bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page, key, over):
    """By the grip of one line to that of another, with a mouse."""
    page.mouse.move(*middle(page, key, "[data-grip]"))
    page.mouse.down()
    page.mouse.move(*middle(page, over, "[data-grip]"), steps=8)
    x, y = middle(page, over, "[data-grip]")
    page.mouse.move(x, y + 4, steps=2)


def test_a_line_is_dragged_with_a_mouse_and_put_back_by_its_button(page, draft):
    keys = points(draft)
    drag(page, keys[0], keys[3])
    page.mouse.up()

    expect(page.locator(SAID)).to_have_text(re.compile(r"is at place \d of 6 now"))
    assert points(draft) == shown(page) != keys
    assert shown(page).index(keys[0]) > 1
    page.locator(UNDO).click()
    expect(page.get_by_text(re.compile("Taken back: .* moved"))).to_be_visible()
    assert points(draft) == shown(page) == keys


def test_a_finger_drags_it_too_and_the_page_stays_where_it_is(desk, draft, editor):
    page = open_line(desk, draft, editor, **PHONE, has_touch=True)
    keys = points(draft)
    expect(page.locator("[data-order] > li:visible")).to_have_count(1)
    expect(page.locator(f'[data-key="{keys[2]}"] [data-grip]')).to_be_hidden()
    page.get_by_text("Show all 6").click()
    before = page.evaluate("scrollY")
    session = page.context.new_cdp_session(page)
    touch = lambda kind, *where: session.send(  # noqa: E731
        "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in where]}
    )
    x, y = middle(page, keys[1], "[data-grip]")
    touch("touchStart", (x, y))
    for step in range(1, 13):
        touch("touchMove", (x, y - 8 * step))
    touch("touchEnd")

    expect(page.locator(SAID)).to_have_text(re.compile("is at place 1 of 6 now"))
    assert points(draft) == [keys[1], keys[0], *keys[2:]]
    assert page.evaluate("scrollY") == before


def test_escape_lets_a_dragged_line_go_where_it_was(page, draft):
    keys = points(draft)
    drag(page, keys[0], keys[4])
    assert shown(page) != keys
    page.keyboard.press("Escape")
    page.mouse.up()

    assert shown(page) == points(draft) == keys
    assert draft.changes.count() == 0


def test_by_keyboard_alone_the_button_keeps_the_focus_and_the_place_is_said(page, draft):
    keys = points(draft)
    up = page.get_by_role("button", name="Move up")
    up.focus()
    for place in (2, 1):
        page.keyboard.press("Enter")
        expect(page.locator(SAID)).to_have_text(re.compile(f"is at place {place} of 6 now"))
        expect(up).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Move down").press("Space")
    expect(page.locator(SAID)).to_have_text(re.compile("is at place 2 of 6 now"))

    assert points(draft) == shown(page) == [keys[0], keys[2], keys[1], *keys[3:]]
    expect(page.locator(SAID)).to_have_attribute("role", "status")


def test_without_a_script_the_same_buttons_do_it_and_get_the_focus_back(desk, draft, editor):
    page = open_line(desk, draft, editor, java_script_enabled=False)
    keys = points(draft)
    for _step in range(2):
        page.get_by_role("button", name="Move down").click()

    assert points(draft) == [*keys[:2], keys[3], keys[4], keys[2], keys[5]]
    assert page.locator(":focus").get_attribute("name") == "down"
    page.get_by_role("button", name="Switch it off").click()
    assert draft.items.get(key=keys[2]).is_off
    page.locator(UNDO).click()
    assert not draft.items.get(key=keys[2]).is_off
    page.get_by_role("link", name="On paper").click()
    expect(page.locator(PICTURE)).to_contain_text("□Clearly seen")


def test_without_a_network_it_goes_back_and_says_so(page, draft):
    keys = points(draft)
    offline(page)
    page.get_by_role("button", name="Move up").click()

    expect(page.locator(SAID)).to_have_text("Not moved: there is no connection.")
    assert shown(page) == points(draft) == keys


def test_what_is_typed_is_seen_at_once_then_kept_then_taken_back(page, draft):
    key = points(draft)[2]
    before = draft.items.get(key=key).text_en
    page.fill("#id_text_en", "The teacher counts to three.")

    expect(page.locator(f"{PICTURE} h3").last).to_have_text("The teacher counts to three.")
    expect(status(page)).to_have_text(SAVED)
    expect(page.locator(UNDO)).to_contain_text("words of")
    page.locator(UNDO).click()
    expect(page.locator("#id_text_en")).to_have_value(before)
    assert draft.items.get(key=key).text_en == before
    expect(status(page)).to_have_text(re.compile("Saves by itself|All saved"))
    assert draft.items.get(key=key).text_en == before


def test_to_take_back_what_is_still_on_its_way_takes_back_just_that(page, draft, editor):
    keys = points(draft)
    page.get_by_role("button", name="Move up").click()
    expect(page.locator(UNDO)).to_contain_text("moved")
    page.locator("#id_text_en").press_sequentially(" And more.")
    page.locator(UNDO).click()

    expect(page.get_by_text(re.compile("Taken back: words of"))).to_be_visible()
    assert points(draft) == [keys[0], keys[2], keys[1], *keys[3:]]


def test_each_place_has_its_tab_and_the_words_that_are_typed_go_along(page, draft):
    page.fill("#id_self_en", "I counted to three.")
    page.get_by_role("link", name="Looking back").click()
    expect(page.locator(f"{PICTURE} h3").last).to_have_text("I counted to three.")
    expect(page.get_by_role("link", name="Looking back")).to_be_focused()
    page.get_by_role("link", name="On paper").click()
    expect(page.locator(PICTURE)).to_contain_text("□Clearly seen")
    assert page.locator(f"{PICTURE} :is(input, textarea):enabled").count() == 0


def test_a_new_line_is_written_and_named_in_the_list(page, draft):
    page.get_by_role("button", name="New item").click()
    expect(page.locator(PICTURE)).to_contain_text("Here come your words.")
    page.fill("#id_text_nl", "De docent wacht tot iemand iets zegt.")

    expect(page.locator(".mk-now a")).to_have_text("De docent wacht tot iemand iets zegt.")
    expect(status(page)).to_have_text(SAVED)
    assert draft.items.get(key__startswith="own.").text_nl == "De docent wacht tot iemand iets zegt."


KINDS = {
    "point": {"kind": Kind.POINT}, "signal": {"kind": Kind.SIGNAL}, "response": {"kind": Kind.RESPONSE},
    "before": {"when": "before"}, "after": {"when": "after"}, "pulse": {"kind": Kind.PULSE},
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_fit_to_be_seen_on_a_phone_and_in_the_dark(desk, draft, editor, kind):
    key = draft.items.filter(**KINDS[kind]).first().key
    page = open_line(desk, draft, editor, key, **PHONE)

    assert complaints(page) == []


def test_small_steps_paper_and_the_whole_list_are_too(desk, draft, editor):
    draft.items.filter(key=points(draft)[2]).update(text_en="")
    page = open_line(desk, draft, editor, draft.suggestions.first().key, "suggestion", **PHONE)
    assert complaints(page) == []
    page.goto(reverse("draft_line", args=[draft.pk, "item", points(draft)[2]]) + "?preview=paper")
    assert complaints(page) == []
    page.goto(reverse("draft_overview", args=[draft.pk]))
    assert complaints(page) == []
