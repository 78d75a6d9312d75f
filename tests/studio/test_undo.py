"""Each kind of change to a draft is taken back, the newest first, and nothing that no button named."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone
from django.utils.translation import override

from checklists.models import Item
from studio import drafts, ordering, undo
from tests import factories
from tests.studio.conftest import points


def everything(draft):
    """What a draft says, and where it stands; not how often it was saved."""
    leave = ("pk", "id", "revision", "order")
    rows = [*draft.items.order_by("order"), *draft.suggestions.order_by("order")]
    return [
        {name: value for name, value in vars(row).items() if name not in leave and name[0] != "_"}
        for row in rows
    ]


def write(draft, key, words, by):
    line = draft.items.get(key=key)
    undo.remember(draft, undo.WROTE, [line], by=by)
    line.text_nl, line.revision = words, line.revision + 1
    line.save()


def press(by, draft, number=None):
    number = draft.changes.first().pk if number is None else number
    return undo.pressed(by=by, edition_id=draft.pk, number=str(number))


DONE = {
    "wrote": lambda draft, by, key: write(draft, key, "Anders.", by),
    "added": lambda draft, by, key: ordering.add(by=by, edition_id=draft.pk, group=("point", "safety", "")),
    "moved": lambda draft, by, key: ordering.move(by=by, edition_id=draft.pk, table="item", key=key, place=3),
    "off": lambda draft, by, key: ordering.switch(
        by=by, edition_id=draft.pk, table="item", key=key, is_on=False
    ),
}


@pytest.mark.parametrize("what", DONE)
def test_what_was_done_is_taken_back_by_the_button_that_names_it(draft, editor, what):
    before = everything(draft)
    key = points(draft)[0]
    DONE[what](draft, editor, key)
    assert everything(draft) != before

    change = press(editor, draft)[0]

    assert change.what == what
    assert everything(draft) == before
    assert draft.changes.count() == 0


def test_all_of_them_one_after_another_the_newest_first(draft, editor):
    seen = [everything(draft)]
    for do in DONE.values():
        do(draft, editor, points(draft)[0])
        seen.append(everything(draft))

    for was in reversed(seen[:-1]):
        press(editor, draft)
        assert everything(draft) == was


def test_a_move_taken_back_knows_of_lines_that_came_meanwhile_before_it(draft, editor):
    keys = points(draft)
    ordering.move(by=editor, edition_id=draft.pk, table="item", key=keys[0], place=2)
    ordering.add(by=editor, edition_id=draft.pk, group=("point", "relatedness", ""))  # shifts what follows
    press(editor, draft)
    press(editor, draft)

    assert points(draft) == keys


def test_to_write_on_in_one_line_is_one_step_and_a_line_of_another_person_or_hour_another(
    draft, editor, team
):
    first, second = points(draft)[:2]
    other = factories.make_person("Eva Maker", team=team, role="coach", is_editor=True)
    write(draft, first, "Een.", editor)
    write(draft, first, "Een en twee.", editor)
    assert draft.changes.count() == 1
    write(draft, first, "Drie.", other)
    write(draft, second, "Vier.", other)
    write(draft, second, "Vijf.", other)
    assert draft.changes.count() == 3
    draft.changes.update(at=timezone.now() - timedelta(hours=1))
    write(draft, second, "Zes.", other)
    assert draft.changes.count() == 4

    said = []
    for _step in range(4):
        press(editor, draft)
        said.append([draft.items.get(key=key).text_nl for key in (first, second)])
    assert [words[0] for words in said[:3]] == ["Drie.", "Drie.", "Een en twee."]
    assert said[0][1] == "Vijf."


def test_a_button_of_an_older_page_takes_nothing_back(draft, editor):
    write(draft, points(draft)[0], "Anders.", editor)
    old = draft.changes.first().pk
    write(draft, points(draft)[1], "Ook anders.", editor)

    assert press(editor, draft, number=old)[0] is None

    assert draft.changes.count() == 2
    press(editor, draft)
    press(editor, draft, number="")
    press(editor, draft, number="x")
    assert draft.changes.count() == 1


def test_words_taken_back_are_another_version_for_who_has_them_on_a_page(draft, editor):
    key = points(draft)[0]
    write(draft, key, "Anders.", editor)
    seen = draft.items.get(key=key).revision
    press(editor, draft)

    assert draft.items.get(key=key).revision > seen


def test_a_draft_remembers_fifty_steps_and_forgets_them_when_it_is_published(draft, editor):
    keys = points(draft)
    for step in range(undo.MOST + 5):
        ordering.move(by=editor, edition_id=draft.pk, table="item", key=keys[0], place=(step + 1) % 2)
    assert draft.changes.count() == undo.MOST
    drafts.publish(by=editor, edition_id=draft.pk)
    assert draft.changes.count() == 0


def test_a_line_that_was_taken_away_comes_back_whole(draft, editor):
    line = draft.items.get(key=points(draft)[0])
    undo.remember(draft, undo.BROUGHT, [line], by=editor)
    before = everything(draft)
    Item.objects.filter(pk=line.pk).delete()

    undo.take_back(draft)

    assert everything(draft) == before


def test_nobody_else_takes_anything_back(draft, editor, team):
    write(draft, points(draft)[0], "Anders.", editor)
    with pytest.raises(Http404):
        press(factories.make_person("Tess Leest", team=team, role="teacher"), draft)

    assert draft.changes.count() == 1


def test_what_is_taken_back_has_a_name(draft, editor):
    for do in DONE.values():
        do(draft, editor, points(draft)[0])

    with override("nl"):
        said = [undo.says(change, "Namen") for change in draft.changes.all()]
    assert said == ["‘Namen’ uitgezet", "‘Namen’ verplaatst", "nieuwe regel ‘Namen’", "woorden van ‘Namen’"]
