"""Talk mode stop by stop, dated replies, and looking back on small steps."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from lxml import html

from observations.models import MAX_TEXT, UNDER_KEY, Addition, Step, Talk
from observations.next import whats_next
from reports import actions as keys
from reports.printing import worded
from tests import factories
from tests.factories import answer, fresh, make_lesson, moment
from tests.home.conftest import words
from tests.once import made_once
from tests.pdf_words import words_of
from tests.pulse.conftest import asked
from tests.together.visits import lens, opened, point, report_of, seen, texts
from together import actions as together

SMALL, STEPS, TURNS = "saf.small_before_whole", "com.steps_first_step", "saf.predictable_turns"


@pytest.fixture
@made_once
def visit(lesson):
    """Opened: the coach saw more at one point, both alike at another, and one voice alone at a third."""
    return opened(
        lesson,
        before=[*lens(SMALL, STEPS), {"type": "question", "text": "Hoe begin ik?", "revision": 0}],
        teacher=[
            seen(SMALL, "Volgens mij niet.", value="not_seen"),
            seen(STEPS),
            answer("open.inside", "", "geheim denken"),
        ],
        coach=[
            seen(SMALL, "Twee minuten stil."), seen(STEPS), seen(TURNS, "Eén keer.", value="partly"),
            seen("sig.hesitates", "Hand half omhoog.", value="few"), moment(text="Iedereen schrijft."),
        ],
    )  # fmt: skip


def get(client, person, lesson, name, query=""):
    type(person).objects.filter(pk=person.pk).update(language="en")
    client.force_login(person)
    return client.get(reverse(name, args=[lesson.pk]) + query)


def post(client, person, lesson, name, query="", **data):
    type(person).objects.filter(pk=person.pk).update(language="en")
    client.force_login(person)
    return client.post(reverse(name, args=[lesson.pk]) + query, data)


def stops(response):
    """The keys of the way, in its order, and after them those of what else there is to talk about."""
    return re.findall(r'href="[^"]*/talk/\?at=([\w.]+)"', response.content.decode())


def ticked(response):
    return re.findall(r'name="\w+" value="([\w.]+)"[^>]* checked', response.content.decode())


def choose(client, person, lesson, *stops, other=""):
    return post(client, person, lesson, "talk_choose", stops=stops, other=other, lang="en")


# --- the teacher chooses what to talk about -----------------------------------------------------


def test_a_note_beside_no_point_says_what_it_is_about(client, visit, teacher):
    choose(client, teacher, visit, other="The break")
    for stop, note in (("else", "Noisy after it."), ("question", "We began too late.")):
        together.note_talk(lesson=visit, by=teacher, stop=stop, text=note, lang="en")
    client.force_login(teacher)

    page = words(client.get(reverse("need", args=[visit.pk, "lesson"])))
    paper = words_of(client.get(reverse("report_pdf", args=[visit.pk], query={"lang": "en"})).content)
    for text in (page, " ".join(paper.split())):
        assert "The break Noisy after it." in text
        assert "The learning question We began too late." in text


def test_the_talk_begins_with_choosing_and_offers_the_questions_first(client, visit, teacher):
    html = get(client, teacher, visit, "talk").content.decode()
    offered = re.findall(r'name="stops" value="([\w.]+)"', html)

    assert offered == [SMALL, TURNS, "signals", STEPS]  # the last one was seen alike, and is folded
    assert html.index(STEPS) > html.index("Other items")
    assert "Tijn, what do you want to talk about?" in html


@pytest.mark.parametrize(
    ("chosen", "other", "way"),
    [
        ([SMALL, TURNS], "", [SMALL, TURNS]),
        (["signals"], "the moment after the break", ["signals", "else"]),
        ([STEPS], "", [STEPS]),
        ([], "the moment after the break", ["else"]),
        ([], "", []),
    ],
)
def test_the_way_goes_from_the_question_by_what_was_chosen_to_the_core_and_a_step(
    client, visit, teacher, coach, chosen, other, way
):
    reply = choose(client, teacher, visit, *chosen, other=other)
    assert reply.headers["Location"].endswith("/talk/?at=question")

    for person in (teacher, coach):
        found = stops(get(client, person, visit, "talk"))
        assert found[: len(way) + 3] == ["question", *way, "core", "steps"]
        rest = [key for key in (SMALL, TURNS, "signals", STEPS) if key not in way]
        assert found[len(way) + 3 :] == rest  # stays reachable
    if other:
        text = words(get(client, coach, visit, "talk", "?at=else"))
        assert other in text
        assert "Tijn begins." in text


@pytest.mark.parametrize(
    ("chosen", "other"), [([SMALL, TURNS, "signals"], ""), ([SMALL, TURNS], "the moment after the break")]
)
def test_a_third_is_refused_with_words_and_everything_is_still_there(client, visit, teacher, chosen, other):
    reply = choose(client, teacher, visit, *chosen, other=other)

    assert reply.status_code == 422
    assert "Two is the most, also with something else in your own words." in words(reply)
    assert ticked(reply) == chosen
    assert f">{other}</textarea>" in reply.content.decode()
    assert not hasattr(fresh(visit), "talk")


def test_what_is_ticked_stands_open_where_one_has_to_take_away(client, visit, teacher):
    folds = 'details[contains(@class, "mk-fold")]'
    reply = choose(client, teacher, visit, SMALL, TURNS, STEPS)
    page = html.document_fromstring(reply.content.decode())

    assert page.xpath(f"//{folds}[@open]//input[@checked]/@value") == [STEPS]
    page = html.document_fromstring(get(client, teacher, visit, "talk").content.decode())
    assert page.xpath(f"//{folds}/@open") == []


@pytest.mark.parametrize("stops", ["nothing", "com.expectations", "question", "core"])
def test_what_is_not_offered_is_refused(client, visit, teacher, stops):
    reply = choose(client, teacher, visit, stops)

    assert reply.status_code == 422
    assert "This item does not belong to this page." in words(reply)


@pytest.mark.parametrize(
    "facts",
    [
        {"first_stop": "a", "second_stop": "b", "something_else": "c"},
        {"second_stop": "b"},
        {"first_stop": "a", "second_stop": "a"},
        {"first_stop": "a", "chosen_at": None},
        {"something_else": "c", "chosen_at": None},
        {"core_need": "score"},
    ],
)
def test_the_database_knows_no_third_stop_and_no_other_need(visit, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        Talk.objects.create(lesson=visit, **{"chosen_at": timezone.now()} | facts)


def test_the_coach_sees_what_was_chosen_and_chooses_nothing(client, visit, teacher, coach):
    text = words(get(client, coach, visit, "talk"))
    assert "Tijn chooses what you talk about, and has not done so yet." in text
    for send in (get, post):
        assert send(client, coach, visit, "talk_choose").status_code == 404
    choose(client, teacher, visit, TURNS)

    reply = get(client, coach, visit, "talk")
    assert stops(reply)[:4] == ["question", TURNS, "core", "steps"]
    assert "has not done so yet" not in words(reply)
    assert "talk/choose" not in reply.content.decode()


def test_what_was_chosen_is_ticked_when_one_chooses_anew(client, visit, teacher):
    choose(client, teacher, visit, TURNS, other="the moment after the break")
    reply = get(client, teacher, visit, "talk_choose")

    assert ticked(reply) == [TURNS]
    assert ">the moment after the break</textarea>" in reply.content.decode()
    choose(client, teacher, visit)
    assert (fresh(visit).talk.stops, fresh(visit).talk.something_else) == ([], "")


def test_students_are_a_stop_and_stand_with_their_need(client, lesson, teacher):
    asked(lesson, 6)
    visit = opened(lesson, teacher=[seen(SMALL, value="partly")], coach=[seen(SMALL)])
    assert 'value="students"' not in get(client, teacher, visit, "talk").content.decode()
    client.post(reverse("pulse_hear", args=[lesson.pk]))

    assert 'value="students"' in get(client, teacher, visit, "talk").content.decode()
    assert "yes 0, mostly 0, a little 0, no 6" in words(get(client, teacher, visit, "talk", f"?at={SMALL}"))


def test_alone_there_is_no_comparison_and_the_words_are_for_one(client, teacher, edition):
    visit = opened(make_lesson(teacher), teacher=[seen(SMALL), seen(STEPS)])
    assert "What do you want to dwell on?" in words(get(client, teacher, visit, "talk"))
    reply = get(client, teacher, visit, "talk", f"?at={SMALL}")

    assert stops(reply) == ["question", "core", "steps", STEPS, SMALL]
    assert "Note for yourself" in words(reply)
    assert "mk-sealed" not in reply.content.decode()


def test_nothing_is_counted_and_no_clock_runs(client, visit, teacher):
    for query in ("", "?at=question", f"?at={SMALL}", "?at=core", "?at=steps"):
        html = get(client, teacher, visit, "talk", query).content.decode()
        assert not re.search(r"\d+ (of|/) \d+|<progress|<meter|clock\.js|data-seconds", html)


# --- first the teacher --------------------------------------------------------------------------


def sealed(response):
    """The words in the closed sheet of a stop, and those outside it."""
    tree = html.document_fromstring(response.content.decode())
    [sheet] = tree.xpath("//details[contains(@class, 'mk-sealed')]")
    assert "open" not in sheet.attrib
    inside = " ".join(sheet.text_content().split())
    sheet.getparent().remove(sheet)
    return inside, " ".join(tree.xpath("//main")[0].text_content().split())


@pytest.mark.parametrize("who", ["teacher", "coach"])
def test_the_teachers_words_stand_open_and_the_coachs_open_with_a_tap(client, visit, who, teacher, coach):
    together.add(
        lesson=visit,
        by=teacher,
        kind="reply",
        text="Dat was ik vergeten.",
        item=visit.content.by_key[SMALL],
    )
    inside, outside = sealed(get(client, getattr(visit, who), visit, "talk", f"?at={SMALL}"))

    assert "Volgens mij niet." in outside
    assert "Which example did Coba see?" in outside
    for hidden in ("Twee minuten stil.", "Clearly seen", "Dat was ik vergeten."):
        assert hidden in inside
        assert hidden not in outside
    assert "First Tijn." in inside
    assert "Coba saw more" not in outside  # it would tell the mark


def test_a_point_shows_the_question_then_the_teacher_first(client, visit, coach):
    text = words(get(client, coach, visit, "talk", f"?at={SMALL}"))
    parts = ("Which example did Coba see?", "Volgens mij niet.", "Twee minuten stil.")
    places = [text.index(part) for part in parts]

    assert places == sorted(places)


def test_the_first_stop_is_the_learning_question_with_what_each_wrote_about_it(
    client, lesson, teacher, coach
):
    visit = opened(
        lesson,
        before=[{"type": "question", "text": "Hoe begin ik?", "revision": 0}],
        teacher=[answer("ref.focus", "", "Achterin bleef het stil."), answer("open.moment", "", "Een moment.")],
        coach=[
            answer("coach.focus", "", "Vijf bladen leeg."), answer("coach.curious", "", "Waar wacht hij op?"),
            answer("coach.saw_heard", "", "Van alles."),
        ],
    )  # fmt: skip
    for person in (teacher, coach):
        inside, outside = sealed(get(client, person, visit, "talk", "?at=question"))
        assert "The learning question of Tijn Hoe begin ik?" in outside
        assert "Achterin bleef het stil." in outside
        assert "Vijf bladen leeg." in inside
        assert "Waar wacht hij op?" in inside
        assert "Een moment." not in outside
        assert "Van alles." not in inside


def test_without_a_word_of_the_coach_about_it_there_is_no_sheet(client, visit, teacher):
    assert "mk-sealed" not in get(client, teacher, visit, "talk", "?at=question").content.decode()


# --- what the two note --------------------------------------------------------------------------


def test_a_note_is_kept_by_every_button_and_read_by_both(client, visit, teacher, coach):
    """*Next* on the pages of today; the others on pages of before that are still open."""
    choose(client, teacher, visit, SMALL, TURNS)
    goes = {"next": f"?at={TURNS}", "step": "?at=steps", "stay": f"?at={SMALL}"}
    was = ""
    for go, address in goes.items():
        text = f"Notitie met {go}."
        reply = post(client, teacher, visit, "talk", stop=SMALL, text=text, was=was, go=go)
        assert reply.headers["Location"].endswith(address)
        assert fresh(visit).talk.notes[SMALL]["text"] == text
        was = text

    assert "Notitie met stay." in words(get(client, coach, visit, "talk", f"?at={SMALL}"))
    assert point(report_of(visit, teacher), SMALL).note.text == "Notitie met stay."


def test_from_a_stop_beside_the_way_one_goes_on_to_the_core(client, visit, teacher):
    for stop, address in ((STEPS, "core"), ("question", "core"), ("core", "steps")):
        reply = post(client, teacher, visit, "talk", stop=stop, text="", was="", go="next")
        assert reply.headers["Location"].endswith(f"?at={address}")


def test_two_devices_keep_both_notes(client, visit, teacher, coach):
    post(client, teacher, visit, "talk", stop=SMALL, text="Van de docent.", was="", go="stay")
    reply = post(client, coach, visit, "talk", stop=SMALL, text="Van de coach.", was="", go="stay")
    page = client.get(reply.headers["Location"])

    assert fresh(visit).talk.notes[SMALL]["text"] == "Van de docent.\nVan de coach."
    assert "It is kept too." in page.content.decode()


def test_what_the_other_device_wrote_meanwhile_is_never_lost(client, visit, teacher, coach):
    """Emptied here while the other wrote; too long together; and a refused note that is sent again."""
    post(client, coach, visit, "talk", stop=SMALL, text="Van de coach.", was="", go="stay")
    post(client, teacher, visit, "talk", stop=SMALL, text="", was="Iets ouds.", go="stay")
    assert fresh(visit).talk.notes[SMALL]["text"] == "Van de coach."

    long = "x" * 9_995
    reply = post(client, teacher, visit, "talk", stop=SMALL, text=long, was="", go="stay")
    html = reply.content.decode()
    assert (reply.status_code, long in html) == (422, True)
    assert "Together with what was written here on another device this is too long." in html
    assert re.search(r'name="was" value=""', html)
    assert fresh(visit).talk.notes[SMALL]["text"] == "Van de coach."


def test_the_same_note_sent_twice_stands_there_once(client, visit, teacher):
    """The answer to the first click got lost; the second one still builds on what the page showed."""
    for _click in range(2):
        reply = post(client, teacher, visit, "talk", stop=SMALL, text="Van ons.", was="", go="stay")
        assert "It is kept too." not in client.get(reply.headers["Location"]).content.decode()

    assert fresh(visit).talk.notes[SMALL]["text"] == "Van ons."


@pytest.mark.parametrize(("over", "status", "kept"), [(0, 302, MAX_TEXT), (1, 422, len("Van de coach."))])
def test_two_notes_stay_both_up_to_the_last_character_that_fits(
    client, visit, teacher, coach, over, status, kept
):
    post(client, coach, visit, "talk", stop=SMALL, text="Van de coach.", was="", go="stay")
    room = MAX_TEXT - len("Van de coach.\n")
    reply = post(client, teacher, visit, "talk", stop=SMALL, text="x" * (room + over), was="", go="stay")

    assert (reply.status_code, len(fresh(visit).talk.notes[SMALL]["text"])) == (status, kept)


def test_a_note_can_be_emptied_and_an_untouched_one_changes_nothing(client, visit, teacher):
    post(client, teacher, visit, "talk", stop=SMALL, text="Even.", was="", go="stay")
    post(client, teacher, visit, "talk", stop="question", text="", was="", go="next")
    assert list(fresh(visit).talk.notes) == [SMALL]
    post(client, teacher, visit, "talk", stop=SMALL, text="", was="Even.", go="stay")

    assert fresh(visit).talk.notes == {}


def test_a_note_that_is_too_long_comes_back_whole(client, visit, teacher):
    reply = post(client, teacher, visit, "talk", stop=SMALL, text="x" * 10_001, was="", go="next")

    assert (reply.status_code, "x" * 10_001 in reply.content.decode()) == (422, True)


@pytest.mark.parametrize("query", ["?at=nothing", "?at=com.expectations", "?at=else", "?at=students"])
def test_a_stop_that_is_not_there_is_404(client, visit, teacher, query):
    assert get(client, teacher, visit, "talk", query).status_code == 404


def test_a_step_chosen_in_the_talk_leads_back_to_the_talk(client, visit, teacher):
    key = visit.content.suggestions[0].key
    data = {"id": "7f5f3a9c-3c53-4d0e-8d2e-0d6f6f1d0a11", "suggestion": key, "is_talk": "1"}
    reply = post(client, teacher, visit, "step_choose", **data)

    assert reply.headers["Location"].endswith("/talk/?at=steps")


@pytest.mark.parametrize("rows", [1, 25])
def test_a_stop_takes_seven_queries(client, lesson, teacher, rows, django_assert_num_queries):
    visit = opened(
        lesson, teacher=[seen(SMALL)], coach=[seen(SMALL), *(moment(text=f"{n}") for n in range(rows))]
    )
    client.force_login(teacher)

    with django_assert_num_queries(7):  # person, visit, accounts, steps, answers, moments, additions
        client.get(reverse("talk", args=[visit.pk]))


# --- the core -----------------------------------------------------------------------------------


def core(client, person, visit, **data):
    return post(client, person, visit, "talk", stop="core", go="next", **{"was": "", "was_need": ""} | data)


def test_another_guess_here_brings_no_old_sentence_back(client, visit, teacher, coach):
    """The other device wrote another sentence meanwhile; this one changed the guess alone."""
    together.say_core(lesson=visit, by=coach, text="De nieuwe zin.", was="De oude zin.", lang="nl")
    core(client, teacher, visit, text="De oude zin.", was="De oude zin.", need="competence", lang="en")

    talk = fresh(visit).talk
    assert (talk.core, talk.core_lang, talk.core_need) == ("De nieuwe zin.", "nl", "competence")


def test_the_core_is_one_sentence_and_a_students_question_and_leads_to_the_step(
    client, visit, teacher, coach
):
    choose(client, teacher, visit, SMALL)
    post(client, coach, visit, "talk", stop=SMALL, text="Het schrijven gaf rust.", was="", go="next")
    asks = words(get(client, coach, visit, "talk", "?at=core"))
    assert "Het schrijven gaf rust." in asks
    for question in ("Do I belong here?", "Can I do this, and where do I start?", "Does my input matter?"):
        assert question in asks
    reply = core(client, coach, visit, text="Wie stil is, wacht op mij.", need="competence")

    assert reply.headers["Location"].endswith("?at=steps")
    page = get(client, teacher, visit, "talk", "?at=core")
    assert (ticked(page), ">Wie stil is, wacht op mij.</textarea>" in page.content.decode()) == (
        ["competence"],
        True,
    )
    for name, query in (("talk", "?at=steps"), ("together", "")):
        assert "The core was: Wie stil is, wacht op mij." in words(get(client, teacher, visit, name, query))
    found = report_of(visit, coach).core
    assert (found.text, found.name, found.question) == (
        "Wie stil is, wacht op mij.",
        "Competence and structure",
        "Can I do this, and where do I start?",
    )


def test_that_one_does_not_know_is_an_answer_and_one_may_say_nothing(client, visit, teacher):
    core(client, teacher, visit, text="", need="")
    assert not hasattr(fresh(visit), "talk")
    core(client, teacher, visit, text="", need="unknown")

    assert report_of(visit, teacher).core.is_unknown
    assert ticked(get(client, teacher, visit, "talk", "?at=core")) == ["unknown"]
    assert "The core was" not in words(get(client, teacher, visit, "talk", "?at=steps"))


def test_of_two_devices_both_sentences_stay_and_a_need_that_nobody_changed_here(
    client, visit, teacher, coach
):
    core(client, teacher, visit, text="Van de docent.", need="safety")
    core(client, coach, visit, text="Van de coach.", need="")

    assert (fresh(visit).talk.core, fresh(visit).talk.core_need) == (
        "Van de docent.\nVan de coach.",
        "safety",
    )


@pytest.mark.parametrize("text", ["x" * 501, "x" * 495])
def test_a_core_that_is_too_long_alone_or_with_the_others_comes_back_whole(
    client, visit, teacher, coach, text
):
    core(client, coach, visit, text="Van de coach.")
    reply = core(client, teacher, visit, text=text, need="safety")

    assert reply.status_code == 422
    assert f">{text}</textarea>" in reply.content.decode()
    assert ticked(reply) == ["safety"]
    assert fresh(visit).talk.core == "Van de coach."


def test_the_core_and_what_was_chosen_stay_with_the_two(client, visit, teacher, team):
    """Under every key there is; of a step its moment and its sign at students go along."""
    lead = factories.make_person("Lotte Leiding", team=team, role="lead")
    choose(client, teacher, visit, SMALL, other="iets anders")
    core(client, teacher, visit, text="Onze kern.", need="safety")
    own_step(
        client, teacher, visit, situation="het stil is", text="tel ik tot drie.", seen_by="Iemand begint."
    )
    for part in UNDER_KEY:
        until = timezone.localdate() + timedelta(days=7)
        keys.give_key(lesson=visit, by=teacher, part=part, audience="lead", until=until)
    report = report_of(visit, lead)

    assert (report.core, report.chosen.keys, report.chosen.other, report.chosen.is_made) == (
        None,
        [],
        None,
        False,
    )
    assert {"Onze kern.", "iets anders"} & texts(report) == set()
    [step] = report.steps
    assert (step.situation, step.text, step.seen_by) == ("het stil is", "tel ik tot drie.", "Iemand begint.")


# --- a reply ------------------------------------------------------------------------------------


def test_both_reply_under_an_answer_with_name_and_date(client, visit, teacher, coach):
    for person, kind in ((teacher, "reply"), (coach, "context")):
        assert "Volgens mij niet." in words(get(client, person, visit, "reply", f"?item={SMALL}"))
        reply = post(
            client,
            person,
            visit,
            "reply",
            f"?item={SMALL}",
            kind=kind,
            text=f"Van {person.short_name}.",
            item=SMALL,
        )
        assert reply.headers["Location"].endswith(f"/together/safety/#p-{SMALL}")

    text = words(client.get(reverse("need", args=[visit.pk, "safety"])))
    assert re.search(r"Tijn Reply, \d+ \w+ \d{4} Van Tijn\. C Coba Context, \d+ \w+ \d{4} Van Coba\.", text)


def test_a_moment_a_signal_and_a_question_can_be_replied_to(client, visit, teacher):
    said = report_of(visit, teacher).moments[0]
    html = get(client, teacher, visit, "reply", "?part=lesson").content.decode()
    assert f'value="moment:{said.moment_id}"' in html
    assert 'value="item:sig.hesitates"' in html

    post(
        client,
        teacher,
        visit,
        "reply",
        f"?moment={said.moment_id}",
        kind="reply",
        text="Dat zag ik ook.",
        moment=said.moment_id,
    )
    post(
        client,
        teacher,
        visit,
        "reply",
        "?item=sig.hesitates",
        kind="correction",
        text="Twee keer.",
        item="sig.hesitates",
    )

    assert report_of(visit, teacher).moments[0].additions[0].text == "Dat zag ik ook."
    assert report_of(visit, teacher).signals.seen[0].additions[0].text == "Twee keer."


def test_something_about_the_visit_as_a_whole(client, visit, coach, teacher):
    post(client, coach, visit, "reply", kind="reply", text="Dank voor het meekijken.")

    assert [added.text for added in report_of(visit, teacher).additions] == ["Dank voor het meekijken."]


def test_the_coach_cannot_reply_to_what_stays_the_teachers(client, visit, coach, teacher):
    assert get(client, coach, visit, "reply", "?item=open.inside").status_code == 404
    assert get(client, teacher, visit, "reply", "?item=open.inside").status_code == 200


@pytest.mark.parametrize("query", ["?item=nothing", "?item=com.expectations", "?moment=1"])
def test_a_reply_to_nothing_is_404(client, visit, teacher, query):
    assert get(client, teacher, visit, "reply", query).status_code == 404


def test_an_empty_reply_is_refused_with_words_and_a_double_click_is_one(client, visit, teacher):
    reply = post(client, teacher, visit, "reply", f"?item={SMALL}", kind="reply", text="", item=SMALL)
    assert reply.status_code == 422
    same = {"id": "7f5f3a9c-3c53-4d0e-8d2e-0d6f6f1d0a11", "kind": "reply", "text": "Eén keer.", "item": SMALL}
    for _click in range(2):
        post(client, teacher, visit, "reply", f"?item={SMALL}", **same)

    assert Addition.objects.count() == 1


# --- small steps --------------------------------------------------------------------------------


def own_step(client, teacher, visit, **data):
    return post(
        client, teacher, visit, "step_choose", id="7f5f3a9c-3c53-4d0e-8d2e-0d6f6f1d0a11", lang="en", **data
    )


@pytest.mark.parametrize(
    ("situation", "text", "expected"),
    [
        (
            "a group has not begun",
            "I ask for the first step",
            "If a group has not begun, then I ask for the first step",
        ),
        ("If it falls silent,", "then I count to three.", "If it falls silent, then I count to three."),
        ("", "Begin at the back.", "Begin at the back."),
    ],
)
def test_own_words_take_the_if_then_form(client, visit, teacher, situation, text, expected):
    own_step(client, teacher, visit, situation=situation, text=text)

    assert Step.objects.get().wording == expected
    assert expected.removeprefix("If ").split(",")[0] in words(get(client, teacher, visit, "together"))


def test_a_step_of_before_is_printed_as_it_stands_and_is_not_made_anew(client, visit, teacher):
    """Its text was one sentence. The form that made it, sent once more, is the same step."""
    sentence = "If it falls silent, then I count to three."
    Step.objects.create(lesson=visit, slot=1, text=sentence, lang="en")
    own_step(client, teacher, visit, situation="it falls silent", text="I count to three.", look_back_on="")

    assert [step.wording for step in Step.objects.all()] == [sentence]
    assert (
        f'<p class="mk-quote" lang="en">{sentence}</p>'
        in get(client, teacher, visit, "together").content.decode()
    )


def test_up_to_three_steps_go_in_one_form_with_one_sign_and_one_day(client, visit, teacher):
    first, second = (row.key for row in visit.content.suggestions[:2])
    day = str(timezone.localdate() + timedelta(days=9))
    sent = {"situation": "het stil is", "text": "tel ik.", "suggestion": [first, second]}
    for _click in range(2):
        own_step(client, teacher, visit, **sent, seen_by="Iemand begint.", look_back_on=day)
    steps = list(Step.objects.all())

    assert [step.suggestion and step.suggestion.key for step in steps] == [None, first, second]
    assert {(step.seen_by, str(step.look_back_on)) for step in steps} == {("Iemand begint.", day)}
    assert (
        words(get(client, teacher, visit, "together")).count("Iemand begint.") == 1
    )  # under the last of them
    assert [step.seen_by for step in report_of(visit, teacher).steps] == ["", "", "Iemand begint."]
    paper, _name = worded(visit, teacher, "en")
    for page in (get(client, teacher, visit, "together").content.decode(), paper):
        said = " ".join(html.document_fromstring(page).text_content().split())
        assert re.search(
            "How you see these steps in students ?Iemand begint", said
        )  # not of the last one alone


def test_a_sign_of_one_step_is_of_that_step(client, visit, teacher):
    own_step(client, teacher, visit, text="tel ik.", seen_by="Iemand begint.")

    text = words(get(client, teacher, visit, "together"))
    assert "How you see it in students Iemand begint." in text
    assert "these steps in students" not in text


def test_steps_are_numbered_without_a_hole_where_one_was_taken_away(visit, teacher):
    for wording in ("Eén.", "Twee.", "Drie."):
        together.choose_step(lesson=visit, by=teacher, id=uuid.uuid4(), text=wording)
    Step.objects.get(text="Twee.").delete()

    steps = report_of(visit, teacher).steps
    assert [(step.number, step.wording) for step in steps] == [(1, "Eén."), (2, "Drie.")]


@pytest.mark.parametrize("chosen", [{"text": "tel ik."}, {"suggestion": "sc.p1.wait"}])
def test_the_same_step_again_takes_the_sign_that_was_written_meanwhile(client, visit, teacher, chosen):
    """Sent, Back, the sign filled in, and sent once more: no word of it is lost, and empty it wipes none."""
    for seen_by in ("", "Iemand begint.", ""):
        assert own_step(client, teacher, visit, **chosen, seen_by=seen_by).status_code == 302

    assert [step.seen_by for step in Step.objects.all()] == ["Iemand begint."]


@pytest.mark.parametrize(("before", "own"), [(0, "tel ik."), (2, ""), (3, "tel ik.")])
def test_a_fourth_step_is_refused_with_words_and_none_of_them_is_kept(client, visit, teacher, before, own):
    for number in range(before):
        together.choose_step(lesson=visit, by=teacher, id=uuid.uuid4(), text=f"Stap {number}.")
    keys = [row.key for row in visit.content.suggestions[: 3 if own else 2]]
    reply = own_step(client, teacher, visit, suggestion=keys, text=own, seen_by="Iemand begint.", is_talk="1")
    html = reply.content.decode()

    assert reply.status_code == 422
    assert "Three steps is the most. Take one away to choose another." in words(reply)
    assert set(ticked(reply)) == set(keys)
    assert ">Iemand begint.</textarea>" in html
    assert f">{own}</textarea>" in html
    assert Step.objects.count() == before


def test_the_day_is_three_weeks_ahead_and_can_be_left_empty(client, visit, teacher):
    html = get(client, teacher, visit, "talk", "?at=steps").content.decode()
    ahead = timezone.localdate() + timedelta(weeks=3)
    assert html.count(f'name="look_back_on" value="{ahead:%Y-%m-%d}"') == 1
    own_step(client, teacher, visit, text="tel ik.", look_back_on="")

    assert Step.objects.get().look_back_on is None


@pytest.mark.parametrize(
    ("wrote", "situation", "text"),
    [
        (
            "Als de uitleg klaar is, dan loop ik naar achteren.",
            "de uitleg klaar is",
            "loop ik naar achteren.",
        ),
        ("If it falls silent then I wait.", "it falls silent", "I wait."),
        ("Eerst achterin beginnen.", "", "Eerst achterin beginnen."),
    ],
)
def test_what_the_teacher_wrote_after_the_lesson_is_a_step_in_one_press(
    client, lesson, teacher, coach, wrote, situation, text
):
    visit = opened(lesson, teacher=[seen(SMALL), answer("open.next", "", wrote)], coach=[seen(SMALL)])
    assert "Take this step" not in words(get(client, coach, visit, "together"))
    for place in ("together", "talk"):
        page = html.document_fromstring(get(client, teacher, visit, place, "?at=steps").content.decode())
        [form] = [form for form in page.forms if "Take this step" in form.text_content()]
    for _click in range(2):
        client.post(form.action, dict(form.form_values()))
    step = Step.objects.get()

    assert (step.situation, step.text) == (situation, text)
    assert step.look_back_on == timezone.localdate() + timedelta(weeks=3)
    assert "Take this step" not in words(get(client, teacher, visit, "together")).replace(
        "Take this step away", ""
    )


def test_what_the_teacher_wrote_can_be_changed_before_it_is_taken(client, lesson, teacher, coach):
    wrote = answer("open.next", "", "Als het stilvalt, dan wacht ik.")
    visit = opened(lesson, teacher=[seen(SMALL), wrote], coach=[seen(SMALL)])
    for place, query in (("together", "?"), ("talk", "?at=steps&")):
        page = html.document_fromstring(get(client, teacher, visit, place, query).content.decode())
        [change] = page.xpath("//a[text()='Change it first']/@href")
        reply = get(client, teacher, visit, place, change.partition("#")[0])
        assert "Take this step" not in words(reply).replace("Take this step away", "")
        [form] = html.document_fromstring(reply.content.decode()).xpath("//form[@id='own-step']")
        assert form.fields["situation"].strip() == "het stilvalt"
        assert form.fields["text"].strip() == "wacht ik."


def test_what_was_meant_before_the_lesson_is_no_step_after_it(client, lesson, teacher):
    """It was tried in this lesson, and may ask something of the coach."""
    meant = answer("pre.small_choice", "", "Let op wie ik oversla.", coach_may_read=True)
    visit = opened(lesson, before=[meant], teacher=[seen(SMALL)], coach=[seen(SMALL)])
    assert "This is what you wrote" not in words(get(client, teacher, visit, "together"))
    assert "This is what you meant" not in words(get(client, teacher, visit, "together"))


@pytest.mark.parametrize(("days", "is_quiet"), [(1, True), (0, False)])
def test_looking_back_on_a_step_asks_for_attention_on_its_day(client, visit, teacher, days, is_quiet):
    on = timezone.localdate() + timedelta(days=days)
    together.choose_step(lesson=visit, by=teacher, id=uuid.uuid4(), text="Begin achterin.", look_back_on=on)
    page = html.document_fromstring(get(client, teacher, visit, "together").content.decode())
    [link] = page.xpath("//a[text()='Look back on it']")
    assert ("mk-btn-quiet" in link.get("class")) == is_quiet


def test_what_stays_the_teachers_own_or_is_too_long_is_not_offered(client, lesson, teacher):
    kept = [answer("open.options", "", "Alleen voor mij."), answer("open.next", "", "x" * 501)]
    visit = opened(lesson, teacher=[seen(SMALL), *kept], coach=[seen(SMALL)])
    text = words(get(client, teacher, visit, "talk", "?at=steps"))

    assert "Take this step" not in text
    assert "Alleen voor mij." not in text


@pytest.mark.parametrize("fields", [{"situation": "het stil is"}, {"seen_by": "Iemand begint."}, {}])
def test_without_a_step_it_is_asked_for_and_what_was_typed_is_there(client, visit, teacher, fields):
    reply = own_step(client, teacher, visit, **fields)

    assert reply.status_code == 422
    assert "Choose a step, or write one in your own words." in words(reply)
    for value in fields.values():
        assert f">{value}</textarea>" in reply.content.decode()


def test_the_database_knows_no_moment_without_own_words(visit):
    with pytest.raises(IntegrityError), transaction.atomic():
        Step.objects.create(lesson=visit, slot=1, suggestion=visit.content.suggestions[0], situation="als")


def test_a_pattern_that_may_fit_brings_its_steps(client, visit, teacher):
    together.guess(lesson=visit, by=teacher, meanings={}, patterns={"start": True})
    found = get(client, teacher, visit, "together").content.decode()
    offered = re.search(r'<div class="mk-offers">(.*?)</div>', found, re.DOTALL)[1]
    patterns = {row.key: row.pattern for row in visit.content.suggestions}

    assert len(re.findall(r'value="([\w.]+)"', offered)) == 3
    assert "start" in [patterns[key] for key in re.findall(r'value="([\w.]+)"', offered)]


def look_back(client, teacher, visit, step, **data):
    client.force_login(teacher)
    return client.post(reverse("step_back", args=[visit.pk, step.pk]), data)


def test_looking_back_says_what_came_of_it_and_what_students_showed(client, visit, teacher, coach):
    step = together.choose_step(
        lesson=visit, by=teacher, id="7f5f3a9c-3c53-4d0e-8d2e-0d6f6f1d0a11", text="Begin achterin."
    )
    assert look_back(client, teacher, visit, step, outcome="Ze begonnen.").status_code == 422
    look_back(client, teacher, visit, step, result="adapted", outcome="Ze begonnen eerder.")

    assert fresh(visit).stage == "looked_back"
    for person in (teacher, coach):
        text = words(get(client, person, visit, "together"))
        assert "tried in another way. What students showed: Ze begonnen eerder." in text
    client.force_login(coach)
    assert client.get(reverse("step_back", args=[visit.pk, step.pk])).status_code == 404


def test_the_day_to_look_back_waits_for_the_teacher(visit, teacher, coach):
    together.choose_step(
        lesson=visit, by=teacher, id="7f5f3a9c-3c53-4d0e-8d2e-0d6f6f1d0a11", text="Begin achterin.",
        look_back_on=timezone.localdate() + timedelta(days=7),
    )  # fmt: skip
    assert not whats_next(fresh(visit), teacher, 0).is_yours
    with time_machine.travel(timezone.now() + timedelta(days=7)):
        assert whats_next(fresh(visit), teacher, 0).is_yours
        assert not whats_next(fresh(visit), coach, 0).is_yours


@pytest.mark.parametrize(
    ("result", "comes_along"), [("", True), ("not_yet", True), ("tried", False), ("adapted", False)]
)
def test_the_next_visit_begins_with_what_is_still_open(client, visit, teacher, coach, result, comes_along):
    step = together.choose_step(
        lesson=visit, by=teacher, id="7f5f3a9c-3c53-4d0e-8d2e-0d6f6f1d0a11", text="Begin achterin."
    )
    if result:
        together.look_back_on(lesson=visit, by=teacher, step_id=step.pk, result=result, outcome="")
    later = make_lesson(teacher, coach=coach, start=timezone.now() + timedelta(days=7), end=None)

    assert ("Begin achterin." in words(get(client, teacher, later, "before"))) == comes_along
    assert [each.text for each in later.taken_along] == ["Begin achterin."] * comes_along


def test_steps_of_somebody_else_never_come_along(client, visit, teacher, coach, team):
    together.choose_step(
        lesson=visit, by=teacher, id="7f5f3a9c-3c53-4d0e-8d2e-0d6f6f1d0a11", text="Begin achterin."
    )
    other = factories.make_person("Sam Bedacht", team=team, role="teacher")
    later = make_lesson(other, coach=coach, start=timezone.now() + timedelta(days=7), end=None)

    assert later.taken_along == []


# --- no way out of the talk by accident, and back to where one came from ------------------------


def test_guesses_and_a_refused_step_stay_in_the_talk(client, visit, teacher):
    talk = reverse("talk", args=[visit.pk])
    reply = post(client, teacher, visit, "guess", is_talk="1")
    assert reply.headers["Location"] == f"{talk}?at=signals"
    id = "7f5f3a9c-3c53-4d0e-8d2e-0d6f6f1d0a11"
    reply = post(client, teacher, visit, "step_choose", id=id, is_talk="1", text="Begin achterin.", look_back_on="1999-01-01")  # fmt: skip
    html = reply.content.decode()

    assert reply.status_code == 422
    assert 'class="mk-way"' in html
    assert ">Begin achterin.</textarea>" in html


def test_a_choice_that_was_refused_is_still_chosen_and_on_no_other_page(client, visit, teacher, team):
    suggestion = visit.content.suggestions[9].key
    sent = {"id": "7f5f3a9c-3c53-4d0e-8d2e-0d6f6f1d0a11", "suggestion": suggestion}
    reply = post(client, teacher, visit, "step_choose", **sent, look_back_on="1999-01-01")
    assert set(re.findall(r'value="([\w.]+)"[^>]* checked', reply.content.decode())) == {suggestion}
    other = factories.make_person("Sam Bedacht", team=team, role="teacher")
    theirs = opened(make_lesson(other), teacher=[seen(SMALL)])

    assert " checked" not in get(client, other, theirs, "together").content.decode()


def test_with_three_steps_the_page_says_so(client, visit, teacher):
    for number in range(3):
        together.choose_step(lesson=visit, by=teacher, id=uuid.uuid4(), text=f"Stap {number}.")

    assert "Three steps is the most." in words(get(client, teacher, visit, "together"))


def test_looking_back_leads_back_to_the_page_before_the_next_visit(client, visit, teacher, coach):
    step = together.choose_step(lesson=visit, by=teacher, id=uuid.uuid4(), text="Begin achterin.")
    after = make_lesson(teacher, coach=coach, start=timezone.now() + timedelta(days=7), end=None)
    page = get(client, teacher, after, "before").content.decode()
    address = re.search(r'href="([^"]+/back/\?before=[^"]+)"', page)[1]
    reply = client.post(address, {"result": "not_yet"})

    assert reply.headers["Location"] == reverse("before", args=[after.pk])
    step.refresh_from_db()
    assert step.result == "not_yet"


# --- any answer can be replied to ---------------------------------------------------------------


def test_one_replies_to_what_was_done_and_to_a_signal_nobody_saw(client, lesson, teacher, coach):
    signs = [answer("resp.waited", "ticked", "Lang."), seen("sig.no_start", value="none")]
    visit = opened(lesson, teacher=[seen(SMALL)], coach=signs)
    html = get(client, teacher, visit, "reply", "?part=lesson").content.decode()
    for key in ("resp.waited", "sig.no_start"):
        assert f'value="item:{key}"' in html
        post(client, teacher, visit, "reply", f"?item={key}", kind="reply", item=key, text=f"Over {key}")
    report = report_of(visit, coach)

    assert [row.additions[0].text for row in report.responses[0].rows] == ["Over resp.waited"]
    assert [line.additions[0].text for line in report.signals.seen] == ["Over sig.no_start"]
    assert report.additions == []


def test_nothing_is_added_to_a_sentence_of_the_students(client, visit, teacher):
    reply = post(client, teacher, visit, "addition", kind="reply", item="pulse.can", text="Hoezo?")

    assert (reply.status_code, Addition.objects.count()) == (422, 0)
