"""A new edition, made final by keyboard alone and used; and its pages for every eye."""

import pytest
from playwright.sync_api import expect

from checklists.models import Edition, Item
from studio import drafts
from tests import factories
from tests.browser.eyes import PHONE, complaints

POINT, OTHER = "saf.small_before_whole", "com.steps_first_step"
LONG = "De docent laat studenten eerst alleen of met z’n tweeën opschrijven wat ze weten."


@pytest.fixture
def editor(team):
    return factories.make_person("Ed Maker", team=team, role="coach", is_editor=True, language="en")


@pytest.fixture
def draft(editor, edition):
    """Of edition 2: two lines with other words, one that is off, and one without English."""
    first = drafts.publish(by=editor, edition_id=drafts.copy(by=editor, edition=edition, name="Our list").pk)
    draft = drafts.next_edition(by=editor, edition=first)
    Item.objects.filter(edition=draft, key=POINT).update(text_nl=LONG, text_en="")
    Item.objects.filter(edition=draft, key=OTHER).update(is_off=True)
    return draft


def press(page, name):
    """By keyboard: Tab until the focus is there, then Enter."""
    wanted = page.get_by_role("main").get_by_role("button", name=name, exact=True)
    for _step in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("button => button === document.activeElement"):
            return page.keyboard.press("Enter")
    raise AssertionError(f"{name} is not reached by keyboard")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_by_keyboard_alone_a_line_becomes_another_and_the_edition_final(desk, draft, editor, script):
    page = desk.sit(editor, java_script_enabled=script)
    page.goto(f"/checklists/{draft.pk}/draft/changes/")
    expect(page.get_by_text("Is it still the same item?")).to_be_visible()

    press(page, "No, make it a new one")
    expect(page.get_by_text("Is it still the same item?")).to_have_count(0)
    press(page, "Make edition 2 final")

    expect(page.get_by_text("Our list, edition 2 is in use")).to_be_visible()
    assert Edition.objects.get(pk=draft.pk).published_at
    assert draft.items.get(key=POINT).is_off
    page.goto("/visits/propose/")
    chosen = page.get_by_label("Checklist", exact=True)
    assert chosen.evaluate("select => select.selectedOptions[0].textContent") == "Our list, edition 2"


def test_the_pages_fit_and_read_aloud(desk, draft, editor):
    page = desk.sit(editor, **PHONE)
    for address in (f"{draft.pk}/draft/changes/", "", f"{draft.pk}/let-go/", f"{draft.copied_from_id}/"):
        page.goto(f"/checklists/{address}")
        assert complaints(page) == []


def test_sixty_items_of_one_need_are_looked_at_on_a_phone(desk, editor, teacher, edition):
    draft = drafts.copy(by=editor, edition=edition, name="Our list")
    Item.objects.bulk_create(
        Item(edition=draft, order=1000 + n, kind="point", theme="autonomy", key=f"own.{n:010}", text_nl=f"De docent laat {n} dingen kiezen.")
        for n in range(60)
    )  # fmt: skip
    own = drafts.publish(by=editor, edition_id=draft.pk)
    lesson = factories.make_lesson(teacher, coach=editor, edition=own)
    page = desk.sit(editor, **PHONE)
    page.goto(f"/visits/{lesson.pk}/look/")
    assert complaints(page) == []
    there = desk.sit(teacher, **PHONE)
    there.goto(f"/visits/{lesson.pk}/before/")
    assert complaints(there) == []
