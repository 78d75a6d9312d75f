"""A table of others comes into a draft: pasted as a document puts it on the clipboard, chosen as a file, with
and without a script, by keyboard, for every hand and eye."""

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.eyes import PHONE, complaints
from tests.studio.office_tables import made_by_office
from tests.studio.tables import ROWS, docx, tbl, text

HTML = """<html><body><table>
  <tr><td>Indicator</td><td>Domein</td><td>Voorbeelden</td></tr>
  <tr><td><p>De docent tekent
    het schema op het bord.</p></td><td rowspan="2"><p>competentie</p></td><td><p>Op het bord</p><p>Op het blad</p></td></tr>
  <tr><td>Deelt <del>geen</del> kaartjes uit.</td><td></td></tr>
</table></body></html>"""


@pytest.fixture
def editor(team):
    return factories.make_person("Coba Voorbeeld", team=team, role="coach", is_editor=True)


def address(draft):
    return f"/checklists/{draft.pk}/draft/paste/"


def own(draft):
    return sorted(draft.items.filter(key__startswith="own.").values_list("text_nl", "theme", "look_for_nl"))


def paste(page, html):
    """As a browser does it with what a document put on the clipboard."""
    page.locator("#list").evaluate(
        """(field, html) => {
          const data = new DataTransfer();
          data.setData("text/html", html);
          field.focus();
          field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        html,
    )


def test_a_table_of_a_document_keeps_its_cells(desk, editor, draft):
    page = desk.sit(editor)
    page.goto(address(draft))
    paste(page, HTML)
    page.get_by_role("button", name="Look it over").click()
    expect(page.get_by_role("heading", name="Found: 2 rows, 3 columns")).to_be_visible()
    page.get_by_label("Where does this list come from?").fill("Team Zorg")
    page.get_by_label("May you use it?").select_option("own")
    page.get_by_role("button", name="Put 2 items in the draft").click()

    expect(page.get_by_text("2 items are in the draft.")).to_be_visible()
    assert own(draft) == [
        ("De docent tekent het schema op het bord.", "competence", "Op het bord\nOp het blad"),
        ("Deelt kaartjes uit.", "competence", ""),
    ]


def test_several_tables_are_one_and_a_table_in_a_long_text_is_none(desk, editor, draft):
    page = desk.sit(editor)
    page.goto(address(draft))
    one = "<table><tr><td>Indicator</td><td>Domein</td></tr><tr><td>{}</td><td>relatie</td></tr></table>"
    paste(page, one.format("Groet") + "<p>vervolg</p>" + one.format("Wacht"))
    expect(page.locator("#list")).to_have_value("Indicator\tDomein\nGroet\trelatie\nWacht\trelatie")
    page.locator("#list").fill("")
    paste(
        page, one.format("Groet") + "<p>{}</p>".format("Een verhaal eromheen. " * 9)
    )  # the browser's own way then
    expect(page.locator("#list")).to_have_value("")


def test_what_is_chosen_counts_at_once_and_the_focus_stays(desk, editor, draft):
    page = desk.sit(editor)
    page.goto(address(draft))
    page.locator("#list").fill(text())
    page.get_by_role("button", name="Look it over").click()
    page.get_by_label("Where does this list come from?").fill("Team Zorg")
    page.get_by_label("Need of row 3").focus()
    page.get_by_label("Need of row 3").select_option("competence")

    expect(page.get_by_role("button", name="Put 3 items in the draft")).to_be_visible()
    expect(page.locator("#need-3")).to_be_focused()
    expect(page.get_by_label("Where does this list come from?")).to_have_value("Team Zorg")
    page.get_by_role("button", name="Leave row 5 out").click()
    expect(page.get_by_role("button", name="Take row 5 along after all")).to_be_focused()
    expect(page.get_by_text("Row 5 stays here")).to_have_count(0)
    assert own(draft) == []


def test_a_press_that_lacked_something_is_pressed_once_more_and_no_oftener(desk, editor, draft):
    page = desk.sit(editor)
    page.goto(address(draft))
    page.locator("#list").fill(text())
    page.get_by_role("button", name="Look it over").click()
    page.get_by_label("Need of row 3").select_option("competence")
    page.get_by_role("button", name="Put 3 items in the draft").click()
    expect(page.get_by_text("Write where this list comes from.", exact=True)).to_be_visible()
    page.wait_for_load_state("networkidle")  # what the device kept is back
    page.get_by_label("Where does this list come from?").fill("Team Zorg")
    page.get_by_label("May you use it?").select_option("own")
    page.get_by_role("button", name="Put 3 items in the draft").click()

    expect(page.get_by_text("3 items are in the draft.")).to_be_visible()


def test_what_was_chosen_before_the_script_was_there_counts_too(desk, editor, draft):
    page, held = desk.sit(editor), []
    page.goto(address(draft))
    page.locator("#list").fill(text())
    page.route("**/js/paste*.js", lambda route: held.append(route))
    page.get_by_role("button", name="Look it over").click()
    page.get_by_label("Need of row 3").select_option("competence")
    for route in held:
        route.continue_()

    expect(page.get_by_role("button", name="Put 3 items in the draft")).to_be_visible()


def test_by_keyboard_alone_with_a_file(desk, editor, draft, tmp_path):
    (tmp_path / "lijst.docx").write_bytes(docx(tbl(*ROWS)))
    page = desk.sit(editor)
    page.goto(address(draft))
    page.get_by_label("Or choose a file").set_input_files(tmp_path / "lijst.docx")
    page.get_by_role("button", name="Look it over").press("Enter")
    page.get_by_label("Where does this list come from?").fill("Team Zorg")
    page.keyboard.press("Enter")  # no row is left out by it
    expect(page.get_by_role("button", name="Leave row 5 out")).to_be_visible()
    expect(page.get_by_label("Where does this list come from?")).to_have_value("Team Zorg")
    page.get_by_label("May you use it?").press("Y")
    page.get_by_role("button", name="Put 2 items in the draft").press("Enter")

    expect(page.get_by_text("2 items are in the draft.")).to_be_visible()
    expect(page.get_by_role("heading", name="Found: 2 rows, 4 columns")).to_be_visible()


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["docx", "odt saved as docx", "xlsx", "ods", "csv"])
def test_a_file_of_an_office_program_is_brought_by_hand(kind, desk, editor, draft, tmp_path):
    page = desk.sit(editor)
    page.goto(address(draft))
    page.get_by_label("Or choose a file").set_input_files(made_by_office(tmp_path, kind))
    page.get_by_role("button", name="Look it over").click()
    page.get_by_label("Where does this list come from?").fill("Team Zorg")
    page.get_by_label("May you use it?").select_option("own")
    page.get_by_role("button", name="Put 2 items in the draft").click()

    expect(page.get_by_text("2 items are in the draft.")).to_be_visible()
    assert [words for words, _need, _look_for in own(draft)] == [ROWS[2][1], ROWS[4][1]]


def test_without_a_script_too(desk, editor, draft):
    page = desk.sit(editor, java_script_enabled=False)
    page.goto(address(draft))
    page.locator("#list").fill(text())
    page.get_by_role("button", name="Look it over").click()
    page.get_by_label("Need of row 3").select_option("competence")
    page.get_by_role("button", name="Look over what I chose").click()
    page.get_by_role("button", name="Leave row 5 out").click()
    page.get_by_label("Where does this list come from?").fill("Team Zorg")
    page.get_by_label("May you use it?").select_option("own")
    page.get_by_role("button", name="Put 3 items in the draft").click()

    expect(page.get_by_text("3 items are in the draft.")).to_be_visible()
    assert len(own(draft)) == 3


def test_words_stay_after_a_closed_tab(desk, editor, draft):
    page = desk.sit(editor)
    page.goto(address(draft))
    page.locator("#list").fill(text())
    page.get_by_role("button", name="Look it over").click()
    expect(page.get_by_role("heading", name="Found: 5 rows, 4 columns")).to_be_visible()
    page.get_by_label("Where does this list come from?").fill("Team Zorg")
    page.wait_for_timeout(400)
    page.goto("/")
    page.goto(address(draft))

    expect(page.locator("#list")).to_have_value(text())


def test_for_every_hand_and_eye(desk, editor, draft):
    page = desk.sit(editor, **PHONE)
    page.goto(address(draft))
    assert complaints(page) == []
    page.set_viewport_size(PHONE["viewport"])
    page.locator("#list").fill(text())
    page.get_by_role("button", name="Look it over").click()
    expect(page.get_by_role("heading", name="Found: 5 rows, 4 columns")).to_be_visible()
    assert complaints(page) == []
