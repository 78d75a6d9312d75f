"""What changes in an edition is told line by line; a reworded line is the same one or another; a checklist is
put away and taken back. Nothing that is in use changes."""

import pytest
from django.urls import reverse
from django.utils import timezone

from checklists.models import Checklist, Edition, Item, Kind
from studio import drafts, undo
from studio.changed import beside, is_more
from tests import factories
from tests.home.conftest import words

POINT, OTHER, THIRD = "saf.small_before_whole", "com.steps_first_step", "aut.choice_in_frame"
LONG = "De docent laat studenten eerst alleen of met z’n tweeën opschrijven wat ze weten."


@pytest.fixture
def editor(team):
    return factories.make_person("Ed Maker", team=team, role="coach", is_editor=True, language="en")


@pytest.fixture
def first(editor, edition):
    """Edition 1 of the school's own list."""
    return drafts.publish(by=editor, edition_id=drafts.copy(by=editor, edition=edition, name="Onze lijst").pk)


@pytest.fixture
def draft(client, editor, first):
    """Of edition 2; nothing is changed in it yet."""
    client.force_login(editor)
    return drafts.next_edition(by=editor, edition=first)


@pytest.fixture
def page(client, draft):
    return lambda: client.get(reverse("draft_changes", args=[draft.pk]))


@pytest.fixture
def post(client, draft):
    return lambda name, **data: client.post(reverse(name, args=[draft.pk]), data, follow=True)


def change(draft, key, **fields):
    Item.objects.filter(edition=draft, key=key).update(**fields)


def told(page):
    return {row.row.line.key: [what.value for what in row.row.what] for row in page.context["told"].rows}


# --- told line by line --------------------------------------------------------------------------


def test_each_line_that_differs_is_told_and_no_other(page, draft):
    change(draft, POINT, text_nl="De docent laat studenten eerst in tweetallen praten.")
    change(draft, OTHER, is_off=True)
    change(draft, THIRD, theme="safety")
    change(draft, "com.checks_start", source="Onze school")
    new = Item.objects.create(
        edition=draft, order=900, kind="point", theme="safety", key="own.1", text_nl="De docent wacht.", source="Van ons"
    )  # fmt: skip

    found = page()

    assert told(found) == {POINT: ["words"], OTHER: ["off"], THIRD: ["moved"], "com.checks_start": ["rest"], new.key: ["new"]}  # fmt: skip
    text = words(found)
    assert (
        "1 line has other words, 1 is new, 1 went to another need, 1 is off and 1 has another setting."
        in text
    )
    assert "Van ons" in text
    assert "It stood at: autonomy." in text
    assert "What differs: source." in text
    assert f"The other {draft.items.count() + draft.suggestions.count() - 5} lines stayed the same." in text


def test_what_went_is_struck_and_what_came_underlined(page, draft):
    was = Item.objects.get(edition=draft, key=POINT).text_nl
    change(draft, POINT, text_nl=f"{was} Ook hardop.")

    html = page().content.decode()

    assert "<ins>Ook hardop.</ins>" in html
    assert "<del>" not in html


@pytest.mark.parametrize(
    ("was", "now", "pieces"),
    [
        ("Dat is waardevol.", "Dat is welkom.", ([("Dat is ", False), ("waardevol", True), (".", False)], [("Dat is ", False), ("welkom", True), (".", False)])),
        ("Eerst samen.", "Daarna samen.", ([("Eerst", True), (" ", False), ("samen.", False)], [("Daarna", True), (" ", False), ("samen.", False)])),
        ("", "Nieuw hier.", ([], [("Nieuw hier.", False)])),
        ("Geen verschil", "Geen verschil", ([("Geen verschil", False)], [("Geen verschil", False)])),
    ],
)  # fmt: skip
def test_words_stand_beside_each_other_in_pieces(was, now, pieces):
    assert beside(was, now) == pieces


def test_another_order_is_told_from_the_first_that_stands_elsewhere_to_the_last(page, draft):
    points = list(draft.items.filter(kind=Kind.POINT, theme="safety"))
    one, two = points[1], points[2]
    change(draft, one.key, order=two.order)
    change(draft, two.key, order=one.order)

    found = page()
    [order] = found.context["told"].changed.orders

    assert ([line.key for line in order.was], [line.key for line in order.now]) == (
        [one.key, two.key],
        [two.key, one.key],
    )
    assert "The order is another." in words(found)


def test_what_was_off_and_stays_off_is_told_nowhere_and_what_comes_back_is_on_again(
    page, client, draft, editor
):
    change(draft, POINT, is_off=True)
    change(draft, OTHER, is_off=True)
    second = drafts.publish(by=editor, edition_id=draft.pk)
    third = drafts.next_edition(by=editor, edition=second)
    change(third, POINT, is_off=False)

    found = client.get(reverse("draft_changes", args=[third.pk]))

    assert told(found) == {POINT: ["on"]}


def test_a_first_edition_stands_beside_what_it_began_with(client, editor, edition):
    client.force_login(editor)
    own = drafts.copy(by=editor, edition=edition, name="Onze lijst")
    change(own, POINT, is_off=True)

    found = client.get(reverse("draft_changes", args=[own.pk]))

    assert told(found) == {POINT: ["off"]}
    assert "with which your list began" in words(found)
    assert found.context["told"].was_name == str(edition)


def test_texts_without_english_are_counted_and_hinder_nothing(page, draft, client):
    change(draft, POINT, text_en="", look_for_en="")

    found = page()

    assert "2 texts without English" in words(found)
    assert "Make edition 2 final" in words(found)
    assert "Nobody can change edition 2 after that." in words(found)


def test_a_draft_is_thrown_away_only_after_a_page_that_asks(page, client, draft):
    asks = reverse("checklist_let_go", args=[draft.pk])

    assert "does not come back" in words(client.get(asks))
    assert Edition.objects.filter(pk=draft.pk).exists()


# --- the same, or another -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ("De docent laat horen dat een bijdrage waardevol is.", "De docent laat horen dat een bijdrage welkom is.", False),
        ("De docent laat studenten eerst individueel nadenken voordat ze delen.", "De docent laat studenten eerst alleen of in een klein groepje nadenken voordat ze in de hele groep delen.", True),
        ("De docent wacht.", "De docent zwijgt.", False),
        ("De docent wacht.", "Studenten wachten samen.", True),
    ],
)  # fmt: skip
def test_more_than_a_few_words_are_asked_about(was, now, expected):
    assert is_more(was, now) is expected


def test_yes_keeps_the_key_and_is_not_asked_again_until_the_words_are_others(page, post, draft):
    change(draft, POINT, text_nl=LONG)
    assert "Is it still the same item?" in words(page())

    said = post("draft_same", table="item", key=POINT, same="yes")

    assert "You said: still the same item." in words(said)
    assert told(said) == {POINT: ["words"]}
    change(draft, POINT, text_nl=f"{LONG} En dan hardop.")
    assert "Is it still the same item?" in words(page())


def test_of_another_sentence_it_is_said_what_was_not_changed_along(page, draft):
    change(draft, POINT, text_nl=LONG)
    assert (
        "Not changed along: the English, what the teacher reads and short name. Does it still fit?"
        in words(page())
    )
    assert reverse("draft_line", args=[draft.pk, "item", POINT]) in page().content.decode()

    change(draft, POINT, text_en="First alone.", self_nl="", short_nl="Eerst alleen")
    assert "Not changed along" not in words(page())


def test_no_makes_another_of_it_and_the_one_before_is_off(page, post, draft, first):
    change(draft, POINT, text_nl=LONG)
    before = {row.key for row in draft.suggestions.all() if POINT in row.points}

    for _twice in range(2):
        said = post("draft_same", table="item", key=POINT)

    new = draft.items.get(text_nl=LONG)
    old = draft.items.get(key=POINT)
    assert new.key.startswith("own.")
    assert (old.is_off, old.text_nl) == (True, first.items.get(key=POINT).text_nl)
    assert told(said)[new.key] == ["new"]
    assert told(said)[POINT] == ["off"]
    assert {row.key for row in draft.suggestions.all() if new.key in row.points} == before
    assert draft.items.count() == first.items.count() + 1


def test_that_it_is_another_can_be_taken_back(post, draft, first):
    change(draft, POINT, text_nl=LONG)
    before = lines(draft)
    post("draft_same", table="item", key=POINT)
    assert lines(draft) != before

    undo.take_back(draft)

    assert lines(draft) == before


def lines(draft):
    return sorted(
        [
            *draft.items.values_list("key", "text_nl", "is_off"),
            *draft.suggestions.values_list("key", "text_nl", "points"),
        ],
        key=str,
    )


def test_about_a_line_that_nobody_counts_nothing_is_asked(page, draft):
    change(draft, "sig.hesitates", text_nl=LONG)

    assert told(page()) == {"sig.hesitates": ["words"]}
    assert "Is it still the same" not in words(page())


# --- made final -----------------------------------------------------------------------------------


def test_what_was_looked_at_is_what_goes_out(page, post, draft):
    change(draft, POINT, is_off=True)
    seen = page().context["told"].changed.fingerprint
    change(draft, OTHER, is_off=True)

    said = post("checklist_publish", seen=seen)

    assert "somebody changed it meanwhile" in said.content.decode()
    assert Edition.objects.get(pk=draft.pk).published_at is None
    post("checklist_publish", seen=page().context["told"].changed.fingerprint)
    assert Edition.objects.get(pk=draft.pk).published_at


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (lambda draft: draft.items.filter(kind=Kind.POINT).update(is_off=True), "There is no item in it yet"),
        (lambda draft: change(draft, POINT, text_nl=" "), "1 line has no words yet"),
        (lambda draft: change(draft, POINT, theme=""), "Choose a need for"),
    ],
)
def test_a_draft_that_no_visit_could_take_stays_a_draft_and_says_why(page, post, draft, broken, why):
    broken(draft)

    found = page()

    assert why in words(found)
    assert "Make edition 2 final" not in words(found)
    post("checklist_publish")
    assert Edition.objects.get(pk=draft.pk).published_at is None


def test_from_what_hinders_one_goes_to_the_line(page, draft, client):
    change(draft, POINT, text_nl=" ")
    line = reverse("draft_line", args=[draft.pk, "item", POINT])
    assert f'<a href="{line}">' in page().content.decode()


def test_a_next_edition_in_which_nothing_changed_is_not_made_final(page):
    assert "Nothing changed yet." in words(page())
    assert "Make edition 2 final" not in words(page())


def test_what_changed_is_read_in_seven_queries(page, draft, django_assert_num_queries):
    """The person, the draft, the lines of both editions, and what the list as a whole may need."""
    with django_assert_num_queries(7):
        page()


# --- put away ---------------------------------------------------------------------------------------


def test_a_list_that_is_put_away_is_chosen_no_more_and_visits_keep_it(
    client, editor, first, edition, teacher
):
    client.force_login(editor)
    lesson = factories.make_lesson(teacher, edition=first)
    shelf = reverse("checklists")
    for away, there in (("1", False), ("1", False), ("", True)):
        client.post(reverse("checklist_archive", args=[first.pk]), {"away": away})
        assert (first in Edition.objects.newest_for(editor.school_id)) is there
        assert edition in Edition.objects.newest_for(editor.school_id)
        assert ("Put away" in words(client.get(shelf))) is not there
    client.post(reverse("checklist_archive", args=[first.pk]), {"away": "1"})

    assert factories.fresh(lesson).edition == first
    assert client.get(reverse("checklist", args=[first.pk])).status_code == 200


def test_a_list_that_is_put_away_stays_so_when_an_edition_of_it_is_made_final(post, draft, first, editor):
    first.checklist.archived_at = timezone.now()
    first.checklist.save()
    change(draft, POINT, is_off=True)

    said = post("checklist_publish").content.decode()

    assert "The list is still put away" in said
    assert not Edition.objects.newest_for(editor.school_id).filter(checklist=first.checklist).exists()


def test_what_comes_with_the_app_cannot_be_put_away(client, editor, edition):
    client.force_login(editor)

    assert client.post(reverse("checklist_archive", args=[edition.pk]), {"away": "1"}).status_code == 404
    assert Checklist.objects.get(school=None).archived_at is None


def test_the_shelf_tells_editions_and_drafts_apart_and_a_colleague_sees_no_draft(
    client, editor, draft, first, teacher
):
    drafts.publish(by=editor, edition_id=draft.pk)
    third = drafts.next_edition(by=editor, edition=first)

    mine = client.get(reverse("checklists"))
    client.force_login(teacher)
    theirs = client.get(reverse("checklists"))

    assert [listed.checklist.name_nl for listed in mine.context["shelf"].in_use] == [
        "Onze lijst",
        "Veilige leeromgeving",
    ]
    own = mine.context["shelf"].in_use[0]
    assert ([e.number for e in [own.newest, *own.earlier]], own.draft) == ([2, 1], third)
    assert theirs.context["shelf"].in_use[0].draft is None
    begin = reverse("checklist_copy", args=[first.copied_from_id])
    assert begin in mine.content.decode()
    assert begin not in theirs.content.decode()


@pytest.mark.parametrize("name", ["draft_changes", "draft_same", "checklist_archive"])
def test_nobody_else_comes_there(client, draft, first, team, name):
    others = factories.make_person("Tess Leest", team=team, role="teacher")
    elsewhere = factories.make_team(factories.make_school("Andere"))
    for person in (others, factories.make_person("Els Ders", team=elsewhere, role="coach", is_editor=True)):
        client.force_login(person)
        for edition in (draft, first):
            assert client.post(reverse(name, args=[edition.pk]), {"away": "1"}).status_code in (404, 405)
            assert client.get(reverse(name, args=[edition.pk])).status_code in (404, 405)
