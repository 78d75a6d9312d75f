"""*My line* and the team mirror follow a point over editions and into lists that began as a copy, and say
where its words changed."""
# ruff: noqa: F401, F811

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from checklists.models import Edition, Item
from line import beside
from observations import access
from reports.mirror import Reflection, make_all
from reports.models import Mirror
from studio import drafts
from tests import factories
from tests.home.conftest import words
from tests.line.roads import STEPS, TODAY, at, marks, visit
from tests.line.test_road import points, road
from tests.reports.test_mirror import OTHER, POINT, day, lead, page, period, share, teachers

NEW = "De docent deelt de opdracht op in stappen, en de eerste is klein."


def published(editor, edition, *, key=STEPS, text=NEW, on=None, name="Onze lijst"):
    """A copy of this edition, or the next one of an own list, in which this point has other words."""
    if edition.checklist.school_id:
        draft = drafts.next_edition(by=editor, edition=edition)
    else:
        draft = drafts.copy(by=editor, edition=edition, name=name)
    Item.objects.filter(edition=draft, key=key).update(text_nl=text, short_nl=text[:40])
    made = drafts.publish(by=editor, edition_id=draft.pk)
    Edition.objects.filter(pk=made.pk).update(published_at=on or timezone.now())
    return Edition.objects.select_related("checklist").get(pk=made.pk)


# --- the own line -----------------------------------------------------------------------------------


def test_a_point_goes_on_in_a_copy_and_over_its_editions_and_says_where_its_words_changed(
    teacher, coach, editor, edition
):
    with time_machine.travel(TODAY):
        first = published(editor, edition)
        second = published(editor, first, text="De docent noemt de eerste stap.")
        for month, each in ((9, edition), (10, first), (11, second)):
            visit(teacher, coach, at(month, 3), edition=each, named=marks(steps="seen"))

        found = points(road(teacher, language="nl"))[STEPS]

    assert [(tally.seen, tally.of) for tally in found.tallies] == [(3, 3)]
    assert [(said.editions, said.coach, said.days) for said in found.wordings] == [
        ("Veilige leeromgeving, editie 3", edition.items.get(key=STEPS).text_nl, "3 september"),
        ("Onze lijst, editie 1", NEW, "3 oktober"),
        ("Onze lijst, editie 2", "De docent noemt de eerste stap.", "3 november"),
    ]


def test_two_lists_of_which_neither_began_as_the_other_count_apart(teacher, coach, editor, edition):
    with time_machine.travel(TODAY):
        own = published(editor, edition)
        Edition.objects.get(pk=own.pk).checklist.__class__.objects.filter(pk=own.checklist_id).update(
            origin=None
        )
        for month, each in ((9, edition), (10, edition), (11, own)):
            visit(teacher, coach, at(month, 3), edition=each, named=marks(steps="seen"))

        assert STEPS not in points(road(teacher))


def test_two_lessons_beside_each_other_find_the_point_in_both_lists(teacher, coach, editor, edition):
    with time_machine.travel(TODAY):
        own = published(editor, edition)
        first, second = (
            visit(teacher, coach, at(month, 3), edition=each, named=marks(steps="seen"))
            for month, each in ((9, edition), (10, own))
        )
        found = beside.read(*(access.with_accounts(lesson) for lesson in (first, second)), teacher)

    [pair] = [pair for _need, pairs in found.needs for pair in pairs]
    assert pair.lines[1].item.text_nl == NEW


# --- the team mirror --------------------------------------------------------------------------------


def test_a_mirror_counts_one_point_over_both_lists_under_the_schools_own_words(
    client, period, teachers, coach, lead, editor, edition
):
    own = published(
        editor, edition, key=POINT, text="Eerst klein, dan groot.", on=timezone.now() - timedelta(days=20)
    )
    Edition.objects.filter(pk=edition.pk).update(published_at=timezone.now() - timedelta(days=400))
    for number, teacher in enumerate(teachers):
        share(teacher, coach, POINT, edition=own if number % 2 else edition)
    make_all()

    found = Mirror.objects.get()
    line = own.items.get(key=POINT)

    assert found.counts["points"] == {str(line.pk): 6}
    assert found.counts["changed"] == {str(line.pk): day(20).isoformat()}
    assert "The words of this item changed on" in words(page(client, lead))


def test_whether_words_changed_follows_from_no_lesson(period, teachers, coach, editor, edition):
    """All of them had the list of before: the note is the same."""
    own = published(
        editor, edition, key=POINT, text="Eerst klein, dan groot.", on=timezone.now() - timedelta(days=20)
    )
    Edition.objects.filter(pk=edition.pk).update(published_at=timezone.now() - timedelta(days=400))
    for teacher in teachers:
        share(teacher, coach, POINT, OTHER, edition=edition)
    make_all()

    found = Mirror.objects.get().counts
    assert set(found["points"]) == {str(own.items.get(key=key).pk) for key in (POINT, OTHER)}
    assert found["changed"] == {str(own.items.get(key=POINT).pk): day(20).isoformat()}


@pytest.mark.parametrize("away", ["archived", "another school", "off"])
def test_the_line_is_one_that_the_school_still_reads(period, teachers, coach, editor, edition, away):
    own = published(editor, edition, key=POINT)
    if away == "archived":
        own.checklist.archived_at = timezone.now()
        own.checklist.save()
    elif away == "off":
        draft = drafts.next_edition(by=editor, edition=own)
        Item.objects.filter(edition=draft, key=POINT).update(is_off=True)
        drafts.publish(by=editor, edition_id=draft.pk)
    else:
        own.checklist.school = factories.make_school("Elders")
        own.checklist.save()
    for teacher in teachers:
        share(teacher, coach, POINT, edition=edition)
    make_all()

    expected = own if away == "off" else edition
    assert Mirror.objects.get().counts["points"] == {str(expected.items.get(key=POINT).pk): 6}


def test_a_mirror_from_before_says_nothing_of_words(period, team, edition):
    item = edition.items.get(key=POINT)
    made = Mirror.objects.create(
        team=team, period=period, made_on=day(0), counts={"points": {str(item.pk): 5}, "steps": {}}
    )

    assert Reflection(made).lines[0][0].changed_on is None
