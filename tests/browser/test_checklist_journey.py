"""A school's own checklist from the first copy to a report of years ago: made with the keyboard alone, put to
use, and made anew without touching what was written with it."""

import re

from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from checklists.models import Edition
from observations.models import Stage
from studio import drafts
from tests import factories
from tests.browser.test_capture import SAVED, status
from tests.factories import answer, save
from tests.home.conftest import words
from tests.pdf_words import words_of

POINT = "rel.contact_at_start"
FIRST, SECOND = "De docent groet elke student.", "De docent groet elke student bij de deur."
FAR = 150  # presses of Tab; who needs more is lost


def tab_to(page, name):
    """To the link, button or field of this name, with Tab."""
    for _ in range(FAR):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "({ ariaLabel, innerText, id }) => [ariaLabel, innerText, id].join(' ').trim()",
            page.evaluate_handle("document.activeElement"),
        )
        if said.startswith(name) or said == name:
            return
    raise AssertionError(f"no way to {name}")


def press(page, name):
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page, field, text):
    tab_to(page, field)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def make_final(page, number):
    page.goto(page.url.split("draft/")[0])
    press(page, "What changes, and make it final")
    press(page, f"Make edition {number} final")
    return Edition.objects.get(number=number, checklist__school__isnull=False, published_at__isnull=False)


def visit(teacher, coach, edition):
    lesson = factories.make_lesson(teacher, coach=coach, edition=edition)
    save(lesson, "coach", answer(POINT, "seen", "Hij gaf iedereen een hand."))
    return factories.bring_to(Stage.OPEN, lesson)


def read(lesson):
    """The visit as its teacher reads it, on screen and on paper."""
    client = Client()
    client.force_login(lesson.teacher)
    paper = client.get(reverse("report_pdf", args=[lesson.pk]))
    return words(client.get(reverse("everything", args=[lesson.pk]))), paper.content


def test_a_school_makes_its_own_list_uses_it_and_makes_it_anew(desk, editor, teacher, coach, edition):
    page = desk.sit(editor)
    page.goto(reverse("checklist", args=[edition.pk]))
    press(page, "Make a checklist of your own")
    write(page, "id_name", "Onze lijst")
    press(page, "Make the draft")
    write(page, "id_text_nl", FIRST)
    expect(status(page)).to_have_text(SAVED)
    first = make_final(page, 1)

    before = visit(teacher, coach, first)
    screen, paper = read(before)
    assert FIRST in screen

    page.goto(reverse("checklist", args=[first.pk]))
    press(page, "Change this checklist")
    write(page, "id_text_nl", SECOND)
    expect(status(page)).to_have_text(SAVED)
    second = make_final(page, 2)

    assert second in Edition.objects.newest_for(editor.school_id)
    assert SECOND in read(visit(teacher, coach, second))[0]
    assert read(before) == (screen, paper)
    assert not re.search(SECOND, screen + str(words_of(paper)))


def test_with_the_keyboard_alone_one_keeps_ones_place(desk, editor, edition):
    page = desk.sit(editor)
    draft = drafts.copy(by=editor, edition=edition, name="Onze lijst")
    line, focused = reverse("draft_line", args=[draft.pk, "item", POINT]), page.locator(":focus")
    page.goto(line)
    tab_to(page, "Move down")
    page.keyboard.press("Enter")
    expect(page.locator("[data-moved]")).to_contain_text("at place 2")

    press(page, "Switch it off")
    expect(focused).to_have_text("Switch it on")
    page.keyboard.press("Enter")
    expect(focused).to_have_text("Switch it off")
    press(page, "Undo")
    expect(focused).to_contain_text("Undo")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(focused).to_contain_text("moved")
    assert not draft.items.get(key=POINT).is_off

    press(page, "New item")
    expect(focused).to_have_id("id_text_nl")
    page.keyboard.type(FIRST)
    expect(status(page)).to_have_text(SAVED)
    assert draft.items.get(key__startswith="own.").text_nl == FIRST
