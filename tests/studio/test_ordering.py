"""The list of a draft: its order, what is on and off, new lines, and the whole of it on a page."""

import html
import json

import pytest
from django.urls import reverse

from checklists.models import Item, Kind
from studio import lines, ordering
from studio.page import Page
from tests import factories
from tests.home.conftest import words
from tests.studio.conftest import points


def post(client, name, draft, body):
    return client.post(reverse(name, args=[draft.pk]), body)


def said(client, reply):
    """What the page says that comes next, with the message above it."""
    return html.unescape(client.get(reply.url).content.decode())


def groups(draft):
    return [group for need in Page(draft).needs for group in need.groups]


# --- order


def test_a_line_is_put_at_a_place_among_its_own_and_nothing_else_moves(making, draft):
    keys, others = points(draft), points(draft, "safety")
    reply = post(making, "draft_move", draft, {"table": "item", "key": keys[3], "up": "2"})

    assert points(draft) == [keys[0], keys[1], keys[3], keys[2], *keys[4:]]
    assert points(draft, "safety") == others
    assert reply.url.endswith(f"/item/{keys[3]}/?moved=up")
    page = said(making, reply)
    assert f"plaats 3 van {len(keys)}" in page
    assert 'name="up" value="1" aria-label="Omhoog" autofocus' in page


def test_the_pages_script_tells_the_place_and_hears_what_to_say(making, draft):
    keys = points(draft)
    reply = making.post(
        reverse("draft_move", args=[draft.pk]),
        json.dumps({"table": "item", "key": keys[0], "place": 99}),
        content_type="application/json",
    )

    assert reply.status_code == 200
    assert f"plaats {len(keys)} van {len(keys)}" in reply.json()["said"]
    assert "Maak ongedaan" in reply.json()["undo"]
    assert points(draft) == [*keys[1:], keys[0]]


def test_sent_twice_it_stands_where_it_stood(making, draft):
    keys = points(draft)
    for _twice in range(2):
        post(making, "draft_move", draft, {"table": "item", "key": keys[0], "down": "1"})

    assert points(draft) == [keys[1], keys[0], *keys[2:]]
    assert draft.changes.count() == 1


@pytest.mark.parametrize(
    "body",
    [{}, {"table": "item", "key": "x"}, {"table": "item", "key": "com.names_effort", "up": "half"}],
)
def test_what_says_no_place_moves_nothing(making, draft, body):
    assert post(making, "draft_move", draft, body).status_code in {404, 422}
    assert draft.changes.count() == 0


def test_small_steps_are_put_in_order_too(making, draft):
    group = next(group for group in groups(draft) if group.table == "suggestion")
    keys = [line.key for line in group.lines]
    post(making, "draft_move", draft, {"table": "suggestion", "key": keys[1], "up": "0"})

    again = next(each for each in groups(draft) if each.key == group.key)
    assert [line.key for line in again.lines] == [keys[1], keys[0], *keys[2:]]


def test_what_nobody_edits_is_no_line(making, draft):
    for kind in (Kind.MEANING, Kind.VISIT_CHECK, Kind.PULSE_OPEN):
        key = draft.items.filter(kind=kind).first().key
        assert post(making, "draft_move", draft, {"table": "item", "key": key, "up": "0"}).status_code == 404
        assert (
            post(making, "draft_switch", draft, {"table": "item", "key": key, "on": "0"}).status_code == 404
        )


# --- on and off


def test_by_keyboard_one_stays_at_the_button_that_was_pressed(making, draft, editor):
    off = post(making, "draft_switch", draft, {"table": "item", "key": points(draft)[0], "on": "0"})
    assert 'name="on" value="1" autofocus>' in said(making, off)
    ordering.move(by=editor, edition_id=draft.pk, table="item", key=points(draft)[0], place=1)
    back = post(making, "draft_undo", draft, {"change": draft.changes.first().pk})
    assert f'name="change" value="{draft.changes.first().pk}" autofocus>' in said(making, back)


def test_in_a_new_line_one_types_at_once(making, draft):
    added = post(making, "draft_add", draft, {"group": "point.safety."})
    assert said(making, added).count('lang="nl" autofocus') == 1


def test_a_line_is_switched_off_kept_and_on_again(making, draft):
    key = points(draft)[0]
    off = post(making, "draft_switch", draft, {"table": "item", "key": key, "on": "0"})
    assert draft.items.get(key=key).is_off
    page = said(making, off)
    assert "staat uit: hij blijft hier" in page
    assert "(uit)" in page
    for _twice in range(2):
        post(making, "draft_switch", draft, {"table": "item", "key": key, "on": "1"})

    assert not draft.items.get(key=key).is_off
    assert draft.changes.count() == 2


@pytest.mark.parametrize("key", ["ref.focus", "coach.focus", "open.share"])
def test_what_the_program_asks_for_by_name_stays_on_and_says_why(making, draft, key):
    reply = post(making, "draft_switch", draft, {"table": "item", "key": key, "on": "0"})

    assert not draft.items.get(key=key).is_off
    assert said(making, reply).count("Deze vraag blijft") == 2  # above the page, and beside the line


def test_the_last_sentence_for_students_stays_on(making, draft):
    *others, last = draft.items.filter(kind=Kind.PULSE, default=True)
    for row in [*others, last]:
        post(making, "draft_switch", draft, {"table": "item", "key": row.key, "on": "0"})

    on = draft.items.filter(kind=Kind.PULSE, default=True, is_off=False)
    assert [row.key for row in on] == [last.key]


# --- new lines


@pytest.mark.parametrize(
    "group",
    ["point.safety.", "signal..", "growth..", "response..", "prompt..visit", "prompt.autonomy.after", "pulse.safety.", "suggestion.autonomy."],
)  # fmt: skip
def test_a_new_line_is_the_last_of_its_group_and_only_one_is_empty(making, draft, group):
    before = draft.items.count() + draft.suggestions.count()
    first = post(making, "draft_add", draft, {"group": group})
    assert post(making, "draft_add", draft, {"group": group}).url == first.url

    assert draft.items.count() + draft.suggestions.count() == before + 1
    found = next(each for each in groups(draft) if each.key == group)
    assert found.lines[-1].url == first.url
    assert found.lines[-1].row.key.startswith("own.")
    assert making.get(first.url).status_code == 200


@pytest.mark.parametrize(
    "group",
    ["", "point", "point..", "point.happiness.", "signal.safety.", "visit_check..", "prompt..", "prompt..never", "pulse.safety.after", "meaning.."],
)  # fmt: skip
def test_nothing_new_stands_where_nothing_can(making, draft, group):
    assert post(making, "draft_add", draft, {"group": group}).status_code == 404
    assert draft.changes.count() == 0


def test_what_follows_moves_on_by_one_and_keeps_its_order(making, draft):
    before = list(draft.items.order_by("order").values_list("key", flat=True))
    post(making, "draft_add", draft, {"group": "point.relatedness."})

    after = list(draft.items.order_by("order").values_list("key", flat=True))
    assert [key for key in after if not key.startswith("own.")] == before
    assert len(set(draft.items.values_list("order", flat=True))) == len(after)


def test_a_full_draft_says_so(making, draft, monkeypatch):
    monkeypatch.setattr(ordering, "MOST", draft.items.count())
    reply = post(making, "draft_add", draft, {"group": "point.safety."})

    assert "Deze is vol" in said(making, reply)
    assert not Item.objects.filter(edition=draft, key__startswith="own.").exists()


# --- the whole


def test_the_whole_list_has_every_line_once_and_says_what_lacks_english(making, draft):
    key = points(draft)[0]
    draft.items.filter(key=key).update(text_en="")
    page = making.get(reverse("draft_overview", args=[draft.pk]))

    text = page.content.decode()
    for row in [*draft.items.filter(kind__in=lines.KINDS), *draft.suggestions.all()]:
        assert text.count(f"/{row.key}/") == 1, row.key
    assert text.count("Engels is nog niet af") == 1
    assert "Bij één tekst ontbreekt Engels" in words(page)


def test_a_line_under_a_heading_that_is_not_meant_for_it_is_found_all_the_same(making, draft):
    draft.items.filter(kind=Kind.SIGNAL).update(theme="safety")
    draft.suggestions.update(themes=[])

    assert (
        len(Page(draft).lines) == draft.items.filter(kind__in=lines.KINDS).count() + draft.suggestions.count()
    )


@pytest.mark.parametrize("name", ["draft_overview", "draft_add", "draft_move", "draft_switch", "draft_undo"])
def test_for_others_there_is_no_draft(client, draft, team, elsewhere, name):
    client.force_login(factories.make_person("Tess Leest", team=team, role="teacher"))
    way = client.get if name == "draft_overview" else client.post
    body = {"group": "point.safety.", "table": "item", "key": points(draft)[0], "up": "0", "on": "0"}
    assert way(reverse(name, args=[draft.pk]), body).status_code == 404

    client.force_login(elsewhere)
    assert way(reverse(name, args=[draft.pk]), body).status_code == 404


def test_what_is_published_moves_no_more(making, draft):
    making.post(reverse("checklist_publish", args=[draft.pk]))
    keys = points(draft)
    assert (
        post(making, "draft_move", draft, {"table": "item", "key": keys[0], "down": "1"}).status_code == 404
    )
    assert points(draft) == keys
