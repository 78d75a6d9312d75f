"""The names of files: every sign that exists, and names that have nothing in common with plain letters."""

import re
import unicodedata
from urllib.parse import unquote

import pytest

from people.files import MOST_BYTES, disposition, on_disk
from tests.rooms import modules_of

FORBIDDEN = set('/:<>*?"|\\%;')


def both(name):
    """The two spellings in the header, as a browser and an old program read them."""
    header = disposition(name, "attachment")
    return unquote(header.partition("filename*=UTF-8''")[2]), re.search(r'filename="([^"]*)"', header)[1]


EVERY_SIGN = "".join(chr(number) for number in range(0x110000) if not 0xD800 <= number < 0xE000)


def test_no_sign_that_exists_trips_a_disk_a_header_or_an_archive():
    """In plain letters a sign may fall apart into others: one that stands for a fraction into a stroke."""
    for start in range(0, len(EVERY_SIGN), 5000):
        name = on_disk(f"a{EVERY_SIGN[start : start + 5000]}b", most=50_000)
        assert not FORBIDDEN & {*name}
        assert {unicodedata.category(sign)[0] for sign in name} <= set("LMNPSZ")
        for piece in range(0, len(name), 50):
            full, plain = both(f"a{name[piece : piece + 50]}.csv")
            assert plain.isascii() and plain.isprintable() and not FORBIDDEN & {*plain}
            assert full.endswith(".csv") and plain.endswith(".csv")


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Meekijken, Zoë van ’t Hof, alles.xlsx", "Meekijken, Zoe van 't Hof, alles.xlsx"),
        ("Meekijken, Łukasz Østergård, alles.xlsx", "Meekijken, Lukasz Ostergard, alles.xlsx"),
        ("Meekijken, Алексей Иванов, alles.xlsx", "Meekijken, 1de263 ecfc10, alles.xlsx"),
        ("Meekijken, team mirror Team محمد, 1.csv", "Meekijken, team mirror Team 63ae6c, 1.csv"),
    ],
)
def test_a_name_says_something_in_plain_letters_too(name, plain):
    assert both(name) == (name, plain)


@pytest.mark.parametrize(("one", "other"), [("محمد", "علي"), ("Алла", "Анна"), ("🎈", "🎉"), ("???", "!!!")])
def test_two_names_stay_two_in_any_script(one, other):
    names = [both(f"Meekijken, {name}, alles.json") for name in (one, other)]

    for spelling in zip(*names, strict=True):
        assert len(set(spelling)) == 2
        for name in spelling:
            assert re.fullmatch(r"Meekijken, [\w ]+, alles\.json", name)


def test_the_longest_part_gives_way_and_what_the_file_holds_stays():
    for name in ("é" * 120, "算" * 120, "x" * 300):
        full, plain = both(f"Meekijken, {name}, wat ik vastlegde.csv")
        assert full.endswith(", wat ik vastlegde.csv")
        assert plain.endswith(", wat ik vastlegde.csv")
        assert max(len(full.encode()), len(plain)) < 255 - len("01 ")


@pytest.mark.parametrize("commas", [60, 101, 5000])
def test_a_name_of_commas_ends_too(commas):
    name = on_disk("a," * commas)

    assert set(name) == set("a, ") and not name.startswith(",")
    assert len(name.encode()) <= MOST_BYTES


@pytest.mark.parametrize("name", ["con", "NUL", "com1", "LPT9.txt", "aux.2026"])
def test_windows_has_no_name_of_its_own_for_it(name):
    assert on_disk(name) == f"Meekijken {name}"


def test_nothing_else_writes_the_name_of_a_file():
    code = modules_of()
    named = [file.name for file in code if re.search(r"Content-Disposition|content_disposition|as_attachment", file.read_text())]  # fmt: skip
    using = [file.name for file in code if "Content-Disposition" in file.read_text() and "disposition(" in file.read_text()]  # fmt: skip

    assert (
        sorted(named)
        == sorted(using)
        == ["bundles.py", "deleting.py", "demo.py", "feed.py", "files.py", "pdf.py", "second.py", "tables.py"]
    )
