"""A line of a draft is written, and saves itself: what is kept, refused, and shown where two write in it."""

import json

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checklists.models import Edition, Item, Kind, Suggestion
from studio import drafts, lines, saving, undo
from studio.line_forms import LENGTHS, LineForm
from studio.page import Page
from studio.refusals import NotNow
from tests import factories
from tests.home.conftest import words

POINT = "com.names_effort"
SAVE_OF_THREE, SAVE_OF_ONE, PAGE = 14, 9, 5


@pytest.fixture
def editor(editor):
    editor.language = "en"
    editor.save()
    return editor


def line(draft, key=POINT, table="item"):
    return lines.rows_of(draft, table).get(key=key)


def entry(key=POINT, table="item", revision=0, **fields):
    return {"type": "line", "table": table, "key": key, "revision": revision} | fields


def save(draft, editor, *entries):
    return saving.save(by=editor, edition_id=draft.pk, entries=list(entries))


def address(draft, key=POINT, table="item"):
    return reverse("draft_line", args=[draft.pk, table, key])


def posted(client, draft, **fields):
    """The page as it came, with these fields written in it, and its button pressed."""
    form = client.get(address(draft)).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return client.post(address(draft), {k: v for k, v in (shown | fields).items() if v not in (None, False)})


# --- what is saved


def test_a_text_is_saved_with_the_next_revision(draft, editor):
    [result] = save(draft, editor, entry(text_nl="De docent benoemt één aanpak."))

    row = line(draft)
    assert (result.status, result.body) == (200, {"revision": 1})
    assert (row.text_nl, row.revision) == ("De docent benoemt één aanpak.", 1)
    assert row.self_nl.startswith("Ik benoemde")  # what an entry does not name stays


def test_the_same_again_is_success_and_changes_nothing(draft, editor):
    for _twice in range(2):
        [result] = save(draft, editor, entry(text_nl="Anders."))

    assert (result.status, result.body, line(draft).revision) == (200, {"revision": 1}, 1)
    assert draft.changes.count() == 1


def test_an_old_revision_is_a_conflict_that_shows_the_others_words(draft, editor):
    save(draft, editor, entry(text_nl="De eerste.", tags="small-choice"))

    [result] = save(draft, editor, entry(text_nl="De tweede."))

    assert result.status == 409
    assert (result.body["revision"], result.body["text_nl"], result.body["tags"]) == (
        1,
        "De eerste.",
        "small-choice",
    )
    assert line(draft).text_nl == "De eerste."


@pytest.mark.parametrize("kind", [*lines.KINDS, None])
def test_every_line_as_it_came_says_nothing_new(draft, kind):
    """Its form can say what stands there, or a page that is only looked at would change it."""
    rows = [
        row for table in lines.TABLES for row in lines.rows_of(draft, table) if lines.kind_of(row) == kind
    ]
    points = draft.items.filter(kind=Kind.POINT)

    assert rows
    for row in rows:
        form = LineForm(lines.content(row), line=row, points=points)
        assert (form.is_valid(), form.errors, form.changed()) == (True, {}, [])


def test_a_small_choice_is_a_line_too(draft, editor):
    row = draft.suggestions.first()
    sent = entry(
        row.key,
        "suggestion",
        text_nl="Laat eerst schrijven.",
        themes="safety autonomy",
        points=POINT,
        minutes="5",
    )
    [result] = save(draft, editor, sent)

    row.refresh_from_db()
    assert (result.status, row.text_nl, row.points, row.minutes) == (
        200,
        "Laat eerst schrijven.",
        [POINT],
        "5",
    )
    assert row.themes == ["safety", "autonomy"]  # what stood first stays first: it is where the step belongs


def test_a_batch_answers_each_and_writes_in_one_statement(draft, editor, django_assert_num_queries):
    some = [entry(key, text_nl="Anders.") for key in ("rel.contact_at_start", POINT, "saf.other_views")]
    with django_assert_num_queries(SAVE_OF_THREE):
        results = save(
            draft, editor, *some, entry("rel.contact_at_start", text_nl="Nog eens."), entry("geen.punt")
        )

    assert [result.status for result in results] == [200, 200, 200, 409, 404]
    assert Item.objects.filter(edition=draft, text_nl="Anders.", revision=1).count() == 3


def test_one_save_takes_these_queries(client, draft, editor, django_assert_num_queries):
    client.force_login(editor)
    with django_assert_num_queries(SAVE_OF_ONE):
        sent(client, draft, entry(text_nl="Anders."))


def test_saves_of_one_line_within_some_minutes_are_one_step_back(draft, editor):
    save(draft, editor, entry(text_nl="A."))
    save(draft, editor, entry(text_nl="AB.", revision=1))
    assert draft.changes.count() == 1

    save(draft, editor, entry("saf.other_views", text_nl="C."))
    save(draft, editor, entry(text_nl="ABC.", revision=2))
    assert draft.changes.count() == 3

    draft.changes.update(at=timezone.now() - undo.GOES_ON)
    save(draft, editor, entry(text_nl="ABCD.", revision=3))
    assert draft.changes.count() == 4


# --- what is refused


@pytest.mark.parametrize("name", LENGTHS)
def test_what_is_too_long_says_how_much_at_its_field(draft, editor, name):
    field = name if name == "source" else f"{name}_nl"
    [result] = save(draft, editor, entry(**{field: "a" * (LENGTHS[name] + 5)}))

    assert result.status == 422
    assert "5" in result.body["errors"][field][0]["message"]
    [fits] = save(draft, editor, entry(**{field: "a" * LENGTHS[name]}))
    assert fits.status == 200


def test_what_a_file_brought_at_length_can_stay_and_hinders_no_other_field(draft, editor):
    draft.items.filter(key=POINT).update(text_nl="a" * 390, source="b" * 900)

    [other] = save(draft, editor, entry(text_en="The teacher waits."))
    [longer] = save(draft, editor, entry(text_nl="a" * 391, revision=1))

    assert (other.status, longer.status) == (200, 422)


@pytest.mark.parametrize(
    ("field", "text"), [("text_nl", "The teacher explains well."), ("text_en", "De docent legt goed uit.")]
)
def test_a_verdict_is_refused_in_whatever_language_it_is_typed(draft, editor, field, text):
    key = lines.rows_of(draft, "item").filter(kind=Kind.PULSE).first().key
    [result] = save(draft, editor, entry(key, **{field: text}))
    assert (result.status, list(result.body["errors"])) == (422, [field])


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"theme": ""}, "theme"), ({"theme": "luck"}, "theme"), ({"tags": "unknown"}, "tags"), ({"text_nl": ["a"]}, "text_nl"),
        ({"text_en": "\ud800"}, "text_en"), ({"revision": "x"}, "revision"),
    ],
)  # fmt: skip
def test_what_no_control_can_say_is_refused(draft, editor, fields, name):
    [result] = save(draft, editor, entry(**fields))

    assert (result.status, list(result.body["errors"])) == (422, [name])


def test_what_a_question_opens_with_stays_as_it_came(draft, editor):
    """Who reads the answer is not the school's to choose; of a question of its own the moment decides."""
    save(draft, editor, entry("open.inside", when="visit", text_nl="Wat dacht ik?"))
    inside = line(draft, "open.inside")
    assert (inside.when, inside.opens_with_account) == ("after", False)

    own = draft.items.get(key="coach.helped")
    Item.objects.filter(pk=own.pk).update(key="own.0123456789")
    save(draft, editor, entry("own.0123456789", when="before"))
    own.refresh_from_db()
    assert (own.when, own.opens_with_account) == ("before", False)


@pytest.mark.parametrize("key", ["mean.belong", "check.say", "pulse.helped"])
def test_what_is_the_same_at_every_school_is_no_line(client, draft, editor, key):
    client.force_login(editor)

    assert client.get(address(draft, key)).status_code == 404
    assert save(draft, editor, entry(key, text_nl="Anders."))[0].status == 404


@pytest.mark.parametrize("key", ["\ud800", "com.\x00names", "", None, 7, ["com.names_effort"]])
def test_what_can_be_no_key_is_no_line(draft, editor, key):
    assert save(draft, editor, entry(key, text_nl="Anders."))[0].status == 404


@pytest.mark.parametrize(
    "odd",
    [{"key": "\ud800"}, {"key": [1]}, {"table": []}, {"table": {}}, {"place": "x"}, {"place": float("inf")}],
)
def test_a_move_of_what_is_no_line_is_refused(client, draft, editor, odd):
    client.force_login(editor)
    told = {"table": "item", "key": POINT, "place": 0} | odd
    reply = client.post(reverse("draft_move", args=[draft.pk]), json.dumps(told), "application/json")
    assert reply.status_code in (404, 422)


def test_the_words_of_the_edition_are_never_written(draft, editor):
    before = Edition.objects.values("words", "number", "published_at").get(pk=draft.pk)
    save(
        draft,
        editor,
        entry(
            text_nl="Anders.", words="{}", kind="signal", is_off="on", key_new="x", opens_with_account="on"
        ),
    )

    row = line(draft)
    assert Edition.objects.values("words", "number", "published_at").get(pk=draft.pk) == before
    assert (row.kind, row.is_off) == ("point", False)


def test_a_draft_that_was_put_to_use_meanwhile_says_so(client, draft, editor):
    drafts.publish(by=editor, edition_id=draft.pk)
    client.force_login(editor)

    with pytest.raises(NotNow):
        save(draft, editor, entry(text_nl="Anders."))
    alone = sent(client, draft, entry(text_nl="Anders."))
    assert (alone.status_code, alone.json()["reason"]) == (423, "published")
    batch = sent(client, draft, entry(text_nl="Anders."), entry(text_nl="Anders."), batch=True)
    assert [each["status"] for each in batch.json()["results"]] == [423, 423]
    assert client.post(address(draft), {"text_nl": "Anders."}).status_code == 423
    assert client.get(address(draft)).url == reverse("checklist", args=[draft.pk])


def test_nobody_else_writes_in_it_or_knows_of_it(client, draft, team, elsewhere):
    others = [
        factories.make_person("Tess Leest", team=team, role="teacher"),
        elsewhere,
    ]
    for person in others:
        client.force_login(person)
        with pytest.raises(Http404):
            save(draft, person, entry(text_nl="Anders."))
        assert client.get(address(draft)).status_code == 404
        assert client.get(reverse("checklist_draft", args=[draft.pk])).status_code == 404
        assert sent(client, draft, entry(text_nl="Anders.")).status_code == 404
    assert line(draft).revision == 0


def test_a_shipped_edition_is_no_draft(client, edition, editor):
    client.force_login(editor)
    assert client.get(address(edition)).url == reverse("checklist", args=[edition.pk])
    assert sent(client, edition, entry(text_nl="Anders.")).status_code == 423


# --- what the script sends


def sent(client, draft, *entries, batch=False, **more):
    body = {"batch": list(entries)} if batch else {"entry": entries[0]}
    return client.post(reverse("draft_entries", args=[draft.pk]), json.dumps(body | more), "application/json")


def test_one_entry_is_answered_with_its_own_status_and_many_with_a_list(client, draft, editor):
    client.force_login(editor)

    assert sent(client, draft, entry(text_nl="Een.")).json() == {"revision": 1}
    conflict = sent(client, draft, entry(text_nl="Twee."))
    assert (conflict.status_code, conflict.json()["text_nl"]) == (409, "Een.")
    both = sent(client, draft, entry(text_nl="Drie.", revision=1), entry("geen.punt"), batch=True).json()
    assert [each["status"] for each in both["results"]] == [200, 404]


def test_nothing_is_sent_as_another(client, draft, editor):
    client.force_login(editor)
    assert sent(client, draft, entry(text_nl="Een."), by="somebody else").status_code == 401
    assert line(draft).revision == 0


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"entry": 1}', '{"batch": {}}', '{"batch": [1]}', "[" * 9999]
)
def test_what_cannot_be_read_is_refused_in_words(client, draft, editor, body):
    client.force_login(editor)
    reply = client.post(reverse("draft_entries", args=[draft.pk]), body, "application/json")
    assert (reply.status_code, "errors" in reply.json()) == (422, True)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=5), each, max_size=3),
    max_leaves=4,
)
names = st.sampled_from(
    ["table", "key", "revision", "text_nl", "theme", "tags", "default", "source", "points", "when"]
)


def test_whatever_is_sent_is_answered_and_never_fails(draft, editor):
    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.dictionaries(names, json_values, max_size=6))
    def tried(fields):
        [result] = save(draft, editor, entry() | fields)
        assert result.status in (200, 404, 409, 422)

    tried()


# --- without a script


def test_the_button_saves_and_leads_on(client, draft, editor):
    client.force_login(editor)
    page = client.get(address(draft)).context["page"]

    reply = posted(client, draft, text_nl="De docent benoemt één aanpak.", next="1")

    assert (reply.status_code, reply.url) == (302, page.next.url)
    row = line(draft)
    assert (row.text_nl, row.default) == ("De docent benoemt één aanpak.", True)
    assert posted(client, draft).url == address(draft)
    assert line(draft).revision == 1  # pressed again, nothing changes


def test_a_tick_that_is_taken_away_is_gone(client, draft, editor):
    client.force_login(editor)
    posted(client, draft, default=False, tags=[])

    row = line(draft)
    assert (row.default, row.tags) == (False, [])


def test_what_is_refused_comes_back_with_all_that_was_typed(client, draft, editor):
    client.force_login(editor)
    reply = posted(client, draft, text_nl="x" * 301, source="Ons team.")

    assert reply.status_code == 422
    page = reply.content.decode()
    assert ("x" * 301 in page, "Ons team." in page, "take 1 away" in page) == (True, True, True)


def test_why_not_is_said_in_the_language_of_the_reader(client, draft, editor):
    type(editor).objects.filter(pk=editor.pk).update(language="nl")
    client.force_login(editor)
    text = words(posted(client, draft, text_en="x" * 301))

    assert ("Zo leest de coach het" in text, "As the coach reads it" in text) == (True, True)
    assert ("haal er 1 weg" in text, "take 1 away" in text) == (True, False)


def test_two_who_write_see_both_texts_and_the_next_press_decides(client, draft, editor):
    client.force_login(editor)
    form = client.get(address(draft)).context["form"]
    mine = {name: form[name].value() for name in form.fields if form[name].value()} | {"text_nl": "Van mij."}
    save(draft, editor, entry(text_nl="Van de ander.", theme="safety"))

    reply = client.post(address(draft), mine)

    text = words(reply)
    assert (reply.status_code, "Van de ander." in text, "Van mij." in reply.content.decode()) == (
        422,
        True,
        True,
    )
    assert line(draft).text_nl == "Van de ander."
    again = reply.context["form"]
    client.post(address(draft), {name: again[name].value() for name in again.fields if again[name].value()})
    assert (line(draft).text_nl, line(draft).revision) == ("Van mij.", 2)


# --- what stands on the page


@pytest.mark.parametrize("table", lines.TABLES)
def test_every_line_has_its_page_with_both_languages(client, draft, editor, table):
    client.force_login(editor)
    seen = set()
    for row in lines.rows_of(draft, table):
        kind = lines.kind_of(row), getattr(row, "when", "")
        if kind not in seen:
            page = client.get(address(draft, row.key, table))
            form = page.context["form"]
            assert page.status_code == 200
            assert [form[name].html_name in page.content.decode() for name in form.fields] == [True] * len(
                form.fields
            )
        seen.add(kind)


def test_a_text_without_english_is_marked_and_counted(client, draft, editor):
    client.force_login(editor)
    save(draft, editor, entry(self_en="", look_for_en=" "))

    page = client.get(address(draft))
    assert page.content.decode().count("data-untranslated") == 2
    assert "2 not translated yet" in words(page)
    assert page.context["page"].untranslated == 2


def test_all_lines_are_read_in_the_order_of_needs(draft):
    page = Page(draft)
    rows = [line.row for line in page.lines]

    assert len(rows) == draft.suggestions.count() + lines.rows_of(draft, "item").count()
    assert [need.key for need in page.needs] == ["relatedness", "competence", "autonomy", "safety", ""]
    assert rows[0].key == "rel.contact_at_start"
    assert len(page.core) == draft.items.filter(kind=Kind.POINT, default=True).count()


def test_a_page_takes_these_queries(client, draft, editor, django_assert_num_queries):
    client.force_login(editor)
    with django_assert_num_queries(
        PAGE
    ):  # the person, the draft, its items, its small choices, what was done last
        client.get(address(draft))


def test_the_address_of_a_draft_leads_to_its_first_line(client, draft, editor):
    client.force_login(editor)
    assert client.get(reverse("checklist_draft", args=[draft.pk])).url == address(
        draft, "rel.contact_at_start"
    )

    draft.items.all().delete()
    Suggestion.objects.filter(edition=draft).delete()
    assert client.get(reverse("checklist_draft", args=[draft.pk])).url == reverse(
        "checklist", args=[draft.pk]
    )
