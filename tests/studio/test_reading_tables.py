"""What columns hold, which need a word names, and what is not right in a row."""

from pathlib import Path

import pytest

from checklists.models import Theme
from studio.tables import columns
from studio.tables.likeness import is_like, words
from studio.tables.lines import Answers, has_ticks, lines_of
from tests.studio.tables import ROWS

R, C, A, S = Theme.values
NAMES = [(R, "Relatie en verbondenheid")]


def guessed(*rows):
    place = columns.head_in(rows)
    head = rows[place] if place is not None else [""] * len(rows[0])
    return columns.guess(head, rows[0 if place is None else place + 1 :])


def read(rows, fields, **answers):
    return lines_of(rows, fields, Answers(**answers), NAMES)


# --- columns --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "fields"),
    [
        (ROWS, ["", "text_nl", "theme", "look_for_nl"]),
        ([["Need", "Item", "Item (EN)", "Look for"], ["x", "y", "z", "q"]], ["theme", "text_nl", "text_en", "look_for_nl"]),
        ([["Kijkwijzer 2024", ""], ["Kijkpunten", "Ja"], ["Groet", "x"]], ["text_nl", ""]),
        ([["1", "De docent groet de klas", "relatie"], ["2", "De docent wacht op antwoord", "veiligheid"]], ["", "text_nl", "theme"]),
        ([["De docent groet de klas.", "The teacher greets the class."]], ["text_nl", "text_en"]),
        ([["De docent groet."], ["De docent wacht."]], ["text_nl"]),
        ([["Nederlands", "Engels", "Eigen woorden"], ["Groet", "Greets", "Ik groet"]], ["text_nl", "text_en", "self_nl"]),
        ([["Indicator", "Omschrijving", "Score"], ["Groet", "Bij de deur", "3"]], ["text_nl", "", ""]),
        ([["•", "De docent groet."], ["•", "De docent wacht."]], ["", "text_nl"]),
    ],
)  # fmt: skip
def test_what_columns_hold_is_guessed(rows, fields):
    assert guessed(*rows) == fields


@pytest.mark.parametrize(
    ("cell", "need"),
    [
        ("relatie", R), ("Relatie en verbondenheid", R), ("2. Competentie", C), ("Autonomie:", A), ("VEILIGHEID", S),
        ("psychologische veiligheid", S), ("safety", S), ("veilige relatie", ""), ("maatwerk", ""), ("", ""),
        ("De docent heeft een goede relatie met alle studenten", ""),
    ],
)  # fmt: skip
def test_a_need_is_known_by_its_word(cell, need):
    assert columns.need_of(cell, NAMES) == need


# --- rows -----------------------------------------------------------------------------------------------

FIELDS = ["", "text_nl", "theme", "look_for_nl"]


def test_what_is_wrong_is_said_in_its_cell():
    lines = read(ROWS[1:], FIELDS)
    assert [line.is_right for line in lines] == [True, True, False, True, False]
    assert [[bool(cell.said) for cell in line.cells] for line in lines if line.is_wrong] == [
        [False, False, True, False], [False, True, False, False],
    ]  # fmt: skip
    assert (lines[2].cells[2].asks, lines[4].cells[1].asks) == ("need", "")
    assert lines[0].values == {
        "text_nl": "De docent begroet studenten bij binnenkomst.", "theme": R, "look_for_nl": "Bij de deur, met naam",
    }  # fmt: skip


def test_a_chosen_need_holds_for_the_same_word_below():
    rows = [["", "Groet", "Maatwerk", ""], ["", "Wacht", "maatwerk", ""], ["", "Vraagt", "maatwerk", ""]]
    lines = read(rows, FIELDS, needs={1: C, 3: A})
    assert [line.values["theme"] for line in lines] == [C, C, A]


def test_a_merged_cell_holds_for_the_rows_below_it():
    rows = [
        ["", "Groet", "Relatie", ""],
        ["", "Noemt namen", "", ""],
        ["", "Kiest", "vreemd", ""],
        ["", "Wacht", "", ""],
    ]
    lines = read(rows, FIELDS)
    assert [line.values["theme"] for line in lines] == [R, R, "", ""]


def test_a_row_that_names_a_need_alone_is_a_heading():
    rows = [["1. Relatie", ""], ["Groet", "x"], ["Veiligheid", ""], ["Wacht", "y"]]
    lines = read(rows, ["text_nl", ""])
    assert [(line.number, line.values["theme"]) for line in lines] == [(1, R), (2, S)]


def test_without_a_column_each_row_asks_or_one_need_holds_for_all():
    rows = [["Groet"], ["Wacht"]]
    assert [line.is_wrong for line in read(rows, ["text_nl"])] == [True, True]
    assert [line.values["theme"] for line in read(rows, ["text_nl"], for_all=S, needs={2: A})] == [S, A]


def test_boxes_and_bullets_are_no_words_and_what_is_too_long_or_a_failed_formula_is_said():
    rows = [["☒ De docent groet."], ["• Wacht"], ["- Vraagt"], ["x" * 301], ["#NAME?"]]
    lines = read(rows, ["text_nl"], for_all=R)
    assert has_ticks(rows)
    assert [line.values["text_nl"] for line in lines[:3]] == ["De docent groet.", "Wacht", "Vraagt"]
    assert [bool(line.cells[0].said) for line in lines] == [False, False, False, True, True]


def test_a_row_that_is_left_out_is_neither_right_nor_wrong():
    [line] = read([[""] * 3 + ["x"]], FIELDS, out=[1])
    assert not (line.is_right or line.is_wrong)


@pytest.mark.parametrize(
    ("row", "alike"),
    [
        ("De docent begroet studenten bij binnenkomst.", True),
        ("De docent maakt contact bij de start.", True),
        ("De docent differentieert.", False),
        ("De docent laat studenten kiezen uit twee opdrachten.", False),
    ],
)
def test_what_is_nearly_the_same(row, alike):
    point = "Contact bij de start. De docent maakt bij de start contact met studenten. Een groet bij binnenkomst, een naam."
    assert is_like(words(row), words(point)) == alike


def test_few_sentences_of_other_lists_resemble_ours(edition):
    """154 in the manner of real lists (tests/studio/sentences); of these four the first two say what ours
    say."""
    files = sorted((Path(__file__).parent / "sentences").glob("points-nl*.txt"))
    said = [line.partition("|")[0] for file in files for line in file.read_text().splitlines() if line]
    points = [
        words(f"{point.short_nl} {point.text_nl} {point.look_for_nl}")
        for point in edition.items.filter(kind="point")
    ]

    assert {one for one in said if any(is_like(words(one), point) for point in points)} == {
        "De docent wacht na een vraag minstens drie tellen.",
        "De docent vraagt door op een antwoord.",
        "De docent gebruikt bord en digibord.",
        "De docent vraagt de groep om stil te zijn en telt af.",
    }
