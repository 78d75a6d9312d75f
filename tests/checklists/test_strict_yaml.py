"""YAML as people write it by hand: nothing changes, is cut or is taken twice in silence."""

import pytest
import yaml
from django.utils import translation

from checklists import files
from checklists.strict_yaml import Unreadable, read
from tests.checklists.test_editions import FILES


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    "typed",
    ["no", "yes", "on", "1:30", "007", "1.50", "0x1f", "1e3", "2026-11-30", "~", ".inf", "<<", "=", "True"],
)
def test_what_was_typed_is_the_text(typed):
    assert read(f"nl: {typed}")[0] == {"nl": typed}


def test_only_three_words_are_none():
    assert read("a: true\nb: false\nc: null\nd:\ne: 'true'")[0] == {
        "a": True,
        "b": False,
        "c": None,
        "d": None,
        "e": "true",
    }


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: 2\na: 3", 3, "‘a’ is there twice"),
        ("a:\n  nl: Maak opgave #3 \n  en: Do task #3 together #4", 2, "nothing after a #"),
        ("a: een tekst # een opmerking", 1, "nothing after a #"),
        ("a: &x tekst\nb: *x", 1, "reference"),
        ("a: 1\nb: *x", 2, "reference"),
        ("a: !!python/object:os.system tekst", 1, "type"),
        ("- een: twee\n  drie: vier: vijf", 2, "not written as YAML"),
        ("a:\n\t- b", 2, "tab"),
        ("a: 1\n---\nb: 2", 2, "second document"),
        ("? [a, b]\n: c", 1, "list cannot be the name"),
        ("[" * 40, 1, "deeper"),
        ("", 0, "nothing in it"),
        ("# alleen een opmerking", 0, "nothing in it"),
        ("a: \x00", 0, "UTF-8"),
    ],
)
def test_what_would_go_wrong_in_silence_is_said_with_its_line(text, line, words):
    with pytest.raises(Unreadable) as why:
        read(text)
    assert (why.value.line, words in why.value.said) == (line, True), why.value.said


def test_a_sign_in_a_word_or_between_quotes_is_no_remark():
    assert read("a: C#\nb: 'opgave #3'\nc: true # waar")[0] == {"a": "C#", "b": "opgave #3", "c": True}


def test_each_value_knows_its_line():
    lines = read("points:\n- key: a.b\n  coach:\n    nl: Een\n- key: a.c")[1]
    assert (lines["points", 0], lines["points", 0, "coach", "nl"], lines["points", 1, "key"]) == (2, 4, 5)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_shipped_files_are_read_as_any_yaml(path):
    assert read(path.read_text())[0] == yaml.safe_load(path.read_text())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": 1,}', "JSON"), ('{"a": NaN}', "NaN"), ('{"a": 1, "a": 2}', "twice"), ("{" * 100_000, "JSON"), ('{"a":' * 100_000, "JSON"),
        ('{"a": ' + "9" * 10_000 + "}", "JSON"),
    ],
    ids=["comma", "nan", "twice", "brackets", "deep", "number"],
)  # fmt: skip
def test_so_is_json(text, words):
    with pytest.raises(Unreadable) as why:
        files.read(text)
    assert words in why.value.said
