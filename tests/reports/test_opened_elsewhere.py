"""What is taken along opens rightly elsewhere: every column in its place and every word as it was typed, in
the spreadsheets that people have (docs/adr/0023)."""

import json
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.urls import reverse

from checklists.models import Item
from observations.models import Lesson
from people.models import Language
from reports.data import ENTRY, VISIT
from reports.mirror_data import COLUMNS
from reports.tables import safe
from tests import factories
from tests.factories import answer, fresh, moment
from tests.office import in_gnumeric, in_libreoffice
from tests.reports.test_mirror_data import POINT, lead, mirror  # noqa: F401 -- fixtures
from tests.together.visits import opened, seen
from together import actions as together

pytestmark = [pytest.mark.office, pytest.mark.slow]
# What a spreadsheet that guesses makes something else of: numbers, days, times, formulas, columns
NAMES = ("007", "3E1", "1-2", "10.31", "12:30", "1,5", "50%", "TRUE", "=1+1", "+31", "-1", "@B", "a;b,c", "'s ochtends")  # fmt: skip
NOTES = (
    "Groep 1-2, lokaal 10.31; zie \"bord\"",
    "a,b;c\td|e",
    "- eerst stil\n- dan samen\n\n=1+1; +31",
    ";-)",
    "a, -b",
    "'t Is stil,\nen dan niet meer.",
    "=HYPERLINK(\"http://kwaad.example\";\"=\")",
    "\"\"\"",
    "Zoe\u0308 zei: \u0645\u0631\u062d\u0628\u0627 🎈\u00a0ja",
    "lang ;,\" " * 1250,
)  # fmt: skip
TEXT, COUNT = "text", "number"
ALL_TICKED = "9/44/59,34,UTF-8,1"  # tab, comma and semicolon: the dialog of LibreOffice when one presses OK
WAYS = {
    "its own way, Dutch": f"{ALL_TICKED},,1043,false,false",
    "its own way, English": f"{ALL_TICKED},,1033,false,false",
    "numbers looked for, Dutch": f"{ALL_TICKED},,1043,false,true",
    "every column as text": f"{ALL_TICKED},{'/'.join(f'{column}/2' for column in range(1, 12))},1033",
}


@pytest.fixture
def visits(teacher, coach):
    """A visit for each name that stands in its subject, group and place; the notes are in the first."""
    made = [factories.make_lesson(teacher, coach=coach, place=name, group=name) for name in NAMES]
    for lesson, name in zip(made, NAMES, strict=True):
        Lesson.objects.filter(pk=lesson.pk).update(subject=name)
    noted = [answer(key, "seen", note) for key, note in zip(points_of(made[0]), NOTES[:4], strict=False)]
    opened(fresh(made[0]), coach=[*noted, *(moment(text=note) for note in NOTES[4:])], teacher=[seen(POINT)])
    together.add(lesson=fresh(made[0]), by=coach, kind="reply", text="\x01\x0c\ufffeeen\x85twee")
    return made


def points_of(lesson):
    return [item.key for item in lesson.content.of("point")]


@pytest.fixture
def files(client, tmp_path, visits, teacher, coach, mirror, lead):  # noqa: F811
    """Each file that holds a table, as the coach and the lead of the team get it in both languages."""
    Item.objects.filter(key=POINT).update(short_nl="=Eerst; dan, samen", short_en="10.31")
    made = []
    for language in Language.values:
        own = [(coach, reverse("data_file", args=[teacher.pk, name])) for name in ("all.xlsx", "visits.csv", "entries.csv")]  # fmt: skip
        counts = [(lead, reverse("mirror_file", args=[mirror.pk, name])) for name in ("counts.xlsx", "counts.csv")]  # fmt: skip
        for person, address in own + counts:
            file = tmp_path / f"{language}-{address.rpartition('/')[2]}"
            file.write_bytes(get(client, person, address, language).content)
            made.append(file.rename(file.with_stem(f"{file.stem}-{file.suffix[1:]}")))
    return made


def get(client, person, address, language):
    type(person).objects.filter(pk=person.pk).update(language=language)
    client.force_login(person)
    return client.get(address)


@pytest.fixture
def typed(client, visits, teacher, coach, mirror, lead):  # noqa: F811
    """{(language, table): its rows, the names first}: the words as the JSON has them, and as they were
    typed."""

    def tables(language):
        own = get(client, coach, reverse("data_file", args=[teacher.pk, "all.json"]), language)
        found = json.loads(own.content)["visits"]
        entries = [{**visit, **entry} for visit in found for entry in visit["entries"]]
        counts = get(client, lead, reverse("mirror_file", args=[mirror.pk, "counts.json"]), language)
        return {
            "visits": [list(VISIT), *([visit[name] for name in VISIT] for visit in found)],
            "entries": [list(ENTRY), *([entry[name] for name in ENTRY] for entry in entries)],
            "counts": [list(COLUMNS), *(list(row.values()) for row in json.loads(counts.content)["counts"])],
        }

    return {(language, name): rows for language in Language.values for name, rows in tables(language).items()}


def seen_by_people(rows, change=str):
    """Without signs of control, which no program shows, and without the empty end of a row."""
    found = [[change(re.sub("[\x01\x0c\x85\ufffe]", "", str(cell))) for cell in row] for row in rows]
    for row in found:
        while row and not row[-1]:
            row.pop()
    return found


def words(rows):
    return [[cell.text for cell in row] for row in rows]


def kinds(rows):
    return {cell.kind for row in rows for cell in row}


def is_as_typed(tables, typed, change=str):
    for key, rows in tables.items():
        assert words(rows) == seen_by_people(typed[key], change), key


def by_table(found, ending):
    """{(language, table): rows} of the files with this ending, whatever the sheets are called."""
    order = {"all": ("entries", "visits"), "visits": ("visits",), "entries": ("entries",), "counts": ("counts",)}  # fmt: skip
    named = {tuple(stem.split("-")): list(sheets.values()) for stem, sheets in found.items()}
    return {
        (language, table): rows
        for (language, name, ended), sheets in named.items()
        if ended == ending
        for table, rows in zip(order[name], sheets, strict=True)
    }


def of_ending(files, ending):
    return [file for file in files if file.suffix == ending]


# --- the workbook ---------------------------------------------------------------------------------


def holds_words_and_counts(tables, typed):
    """Only how many lessons is a number; the names of the columns are words too."""
    assert len(tables) == 6
    is_as_typed(tables, typed)
    for (_language, name), (head, *rows) in tables.items():
        of_words = [row[:-1] for row in rows] if name == "counts" else rows
        assert kinds([head, *of_words]) == {TEXT}
        if name == "counts":
            assert {row[-1].kind for row in rows} == {COUNT}


def test_a_workbook_in_libreoffice(files, typed, tmp_path):
    found = in_libreoffice(of_ending(files, ".xlsx"), tmp_path / "made")

    holds_words_and_counts(by_table(found, "xlsx"), typed)
    assert list(found["nl-all-xlsx"]) == ["wat ik vastlegde", "lesbezoeken"]
    assert list(found["en-all-xlsx"]) == ["what I recorded", "visits"]


def test_a_workbook_in_gnumeric(files, typed, tmp_path):
    holds_words_and_counts(by_table(in_gnumeric(of_ending(files, ".xlsx"), tmp_path), "xlsx"), typed)


# --- CSV ------------------------------------------------------------------------------------------


def test_a_csv_in_libreoffice(files, typed, tmp_path):
    """Whatever one answers to its dialog. What looks like a number becomes one there, unless the column is
    said to be text."""
    with ThreadPoolExecutor() as pool:  # each way is a program of its own
        made = {
            way: pool.submit(in_libreoffice, of_ending(files, ".csv"), tmp_path / str(number), options)
            for number, (way, options) in enumerate(WAYS.items())
        }
    for way, found in made.items():
        tables = by_table(found.result(), "csv")
        assert len(tables) == 6
        assert all("formula" not in kinds(rows) for rows in tables.values())
        if way == "every column as text":
            is_as_typed(tables, typed, safe)
        else:
            is_in_place(tables, typed, way)


def test_a_csv_in_gnumeric(files, typed, tmp_path):
    tables = by_table(in_gnumeric(of_ending(files, ".csv"), tmp_path), "csv")

    assert len(tables) == 6
    is_in_place(tables, typed, "gnumeric", lambda cell: safe(cell).removeprefix("'"))


def is_in_place(tables, typed, way, change=safe):
    """Each cell that is still words holds those that were typed there; the others stand where these stood."""
    for key, rows in tables.items():
        expected = seen_by_people(typed[key], change)
        assert [len(row) for row in rows] == [len(row) for row in expected], (way, key)
        for row, line in zip(rows, expected, strict=True):
            for cell, text in zip(row, line, strict=True):
                assert cell.kind == COUNT or cell.text == text, (way, key)
