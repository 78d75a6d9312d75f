"""An edition is a file, and a key means one thing over editions (docs/adr/0019)."""

import difflib

import pytest
import yaml

from checklists.actions import CONTENT
from checklists.editions import content_of
from checklists.models import ON_QUESTION, When

FILES = sorted(CONTENT.glob("*/*.yaml"), key=lambda path: int(path.stem))


def tree(number):
    return yaml.safe_load(FILES[number - 1].read_text())


def lines_of(edition):
    """What there is to look at or to answer: its key, with what kind of thing it is."""
    return {item.key: (item.kind, item.theme, item.when) for item in edition.items.all()}


def test_a_key_stays_and_means_the_same_in_the_next_edition(first_edition, second_edition, edition):
    first, second, third = map(lines_of, (first_edition, second_edition, edition))

    assert first.items() <= second.items() <= third.items()


def test_the_third_asks_the_teacher_one_thing_more_and_leaves_all_other_words(edition):
    [added] = [row for row in tree(3)["prompts"]["after"] if row["key"] == "ref.focus"]
    before, after = (FILES[number].read_text().splitlines() for number in (1, 2))
    changed = [line for line in difflib.ndiff(before, after) if line[0] in "+-" and line[2] != "#"]

    assert [line[2:].split(":")[0].strip(" -") for line in changed] == [
        "key", "default", "nl", "en", "themes", "opens_with_account",
    ]  # fmt: skip
    assert all(line.startswith("+") for line in changed)
    assert added["opens_with_account"]
    assert "?" in added["nl"]


@pytest.mark.parametrize("voice", ON_QUESTION)
def test_both_voices_are_asked_about_the_learning_question_and_both_answers_open(edition, voice):
    item = content_of(edition.pk).on_question(voice)

    assert item.when == {"coach": When.VISIT, "teacher": When.AFTER}[voice]
    assert item.opens_with_account
    assert item.theme == ""


def test_of_before_the_third_only_the_coach_is(first_edition, second_edition):
    contents = [content_of(edition.pk) for edition in (first_edition, second_edition)]

    assert [content.on_question("teacher") for content in contents] == [None, None]
    assert [content.on_question("coach").key for content in contents] == ["coach.focus"] * 2
