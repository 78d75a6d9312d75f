"""A visit keeps its edition word for word: after ten editions its pages and its papers are what they were."""

import re
from difflib import unified_diff

import pytest
import time_machine
from django.urls import reverse

from checklists.editions import content_of
from checklists.models import Frozen, Item, Suggestion
from people.templatetags import pieces
from reports.blank import printed_form
from studio import drafts
from tests import factories
from tests.reports.test_golden import TODAY
from tests.together.full_visit import full_visit

PAGES = ("visit", "together", "everything", "talk", "report_pdf", "line", "data")


def all_words(client, lesson, planned):
    """What both read of a visit that was opened, and of one that is being looked at."""
    found = {}
    for person in (lesson.teacher, lesson.coach):
        client.force_login(person)
        for name in PAGES:
            args = [] if name in ("line", "data") else [lesson.pk]
            found[name, person.pk] = client.get(reverse(name, args=args))
        for voice in ("coach", "teacher"):
            found["form", voice] = client.get(reverse("form_pdf", args=[lesson.edition_id, voice]))
        page = "look" if person == planned.coach else "look_back"
        found[page, person.pk] = client.get(reverse(page, args=[planned.pk]))
    assert {reply.status_code for reply in found.values()} == {200}
    return {key: settled(reply.content) for key, reply in found.items()}


def settled(content):
    """Without what is new at each request: the token of a form, and the number of what it would make."""
    content = re.sub(rb'(name="(?:csrfmiddlewaretoken|id)" value=")[^"]*', rb"\1", content)
    ids = list(dict.fromkeys(re.findall(rb"moment-\w+-([0-9a-f-]{36})", content)))
    for number, found in enumerate(ids):
        content = content.replace(found, b"moment %d" % number)
    return content


def reworded(editor, edition, number):
    """The next edition, in which every line has other words, half of them are off and all change places."""
    draft = drafts.next_edition(by=editor, edition=edition)
    for model in (Item, Suggestion):
        rows = list(model.objects.filter(edition=draft))
        for place, row in enumerate(reversed(rows)):
            row.text_nl, row.text_en, row.order = f"{number} {row.key}", "", place
            row.is_off = bool(place % 2) and row.key != "saf.small_before_whole"
        model.objects.bulk_update(rows, ["text_nl", "text_en", "order", "is_off"])
    return drafts.publish(by=editor, edition_id=draft.pk)


def test_after_ten_editions_the_pages_and_papers_of_a_visit_are_what_they_were(
    client, editor, edition, teacher, coach
):
    own = drafts.publish(by=editor, edition_id=drafts.copy(by=editor, edition=edition, name="Onze lijst").pk)
    with time_machine.travel(TODAY, tick=False):
        lesson = full_visit(teacher, coach, edition=own)
        planned = factories.make_lesson(teacher, coach=coach, edition=own)
        all_words(client, lesson, planned)  # what is new to a reader is so once
        before = all_words(client, lesson, planned)
        newest = own
        for number in range(10):
            newest = reworded(editor, newest, number)
        drafts.let_go(by=editor, edition_id=drafts.next_edition(by=editor, edition=newest).pk)

        assert (newest.number, factories.fresh(lesson).edition_id) == (11, own.pk)
        for forget in (content_of.cache_clear, printed_form.cache_clear, pieces.kept.clear):
            forget()
        after = all_words(client, lesson, planned)
    differs = [
        line
        for key in before
        if before[key] != after[key]
        for line in unified_diff(
            *(text[key].decode().splitlines() for text in (before, after)), str(key), "now", n=0, lineterm=""
        )
    ]
    assert differs == []


def test_nothing_of_a_published_edition_is_written_again(editor, edition):
    own = drafts.publish(by=editor, edition_id=drafts.copy(by=editor, edition=edition, name="Onze lijst").pk)
    for row in (own, own.items.first(), own.suggestions.first()):
        with pytest.raises(Frozen):
            row.save()
        with pytest.raises(Frozen):
            row.delete()


def test_lists_that_were_copied_share_what_is_fixed_in_memory(editor, edition):
    own = drafts.publish(by=editor, edition_id=drafts.copy(by=editor, edition=edition, name="Onze lijst").pk)
    content_of.cache_clear()

    assert content_of(own.pk).edition.words is content_of(edition.pk).edition.words
    assert content_of(own.pk).themes is content_of(edition.pk).themes
