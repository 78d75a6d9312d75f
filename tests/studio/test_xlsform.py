"""Forms of ODK, KoboToolbox and SurveyCTO: ours is one that pyxform takes without a word, and theirs come in
as far as they are a checklist."""

import io
import json

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from checklists.models import Kind
from studio import brought, drafts
from studio.xlsform import reading, writing
from tests import factories
from tests.checklists.test_editions import tree as shipped
from tests.checklists.test_files import made
from tests.checklists.trees import trees
from tests.studio.office_tables import ODS, XLSX, converted

THEMES = [{"key": key, "name": name} for key, name in [("relatedness", "Relatie en verbondenheid"), ("competence", "Competentie en houvast"), ("autonomy", "Autonomie en ruimte"), ("safety", "Psychologische veiligheid")]]  # fmt: skip
HEAD = ["type", "name", "label::Nederlands (nl)", "label::English (en)", "hint::Nederlands (nl)"]
SCALE = [
    ["list_name", "name", "label"],
    ["oordeel", "1", "Ja"],
    ["oordeel", "2", "Nee"],
    ["kleur", "r", "Rood"],
]


def form(*rows, choices=SCALE, answers=(), head=HEAD, more=()):
    sheets = [("survey", [head, *map(list, rows)]), ("choices", choices), *more]
    return reading.Form(sheets, dict(answers), THEMES)


def read(*rows, **more):
    return [(row["key"], row["theme"], row["coach"]["nl"]) for row in form(*rows, **more).tree["points"]]


POINT = ["select_one oordeel", "q1", "De docent groet.", "", ""]
ANSWERS = {"choice-0-0": "seen", "choice-0-1": "not_seen"}


# --- out -------------------------------------------


@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_shipped_lists_are_forms_that_pyxform_takes_without_a_warning(editions, number):
    done = convert(xlsform=io.BytesIO(writing.workbook(editions[number])), file_type=".xlsx")
    assert done.warnings == []
    assert "rel.contact_at_start" in done.xform


def of_a_form(edition):
    """What a form says of its items."""
    items = [
        row
        for row in edition.items.all()
        if not row.is_off and (row.kind == Kind.POINT or row.when == "visit")
    ]
    return sorted(
        (row.kind, row.theme, row.key, row.text_nl, row.text_en, row.look_for_nl, row.look_for_en)
        for row in items
    )


def back(sheets):
    found = brought.read(json.dumps(sheets), {}, THEMES)
    assert (found.faults, found.left_out, found.is_answered) == ([], [], True)
    fields = [line.fields for line in found.lines]
    return sorted(
        (
            row["kind"],
            row["theme"],
            row["key"],
            row["text_nl"],
            row["text_en"],
            row["look_for_nl"],
            row["look_for_en"],
        )
        for row in fields
    )


def test_the_shipped_list_comes_back_item_by_item(edition):
    assert back(writing.sheets(edition)) == of_a_form(edition)
    assert len(of_a_form(edition)) > 25


WORDS = {key: shipped(3)[key] for key in ("scales", "themes")}


@settings(deadline=None, max_examples=60)
@given(trees)
def test_so_does_any_list_and_pyxform_takes_each(tree):
    edition = made(tree | WORDS)
    edition.checklist.key, edition.published_at, edition.number = "own-1", None, 1
    assume(of_a_form(edition))

    assert back(writing.sheets(edition)) == of_a_form(edition)
    assert convert(xlsform=io.BytesIO(writing.workbook(edition)), file_type=".xlsx").warnings == []


# --- in -------------------------------------------


def test_a_group_is_a_need_by_its_name_or_its_words():
    rows = [
        ["begin_group", "safety", "", "", ""],
        POINT,
        ["end_group", "", "", "", ""],
        ["begin group", "g", "Relatie en verbondenheid", "", ""],
        [*POINT[:1], "q2", *POINT[2:]],
        ["end group"],
    ]
    assert [theme for _key, theme, _text in read(*rows, answers=ANSWERS)] == ["safety", "relatedness"]


def test_any_other_group_is_asked_for_once():
    rows = [["begin_group", "g", "Klimaat", "", ""], POINT, [*POINT[:1], "q2", *POINT[2:]], ["end_group"]]
    asked = form(*rows, answers=ANSWERS)
    assert (asked.is_answered, asked.tree["points"], [one.label for one in asked.asks[1]]) == (
        False,
        [],
        ["Klimaat"],
    )

    assert [theme for _key, theme, _text in read(*rows, answers=ANSWERS | {"need-2": "safety"})] == [
        "safety"
    ] * 2
    left = form(*rows, answers=ANSWERS | {"need-2": "left_out"})
    assert (left.tree["points"], [row for row, _words, _why in left.left_out]) == ([], [3, 4])


def test_what_answers_mean_is_asked_once_for_a_list_and_guessed_by_words_alone():
    asked = form(POINT, answers={"need-0": "safety"})
    [one] = asked.asks[0]
    assert [choice.value for choice in one.choices] == ["seen", "not_seen"]  # Ja, Nee
    strange = form(
        POINT, choices=[SCALE[0], ["oordeel", "1", "L"], ["oordeel", "2", "H"]], answers={"need-0": "safety"}
    )
    assert (strange.is_answered, strange.tree["points"]) == (False, [])


def test_a_list_that_is_no_scale_gives_no_items():
    left = form(
        ["select_one kleur", "k", "Welke kleur?", "", ""],
        answers={"choice-1-0": "not_used", "need-0": "safety"},
    )
    assert (left.is_answered, left.tree["points"], left.left_out[0][0]) == (True, [], 2)


@pytest.mark.parametrize(
    "kind",
    [
        "rank oordeel",
        "range",
        "integer",
        "select_multiple oordeel",
        "image",
        "select_one oordeel or_other",
        "select_one weg",
        "zomaar",
    ],
)
def test_what_no_checklist_has_is_said_with_its_row(kind):
    left = form([kind, "a", "Vraag", "", ""], POINT, answers=ANSWERS | {"need-0": "safety"})
    assert [(row, words) for row, words, _why in left.left_out] == [(2, "Vraag")]
    assert len(left.tree["points"]) == 1


def test_a_part_that_is_repeated_is_not_taken():
    left = form(["begin_repeat", "r", "Leerling", "", ""], POINT, ["end_repeat"], answers=ANSWERS)
    assert [row for row, _words, _why in left.left_out] == [3]


def test_what_belongs_to_the_form_itself_is_passed_over():
    quiet = form(
        ["start", "start", "", "", ""],
        ["calculate", "c", "", "", ""],
        ["acknowledge", "a", "De docent groet.", "", ""],
        ["text", "t", "Wat zag je?", "", ""],
        answers={"need-0": "safety"},
    )
    assert (quiet.left_out, len(quiet.tree["points"]), quiet.tree["prompts"]["visit"][0]["nl"]) == (
        [],
        1,
        "Wat zag je?",
    )


def test_columns_that_are_not_read_are_counted_and_one_that_is_misspelled_is_named():
    head = [*HEAD[:2], "label:nl", "relevant", "label_en"]
    odd = form(["text", "t", "Wat zag je?", "${a} = 1", "What?"], head=head)
    assert [said for said in odd.remarks if "label::nl" in said or "label::en" in said]
    assert len(odd.remarks) == 3


def test_a_key_of_ours_stays_and_any_other_is_the_same_each_time():
    own = [*POINT[:1], "rel.contact_at_start", *POINT[2:]]
    first, second = (read(POINT, own, answers=ANSWERS | {"need-0": "safety"}) for _twice in range(2))
    assert first == second
    assert (first[0][0].startswith("own."), first[1][0]) == (True, "rel.contact_at_start")
    elsewhere = read(POINT, answers=ANSWERS | {"need-0": "safety"}, more=[("settings", [["form_id"], ["b"]])])
    assert elsewhere[0][0] != first[0][0]


def test_a_bare_label_is_dutch_unless_the_form_says_otherwise():
    head = ["type", "name", "label"]
    rows = [["text", "t", "What did you see?"]]
    assert form(*rows, head=head).tree["prompts"]["visit"][0]["en"] == ""
    english = form(*rows, head=head, more=[("settings", [["default_language"], ["English (en)"]])])
    assert english.tree["prompts"]["visit"][0]["en"] == "What did you see?"


def test_what_is_too_long_is_left_out_with_its_row():
    found = brought.read(
        json.dumps({"survey": [HEAD, ["text", "t", "e" * 401, "", ""], ["text", "u", "Kort", "", ""]]}),
        {},
        THEMES,
    )
    assert ([line.fields["text_nl"] for line in found.lines], len(found.left_out)) == (["Kort"], 1)
    assert "2" in found.left_out[0].where


CELLS = st.sampled_from(["select_one oordeel", "begin_group", "end_group", "begin repeat", "end repeat", "text", "note", "select_one", "rank a", "", " ", "a.b", "own.x", "De docent groet.", "${a}", "\x00", "label::nl", "😀", "select_one oordeel or_other"]) | st.text(max_size=4)  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(
    st.lists(st.lists(CELLS, max_size=6), max_size=8),
    st.lists(st.lists(CELLS, max_size=4), max_size=4),
    st.booleans(),
)
def test_any_sheets_are_read_or_refused(rows, choices, has_head):
    sheets = {"survey": [HEAD, *rows] if has_head else rows, "choices": [SCALE[0], *choices]}
    found = brought.read(json.dumps(sheets), {"need-0": "safety", **ANSWERS}, THEMES)
    assert not found.faults or not found.lines


# --- the page -------------------------------------------


def workbook(sheets):
    with xlsxwriter.Workbook(file := io.BytesIO(), {"in_memory": True}) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                page.write_row(at, 0, row)
    return file.getvalue()


def test_a_form_is_brought_asked_about_and_taken_over(client, team, edition):
    editor = factories.make_person("Ed Maker", team=team, role="coach", is_editor=True)
    client.force_login(editor)
    address = reverse("draft_file", args=[drafts.copy(by=editor, edition=edition, name="Onze").pk])
    book = workbook(
        {
            "survey": [
                HEAD,
                ["begin_group", "g", "Klimaat"],
                POINT,
                ["rank oordeel", "r", "Zet op volgorde"],
                ["end_group"],
            ],
            "choices ": [SCALE[0], ["oordeel", 1, "L"], ["oordeel", 2, "H"]],
        }
    )

    first = client.post(address, {"do": "read", "text": "", "file": SimpleUploadedFile("form.xlsx", book)})
    page = first.context["page"]
    assert (first.status_code, page.can_go, [said.what for said in page.left_out]) == (
        200,
        False,
        ["Zet op volgorde"],
    )

    answers = {"text": page.text, "choice-0-0": "not_seen", "choice-0-1": "seen", "need-2": "safety"}
    assert client.post(address, answers | {"do": "read"}).context["page"].can_go
    assert client.post(address, answers | {"do": "take", "rest": "stay"}).status_code == 302
    [item] = draft_of(editor).items.filter(text_nl="De docent groet.")
    assert (item.theme, item.kind, item.key[:4]) == ("safety", Kind.POINT, "own.")


def test_of_a_line_that_is_here_a_form_changes_what_it_has_a_column_for(client, team, edition):
    editor = factories.make_person("Ed Maker", team=team, role="coach", is_editor=True)
    client.force_login(editor)
    draft = drafts.copy(by=editor, edition=edition, name="Onze")
    before = draft.items.get(key="rel.contact_at_start")
    rows = [
        ["begin_group", "relatedness", ""],
        ["acknowledge", before.key, "De docent groet."],
        ["end_group"],
    ]
    text = json.dumps({"survey": [["type", "name", "label::nl"], *rows]})
    reply = client.post(reverse("draft_file", args=[draft.pk]), {"text": text, "do": "take", "rest": "stay"})

    after = draft.items.get(key="rel.contact_at_start")
    assert (reply.status_code, after.text_nl) == (302, "De docent groet.")
    for name in ("text_en", "self_nl", "look_for_nl", "look_for_en", "short_nl", "tags", "theme", "default"):
        assert getattr(after, name) == getattr(before, name), name


def draft_of(editor):
    return editor.school.checklist_set.get().editions.get()


def test_the_workbook_of_ours_is_read_back_as_a_file_too(edition):
    assert back(json.loads(brought.as_text(writing.workbook(edition)))) == of_a_form(edition)


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize("kinds", [[ODS], [XLSX], [ODS, XLSX]], ids=["ods", "xlsx", "ods saved as xlsx"])
def test_so_is_what_libreoffice_makes_of_it(edition, tmp_path, kinds):
    file = tmp_path / "form.xlsx"
    file.write_bytes(writing.workbook(edition))
    for kind in kinds:
        file = converted(file, "", kind)
    assert back(json.loads(brought.as_text(file.read_bytes(), file.name))) == of_a_form(edition)
