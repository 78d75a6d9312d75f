"""Lists in a workbook: what its cells hold, which sheet is read, and how much fits."""

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter

from administration.lists import Problem, read_file

TODAY = date(2026, 11, 29)
HEAD = ["Naam", "E-mail", "Team", "Functie", "Einddatum"]
ZOE = ["Zoë van ’t Hof", "zoe@school.example", "1-2", "docent"]


def workbook(*sheets, hidden=()):
    """The bytes of one with these sheets, each a list of rows."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "d-mmm"})
        for number, rows in enumerate(sheets):
            sheet = book.add_worksheet()
            if number in hidden:
                sheet.hide()
            for place, row in enumerate(rows):
                for column, value in enumerate(row):
                    sheet.write(place, column, value, day if isinstance(value, date) else None)
            if number not in hidden:
                sheet.activate()
    return file.getvalue()


def people(read):
    return [(line.name, line.email) for line in read.lines]


def test_cells_are_read_as_they_are_shown():
    read = read_file(
        workbook(
            [
                ["Lijst van ons team"],
                [],
                HEAD,
                ZOE,
                ["Bo Pop", "bo@school.example", 301, "coach", date(2026, 11, 28)],
                ["Iris Ik", "iris@school.example", date(2026, 2, 1), "docent", date(2027, 1, 31)],
                ["Cas Kas", "cas@school.example", 3.5, "docent", "#N/A"],
            ]
        ),
        today=TODAY,
    )
    assert [(line.name, line.team, line.problem) for line in read.lines] == [
        ("Zoë van ’t Hof", "1-2", ""),
        ("Iris Ik", "1-2-2026", Problem.TEAM_IS_A_DAY),
        ("Cas Kas", "3.5", ""),
    ]
    assert [(row.number, row.name) for row in read.skipped] == [(5, "Bo Pop")]


def test_a_cell_beside_the_named_columns_moves_nothing():
    rows = [
        HEAD,
        ZOE,
        ["Bo Pop", "bo@school.example", "", "", "", "let op"],
        ["Iris Ik", "iris@school.example"],
    ]
    assert [line.name for line in read_file(workbook(rows)).lines] == ["Zoë van ’t Hof", "Bo Pop", "Iris Ik"]


def test_what_a_sheet_has_beside_its_rows_is_no_matter():
    """Lists to choose from, colours by a rule, links, little charts: parts of which the reader knows some."""
    with xlsxwriter.Workbook(file := io.BytesIO()) as book:
        sheet, other = book.add_worksheet("Team"), book.add_worksheet("Keuzes")
        for place, row in enumerate([HEAD, ZOE]):
            sheet.write_row(place, 0, row)
        sheet.write_url("B2", "mailto:zoe@school.example", string="zoe@school.example")
        other.write_column(0, 0, ["docent", "coach"])
        sheet.data_validation("D2:D9", {"validate": "list", "source": "=Keuzes!$A$1:$A$2"})
        sheet.conditional_format("A2:A9", {"type": "data_bar", "bar_solid": True})
        sheet.add_sparkline("H2", {"range": "Team!A1:A2"})
        sheet.freeze_panes(1, 0)
        sheet.autofilter("A1:E2")
    assert people(read_file(file.getvalue())) == [("Zoë van ’t Hof", "zoe@school.example")]


def test_rows_without_a_head_are_lines():
    read = read_file(workbook([["Zoë van ’t Hof", "zoe@school.example"], ["bo@school.example", "Bo Pop"]]))
    assert people(read) == [("Zoë van ’t Hof", "zoe@school.example"), ("Bo Pop", "bo@school.example")]


def test_the_sheet_with_addresses_is_read_and_named():
    read = read_file(workbook([["Zomaar", "iets"]], [HEAD, ZOE], [HEAD, ["Bo", "bo@school.example"]]))
    assert people(read) == [("Zoë van ’t Hof", "zoe@school.example")]
    assert "‘Sheet2’" in read.remarks[0]


def test_a_hidden_sheet_is_none():
    read = read_file(workbook([HEAD, ["Bo", "bo@school.example"]], [HEAD, ZOE], hidden=[0]))
    assert people(read) == [("Zoë van ’t Hof", "zoe@school.example")]
    assert read.remarks == ()


def test_what_a_file_says_of_its_own_size_is_not_believed():
    content = rewritten(workbook([HEAD, ZOE]), "xl/worksheets/sheet1.xml", b'ref="A1:E2"', b'ref="A1"')
    assert people(read_file(content)) == [("Zoë van ’t Hof", "zoe@school.example")]


def test_a_cell_far_away_costs_nothing():
    """The last cell of a sheet: as a rectangle it would be seventeen billion cells."""
    content = rewritten(
        workbook([HEAD, ZOE, ["z"]]),
        "xl/worksheets/sheet1.xml",
        b'<row r="3"',
        b'<row r="1048576"',
        b'r="A3"',
        b'r="XFD1048576"',
    )
    assert people(read_file(content)) == [("Zoë van ’t Hof", "zoe@school.example")]


def rewritten(content, name, *pairs):
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.namelist():
            written = before.read(part)
            for old, new in zip(pairs[::2], pairs[1::2], strict=True) if part == name else ():
                assert old in written
                written = written.replace(old, new)
            after.writestr(part, written)
    return file.getvalue()


# --- how much fits --------------------------------------------------------------------------------------


def test_more_rows_than_fit_are_refused(monkeypatch):
    for module in ("reading", "workbooks"):
        monkeypatch.setattr(f"administration.lists.{module}.MOST_ROWS", 100)
    rows = [[f"Naam {number}", f"n{number}@school.example"] for number in range(101)]
    assert len(read_file(workbook([["Een titel"], [], HEAD, *rows[:-1]])).lines) == 100
    read = read_file(workbook([HEAD, *rows]))
    assert (read.lines, "meer dan 100 regels" in read.refused) == ((), True)


@pytest.mark.parametrize(
    ("bound", "fits"),
    [("MOST_PARTS", 20), ("MOST_UNPACKED", 60_000), ("LONGEST_UNIT", 20_000), ("MOST_UNITS", 60)],
)
def test_what_unpacks_to_more_than_fits_is_refused_before_it_is_read(monkeypatch, bound, fits):
    """With small bounds, so that no file here is a heavy one."""
    many = [[f"Naam {number}", f"n{number}@school.example"] for number in range(500)]
    wide = rewritten(
        workbook([HEAD, ZOE]), "xl/worksheets/sheet1.xml", b"</row>", b"<c/>" * 20_000 + b"</row>"
    )
    with zipfile.ZipFile(crowded := io.BytesIO(workbook([HEAD, ZOE])), "a") as package:
        for number in range(20):
            package.writestr(f"xl/more{number}.xml", "<x/>")
    monkeypatch.setattr("administration.lists.workbooks.load_workbook", never)
    monkeypatch.setattr(f"administration.lists.workbooks.{bound}", fits)
    for content in {"MOST_PARTS": [crowded.getvalue()], "LONGEST_UNIT": [wide]}.get(
        bound, [workbook([HEAD, *many])]
    ):
        assert "te groot" in read_file(content).refused


def never(*_args, **_kwargs):
    raise AssertionError("it was read")


def test_more_columns_than_fit_are_refused():
    wide = [*HEAD, *(f"kolom {number}" for number in range(200))]
    assert "meer dan 200 kolommen" in read_file(workbook([wide, ZOE])).refused


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "oude soort of met een wachtwoord"),
        (b"%PDF-1.7 zoe@school.example", "geen lijst die hier te lezen is"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR zoe@school.example", "geen lijst die hier te lezen is"),
        (b"PK\x03\x04 and no more", "niet te lezen"),
        (workbook([HEAD, ZOE])[:-200], "niet te lezen"),
        (b"x" * 2_000_001, "groter dan 2 MB"),
    ],
)
def test_what_is_no_list_is_refused_with_words(content, said):
    read = read_file(content)
    assert read.lines == ()
    assert said in read.refused


def test_a_package_of_something_else_is_refused():
    with zipfile.ZipFile(file := io.BytesIO(), "w") as package:
        package.writestr("word/document.xml", "<w/>")
    assert "niet te lezen" in read_file(file.getvalue()).refused
