"""A line of a draft in a browser: it saves itself, survives what goes wrong, and works by keyboard and
without a script."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from checklists.models import Edition
from studio import drafts, saving
from tests.browser.eyes import PHONE, complaints
from tests.browser.test_capture import CHOICE, HERE, SAVED, status
from tests.browser.test_offline import offline, until_on_device

POINT = "com.names_effort"
ENTRIES = "**/draft/entries/"
DUTCH, ENGLISH = "#id_text_nl", "#id_text_en"


@pytest.fixture
def page(desk, draft, editor):
    return open_line(desk, draft, editor)


def open_line(desk, draft, person, key=POINT, table="item", **options):
    page = desk.sit(person, **options)
    page.goto(reverse("draft_line", args=[draft.pk, table, key]))
    return page


def row(draft, key=POINT):
    return draft.items.get(key=key)


def write_elsewhere(draft, person, revision=0, **fields):
    entry = {"table": "item", "key": POINT, "revision": revision} | fields
    [result] = saving.save(by=person, edition_id=draft.pk, entries=[entry])
    assert result.status == 200


def test_what_is_typed_saves_itself_and_is_there_after_a_reload(page, draft):
    expect(status(page)).to_have_text(re.compile("Saves by itself"))
    page.fill(DUTCH, "De docent benoemt één aanpak.")
    page.get_by_label("Need").select_option("safety")
    page.get_by_label(re.compile("Core item")).uncheck()

    expect(status(page)).to_have_text(SAVED)
    page.reload()
    expect(page.locator(DUTCH)).to_have_value("De docent benoemt één aanpak.")
    saved = row(draft)
    assert (saved.text_nl, saved.theme, saved.default) == ("De docent benoemt één aanpak.", "safety", False)


def test_without_a_network_it_is_kept_and_sent_when_there_is_one(page, draft):
    offline(page)
    page.fill(DUTCH, "Onderweg geschreven.")
    expect(status(page)).to_have_text(HERE)
    until_on_device(page, "line:", text_nl="Onderweg geschreven.")

    offline(page, False)

    expect(status(page)).to_have_text(SAVED)
    assert row(draft).text_nl == "Onderweg geschreven."


def test_a_page_that_was_left_without_a_network_brings_its_words_back(page, draft):
    offline(page)
    page.fill(ENGLISH, "Written in the train.")
    until_on_device(page, "line:", text_en="Written in the train.")
    page.close()
    other = page.context.new_page()
    page.context.set_offline(False)
    other.goto(reverse("draft_line", args=[draft.pk, "item", POINT]))

    expect(other.locator(ENGLISH)).to_have_value("Written in the train.")
    expect(status(other)).to_have_text(SAVED)
    assert row(draft).text_en == "Written in the train."


def test_words_of_a_line_that_was_left_are_sent_from_the_next_page(page, draft):
    offline(page)
    page.fill(ENGLISH, "Written in the train.")
    until_on_device(page, "line:", text_en="Written in the train.")
    with page.expect_request(ENTRIES):  # by this page, or by the next where that was faster away
        page.context.set_offline(False)
        page.goto(reverse("checklists"))
    page.goto(reverse("draft_line", args=[draft.pk, "item", POINT]))
    expect(page.locator(ENGLISH)).to_have_value("Written in the train.")


def test_two_who_write_choose_and_nothing_is_overwritten_unseen(page, draft, editor):
    write_elsewhere(draft, editor, text_nl="Van de ander.")
    page.fill(DUTCH, "Van mij.")

    expect(status(page)).to_have_text(CHOICE)
    box = page.locator("[data-said]")
    expect(box).to_contain_text("As the coach reads it (Nederlands): Van de ander.")
    assert row(draft).text_nl == "Van de ander."
    page.reload()  # the choice is still there
    expect(page.locator("[data-said]")).to_contain_text("Van de ander.")
    expect(page.locator(DUTCH)).to_have_value("Van mij.")

    page.get_by_role("button", name="Keep mine").click()

    expect(status(page)).to_have_text(SAVED)
    saved = row(draft)
    assert (saved.text_nl, saved.revision) == ("Van mij.", 2)


@pytest.mark.parametrize(
    ("button", "dutch", "english"),
    [("Keep both", "Van de ander.\nVan mij.", "Theirs."), ("Take the other", "Van de ander.", "Theirs.")],
)
def test_both_or_the_others(page, draft, editor, button, dutch, english):
    page.fill(ENGLISH, "")
    expect(status(page)).to_have_text(SAVED)
    write_elsewhere(draft, editor, revision=1, text_nl="Van de ander.", text_en="Theirs.")
    page.fill(DUTCH, "Van mij.")
    page.get_by_role("button", name=button).click()

    expect(status(page)).to_have_text(SAVED)
    expect(page.locator(DUTCH)).to_have_value(dutch)
    assert (row(draft).text_nl, row(draft).text_en) == (dutch, english)


def test_own_words_whose_answer_got_lost_are_no_other_version(page, draft):
    lost = []

    def lose(route):
        lost.append(route.fetch())
        route.abort()

    page.route(ENTRIES, lose, times=1)
    page.fill(DUTCH, "Een.")
    expect(status(page)).to_have_text(HERE)
    page.fill(DUTCH, "Een en twee.")

    expect(status(page)).to_have_text(SAVED)
    assert len(lost) == 1
    assert row(draft).text_nl == "Een en twee."


def test_two_tabs_are_one_page(page, draft):
    page.fill(DUTCH, "In de eerste.")
    expect(status(page)).to_have_text(SAVED)
    other = page.context.new_page()
    other.goto(page.url)

    expect(other.locator("[data-strip=tabs]")).to_be_visible()
    other.get_by_role("button", name="Go on here").click()
    other.fill(DUTCH, "In de tweede.")

    expect(status(other)).to_have_text(SAVED)
    expect(page.locator("[data-strip=tabs]")).to_be_visible()
    assert row(draft).text_nl == "In de tweede."


def test_what_is_too_long_is_said_at_its_field_and_goes_once_it_fits(page, draft):
    page.fill(DUTCH, "x" * 310)

    said = page.locator("[data-said]")
    expect(said).to_contain_text("take 10 away")
    assert said.evaluate("(said) => said.nextElementSibling.id") == "id_text_nl"
    page.fill(DUTCH, "Kort.")
    expect(status(page)).to_have_text(SAVED)
    expect(said).to_have_count(0)
    assert row(draft).text_nl == "Kort."


def test_a_draft_that_was_put_to_use_meanwhile_keeps_the_words_here(page, draft, editor):
    drafts.publish(by=editor, edition_id=draft.pk)
    page.fill(DUTCH, "Te laat.")

    expect(page.locator("[data-said]")).to_contain_text("put to use meanwhile")
    expect(page.locator(DUTCH)).to_have_value("Te laat.")
    expect(page.get_by_role("button", name="Copy the text")).to_be_visible()


def test_a_sign_in_that_ended_keeps_the_words(page, draft):
    sessions = list(Session.objects.all())
    Session.objects.all().delete()
    page.fill(DUTCH, "Bijna weg.")
    expect(page.locator("[data-strip=signin]")).to_be_visible()
    expect(page.locator(DUTCH)).to_have_value("Bijna weg.")

    Session.objects.bulk_create(sessions)
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(status(page)).to_have_text(SAVED)
    assert row(draft).text_nl == "Bijna weg."


def test_english_that_is_not_there_is_a_dashed_box_and_counted(page):
    for_english = page.locator("[data-lacking]")
    expect(for_english).to_have_text("")

    page.fill(ENGLISH, "")
    page.fill("#id_self_en", " ")

    expect(for_english).to_have_text("2 not translated yet")
    assert page.locator(ENGLISH).evaluate("(field) => getComputedStyle(field).borderStyle") == "dashed"
    page.fill(ENGLISH, "One.")
    expect(for_english).to_have_text("1 not translated yet")


def test_the_next_line_with_the_keyboard_alone(page, draft):
    page.locator(DUTCH).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Met de toetsen.")
    page.locator("button[name=next]").focus()
    page.keyboard.press("Enter")

    page.wait_for_url(lambda url: POINT not in url)
    expect(page.locator("h1")).to_have_text("Change an item")
    assert row(draft).text_nl == "Met de toetsen."


def test_without_a_script_the_buttons_do_it(desk, draft, editor):
    page = open_line(desk, draft, editor, java_script_enabled=False)
    page.fill(DUTCH, "Zonder script.")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator(".mk-message")).to_contain_text("Saved.")
    assert row(draft).text_nl == "Zonder script."
    page.get_by_role("button", name="Next").click()
    assert POINT not in page.url


@pytest.mark.parametrize(
    ("key", "table"), [(POINT, "item"), ("open.moment", "item"), ("sc.p1.effort", "suggestion")]
)
def test_the_page_is_for_every_hand_and_eye(desk, draft, editor, key, table):
    page = open_line(desk, draft, editor, key, table, **PHONE)

    found = complaints(page)
    assert not found, "\n".join(map(str, found))


def test_it_stays_a_draft(page, draft):
    page.fill(DUTCH, "Anders.")
    expect(status(page)).to_have_text(SAVED)
    assert Edition.objects.get(pk=draft.pk).published_at is None


def test_words_that_were_not_sent_stand_on_the_page_of_this_device(page):
    page.route(ENTRIES, lambda route: route.abort())
    page.fill(DUTCH, "Nog niet gestuurd.")
    page.fill(ENGLISH, "Not sent yet.")
    until_on_device(page, "line:", text_en="Not sent yet.")
    page.goto(reverse("device"))

    expect(page.locator("[data-words]")).to_contain_text("Nog niet gestuurd.")
    expect(page.locator("[data-words]")).to_contain_text("Not sent yet.")


def test_a_line_that_is_gone_keeps_the_words_here(page, draft):
    row(draft).delete()
    page.fill(DUTCH, "Voor wie?")

    expect(page.locator("[data-said]")).to_contain_text("not there any more")
    expect(page.locator(DUTCH)).to_have_value("Voor wie?")
    expect(page.get_by_role("button", name="Take it away")).to_be_visible()
