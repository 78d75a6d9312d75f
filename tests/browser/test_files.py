"""A checklist leaves as a file and comes in as one: chosen, looked over, put right, taken over; with and
without a script."""

import io

import pytest
import xlsxwriter
from playwright.sync_api import expect

from checklists.models import Edition
from studio import drafts
from tests import factories
from tests.browser.eyes import PHONE, complaints
from tests.studio.test_files import MINE
from tests.studio.test_xlsform import HEAD, POINT, SCALE

SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


@pytest.fixture
def editor(team):
    return factories.make_person("Ed Maker", team=team, role="coach", is_editor=True, language="en")


@pytest.fixture
def draft(editor, edition):
    return drafts.copy(by=editor, edition=edition, name="Our list")


def workbook():
    sheets = {
        "survey": [
            HEAD,
            ["begin_group", "g", "Klimaat"],
            POINT,
            ["rank oordeel", "r", "Op volgorde"],
            ["end_group"],
        ],
        "choices": [SCALE[0], ["oordeel", 1, "Laag"], ["oordeel", 2, "Hoog"]],
    }
    with xlsxwriter.Workbook(file := io.BytesIO(), {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return file.getvalue()


def choose(page, name, content):
    page.locator("#file").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="Read it").click()


@SCRIPT
def test_a_file_with_a_mistake_is_put_right_on_the_page_and_taken_over(desk, editor, draft, script):
    page = desk.sit(editor, java_script_enabled=script, **PHONE)
    page.goto(f"/checklists/{draft.pk}/")
    page.get_by_role("link", name="Bring a file").click()
    choose(page, "lijst.yaml", MINE.replace("coach:", "coahc:", 1).encode())
    expect(page.get_by_role("alert")).to_contain_text("Line 7: ‘coahc’ is not known. Do you mean ‘coach’?")
    assert not script or complaints(page) == []

    page.get_by_label("The text of the file").fill(MINE)
    page.get_by_role("button", name="Read it again").click()
    expect(page.get_by_text("until now: De docent maakt bij de start contact met studenten.")).to_be_visible()
    assert not script or complaints(page) == []
    page.get_by_role("button", name="Put 2 lines in the draft").click()

    expect(page.get_by_text("2 lines came into the draft.")).to_be_visible()
    assert draft.items.get(key="own.new").text_nl == "De docent wacht na een vraag."


@SCRIPT
def test_a_form_of_others_begins_a_checklist_after_two_questions(desk, editor, edition, script):
    page = desk.sit(editor, java_script_enabled=script, **PHONE)
    page.goto(f"/checklists/{edition.pk}/")
    page.get_by_role("link", name="Begin a checklist with a file").click()
    choose(page, "form.xlsx", workbook())
    expect(page.get_by_text("First answer what is open above.")).to_be_visible()
    page.get_by_label("Laag").select_option("not_seen")
    page.get_by_label("Hoog").select_option("seen")
    page.get_by_label("Klimaat").select_option("safety")
    page.get_by_role("button", name="Look again with these answers").click()
    expect(page.get_by_label("What is your checklist called?")).to_be_visible()
    expect(page.get_by_text("Row 4: a checklist has no type ‘rank oordeel’.")).to_be_visible()
    assert not script or complaints(page) == []

    page.get_by_label("What is your checklist called?").fill("Climate")
    page.get_by_role("button", name="Put 1 line in the draft").click()
    expect(page.get_by_text("The draft is there.")).to_be_visible()
    made = Edition.objects.get(published_at=None)
    assert [item.text_nl for item in made.items.filter(kind="point")] == ["De docent groet."]


def test_it_leaves_as_a_file_that_comes_back(desk, editor, draft, tmp_path):
    page = desk.sit(editor)
    page.goto(f"/checklists/{draft.pk}/")
    with page.expect_download() as download:
        page.get_by_role("link", name="YAML").click()
    assert download.value.suggested_filename.endswith(".yaml")
    page.get_by_role("link", name="Bring a file").click()
    assert complaints(page) == []
    choose(page, "lijst.yaml", download.value.path().read_bytes())
    expect(page.get_by_text("Here already, and the same")).to_be_visible()
    expect(page.get_by_role("button", name="in the draft")).to_have_count(0)
