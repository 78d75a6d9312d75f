"""Rows of cells, from whatever file or clipboard they come."""

import io
from datetime import date, datetime, time

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.tables import Unreadable, opened, pasted, rows_of, word, written
from studio.tables.bounds import MOST_COLUMNS, MOST_ROWS
from studio.tables.cells import READERS
from tests.administration.lists.test_workbooks import rewritten, workbook
from tests.studio.tables import ROWS, docx, ods, package, tbl, tc, tr


def only(content, name="lijst"):
    [sheet] = rows_of(content, name)
    return sheet.rows


# --- workbooks ------------------------------------------------------------------------------------------


def test_cells_of_a_workbook_are_as_a_sheet_shows_them():
    rows = [
        ["Kijkpunt", "x"],
        ["Regel 1\nRegel 2", 3.0],
        [date(2026, 2, 1), 1.5],
        [True, datetime.combine(date(2026, 2, 1), time(9, 30))],
    ]
    with xlsxwriter.Workbook(file := io.BytesIO()) as book:
        day, sheet = book.add_format({"num_format": "d-m-yyyy h:mm"}), book.add_worksheet("Lijst")
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(at, column, value, day if isinstance(value, date) else None)

    [sheet] = rows_of(file.getvalue())
    assert sheet.name == "Lijst"
    assert sheet.rows == [
        ["Kijkpunt", "x"],
        ["Regel 1\nRegel 2", "3"],
        ["1-2-2026", "1.5"],
        ["TRUE", "1-2-2026 09:30"],
    ]


def test_every_sheet_that_is_seen_and_says_something():
    sheets = rows_of(workbook([["geheim"]], [["een"]], [], [["twee", ""], ["", "drie"]], hidden=[0]))
    assert [sheet.rows for sheet in sheets] == [[["een"]], [["twee", ""], ["", "drie"]]]


def test_a_cell_beyond_the_bounds_is_left_out():
    made = workbook([["a"], ["b"], ["z"]])
    part = "xl/worksheets/sheet1.xml"
    far = rewritten(made, part, b'<row r="3"', b'<row r="2000"', b'r="A3"', b'r="CV2000"')
    assert only(far) == [["a"], ["b"]]


def test_an_opendocument_sheet_says_what_people_see():
    cells = (
        '<table:table-row><table:table-cell><text:p>Kijk<text:s text:c="2"/><text:span>punt</text:span></text:p><text:p>twee</text:p></table:table-cell>'
        '<table:table-cell office:value-type="date"><office:annotation><text:p>opmerking</text:p></office:annotation><text:p>1-2</text:p></table:table-cell></table:table-row>'
        '<table:table-row><table:table-cell table:number-columns-repeated="2"><text:p>x</text:p></table:table-cell></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    [sheet] = rows_of(ods(f'<table:table table:name="Blad1">{cells}</table:table>'))
    assert (sheet.name, sheet.rows) == ("Blad1", [["Kijk  punt\ntwee", "1-2"], ["x", "x"]])


def test_empty_rows_within_a_sheet_keep_their_number():
    one = "<table:table-row><table:table-cell><text:p>{}</text:p></table:table-cell></table:table-row>"
    gap = '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
    assert only(ods(f"<table:table>{one.format('a')}{gap}{one.format('b')}</table:table>")) == [
        ["a"],
        [""],
        [""],
        ["b"],
    ]


# --- Word -----------------------------------------------------------------------------------------------


def test_a_table_of_word_with_merged_cells_says_each_once():
    merged, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = tbl(
        tr(tc("Kijkwijzer", '<w:gridSpan w:val="2"/>')),
        tr(tc("Relatie", merged), "Groet"),
        tr(tc("Relatie", goes_on), "Noemt namen"),
    )
    assert only(docx(table)) == [["Kijkwijzer", ""], ["Relatie", "Groet"], ["", "Noemt namen"]]


def test_what_was_inserted_is_in_and_what_was_deleted_or_hidden_is_out():
    runs = (
        "<w:ins><w:r><w:t>Groet </w:t></w:r></w:ins><w:del><w:r><w:delText>niet </w:delText></w:r></w:del>"
        '<w:r><w:rPr><w:vanish/></w:rPr><w:t>geheim</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>elke</w:t></w:r>'
        '<w:r><w:t xml:space="preserve"> student</w:t><w:footnoteReference w:id="1"/></w:r><w:moveFrom><w:r><w:t>weg</w:t></w:r></w:moveFrom>'
    )
    control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    gone = "<w:tr><w:trPr><w:del/></w:trPr>{}</w:tr>".format(tc("weg"))
    table = tbl(f"<w:tr>{control.format(tc(runs))}{tc('bij de deur')}</w:tr>", gone)
    assert only(docx(table)) == [["Groet elke student", "bij de deur"]]


def test_tables_under_the_same_head_are_one_and_others_are_named_by_what_stands_above():
    head, line = ["Indicator", "Domein"], "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    body = (
        tbl(head, ["Groet", "relatie"]) + line.format("vervolg") + tbl(head, ["Noemt namen", "relatie"])
        + line.format("Bijlage") + tbl(["iets", "anders"])
    )  # fmt: skip
    sheets = rows_of(docx(body))
    assert [(sheet.name, len(sheet.rows)) for sheet in sheets] == [("", 3), ("Bijlage", 1)]


# --- text -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        "Indicator;Domein\nGroet, zwaai;relatie\n",
        "sep=;\nIndicator;Domein\nGroet, zwaai;relatie\n",
        "Indicator\tDomein\r\nGroet, zwaai\trelatie\r\n",
        'Indicator,Domein\n"Groet, zwaai",relatie\n',
    ],
)
def test_a_csv_is_read_by_what_gives_every_row_the_same_width(content):
    assert only(content.encode()) == [["Indicator", "Domein"], ["Groet, zwaai", "relatie"]]


def test_one_column_is_a_table_too_and_a_comma_in_a_sentence_separates_nothing():
    rows = [["Kijkpunt"], ["Groet, en noemt de naam"], ["Wacht, na een vraag"]]
    assert only("\n".join(row[0] for row in rows).encode()) == rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_letters_are_right_in_every_encoding(encoding):
    assert only("Kijkpunt;Behoefte\nZoë’s groet;relatie\n".encode(encoding))[1][0] == "Zoë’s groet"


def test_a_cell_with_a_line_end_is_pasted_between_quotes_and_a_quoted_sentence_is_not():
    assert pasted('"Groet\nelke ""student"""\tx\n"Goed zo"\t"a" en "b"') == [
        ['Groet\nelke "student"', "x"], ['"Goed zo"', '"a" en "b"'],
    ]  # fmt: skip


CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=12
) | st.sampled_from(['"', '"a"', '""', "a\tb", "a\nb", '"\n"', "a;b", "=1", ""])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(CELLS.map(str.strip), min_size=1, max_size=4), max_size=5))
def test_what_is_written_is_read_back(rows):
    wide = pasted(written(rows))
    assert pasted(written(wide)) == wide
    filled = [[cell for cell in row if cell] for row in rows]
    assert [[cell for cell in row if cell] for row in wide if any(row)] == [row for row in filled if row]


# --- what is none ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"x" * 2_000_001, "groter dan 2 MB"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "oude soort of met een wachtwoord"),
        (b"%PDF-1.7", "geen tabel die hier te lezen is"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "geen tabel die hier te lezen is"),
        (b"", "geen tabel"),
        (b"PK\x03\x04 and no more", "niet te lezen"),
        (workbook(ROWS)[:-200], "niet te lezen"),
        (
            package(mimetype="application/vnd.oasis.opendocument.text", **{"content.xml": "<a/>"}),
            "geen tabel",
        ),
        (package(**{"other.xml": "<a/>"}), "geen tabel"),
        (docx("<w:p/>"), "geen tabel"),
        (docx("<!DOCTYPE x [<!ENTITY a 'b'>]>"), "niet te lezen"),
        (docx("<w:sdt>" * 5000 + "</w:sdt>" * 5000), "niet te lezen"),
        (workbook([["x"]] * (MOST_ROWS + 1)), "hoogstens"),
        (workbook([["x"] * (MOST_COLUMNS + 1)]), "hoogstens"),
        ("\t".join("x" * (MOST_COLUMNS + 1)).encode(), "hoogstens"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(content, said):
    with pytest.raises(Unreadable, match=said):
        rows_of(content, "lijst")


def test_what_unpacks_to_more_than_fits_is_never_read(monkeypatch):
    def never(*_args):
        raise AssertionError("it was read")

    monkeypatch.setattr("administration.lists.workbooks.MOST_UNPACKED", 10_000)
    monkeypatch.setitem(READERS, "word/document.xml", never)
    with pytest.raises(Unreadable, match="niet te lezen"):
        rows_of(docx("<w:p>" + "x" * 10_001 + "</w:p>"))


MADE = {
    "xlsx": workbook(ROWS),
    "docx": docx(tbl(*ROWS)),
    "csv": "\n".join(";".join(row) for row in ROWS).encode(),
}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([*MADE]), st.data())
def test_whatever_a_file_holds_it_is_rows_or_words(kind, data):
    content = bytearray(MADE[kind])
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=6)):
        content[at] = data.draw(st.integers(0, 255))
    try:
        sheets = rows_of(bytes(content), kind)
    except Unreadable as said:
        assert str(said)
    else:
        assert all({*map(len, sheet.rows)} == {len(sheet.rows[0])} for sheet in sheets)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_rows_or_words(content):
    try:
        assert rows_of(content)
    except Unreadable as said:
        assert str(said)


def test_a_small_file_whose_cells_all_say_one_long_text_is_refused():
    """A cell that is repeated takes no room in the file, nor in memory before it is written out."""
    cell = f'<table:table-cell table:number-columns-repeated="50"><text:p>{"a" * 9000}</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="1900">{cell}</table:table-row>'
    with pytest.raises(Unreadable):
        rows_of(ods(f'<table:table table:name="x">{row}</table:table>'))


@pytest.mark.parametrize("make", [docx, ods])
def test_a_small_file_with_a_very_long_text_is_refused_before_it_is_read(make, monkeypatch):
    """Also where it says now and then that a row begins, as the guard of workbooks counts them."""
    body = "<w:row/>" + "<w:p/>" * 200_000 if make is docx else "<x:row/>" + "<x:p/>" * 200_000
    read = []
    monkeypatch.setattr(word, "fromstring", read.append)
    monkeypatch.setattr(opened, "fromstring", read.append)
    with pytest.raises(Unreadable):
        rows_of(make(body * 2))
    assert read == []
