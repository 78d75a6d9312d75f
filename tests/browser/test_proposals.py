"""A say in the checklist, for every hand and eye: proposed before a lesson, answered, read."""

import pytest
from playwright.sync_api import expect

from studio import drafts
from studio.models import Proposal
from tests import factories
from tests.browser.eyes import PHONE, complaints


@pytest.fixture
def editor(team):
    return factories.make_person("Ed Maker", team=team, role="coach", is_editor=True, language="en")


@pytest.fixture
def own(editor, edition):
    draft = drafts.copy(by=editor, edition=edition, name="Our list")
    return drafts.publish(by=editor, edition_id=draft.pk)


@pytest.fixture
def tess(team):
    return factories.make_person("Tess Leest", team=team, role="teacher", language="en")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_proposed_before_a_lesson_taken_into_the_draft_and_read(desk, own, editor, tess, script):
    lesson = factories.make_lesson(tess, edition=own)
    page = desk.sit(tess, java_script_enabled=script, **PHONE)
    page.goto(f"/visits/{lesson.pk}/before/")
    page.get_by_role("link", name="Propose it for the checklist").click()
    page.get_by_label("Safety").check()
    page.get_by_label("What would you look at?").fill("The teacher waits after a question.")
    page.get_by_role("button", name="Send the proposal").click()
    expect(page.get_by_role("button", name="Withdraw this proposal")).to_be_visible()

    there = desk.sit(editor, java_script_enabled=script, **PHONE)
    there.goto("/")
    there.get_by_role("navigation").get_by_role("link", name="one proposal waits").click()
    there.get_by_role("main").get_by_role("link", name="One proposal waits").click()
    there.get_by_role("link", name="The teacher waits after a question.").click()
    there.get_by_label("Your answer").fill("Thank you.")
    there.get_by_role("button", name="Take it into the draft").click()
    expect(there.get_by_text("It is in the draft now. Your colleague reads your answer.")).to_be_visible()

    page.goto("/")
    page.get_by_role("link", name="The teacher waits after a question.").click()
    expect(page.get_by_text("Thank you.")).to_be_visible()
    assert Proposal.objects.get().seen_at


def test_each_page_of_it_fits_and_reads_aloud(desk, own, editor, tess):
    page = desk.sit(tess, **PHONE)
    page.goto(f"/checklists/{own.pk}/")
    assert complaints(page) == []
    page.goto(f"/checklists/{own.pk}/propose/")
    assert complaints(page) == []
    page.get_by_role("button", name="Send the proposal").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert complaints(page) == []
    page.goto(f"/checklists/{own.pk}/propose/?line=com.steps_first_step")
    assert complaints(page) == []
    page.get_by_label("How could it be?").fill("The first step is on the board.")
    page.get_by_role("button", name="Send the proposal").click()
    expect(page.get_by_role("button", name="Withdraw this proposal")).to_be_visible()
    assert complaints(page) == []
    page.goto("/checklists/proposals/")
    assert complaints(page) == []

    there = desk.sit(editor, **PHONE)
    for address in ("/checklists/proposals/", f"/checklists/proposals/{Proposal.objects.get().pk}/"):
        there.goto(address)
        assert complaints(there) == []
