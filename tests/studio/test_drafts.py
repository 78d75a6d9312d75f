"""A draft begins as a copy, is published or let go; what is in use is never touched."""

import pytest
from django.urls import reverse

from checklists.models import Edition, Kind
from studio import drafts
from tests import factories


@pytest.fixture
def made(client, editor, edition):
    """What the page of a copy made."""
    client.force_login(editor)

    def make(**more):
        sent = client.post(reverse("checklist_copy", args=[edition.pk]), {"name": "Onze lijst", **more})
        assert sent.status_code == 302
        return Edition.objects.get(published_at=None)

    return make


def of(edition):
    return list(edition.items.values_list("order", "kind", "key", "text_nl", "self_en", "is_off"))


def test_a_copy_has_every_line_under_a_name_of_its_own(made, edition, editor):
    draft = made()

    assert (draft.checklist.name_nl, draft.checklist.school, draft.number) == ("Onze lijst", editor.school, 1)
    assert of(draft) == of(edition)
    assert draft.suggestions.count() == edition.suggestions.count() > 0
    assert (draft.words, draft.copied_from) == (edition.words, edition)


def test_a_copy_that_is_sent_twice_is_one(client, made, edition):
    made()
    twice = client.post(reverse("checklist_copy", args=[edition.pk]), {"name": "onze LIJST"})
    assert (twice.status_code, Edition.objects.filter(published_at=None).count()) == (422, 1)


def test_who_begins_anew_writes_the_items_and_keeps_what_is_asked_of_everybody(made, edition):
    draft = made(anew="1")

    assert set(draft.items.values_list("kind", flat=True)) == set(drafts.KEPT_ANEW)
    assert draft.items.filter(kind=Kind.PROMPT).count() == edition.items.filter(kind=Kind.PROMPT).count()
    assert not draft.suggestions.exists()


def test_published_it_is_what_new_visits_take_and_the_next_one_is_a_copy(client, made, editor):
    draft = made()
    client.post(reverse("checklist_publish", args=[draft.pk]))
    first = draft.checklist.editions.get(published_at__isnull=False)
    assert first in Edition.objects.newest_for(editor.school_id)

    for _twice in range(2):
        client.post(reverse("checklist_next", args=[first.pk]))
    second = draft.checklist.editions.get(published_at=None)

    assert (second.number, second.copied_from, of(second)) == (2, first, of(first))
    assert first in Edition.objects.newest_for(editor.school_id)


def test_a_draft_of_which_nothing_was_in_use_goes_with_its_checklist(client, made):
    draft = made()
    client.post(reverse("checklist_let_go", args=[draft.pk]))

    assert not Edition.objects.filter(checklist=draft.checklist_id).exists()
    assert client.get(reverse("checklist", args=[draft.pk])).status_code == 404


@pytest.mark.parametrize(
    "name", ["checklist_publish", "checklist_let_go", "checklist_next", "checklist_copy"]
)
def test_nobody_else_does_anything_to_it(client, made, team, elsewhere, name):
    draft = made()
    others = factories.make_person("Tess Leest", team=team, role="teacher")
    client.force_login(elsewhere)
    assert client.post(reverse(name, args=[draft.pk])).status_code == 404
    client.force_login(others)
    assert client.post(reverse(name, args=[draft.pk])).status_code == 404

    assert Edition.objects.filter(pk=draft.pk, published_at=None).exists()


def test_what_is_off_stands_on_no_page_and_comes_along_to_the_next_edition(client, made, editor):
    draft = made()
    key = draft.items.filter(kind=Kind.POINT).first().key
    draft.items.filter(key=key).update(is_off=True)
    client.post(reverse("checklist_publish", args=[draft.pk]))
    first = Edition.objects.get(pk=draft.pk)

    teacher = factories.make_person("Tess Docent", team=editor.memberships.get().team, role="teacher")
    lesson = factories.make_lesson(teacher, edition=first)
    assert key not in lesson.content.by_key
    assert drafts.next_edition(by=editor, edition=first).items.get(key=key).is_off
