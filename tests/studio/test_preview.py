"""A line of a draft where people will meet it: the parts of the real pages."""

import json

import pytest
from django.urls import reverse
from lxml import html

from checklists.models import Kind
from studio import preview
from studio.lines import KINDS
from tests.home.conftest import words
from tests.studio.conftest import points


def page_of(client, draft, table, key, place=""):
    return client.get(reverse("draft_line", args=[draft.pk, table, key]), {"preview": place})


def picture(reply):
    return html.fromstring(reply.content.decode()).find_class("mk-picture")[0]


def test_every_line_of_the_shipped_list_is_seen_at_every_place_it_has(making, draft):
    rows = [("item", row) for row in draft.items.filter(kind__in=KINDS)][::7]
    rows += [("suggestion", row) for row in draft.suggestions.all()][::13]
    for table, row in rows:
        for tab in preview.Preview(draft, row).tabs:
            shown = picture(page_of(making, draft, table, row.key, tab.place)).text_content()
            wording = row.self_nl if tab.place in {"back", "before"} and table == "item" else ""
            assert (wording or row.text_nl) in " ".join(shown.split()), (row.key, tab.place)


def test_a_point_is_seen_by_the_coach_then_by_the_teacher_then_on_paper(making, draft):
    line = draft.items.get(key=points(draft)[0])
    look = picture(page_of(making, draft, "item", line.key))
    back = picture(page_of(making, draft, "item", line.key, "back"))
    paper = picture(page_of(making, draft, "item", line.key, "paper"))

    assert [mark.get("value") for mark in look.xpath(".//*[contains(@class, 'mk-marks')]//input")] == [
        "seen",
        "partly",
        "not_seen",
        "na",
    ]
    assert line.self_nl in back.text_content()
    assert paper.text_content().count("□") == 4
    assert all(part.get("disabled") is not None for part in (look, back, paper))


def test_what_is_typed_is_shown_and_not_kept(making, draft):
    key = points(draft)[0]
    before = draft.items.get(key=key).text_nl
    reply = making.post(
        reverse("draft_preview", args=[draft.pk, "item", key]),
        json.dumps(
            {"place": "look", "fields": {"text_nl": "De docent <b>telt</b> tot drie.", "theme": "safety"}}
        ),
        content_type="application/json",
    )

    assert "De docent &lt;b&gt;telt&lt;/b&gt; tot drie." in reply.json()["html"]
    assert "mk-need-saf" in reply.json()["html"]
    assert draft.items.get(key=key).text_nl == before


@pytest.mark.parametrize(
    "body", ["", "[]", '{"fields": 7}', '{"fields": {"text_nl": 7, "theme": "x", "pk": 1}}']
)
def test_what_is_no_form_changes_nothing_and_breaks_nothing(making, draft, body):
    address = reverse("draft_preview", args=[draft.pk, "item", points(draft)[0]])

    assert making.post(address, body, content_type="application/json").status_code in {200, 422}


def test_a_line_without_words_shows_where_they_come(making, draft):
    made = making.post(reverse("draft_add", args=[draft.pk]), {"group": "point.safety."})

    assert "Hier komen je woorden" in words(making.get(made.url))


def test_students_read_one_language(making, draft):
    line = draft.items.filter(kind=Kind.PULSE).first()
    shown = picture(page_of(making, draft, "item", line.key))

    assert [span.text for span in shown.xpath(".//legend/span")] == [line.text_nl, line.text_en]


def test_students_read_the_dutch_where_there_is_no_english(making, draft):
    line = draft.items.filter(kind=Kind.PULSE).first()
    draft.items.filter(pk=line.pk).update(text_en="")
    shown = picture(page_of(making, draft, "item", line.key))

    assert [span.text for span in shown.xpath(".//legend/span")] == [line.text_nl, line.text_nl]


def test_a_line_that_is_off_says_so_where_it_is_seen(making, draft):
    draft.items.filter(key=points(draft)[0]).update(is_off=True)

    assert "Dit staat uit" in words(page_of(making, draft, "item", points(draft)[0]))
