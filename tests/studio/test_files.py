"""A checklist leaves as a file, and a file comes in: looked over first, and then all of it or nothing."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checklists import files
from checklists.models import Edition, Item, Kind
from studio import drafts, undo
from tests import factories
from tests.checklists.test_files import rows_of
from tests.checklists.trees import trees

MINE = """name:
  nl: Onze lijst
points:
- key: rel.contact_at_start
  theme: relatedness
  core: true
  coach:
    nl: De docent groet wie binnenkomt.
    en: The teacher greets who comes in.
- key: own.new
  theme: safety
  core: false
  coach:
    nl: De docent wacht na een vraag.
"""


@pytest.fixture
def bring(client, editor):
    client.force_login(editor)

    def post(edition, text="", do="read", file=None, **more):
        content = {"file": SimpleUploadedFile(*file)} if file else {}
        return client.post(
            reverse("draft_file", args=[edition.pk]), {"text": text, "do": do, **more, **content}
        )

    return post


def page(reply):
    return reply.context["page"]


def everything():
    return list(Item.objects.order_by("pk").values()), Edition.objects.count()


def file_of(client, edition, ending):
    return client.get(reverse("checklist_file", args=[edition.pk, ending]))


@pytest.mark.parametrize("ending", ["yaml", "json", "xlsx"])
def test_everybody_of_the_school_takes_an_edition_along(client, team, edition, draft, ending):
    client.force_login(factories.make_person("Tess Leest", team=team, role="teacher"))
    reply = file_of(client, edition, ending)

    assert (reply.status_code, f".{ending}" in reply["Content-Disposition"]) == (200, True)
    assert file_of(client, draft, ending).status_code == 404
    assert file_of(client, edition, "pdf").status_code == 404


def test_the_schema_is_for_programs_too(client):
    reply = client.get(reverse("checklist_schema"))
    assert (reply.status_code, reply.json()["title"]) == (200, "A checklist of Meekijken")


def test_a_file_is_looked_over_before_anything_comes(bring, draft):
    before = everything()
    reply = bring(draft, MINE)

    assert reply.status_code == 200
    assert [len(page(reply).plan.of(state)) for state in ("new", "changed", "same")] == [1, 1, 0]
    words = reply.content.decode()
    assert "De docent groet wie binnenkomt." in words
    assert "De docent maakt bij de start contact met studenten." in words
    assert everything() == before


def test_one_press_puts_it_in_the_draft_and_the_rest_stays(bring, draft):
    count = draft.items.count()
    reply = bring(draft, MINE, "take", rest="stay")

    assert reply.status_code == 302
    changed, new = (draft.items.get(key=key) for key in ("rel.contact_at_start", "own.new"))
    assert (changed.text_nl, changed.revision, changed.self_nl) == ("De docent groet wie binnenkomt.", 1, "")
    assert (new.kind, new.theme, new.default, new.text_en) == (Kind.POINT, "safety", False, "")
    assert draft.items.count() == count + 1
    assert [row.key for row in draft.items.filter(kind=Kind.POINT)][:2] == ["rel.contact_at_start", "own.new"]
    assert not draft.items.filter(is_off=True).exists()


@pytest.mark.parametrize("rest", ["stay", "off"])
def test_all_of_it_is_taken_back_at_once(bring, draft, rest):
    before = rows_of(draft)
    bring(draft, MINE, "take", rest=rest)
    assert rows_of(draft) != before

    undo.take_back(draft)
    assert rows_of(draft) == before
    assert not draft.changes.exists()


def test_the_same_file_twice_changes_nothing_more(bring, draft):
    bring(draft, MINE, "take", rest="stay")
    before = everything(), draft.changes.count()
    bring(draft, MINE, "take", rest="stay")

    assert (everything(), draft.changes.count()) == before


def test_a_file_that_is_there_already_offers_nothing_to_press(bring, draft):
    bring(draft, MINE, "take", rest="off")

    words = bring(draft, MINE).content.decode()

    assert "Er is niets om over te nemen" in words
    assert 'value="take"' not in words


def test_what_the_file_does_not_have_can_be_switched_off(bring, draft):
    bring(draft, MINE, "take", rest="off")

    on = draft.items.filter(is_off=False)
    assert [row.key for row in on.filter(kind=Kind.POINT)] == ["rel.contact_at_start", "own.new"]
    assert (
        on.filter(kind=Kind.SIGNAL).count() == draft.items.filter(kind=Kind.SIGNAL).count() > 0
    )  # of which it says nothing


def test_an_edition_in_use_is_never_changed_by_it(bring, edition):
    before = rows_of(edition)
    assert bring(edition, MINE, "take", name="Van ons").status_code == 302

    draft = Edition.objects.get(published_at=None)
    assert rows_of(edition) == before
    assert (draft.checklist.name_nl, draft.words) == ("Van ons", edition.words)
    assert [row.key for row in draft.items.filter(kind=Kind.POINT)] == ["rel.contact_at_start", "own.new"]
    assert draft.items.filter(kind=Kind.PROMPT).count() == edition.items.filter(kind=Kind.PROMPT).count()


def test_sent_twice_it_begins_once(bring, edition):
    for status in (302, 422):
        assert bring(edition, MINE, "take", name="Van ons").status_code == status
    assert Edition.objects.filter(published_at=None).count() == 1


def test_without_a_name_nothing_begins_and_the_text_is_still_there(bring, edition):
    reply = bring(edition, MINE, "take", name=" ")
    assert (reply.status_code, page(reply).text.strip()) == (422, MINE.strip())
    assert not Edition.objects.filter(published_at=None).exists()


FIXED = """name: {nl: Lijst}
introduction: {nl: Onze eigen inleiding}
meanings:
- {key: mean.own, nl: Geen zin}
visit_check:
- {key: check.say, theme: autonomy, nl: Anders}
pulse_open: []
prompts:
  after:
  - {key: ref.focus, off: true, nl: 'Wat zag ik over mijn vraag?'}
"""


def test_what_is_fixed_stays_and_that_is_said(bring, draft):
    before = rows_of(draft)
    reply = bring(draft, FIXED)
    assert page(reply).plan.words == ["introduction"]
    assert [said.what for said in page(reply).fixed] == ["Geen zin", "Anders"]

    bring(draft, FIXED, "take", rest="off")
    after = {row["key"]: row for row in rows_of(draft)}
    differ = [
        row["key"] for row in before if {**row, "is_off": after[row["key"]]["is_off"]} != after[row["key"]]
    ]
    assert (differ, set(after)) == (["ref.focus"], {row["key"] for row in before})
    assert not after["ref.focus"]["is_off"]
    assert not any(after[key]["is_off"] for key in ("mean.safe", "check.say", "pulse.helped", "open.share"))
    assert draft.words == Edition.objects.get(pk=draft.pk).words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name:\n  nl: Lijst\npoints:\n- key: own.a\n  coahc: {nl: Een}", "Line 5"),
        ("name: {nl: Lijst}\nname: {nl: Nog een}", "Line 2"),
        ('{"name": {"nl": "Lijst"}, "points": [1]}', "Line 1"),
        ("zomaar een tekst", "names, each with what it is"),
        ("name: {nl: Lijst}\npoints:\n" + "- {key: own.a, coach: {nl: Een}}\n" * 301, "No more than 300"),
    ],
)
def test_a_file_that_is_not_right_says_where_and_nothing_comes(bring, draft, editor, text, words):
    editor.language = "en"
    editor.save()
    before = everything()
    for do in ("read", "take"):
        reply = bring(draft, text, do, rest="stay")
        assert reply.status_code == 422
        assert words in reply.content.decode().replace("Regel", "Line") or words in str(
            page(reply).read.faults
        )
        assert page(reply).text == text
    assert everything() == before


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (
            "- {key: own.a, theme: safety, coach: {nl: Een}}\n- {key: own.a, theme: safety, coach: {nl: Twee}}",
            "key of a line above",
        ),
        ("- {key: sig.tension, theme: safety, coach: {nl: Een}}", "another kind"),
        ("- {key: own.a, coach: {en: One}}", "no Dutch"),
        ("- {key: own.a, coach: {nl: Een}}", "no need"),
        (
            "pulse:\n- {key: pulse.dare, core: false, theme: safety, nl: Ik durfde iets te zeggen.}",
            "nothing to ask",
        ),
        ("pulse:\n- {key: own.p, theme: safety, nl: De docent legt goed uit.}", "how good"),
    ],
)
def test_a_line_that_cannot_come_is_left_out_with_why(bring, draft, editor, line, why):
    editor.language = "en"
    editor.save()
    head = "name: {nl: Lijst}\n" + ("" if line.startswith("pulse") else "points:\n")
    with translation.override("en"):
        [said] = page(bring(draft, head + line)).left_out
    assert (said.where[:5], why in said.why) == ("Line ", True), said


@pytest.mark.parametrize(
    "file",
    [("a.yaml", b"\xff\xfe\x00"), ("a.yaml", b"\xe9\xe9"), ("a.xlsx", b"PK\x03\x04 no workbook"), ("a.xls", b"\xd0\xcf\x11\xe0 none"), ("a.json", b"\x00" * 9)],
)  # fmt: skip
def test_a_file_of_another_kind_is_refused_in_words(bring, draft, file):
    reply = bring(draft, file=file)
    assert (reply.status_code, len(page(reply).read.faults)) == (422, 1)


def test_a_file_that_is_chosen_stands_in_the_field(bring, draft):
    reply = bring(draft, file=("lijst.yaml", MINE.encode()))
    assert page(reply).text == MINE
    assert "own.new" in reply.content.decode()


def test_a_draft_holds_no_more_than_fits(bring, draft):
    rows = "".join(f"- {{key: own.a{n}, theme: safety, coach: {{nl: Een}}}}\n" for n in range(300))
    rows += "signals:\n" + "".join(f"- {{key: own.b{n}, nl: Een}}\n" for n in range(100))
    before = everything()
    reply = bring(draft, f"name: {{nl: Lijst}}\npoints:\n{rows}", "take", rest="stay")
    assert page(reply).plan.is_too_much
    assert everything() == before


def test_students_are_always_asked_something(bring, draft):
    asked = list(draft.items.filter(kind=Kind.PULSE).values())
    bring(draft, "name: {nl: Lijst}\npulse: []\npoints: []", "take", rest="off")
    assert list(draft.items.filter(kind=Kind.PULSE).values()) == asked
    assert not draft.items.filter(kind=Kind.POINT, is_off=False).exists()


def question(key, when="before", **more):
    row = {"key": key, "nl": "Wat wil je?"} | more
    return json.dumps({"name": {"nl": "Lijst"}, "prompts": {when: [row]}})


def who_reads(draft, key):
    return draft.items.values_list("opens_with_account", "coach_may_read_default").get(key=key)


OPEN = {"opens_with_account": True, "coach_may_read_before_lesson": True}


@pytest.mark.parametrize("when", ["before", "after"])
def test_no_file_decides_who_reads_the_answer_to_a_question(bring, draft, when):
    """What a teacher writes for oneself is told to nobody, whatever a file says."""
    asked = draft.items.filter(kind=Kind.PROMPT, when=when).order_by("opens_with_account").first()
    said = OPEN | {"opens_with_account": not asked.opens_with_account}
    before = who_reads(draft, asked.key)

    shown = bring(draft, question(asked.key, when, **said))
    bring(draft, question(asked.key, when, **said), "take", rest="stay")

    assert draft.items.get(key=asked.key).text_nl == "Wat wil je?"
    assert who_reads(draft, asked.key) == before
    assert [line.key for line in page(shown).plan.readers] == [asked.key]


def test_of_a_new_question_before_the_lesson_nobody_reads_the_answer(bring, draft):
    bring(draft, question("own.new", **OPEN), "take", rest="stay")
    assert who_reads(draft, "own.new") == (False, False)
    bring(draft, question("own.later", "after", opens_with_account=False), "take", rest="stay")
    assert who_reads(draft, "own.later") == (False, False)


@pytest.mark.parametrize("key", ["ref.focus", "coach.focus", "open.share", "own-point.safety.1"])
def test_a_key_that_the_program_knows_is_of_nothing_else(bring, editor, db, key):
    """Also in a list that began as an edition without that question."""
    first = Edition.objects.get(checklist__school=None, number=1, published_at__isnull=False)
    draft = drafts.copy(by=editor, edition=first, name="Van vroeger")
    draft.items.filter(key=key).delete()
    line = {"key": key, "theme": "safety", "core": True, "coach": {"nl": "De docent wacht."}}

    text = json.dumps({"name": {"nl": "Lijst"}, "points": [line]})
    assert [line.key for line in page(bring(draft, text)).plan.clashes] == [key]
    bring(draft, text, "take", rest="stay")
    assert not draft.items.filter(key=key).exists()


@pytest.mark.parametrize("place", ["coach", "self", "short", "look_for"])
def test_nothing_that_a_sentence_for_students_says_is_a_verdict(bring, draft, place):
    line = {"key": "own.new", "theme": "safety", "core": True, "coach": {"nl": "Ik durfde iets te vragen."}}
    line[place] = {"nl": "De docent legt goed uit."}
    reply = bring(draft, json.dumps({"name": {"nl": "Lijst"}, "pulse": [line]}))
    assert [said.where for said in page(reply).left_out]


def test_nobody_else_brings_one(bring, client, team, edition, draft):
    for person in (
        factories.make_person("Tess Leest", team=team, role="teacher"),
        factories.make_person(
            "Els Ders",
            team=factories.make_team(factories.make_school("Andere")),
            role="coach",
            is_editor=True,
        ),
    ):
        client.force_login(person)
        assert (
            client.post(reverse("draft_file", args=[draft.pk]), {"text": MINE, "do": "take"}).status_code
            == 404
        )


def test_a_draft_that_was_put_to_use_meanwhile_is_changed_no_more(bring, draft, editor):
    drafts.publish(by=editor, edition_id=draft.pk)
    before = rows_of(draft)
    bring(draft, MINE, "take", rest="stay", name="Nog een")
    assert rows_of(draft) == before


@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_what_a_school_takes_along_it_can_bring_back(bring, client, draft, edition, ending):
    draft.items.filter(key="own.new").update(is_off=True)
    bring(draft, MINE, "take", rest="off")
    text = file_of(client, draft, ending).content.decode()
    bring(edition, text, "take", name="Terug")

    back = Edition.objects.exclude(pk=draft.pk).get(published_at=None)
    assert rows_of(back) == rows_of(draft)


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=trees, ending=st.sampled_from(["yaml", "json"]))
def test_so_is_any_checklist(bring, client, edition, tree, ending):
    text = files.as_yaml(tree) if ending == "yaml" else files.as_json(tree)
    bring(edition, text, "take", name="Een")
    first = Edition.objects.filter(published_at=None).latest("checklist_id")
    out = file_of(client, first, ending).content.decode()
    bring(edition, out, "take", name="Twee")
    second = Edition.objects.filter(published_at=None).exclude(pk=first.pk).latest("checklist_id")

    assert rows_of(second) == rows_of(first)
    own = {row["key"] for row in rows_of(first)} & {line.key for line in files.lines_of(tree)}
    assert len(own) == len(files.lines_of(tree))
    for edition in (first, second):
        edition.delete()
        edition.checklist.delete()


@settings(
    deadline=None,
    max_examples=80,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data())
def test_whatever_is_brought_there_is_an_answer_and_nothing_by_halves(bring, draft, data):
    """Damage to a real file, to JSON and to noise: a page in words, or all of it."""
    text = data.draw(
        st.sampled_from(
            [
                MINE,
                FIXED,
                json.dumps({"name": {"nl": "Lijst"}, "points": [{"key": "own.a", "coach": {"nl": "Een"}}]}),
                "",
            ]
        )
    )
    for _change in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(text)))
        noise = st.sampled_from(
            [":", "- ", "\n", "\t", "{", "}", "[", "'", '"', "#", "&a", "*a", "\\ud800", "\x00", "null", "  "]
        ) | st.text(max_size=3)
        text = text[:at] + data.draw(noise) + text[at + data.draw(st.integers(0, 3)) :]
    text = text.encode(errors="ignore").decode()
    before = everything()
    read = bring(draft, text)
    assert read.status_code in (200, 422)
    assert everything() == before
    reply = bring(draft, text, "take", rest="stay")
    assert reply.status_code in (200, 302, 422)
    assert (everything() == before) or reply.status_code == 302
