"""The published schema: what we check by it is what any program would check by it."""

import copy

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from checklists import checking, files
from checklists.checking import SCHEMA
from tests.checklists.test_editions import FILES
from tests.checklists.trees import trees

ORACLE = Draft202012Validator(SCHEMA)
OF_OURS = {"sign"}  # what no schema says: signs that no page can show


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def by_oracle(tree):
    """[(path, rule)]; of names that are not known it says which in words alone."""
    found = set()
    for error in ORACLE.iter_errors(tree):
        path = tuple(error.absolute_path)
        if error.validator == "additionalProperties":
            found |= {
                ((*path, key), "additionalProperties")
                for key in error.instance
                if key not in error.schema["properties"]
            }
        elif error.validator == "required":
            found |= {(path, "required")}
        else:
            found.add((path, error.validator))
    return found


def test_it_is_a_schema_itself():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_shipped_files_keep_to_it_and_it_knows_each_of_their_names(path):
    tree = files.read(path.read_text())[0]
    assert checking.faults(tree) == []
    assert by_oracle(tree) == set()
    assert set(tree) <= set(SCHEMA["properties"])


ODD = st.sampled_from(
    [
        None,
        True,
        False,
        0,
        1.5,
        "",
        "x",
        "no",
        "a b",
        "own.a\n",
        [],
        ["x"],
        {},
        {"nl": 1},
        "safety",
        "lang " * 300,
        [[]],
        ["x"] * 400,
    ]
)


def paths(tree, path=()):
    """Every place in it."""
    yield path
    if isinstance(tree, dict | list):
        for key, inner in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from paths(inner, (*path, key))


def changed(tree, path, value, name):
    if not path:
        return value
    tree = copy.deepcopy(tree)
    place = tree
    for step in path[:-1]:
        place = place[step]
    if name and isinstance(place, dict):
        place[name] = place.pop(path[-1])
    else:
        place[path[-1]] = value
    return tree


@settings(deadline=None, max_examples=150)
@given(trees, st.data())
def test_what_is_wrong_in_it_is_wrong_to_any_program(tree, data):
    path = data.draw(st.sampled_from(sorted(paths(tree), key=str)))
    wrong = changed(tree, path, data.draw(ODD), data.draw(st.sampled_from(["", "", "keu", "coahc"])))
    ours = {(path, rule) for path, rule, _said in checking.faults(wrong) if rule not in OF_OURS}
    theirs = by_oracle(wrong)

    if len(ours) < checking.MOST:
        assert {one for one in ours if one[1] != "pattern"} == {one for one in theirs if one[1] != "pattern"}
        assert {one for one in theirs if one[1] == "pattern"} <= ours


def test_a_line_end_behind_a_key_is_seen_all_the_same():
    tree = {"name": {"nl": "Lijst"}, "points": [{"key": "own.a\n", "coach": {"nl": "Een"}}]}
    assert by_oracle(tree) == set()  # as jsonschema reads a pattern; ECMA does not
    assert [rule for _path, rule, _said in checking.faults(tree)] == ["pattern"]


@pytest.mark.parametrize(
    ("line", "path", "words"),
    [
        ({"key": "own.a", "cor": True}, ("points", 0, "cor"), "Do you mean ‘core’?"),
        ({"key": "own.a", "coach": "Een"}, ("points", 0, "coach"), "names, each with what it is"),
        ({"coach": {"nl": "Een"}}, ("points", 0), "‘key’ is missing"),
        ({"key": "Own A"}, ("points", 0, "key"), "small letters"),
        ({"key": "own.a", "theme": "safe"}, ("points", 0, "theme"), "Do you mean ‘safety’?"),
        ({"key": "own.a", "coach": {"nl": "e" * 401}}, ("points", 0, "coach", "nl"), "400"),
        ({"key": "own.a", "core": "ja"}, ("points", 0, "core"), "true or false"),
        ({"key": "own.a", "coach": {"nl": "a\x07"}}, ("points", 0, "coach", "nl"), "no page can show"),
    ],
)
def test_a_fault_says_where_and_what_to_do(line, path, words):
    [(where, _rule, said)] = checking.faults({"name": {"nl": "Lijst"}, "points": [line]})
    assert (where, words in said) == (path, True), said
