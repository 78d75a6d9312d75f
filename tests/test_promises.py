"""docs/promises.md is true of the app: each sentence it quotes stands where it says, and each test it names
is there."""

import importlib
import re
from contextlib import suppress

import pytest
from django.conf import settings

PAGE = settings.BASE_DIR / "docs" / "promises.md"
ROW = re.compile(r"^\| (?!promise|---)(.+) \|$", re.MULTILINE)
QUOTE = re.compile(r"`([^`]+)`: “([^”]+)”")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
HOLDS = re.compile(r"`([\w/]+(?:\.\w+)+)`")


def rows():
    """[(promise, where it is said, what holds it, its tests)]"""
    found = [[cell.strip() for cell in row.split(" | ")] for row in ROW.findall(PAGE.read_text())]
    assert found
    return found


def words_of(path):
    """The text of a file as one line: a sentence may be broken over lines in code."""
    text = (settings.BASE_DIR / path).read_text()
    return re.sub(r"\s+", " ", re.sub(r'"\s*\n\s*"', "", text))


def is_there(name):
    """A file, or a name in the program."""
    if "/" in name:
        return (settings.BASE_DIR / name).is_file()
    module, *rest = name.split(".")
    found = importlib.import_module(module)
    for part in rest:
        if not hasattr(found, part):
            with suppress(ImportError):
                importlib.import_module(f"{module}.{part}")
        fields = getattr(getattr(found, "_meta", None), "fields", [])
        if not hasattr(found, part) and part not in {field.name for field in fields}:
            return False
        found, module = getattr(found, part, None), f"{module}.{part}"
    return True


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0][:60])
def test_a_promise_is_said_held_and_tested(row):
    assert len(row) == 4, "a row has a promise, where it is said, what holds it, and its test"
    _promise, said, holds, tested = row
    assert holds
    assert [name for name in HOLDS.findall(holds) if not is_there(name)] == []
    assert QUOTE.search(said), "a promise quotes where it is made"
    assert len(QUOTE.findall(said)) == said.count("“"), "each quote has its file"
    for path, sentence in QUOTE.findall(said):
        assert sentence in words_of(path)
    assert TEST.search(tested), "no row without a test"
    assert len(TEST.findall(tested)) == tested.count("::"), "each is a test"
    for path, name in TEST.findall(tested):
        assert f"def {name}(" in (settings.BASE_DIR / path).read_text()
