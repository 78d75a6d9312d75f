"""Hints in a browser: they come while somebody types, move nothing that stood there, and one press makes two
lines, also by keyboard and without a script."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from checklists.models import Kind
from studio import saving
from tests.browser.eyes import PHONE, complaints
from tests.browser.test_capture import SAVED, status
from tests.browser.test_offline import offline, until_on_device

POINT = "com.names_effort"
DUTCH = "#id_text_nl"
VAGUE = "De docent stimuleert studenten."
DOUBLE = "De docent stimuleert studenten en geeft feedback."


@pytest.fixture
def open_line(desk, draft, editor):
    def open_line(**options):
        page = desk.sit(editor, **options)
        page.goto(reverse("draft_line", args=[draft.pk, "item", POINT]))
        return page

    return open_line


def hints(page):
    return page.locator("[data-hint]")


def points(draft):
    rows = draft.items.filter(kind=Kind.POINT, theme="competence").order_by("order")
    return list(rows.values_list("text_nl", flat=True))


def test_hints_come_and_go_while_somebody_types_and_an_open_example_stays_open(open_line):
    page = open_line()
    expect(hints(page)).to_have_count(0)
    page.fill(DUTCH, VAGUE)
    expect(hints(page)).to_have_text([re.compile("stimuleert is vague")])
    page.get_by_text("Show an example", exact=True).click()
    expect(page.get_by_text("De docent wacht na een vraag drie tellen.")).to_be_visible()

    page.locator(DUTCH).press("End")
    page.locator(DUTCH).type(" Dat doet hij rustig, goed.")

    expect(hints(page)).to_have_count(3)
    expect(page.get_by_text("De docent wacht na een vraag drie tellen.")).to_be_visible()
    expect(page.locator(DUTCH)).to_be_focused()
    page.fill(DUTCH, "De docent telt tot drie.")
    expect(hints(page)).to_have_count(0)
    expect(status(page)).to_have_text(SAVED)


def test_without_a_network_they_stay_and_the_words_too(open_line, draft):
    page = open_line()
    page.fill(DUTCH, VAGUE)
    expect(hints(page)).to_have_count(1)
    offline(page)
    page.fill(DUTCH, "De docent telt tot drie.")
    page.wait_for_timeout(1500)  # the pause after which it would have asked
    expect(hints(page)).to_have_count(1)

    offline(page, False)

    expect(status(page)).to_have_text(SAVED)
    page.reload()
    expect(hints(page)).to_have_count(0)


def test_words_that_were_kept_here_or_taken_from_another_are_hinted_at_too(open_line, draft, editor):
    page = open_line()
    offline(page)
    page.fill(DUTCH, "De docent telt tot drie.")
    until_on_device(page, "line:", text_nl="De docent telt tot drie.")
    entry = {"table": "item", "key": POINT, "revision": 0, "text_nl": VAGUE}
    saving.save(by=editor, edition_id=draft.pk, entries=[entry])
    page.context.set_offline(False)
    page.reload()
    expect(page.locator(DUTCH)).to_have_value("De docent telt tot drie.")
    expect(hints(page)).to_have_count(0)

    page.get_by_role("button", name="Take the other").click()

    expect(hints(page)).to_have_text([re.compile("stimuleert is vague")])


def test_with_the_keyboard_alone_two_things_become_two_lines(open_line, draft):
    page = open_line()
    page.fill(DUTCH, DOUBLE)
    button = page.get_by_role("button", name="Make two items of it")
    expect(button).to_be_visible()
    button.focus()
    page.keyboard.press("Enter")

    expect(page.locator(".mk-message")).to_contain_text("There are two now.")
    expect(page.locator(DUTCH)).to_have_value("De docent stimuleert studenten.")
    assert points(draft)[2:4] == ["De docent stimuleert studenten.", "De docent geeft feedback."]


def test_enter_in_another_field_cuts_nothing(open_line, draft):
    page = open_line()
    page.fill(DUTCH, DOUBLE)
    expect(page.get_by_role("button", name="Make two items of it")).to_be_visible()
    page.get_by_label(re.compile("Core item")).press("Enter")

    expect(status(page)).to_have_text(SAVED)
    assert len(points(draft)) == 6


def test_without_a_script_the_hints_come_with_the_page_and_their_button_saves_too(open_line, draft):
    page = open_line(java_script_enabled=False)
    page.fill(DUTCH, DOUBLE)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(hints(page)).to_have_count(2)
    page.fill("#id_source", "Studiedag")
    page.get_by_role("button", name="Make two items of it").click()

    expect(page.locator(".mk-message")).to_contain_text("There are two now.")
    assert draft.items.get(key=POINT).source == "Studiedag"
    assert points(draft)[2:4] == ["De docent stimuleert studenten.", "De docent geeft feedback."]


def test_nobody_is_kept_out(open_line):
    page = open_line(**PHONE)
    page.fill(DUTCH, "De docent stimuleert studenten en geeft goede, duidelijke feedback.")
    expect(hints(page)).to_have_count(3)

    assert complaints(page) == []
