"""A checklist as a file, and a file as a checklist: the same code, and nothing is lost on the way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists import checking, files
from checklists.models import Checklist, Edition, Item, Suggestion
from tests.checklists.trees import trees

LEFT_OUT = {"id", "edition_id", "order", "revision"}


def rows_of(edition):
    """All there is of every line, in the order of its group."""
    rows = [*edition.items.all(), *edition.suggestions.all()]
    rows.sort(
        key=lambda row: (getattr(row, "kind", "z"), row.when if isinstance(row, Item) else "", row.order)
    )
    return [
        {name: value for name, value in vars(row).items() if name not in LEFT_OUT and name[0] != "_"}
        for row in rows
    ]


def made(tree):
    """An edition of these lines, never saved: what `tree_of` asks of it."""
    lines = files.lines_of(tree)
    checklist = Checklist(**files.pair("name", tree["name"]))
    edition = Edition(checklist=checklist, words=files.words_of(tree), number=1)
    of = {"item": [], "suggestion": []}
    for order, line in enumerate(lines):
        model = Item if line.table == "item" else Suggestion
        of[line.table].append(model(edition=edition, order=order, **line.fields))
    return Stub(checklist, edition.words, of)


class Stub:
    def __init__(self, checklist, words, of):
        self.checklist, self.words = checklist, words
        self.items, self.suggestions = Rows(of["item"]), Rows(of["suggestion"])


class Rows(list):
    def all(self):
        return self


@pytest.mark.parametrize("number", [0, 1, 2])
@pytest.mark.parametrize("write", [files.as_yaml, files.as_json])
def test_what_is_shipped_goes_out_and_comes_back_line_by_line(editions, number, write):
    edition = editions[number]
    tree = files.read(write(files.tree_of(edition), "https://school.example/schema.json"))[0]

    assert checking.faults(tree) == []
    assert files.words_of(tree) == edition.words
    back = made(tree)
    assert rows_of(back) == rows_of(edition)
    assert len(rows_of(back)) > 100


def test_what_is_off_is_in_it_and_marked(edition):
    key = edition.items.first().key
    tree = files.tree_of(edition)
    tree["points"][0]["off"] = True
    back = made(tree)

    assert [row.key for row in back.items if row.is_off] == [key]
    assert files.tree_of(back)["points"][0]["off"] is True


@settings(deadline=None, max_examples=60)
@given(trees, st.sampled_from([files.as_yaml, files.as_json]))
def test_whatever_stands_in_a_checklist_comes_back_the_same(tree, write):
    before = made(tree)
    text = write(files.tree_of(before))
    read = files.read(text)[0]

    assert checking.faults(read) == []
    assert rows_of(made(read)) == rows_of(before)
    assert write(files.tree_of(made(read))) == text
