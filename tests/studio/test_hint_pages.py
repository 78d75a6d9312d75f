"""Hints on the page of a line; what says two things becomes two lines; a verdict on a teacher is no sentence
for students."""

import pytest
from django.urls import reverse
from lxml import html

from checklists.models import Item, Kind
from studio import hints, refused, splitting, undo
from studio.models import Change
from tests.home.conftest import words

POINT = "com.names_effort"
DOUBLE = "De docent stimuleert studenten en geeft goede feedback."


def address(draft, key=POINT, name="draft_line", table="item"):
    args = [draft.pk, key] if name == "draft_hints" else [draft.pk, table, key]
    return reverse(name, args=args)


def pressed(client, draft, key=POINT, **fields):
    """The page as it came, with these fields written in it, and one of its buttons pressed."""
    form = client.get(address(draft, key)).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in (shown | fields).items() if value not in (None, False)}
    return client.post(address(draft, key), sent, follow=True)


def asked(client, draft, text_nl="", text_en="", key=POINT):
    reply = client.post(address(draft, key, "draft_hints"), {"text_nl": text_nl, "text_en": text_en})
    return html.fromstring(f"<div>{reply.content.decode()}</div>")


def texts(tree):
    return [" ".join(hint.xpath("p")[0].text_content().split()) for hint in tree.xpath("div")]


def test_a_shipped_item_without_a_hint_has_none_and_one_with_two_things_has(making, draft):
    assert "data-hint=" not in making.get(address(draft)).content.decode()
    assert "twee dingen" in words(making.get(address(draft, "com.steps_first_step")))


def test_while_somebody_types_the_hints_come_and_nothing_is_kept(making, draft):
    before = list(Item.objects.order_by("pk").values())

    said = asked(making, draft, DOUBLE)

    assert texts(said) == [
        "Hier staan twee dingen in: De docent stimuleert studenten en geeft goede feedback. Wat kruis je aan als je er één ziet?",
        "stimuleert is vaag. Schrijf wat je dan hoort of ziet.",
    ]
    assert said.xpath("//button/@name") == ["split"]
    assert "wacht na een vraag drie tellen" in said.xpath("//dd")[1].text
    assert list(Item.objects.order_by("pk").values()) == before
    assert not Change.objects.exists()


def test_english_says_only_what_dutch_did_not(making, draft):
    english = "The teacher encourages students and gives good, clear feedback."

    assert len(texts(asked(making, draft, DOUBLE, english))) == 3
    assert len(texts(asked(making, draft, "De docent telt tot drie.", english))) == 3
    assert texts(asked(making, draft)) == []


def test_in_english_the_page_says_it_in_english(making, editor, draft):
    editor.language = "en"
    editor.save()

    assert texts(asked(making, draft, "De docent zorgt voor rust.")) == [
        "zorgt voor is vague. Write what you can hear or see then."
    ]


def test_it_asks_for_three_things(making, draft, django_assert_num_queries):
    with django_assert_num_queries(3):  # the person, the draft, the line
        asked(making, draft, DOUBLE)


def test_nobody_else_is_told_anything(client, elsewhere, draft, team, teacher):
    for person in (elsewhere, teacher):
        client.force_login(person)
        assert client.post(address(draft, name="draft_hints"), {"text_nl": DOUBLE}).status_code == 404


# --- two lines -------------------------------------------------------------------------------------


def points(draft):
    rows = draft.items.filter(kind=Kind.POINT, theme="competence").order_by("order")
    return list(rows.values_list("text_nl", flat=True))


def test_one_press_makes_two_lines_and_one_takes_it_back(making, editor, draft):
    before = points(draft)
    english, own = "The teacher asks a student and waits.", "Ik vroeg een student en noemde de aanpak."
    page = pressed(making, draft, split="1", text_nl=DOUBLE, text_en=english, self_nl=own, self_en="I asked.")

    first = draft.items.get(key=POINT)
    second = draft.items.get(key__startswith="own.")
    at = before.index("De docent benoemt inzet, aanpak of vooruitgang, ook als het antwoord nog niet klopt.")
    assert points(draft)[at : at + 2] == [
        "De docent stimuleert studenten.",
        "De docent geeft goede feedback.",
    ]
    assert (first.text_en, second.text_en) == ("The teacher asks a student.", "The teacher waits.")
    assert (first.self_nl, second.self_nl) == ("Ik vroeg een student.", "Ik noemde de aanpak.")
    assert (first.self_en, second.self_en) == ("I asked.", "")
    assert (second.kind, second.theme, second.tags, second.short_nl) == (
        first.kind,
        first.theme,
        first.tags,
        "",
    )
    assert "Nu zijn het er twee" in page.content.decode()

    assert undo.take_back(draft).what == undo.PARTED
    assert draft.items.get(key=POINT).text_nl == DOUBLE
    assert len(points(draft)) == len(before)


def test_sent_twice_it_is_cut_once(making, draft):
    number = draft.items.count()
    for _twice in range(2):
        sent = {"split": "1", "text_nl": DOUBLE, "revision": "0"}
        page = making.post(address(draft), sent, follow=True)

    assert page.status_code == 422  # the second was written before the first was there
    assert draft.items.count() == number + 1


def test_what_says_one_thing_stays_one(making, draft):
    number = draft.items.count()
    page = pressed(making, draft, split="1", text_nl="De docent telt tot drie.")

    assert "dus het blijft er één" in page.content.decode()
    assert draft.items.count() == number


# --- what students are asked -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text"), [("text_nl", "De docent legt goed uit."), ("text_en", "The teacher is kind.")]
)
def test_students_are_not_asked_how_good_their_teacher_is(making, draft, name, text):
    page = pressed(making, draft, "pulse.welcome", **{name: text})

    assert page.status_code == 422
    assert "geen oordeel over iemand" in words(page)
    assert text in words(page)
    assert getattr(draft.items.get(key="pulse.welcome"), name) != text


def test_an_item_may_say_of_a_teacher_what_it_wants(making, draft):
    assert pressed(making, draft, text_nl="De docent legt goed uit.").status_code == 200


# --- the whole list ----------------------------------------------------------------------------------


def test_the_shipped_list_has_nothing_against_it_and_reads_easily(draft):
    whole = hints.of_draft(draft)

    assert whole.said == []
    assert whole.reads == [
        "De Nederlandse zinnen lezen makkelijk (Flesch-Douma 84)",
        "De Engelse zinnen lezen makkelijk (Flesch 84)",
    ]


def test_too_many_items_and_a_need_with_too_few(draft):
    points = draft.items.filter(kind=Kind.POINT)
    points.filter(theme="safety").exclude(key="saf.other_views").update(is_off=True)
    points.filter(theme="autonomy").update(theme="relatedness", default=True)
    for number in range(8):
        Item.objects.create(
            edition=draft,
            kind=Kind.POINT,
            theme="competence",
            order=100 + number,
            key=f"own.{number}",
            text_nl="Zegt wat.",
        )

    many, autonomy, safety = hints.of_draft(draft).said

    assert many.startswith("25 kijkpunten")
    assert "Autonomie" in autonomy
    assert "heeft 0 kijkpunten" in autonomy
    assert "heeft 1 kijkpunt." in safety


def test_a_list_without_items_is_told_nothing(draft):
    draft.items.all().delete()

    assert hints.of_draft(draft) == hints.OfList()


def test_it_is_read_in_one_query(draft, django_assert_num_queries):
    with django_assert_num_queries(1):
        hints.of_draft(draft)


def test_what_a_list_may_need_is_said_before_it_is_final(making, draft):
    draft.items.filter(theme="safety", kind=Kind.POINT).exclude(key="saf.other_views").update(is_off=True)

    for name in ("draft_changes", "draft_overview"):
        assert "Psychologische veiligheid heeft 1 kijkpunt." in words(
            making.get(reverse(name, args=[draft.pk]))
        )


def test_half_a_sentence_for_students_is_no_verdict_either(making, draft, editor):
    whole = "Ik begreep de opdracht en hij legt goed uit."
    line = draft.items.filter(kind=Kind.PULSE).first()
    draft.items.filter(pk=line.pk).update(text_nl=whole)
    line.refresh_from_db()
    assert refused.of_pulse(splitting.parts(line)[1]["text_nl"])

    assert splitting.split(by=editor, edition_id=draft.pk, key=line.key) is None
    assert draft.items.get(pk=line.pk).text_nl == whole
