"""Up to three points in the teacher's own words, in the lens of one visit: both voices answer them, and
nobody finds them anywhere else (docs/adr/0080)."""

import json
import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from checklists.models import Checklist, Edition, Item
from home.earlier import Earlier
from line import road
from observations import actions, practising
from observations.models import Lesson, Observation, OwnPoint, Voice
from people.models import User
from reports import actions as reports
from tests import factories
from tests.factories import answer, fresh, make_lesson, moment, save
from tests.home.conftest import words
from tests.observations.posted_page import PostedPage
from tests.once import made_once
from tests.pdf_words import words_of
from tests.reports.test_keys import give
from tests.together.visits import lens, on_screen, opened, seen
from together import actions as together

TEXT = "Ik kijk rond voordat ik begin te praten"
KEY, OTHER_KEY = "own-point.safety.1", "own-point.autonomy.2"
FULL = "Six items is the most. Take one away to choose another."
SIX = [
    "rel.contact_at_start", "saf.other_views", "com.steps_first_step", "com.expectations", "com.checks_start",
    "saf.small_before_whole",
]  # fmt: skip


def own(text=TEXT, theme="safety", slot=1, revision=0, **more):
    return {"type": "own", "slot": slot, "text": text, "theme": theme, "revision": revision} | more


@pytest.fixture(autouse=True)
def english(lesson):
    User.objects.update(language="en")
    with translation.override("en"):
        yield


@pytest.fixture
@made_once
def asked(lesson):
    save(lesson, "teacher", own(), own("Studenten kiezen zelf de volgorde", "autonomy", 2))
    return fresh(lesson)


def page(client, person, name, lesson):
    client.force_login(person)
    return client.get(reverse(name, args=[lesson.pk]))


# --- written before the lesson ------------------------------------------------------------------


def test_it_is_a_row_of_the_visit_and_takes_a_place_of_the_lens(lesson):
    [result] = save(lesson, "teacher", own("  Ik kijk rond\nvoordat ik begin te praten "))

    row = OwnPoint.objects.get()
    assert (result.status, result.body) == (200, {"revision": 1, "left": 5})
    assert (row.lesson, row.text, row.theme, row.slot, row.lang) == (lesson, TEXT, "safety", 1, "nl")
    assert [point.item.key for point in lesson.lens.all()] == [KEY]


def test_sent_twice_it_is_one(lesson):
    save(lesson, "teacher", own())
    [again] = save(lesson, "teacher", own())

    assert (again.status, again.body["revision"], OwnPoint.objects.count()) == (200, 1, 1)


def test_another_version_is_overwritten_by_nobody_who_has_not_seen_it(lesson):
    save(lesson, "teacher", own())
    [result] = save(lesson, "teacher", own("Vanaf een ander apparaat"))

    assert (result.status, result.body) == (409, {"revision": 1, "text": TEXT, "theme": "safety"})
    assert OwnPoint.objects.get().text == TEXT


def test_without_words_it_is_taken_away_and_a_late_retry_brings_nothing_back(asked):
    [result] = save(asked, "teacher", own("", "safety", revision=1))
    [late] = save(asked, "teacher", own(revision=0))

    assert (result.body, late.status) == ({"revision": 2, "left": 5}, 409)
    assert [point.item.key for point in asked.lens.all()] == [OTHER_KEY]


def test_it_can_go_to_another_need_and_keeps_its_place(asked):
    [result] = save(asked, "teacher", own(theme="competence", revision=1))

    assert (result.status, result.body["left"]) == (200, 4)
    assert {point.item.key for point in asked.lens.all()} == {"own-point.competence.1", OTHER_KEY}


@pytest.mark.parametrize(
    ("entry", "field", "message"),
    [
        (own(theme=""), "theme", "Choose the need that it belongs to."),
        (own(theme="rest"), "theme", "Select a valid choice. rest is not one of the available choices."),
        (own("x" * 201), "text", "201 characters, and 200 fit: take 1 away."),
        (own(slot=4), "slot", "Ensure this value is less than or equal to 3."),
        (own(slot="nonsense"), "slot", "Enter a whole number."),
        (own(["x"]), "text", "This text contains a broken character. Take it out and save again."),
    ],
)
def test_what_cannot_be_is_refused_with_words(lesson, entry, field, message):
    [result] = save(lesson, "teacher", entry)

    assert result.status == 422
    assert result.body["errors"][field][0]["message"] == message
    assert not OwnPoint.objects.exists()


def test_the_seventh_is_refused_and_what_is_taken_away_makes_room(lesson):
    save(lesson, "teacher", *lens(*SIX))
    [refused] = save(lesson, "teacher", own())
    out, taken = save(lesson, "teacher", {"type": "lens", "item": SIX[0], "chosen": False}, own())
    [tick] = save(lesson, "teacher", *lens(SIX[0]))

    assert (refused.status, refused.body) == (422, {"errors": {"text": [{"message": FULL}]}})
    assert (out.status, taken.status, taken.body["left"], tick.status) == (200, 200, 0, 422)
    assert lesson.lens.count() == 6


def test_a_tick_puts_it_neither_in_nor_out(asked):
    [result] = save(asked, "teacher", {"type": "lens", "item": KEY, "chosen": False})

    assert (result.status, asked.lens.count()) == (422, 2)


def test_only_the_teacher_writes_one(lesson):
    [result] = save(lesson, "coach", own())

    assert result.status == 422


def test_it_closes_with_the_lens(asked):
    save(asked, "coach", answer(KEY, "seen"))
    for entry in (own("Toch iets anders", revision=1), own("", revision=1), own("Nog een", slot=3)):
        [result] = save(asked, "teacher", entry)
        assert (result.status, result.body["reason"]) == (423, "begun")


@pytest.mark.parametrize("entry", [answer(KEY, "partly", "Dat deed ik."), answer(KEY, "na")])
def test_words_beside_which_somebody_wrote_stay_as_they_are(asked, entry):
    save(asked, "teacher", entry)
    [changed] = save(asked, "teacher", own("Iets heel anders", revision=1))
    [gone] = save(asked, "teacher", own("", revision=1))
    save(asked, "teacher", answer(KEY, "", "", revision=1))
    [cleared] = save(asked, "teacher", own("Iets heel anders", revision=1))

    stays = "Something has been written at this item already, so it stays as it is."
    assert [result.body["errors"]["text"][0]["message"] for result in (changed, gone)] == [stays, stays]
    assert cleared.status == 200


# --- answered by both ---------------------------------------------------------------------------


def test_both_voices_answer_it_and_it_stands_in_all_that_is_opened(asked, teacher, coach, client):
    for person, name in ((coach, "look"), (teacher, "look_back"), (coach, "visit"), (teacher, "visit")):
        assert TEXT in words(page(client, person, name, asked)), (person, name)

    lesson = opened(
        asked,
        teacher=[seen(KEY, "Ik telde tot drie.")],
        coach=[seen(KEY, "Rustig rondgekeken.", "partly"), moment(text="Keek naar achteren.", item=KEY)],
    )
    client.force_login(teacher)
    screen = on_screen(client, lesson).content.decode()
    paper = words_of(client.get(reverse("report_pdf", args=[lesson.pk])).content)
    talk = words(page(client, teacher, "talk", lesson))

    for said in (TEXT, "Ik telde tot drie.", "Rustig rondgekeken.", "Keek naar achteren."):
        assert said in screen, said
        assert said in paper, said
    assert "of this visit alone" in screen
    assert TEXT in talk


def test_a_point_without_what_to_look_for_offers_no_empty_fold(asked, coach, client):
    html = page(client, coach, "look", asked).content.decode()
    row = html[html.index(f'data-answer="{KEY}"') :]

    assert "Written by Tijn, for this visit alone" in row
    assert "mk-lookfor" not in row[: row.index("</fieldset>")]


def test_two_visits_keep_the_words_of_their_own(asked, teacher, coach, client):
    other = make_lesson(teacher, coach=coach)
    save(other, "teacher", own("In het andere bezoek"))
    for lesson, mine, others in ((asked, TEXT, "In het andere"), (other, "In het andere", TEXT)):
        for person, name in ((coach, "look"), (teacher, "look_back"), (coach, "visit")):
            html = page(client, person, name, lesson).content.decode()
            assert (mine in html, others in html) == (True, False), name


def test_another_visit_neither_shows_nor_takes_it(asked, teacher, coach, client):
    other = make_lesson(teacher, coach=coach)
    refused = save(other, "coach", answer(KEY, "seen"), moment(item=KEY))

    assert [result.status for result in refused] == [422, 422]
    for person, name in ((coach, "look"), (teacher, "look_back"), (teacher, "before"), (coach, "visit")):
        html = page(client, person, name, other).content.decode()
        assert (TEXT in html, KEY in html) == (False, False), name


def test_it_is_talked_about_and_replied_to_as_any_other(asked, teacher, coach, client):
    lesson = opened(asked, teacher=[seen(KEY, value="not_seen")], coach=[seen(KEY, "Zag ik wel.")])
    together.choose_stops(lesson=lesson, by=teacher, stops=[KEY])
    together.note_talk(lesson=fresh(lesson), by=coach, stop=KEY, text="Samen opgeschreven.")
    client.force_login(coach)
    reply = {
        "about": f"item:{KEY}",
        "kind": "reply",
        "text": "Daar wil ik meer van zien.",
        "id": str(uuid.uuid4()),
    }
    assert client.post(reverse("reply", args=[lesson.pk]), reply).status_code == 302
    stage = words(client.get(reverse("talk", args=[lesson.pk]), {"at": KEY}))
    paper = words_of(client.get(reverse("report_pdf", args=[lesson.pk])).content)

    assert (TEXT in stage, "Samen opgeschreven." in stage) == (True, True)
    for said in ("Samen opgeschreven.", "Daar wil ik meer van zien."):
        assert said in paper, said


@pytest.mark.parametrize(
    ("part", "is_read"),
    [("coach_account", True), ("teacher_account", True), ("steps", False), ("sentence", False)],
)
def test_under_a_key_it_goes_with_an_account_and_with_nothing_else(
    asked, teacher, team, client, part, is_read
):
    lesson = opened(
        asked, teacher=[seen(KEY), answer("open.share", "", "Een zin.")], coach=[seen(KEY, "Ja.")]
    )
    together.choose_step(lesson=lesson, by=teacher, id=uuid.uuid4(), text="Begin achterin.")
    give(lesson, part)
    client.force_login(factories.make_person("Lotte Leiding", team=team, role="lead"))
    pages = [client.get(reverse(name, args=[lesson.pk])) for name in ("released", "released_pdf")]

    assert [page.status_code for page in pages] == [200, 200]
    said = words(pages[0]), words_of(pages[1].content)
    assert [TEXT in each for each in said] == [is_read, is_read]


def test_the_page_that_gives_a_key_names_it_beforehand(asked, teacher, client):
    lesson = opened(asked, teacher=[seen(KEY)], coach=[seen(KEY)])

    assert TEXT in words(page(client, teacher, "keys", lesson))


def test_its_language_is_told_wherever_it_stands(lesson, teacher, coach, client):
    save(lesson, "teacher", own("I look around before I speak", lang="en"))
    User.objects.update(language="nl")
    html = [page(client, coach, name, lesson).content.decode() for name in ("look", "visit")]
    opened(lesson, teacher=[seen(KEY)], coach=[seen(KEY)])
    html.append(page(client, coach, "everything", lesson).content.decode())

    for found in html:
        assert re.search(r'lang="en"[^>]*>I look around before I speak', found)


# --- who looked along before --------------------------------------------------------------------


def test_who_no_longer_looks_along_keeps_the_words_that_were_answered_and_reads_no_newer_ones(
    asked, teacher, coach, team, client
):
    save(asked, "coach", answer(KEY, "seen", "Zag ik."))
    actions.choose_coach(
        lesson=fresh(asked), by=teacher, coach=factories.make_person("Noor", team=team, role="coach")
    )
    changed, other, new = save(
        fresh(asked), "teacher", own("Andere woorden", revision=1),
        own("Nieuwe woorden", "autonomy", 2, revision=1), own("Een derde", "relatedness", 3),
    )  # fmt: skip
    aside = Observation.objects.get(author=coach)
    client.force_login(coach)
    html = client.get(reverse("set_aside", args=[aside.pk])).content.decode()

    assert (changed.status, other.status, new.status) == (422, 200, 200)
    assert TEXT in html
    assert ("Nieuwe woorden" in html, "Een derde" in html) == (False, False)


# --- without a script ---------------------------------------------------------------------------


def test_the_plain_form_saves_and_shows_it_again(lesson, teacher, client):
    form = PostedPage(page(client, teacher, "before", lesson))
    form["own-text-1"], form["own-theme-1"] = TEXT, "safety"
    client.post(reverse("before", args=[lesson.pk]), form.data())
    again = PostedPage(page(client, teacher, "before", lesson))

    assert (again["own-text-1"], again["own-theme-1"], again["own-revision-1"]) == (TEXT, "safety", "1")
    client.post(reverse("before", args=[lesson.pk]), again.data())  # nothing changed, so nothing is saved
    assert OwnPoint.objects.get().revision == 1


def test_a_tick_that_is_swapped_for_own_words_fits(lesson, teacher, client):
    save(lesson, "teacher", *lens(*SIX))
    form = PostedPage(page(client, teacher, "before", lesson))
    form.untick("lens", SIX[0])
    form["own-text-1"], form["own-theme-1"] = TEXT, "safety"
    client.post(reverse("before", args=[lesson.pk]), form.data())
    back = PostedPage(page(client, teacher, "before", lesson))
    back["own-text-1"] = ""
    back.tick("lens", SIX[0])
    reply = client.post(reverse("before", args=[lesson.pk]), back.data())

    assert (reply.status_code, sorted(point.item.key for point in lesson.lens.all())) == (302, sorted(SIX))


@pytest.mark.parametrize(("theme", "text", "why"), [
    ("", TEXT, "Choose the need that it belongs to."),
    ("safety", "x" * 230, "230 characters, and 200 fit: take 30 away."),
])  # fmt: skip
def test_what_is_refused_comes_back_with_all_that_was_typed(lesson, teacher, client, theme, text, why):
    form = PostedPage(page(client, teacher, "before", lesson))
    form["own-text-2"], form["own-theme-2"] = text, theme
    reply = client.post(reverse("before", args=[lesson.pk]), form.data())
    again = PostedPage(reply)

    assert reply.status_code == 422
    assert why in words(reply)
    assert (again["own-text-2"], again["own-theme-2"]) == (text, theme)


# --- nowhere else -------------------------------------------------------------------------------


def test_its_words_stand_in_no_line_of_any_edition(asked):
    assert not Item.objects.filter(text_nl=TEXT).exists()
    places = Item.objects.filter(edition__checklist__key="own-points")
    assert {(item.text_nl, item.short_nl, item.self_nl, item.look_for_nl) for item in places} == {("",) * 4}
    assert not Edition.objects.published_for(asked.teacher.school_id).filter(checklist__key="own-points")


def test_who_makes_checklists_finds_no_list_of_it(asked, school, client):
    editor = factories.make_person("Ed Redactie", school=school, is_editor=True)
    client.force_login(editor)
    places = Edition.objects.get(checklist__key="own-points")

    assert "Own items" not in words(client.get(reverse("checklists")))
    assert client.get(reverse("checklist", args=[places.pk])).status_code == 404


def test_search_finds_it_for_the_two_of_the_visit(asked, teacher, coach, team):
    lesson = opened(asked, teacher=[seen(SIX[0])], coach=[seen(SIX[0])])
    asking = {"words": "rond praten", "need": "", "step": False, "kind": ""}
    found = [
        Earlier(person).found(asking) for person in (teacher, coach, factories.join(team, "Vera Vreemd"))
    ]

    assert [[visit.pk for visit in each.visits] for each in found] == [[lesson.pk], [lesson.pk], []]


@pytest.mark.parametrize("having", [0, 1, 12])
def test_a_search_asks_once_more_where_there_is_any(teacher, coach, lesson, client, having):
    for _number in range(having):
        visit = make_lesson(teacher, coach=coach)
        save(visit, "teacher", own())
        opened(visit, teacher=[seen(KEY, "stappen")], coach=[seen(KEY)])
    opened(lesson, teacher=[seen(SIX[0], "stappen")], coach=[seen(SIX[0])])
    client.force_login(coach)
    address = client.post(reverse("earlier"), {"words": "stappen"})["Location"]
    with CaptureQueriesContext(connection) as asked:
        client.get(address)

    assert len(asked) == (13 if having else 12)


def test_the_own_line_names_it_and_counts_it_in_nothing(teacher, coach, lesson):
    visits = [lesson, make_lesson(teacher, coach=coach), make_lesson(teacher, coach=coach)]
    for visit in visits:
        save(visit, "teacher", own())
        opened(visit, teacher=[seen(KEY)], coach=[seen(KEY)])
    line = road.read(teacher)

    assert (line.groups, line.few) == ([], 0)
    assert [[need.key for need in visit.needs] for visit in line.visits] == [["safety"]] * 3


def test_two_lessons_beside_each_other_do_not_take_two_own_ones_for_the_same(teacher, coach, lesson, client):
    visits = [lesson, make_lesson(teacher, coach=coach)]
    for number, visit in enumerate(visits):
        save(visit, "teacher", own(f"Eigen woorden {number}"))
        opened(visit, teacher=[seen(KEY), seen(SIX[0])], coach=[seen(SIX[0])])
    client.force_login(teacher)
    said = words(client.get(reverse("line_beside"), {"first": visits[0].pk, "second": visits[1].pk}))

    assert ("Eigen woorden 0" in said, "Eigen woorden 1" in said) == (True, True)
    assert "Worded as" not in said


def test_one_takes_the_own_words_along(asked, teacher, coach, client):
    opened(asked, teacher=[seen(KEY, "Deed ik.")], coach=[seen(KEY, "Zag ik.")])
    client.force_login(teacher)
    mine = json.loads(client.get(reverse("data_file", args=[teacher.pk, "all.json"])).content)
    entries = mine["visits"][0]["entries"]
    client.force_login(coach)
    coachs = client.get(reverse("data_file", args=[teacher.pk, "all.json"])).content.decode()

    asked_for = [entry for entry in entries if entry["kind"] == "own_point"]
    assert [(entry["need"], entry["note"]) for entry in asked_for] == [
        ("safety", TEXT), ("autonomy", "Studenten kiezen zelf de volgorde")
    ]  # fmt: skip
    assert [entry["text"] for entry in entries if entry["note"] == "Deed ik."] == [TEXT]
    assert (TEXT in coachs, '"own_point"' in coachs) == (True, False)


# --- gone with the visit ------------------------------------------------------------------------


def test_it_goes_with_the_visit_and_leaves_no_words(asked, teacher):
    lesson = opened(asked, teacher=[seen(KEY, "Deed ik.")], coach=[seen(KEY), moment(item=KEY)])
    reports.delete(lesson=lesson, by=teacher)
    Lesson.objects.filter(pk=lesson.pk).update(deleted_at=timezone.now() - timedelta(days=2))
    reports.forget()

    assert not OwnPoint.objects.exists()
    assert Item.objects.filter(edition__checklist__key="own-points").count() == 12


def test_practice_with_one_goes_too(edition, teacher):
    practice = practising.practise(by=teacher, voice=Voice.TEACHER, edition=edition)
    save(practice, "teacher", own())
    practising.throw_away(by=teacher, lesson_id=practice.pk)

    assert not OwnPoint.objects.exists()


# --- cost ---------------------------------------------------------------------------------------


def queries(client, person, name, lesson):
    page(client, person, name, lesson)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse(name, args=[lesson.pk])).status_code == 200
    return len(asked)


@pytest.mark.parametrize(("name", "count"), [("before", 5), ("look", 5), ("look_back", 4), ("visit", 6)])
def test_a_visit_without_any_costs_nothing_for_it_and_one_with_some_one_query(
    lesson, teacher, coach, client, name, count
):
    person = coach if name == "look" else teacher
    without = queries(client, person, name, lesson)
    save(lesson, "teacher", *lens(SIX[0]))
    with_lens = queries(client, person, name, lesson)
    save(lesson, "teacher", own())

    assert (without, queries(client, person, name, lesson)) == (count, with_lens + 1)


def test_the_twelve_places_are_made_once(lesson, teacher, coach):
    save(lesson, "teacher", own())
    save(make_lesson(teacher, coach=coach), "teacher", own(theme="autonomy", slot=3))

    assert Checklist.objects.filter(key="own-points").count() == 1
    assert Item.objects.filter(edition__checklist__key="own-points").count() == 12
