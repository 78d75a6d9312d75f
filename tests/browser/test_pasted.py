"""What a browser copies out of a page: it leaves out the space between the items of a flex box, so words are
kept apart by blocks."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.pasted import run_together
from tests.together.full_visit import full_visit

PARTS = (".mk-leads", ".mk-voices2", ".mk-ask2", ".mk-said5", ".mk-door", ".mk-part .mk-row", ".mk-pattern", ".mk-v-who", ".mk-answered")  # fmt: skip
SELECT = "each => getSelection().selectAllChildren(each)"
COPIED = "async () => await (await (await navigator.clipboard.read())[0].getType('text/html')).text()"


@pytest.fixture
def page(desk, teacher, coach, edition):
    visit = full_visit(teacher, coach)
    page = desk.sit(teacher, permissions=["clipboard-read", "clipboard-write"])
    page.goto(reverse("together", args=[visit.pk]))
    for name in ("Psychological safety", "The whole lesson"):
        page.locator("[data-doors]").get_by_role("link", name=name).click()
    expect(page.locator("[data-part]")).to_have_count(2)
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    return page


def test_words_that_are_copied_from_an_opened_visit_stay_apart(page):
    found = {}
    for part in PARTS:
        assert page.locator(part).count(), part
        page.locator(part).first.evaluate(SELECT)
        page.keyboard.press("Control+C")
        found[part] = run_together(page.evaluate(COPIED))

    assert {part: pairs for part, pairs in found.items() if pairs} == {}
