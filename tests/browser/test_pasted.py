"""What a browser copies out of a page: it leaves out the space between the items of a flex box, so words are kept apart by blocks."""

import pytest
from django.urls import reverse

from tests.pasted import run_together
from tests.together.full_visit import full_visit

PARTS = ("main .mk-page-head blockquote", ".mk-chart", ".mk-starts", ".mk-vpoint", ".mk-needs > section", ".mk-pulse-table", ".mk-pattern", ".mk-said-by")  # fmt: skip
SELECT = "each => getSelection().selectAllChildren(each)"
COPIED = "async () => await (await (await navigator.clipboard.read())[0].getType('text/html')).text()"


@pytest.fixture
def page(desk, teacher, coach, edition):
    visit = full_visit(teacher, coach)
    page = desk.sit(teacher, permissions=["clipboard-read", "clipboard-write"])
    page.goto(reverse("together", args=[visit.pk]))
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
