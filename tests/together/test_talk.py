"""Talk mode stop by stop, dated replies, and looking back on small steps."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from observations.models import MAX_TEXT, Addition, Step
from observations.next import whats_next
from tests import factories
from tests.factories import answer, fresh, make_lesson, moment
from tests.home.conftest import words
from tests.pulse.conftest import asked
from tests.together.visits import lens, opened, point, report_of, seen
from together import actions as together

SMALL, STEPS, TURNS = "saf.small_before_whole", "com.steps_first_step", "saf.predictable_turns"


@pytest.fixture
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
    return re.findall(r'href="\?at=([\w.]+)"', response.content.decode())


# --- talk mode ----------------------------------------------------------------------------------


def test_the_talk_goes_from_the_question_need_by_need_to_the_small_steps(client, visit, teacher):
    reply = get(client, teacher, visit, "talk")

    assert stops(reply) == ["question", SMALL, TURNS, "signals", "steps", STEPS]  # seen alike stands apart
    assert "The learning question of Tijn Hoe begin ik?" in words(reply)


def test_a_point_shows_the_teacher_first_then_the_question_between_them(client, visit, coach):
    text = words(get(client, coach, visit, "talk", f"?at={SMALL}"))
    places = [
        text.index(part)
        for part in ("Volgens mij niet.", "Twee minuten stil.", "Which example did Coba see?")
    ]

    assert places == sorted(places)


def test_students_are_a_stop_and_stand_with_their_need(client, lesson, teacher):
    asked(lesson, 6)
    visit = opened(lesson, teacher=[seen(SMALL, value="partly")], coach=[seen(SMALL)])
    assert "students" not in stops(get(client, teacher, visit, "talk"))
    client.post(reverse("pulse_hear", args=[lesson.pk]))

    assert "students" in stops(get(client, teacher, visit, "talk"))
    assert "yes 0, mostly 0, a little 0, no 6" in words(get(client, teacher, visit, "talk", f"?at={SMALL}"))


def test_alone_there_is_no_comparison_and_the_words_are_for_one(client, teacher, edition):
    visit = opened(make_lesson(teacher), teacher=[seen(SMALL), seen(STEPS)])
    reply = get(client, teacher, visit, "talk")

    assert stops(reply) == ["question", STEPS, SMALL, "steps"]
    assert "Note for yourself" in words(reply)


def test_a_note_is_kept_by_every_button_and_read_by_both(client, visit, teacher, coach):
    goes = {"next": f"?at={TURNS}", "step": f"?at=steps&note={SMALL}", "stay": f"?at={SMALL}"}
    was = ""
    for go, address in goes.items():
        text = f"Notitie met {go}."
        reply = post(client, teacher, visit, "talk", stop=SMALL, text=text, was=was, go=go)
        assert reply.headers["Location"].endswith(address)
        assert fresh(visit).talk.notes[SMALL]["text"] == text
        was = text

    assert "Notitie met stay." in words(get(client, coach, visit, "talk", f"?at={SMALL}"))
    assert "Note of your talk Notitie met stay." in words(get(client, coach, visit, "together"))
    assert point(report_of(visit, teacher), SMALL).note.text == "Notitie met stay."


def test_a_note_becomes_the_first_words_of_a_small_step(client, visit, teacher):
    post(
        client,
        teacher,
        visit,
        "talk",
        stop=SMALL,
        text="Twee minuten stil laten schrijven.",
        was="",
        go="step",
    )
    html = get(client, teacher, visit, "talk", f"?at=steps&note={SMALL}").content.decode()

    assert ">Twee minuten stil laten schrijven.</textarea>" in html


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


@pytest.mark.parametrize("query", ["?at=nothing", "?at=com.expectations"])
def test_a_stop_that_is_not_there_is_404(client, visit, teacher, query):
    assert get(client, teacher, visit, "talk", query).status_code == 404


def test_a_step_chosen_in_the_talk_leads_back_to_the_talk(client, visit, teacher):
    key = visit.content.suggestions[0].key
    data = {"id": "7f5f3a9c-3c53-4d0e-8d2e-0d6f6f1d0a11", "suggestion": key, "is_talk": "1"}
    reply = post(client, teacher, visit, "step_choose", **data)

    assert reply.headers["Location"].endswith("/talk/?at=steps")


@pytest.mark.parametrize("rows", [1, 25])
def test_a_stop_takes_eight_queries(client, lesson, teacher, rows, django_assert_num_queries):
    visit = opened(
        lesson, teacher=[seen(SMALL)], coach=[seen(SMALL), *(moment(text=f"{n}") for n in range(rows))]
    )
    client.force_login(teacher)

    with django_assert_num_queries(8):  # session, user, visit, accounts, steps, answers, moments, additions
        client.get(reverse("talk", args=[visit.pk]))


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

    assert Step.objects.get().text == expected


def test_if_and_then_that_are_too_long_together_come_back(client, visit, teacher):
    reply = own_step(client, teacher, visit, situation="x" * 200, text="y" * 400)

    assert reply.status_code == 422
    assert "x" * 200 in reply.content.decode()
    assert "Say it a little shorter." in words(reply)


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
    assert 'class="mk-stops"' in html
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
