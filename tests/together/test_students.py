"""The students' voice and the guesses of the pair in the report: on the page and on paper."""

import re

import pytest
from django.urls import reverse

from observations import actions as visits
from pulse import actions
from tests.factories import fresh, make_lesson
from tests.once import made_once
from tests.pdf_structure import problems
from tests.pdf_words import words_of
from tests.pulse.conftest import HELPED, answers, asked, open_pulse
from tests.together.visits import lens, need, on_screen, opened, report_of, seen

POINT = "com.steps_first_step"
SIGNAL = "sig.hesitates"


def open_visit(lesson, **more):
    opened(
        lesson,
        before=lens(POINT),
        teacher=[seen(POINT, "Ze stonden er al.")],
        coach=[seen(POINT, "Drie stappen."), seen(SIGNAL, "Hand half omhoog.", value="few")],
        **more,
    )
    if fresh(lesson).pulse.is_closed:
        actions.hear(lesson=lesson, by=lesson.teacher)
    return fresh(lesson)


@pytest.fixture
@made_once
def visit(lesson):
    asked(
        lesson,
        12,
        "yes",
        "mostly",
        "little",
        "no",
        chosen=[HELPED],
        texts=[(HELPED, "Geheim van een student.")],
    )
    return open_visit(lesson)


def released(lesson):
    actions.release(lesson=lesson, by=lesson.teacher)
    return fresh(lesson)


def page(client, lesson, person):
    type(person).objects.filter(pk=person.pk).update(language="en")
    client.force_login(person)
    html = on_screen(client, lesson).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def paper(client, lesson, person, query="?lang=en"):
    client.force_login(person)
    content = client.get(reverse("report_pdf", args=[lesson.pk]) + query).content
    return words_of(content), content


def guess(client, lesson, by, **data):
    client.force_login(by)
    return client.post(reverse("guess", args=[lesson.pk]), data)


# --- students -----------------------------------------------------------------------------------


def test_each_need_has_the_sentences_about_it(visit, teacher):
    report = report_of(visit, teacher)

    assert [[row.item.key for row in found.students] for found in report.needs] == [
        ["pulse.welcome"], ["pulse.can"], ["pulse.ideas"], ["pulse.dare"],
    ]  # fmt: skip


def test_students_change_nothing_in_what_the_two_accounts_say(lesson, teacher, visit):
    """They stand beside it and are never subtracted: the rest of the report is the same without them."""
    released(visit)
    with_students = report_of(visit, teacher)
    type(visit.pulse).objects.all().delete()
    without = report_of(visit, teacher)

    assert without.heard is None
    for one, other in zip(with_students.needs, without.needs, strict=True):
        assert (one.agreement, one.points) == (other.agreement, other.points)
    assert with_students.talk == without.talk


def test_the_teacher_reads_them_at_once_the_coach_after_the_release(client, visit, teacher, coach):
    assert "12 answers. They say how it was for them" in page(client, visit, teacher)
    before = page(client, visit, coach)
    assert "I felt welcome" not in before
    assert "What students said" not in before

    released(visit)

    assert "I felt welcome in this lesson." in page(client, visit, coach)


def test_in_an_opened_visit_too_the_first_look_is_a_choice(client, lesson, teacher):
    asked(lesson, 12)
    opened(lesson, teacher=[seen(POINT)], coach=[seen(POINT)])
    text = page(client, lesson, teacher)

    assert "12 answers came in. You read them first." in text
    assert "I felt welcome" not in text
    assert "What students said" not in paper(client, lesson, teacher)[0]
    client.post(reverse("pulse_hear", args=[lesson.pk]))
    assert "I felt welcome" in page(client, lesson, teacher)


def test_a_need_nobody_looked_at_still_has_its_students(client, visit, teacher):
    text = page(client, visit, teacher)
    report = report_of(visit, teacher)

    assert need(report, "autonomy").is_empty
    assert "There was room for my own ideas." in text


def test_below_the_floor_page_and_paper_tell_the_number_only(client, lesson, teacher):
    asked(lesson, 4)
    visit = open_visit(lesson)
    sentence = "There are too few answers to show anonymously (4 of at least 5)."
    text, content = paper(client, visit, teacher)

    for words in (page(client, visit, teacher), text):
        assert sentence in words
        assert "I felt welcome" not in words
    assert problems(content) == []


def test_the_paper_has_them_after_the_guide_and_the_two_views(client, visit, teacher):
    text, content = paper(client, visit, teacher)
    places = [
        text.index(part)
        for part in ("How to read this", "Two views of the same lesson", "What students said", "12 answers.")
    ]

    assert places == sorted(places)
    assert "‘I felt welcome in this lesson.’ Relatedness: 12 of the 12 said yes or mostly 12 0 0 0 0" in text
    assert problems(content) == []


def test_the_paper_of_the_coach_has_them_only_after_the_release(client, visit, coach):
    assert "What students said" not in paper(client, visit, coach)[0]
    released(visit)
    assert "12 answers." in paper(client, visit, coach)[0]


def test_before_opening_paper_holds_one_account_and_no_students(client, lesson, teacher):
    asked(lesson, 12)
    visits.mark_ready(lesson=lesson, by=teacher)
    actions.hear(lesson=lesson, by=teacher)

    assert "What students said" not in paper(client, lesson, teacher)[0]


def test_what_students_wrote_is_in_no_report(client, visit, teacher, coach):
    released(visit)
    for person in (teacher, coach):
        assert "Geheim van een student" not in page(client, visit, person)
        assert "Geheim van een student" not in paper(client, visit, person, "?lang=en&mine=1")[0]


def test_while_the_pulse_is_open_nobody_reads_it_in_an_opened_visit(client, lesson, teacher):
    answers(open_pulse(lesson), 12, "yes")
    visit = open_visit(lesson)

    assert report_of(visit, teacher).heard is None
    assert "What students said" not in page(client, visit, teacher)


def test_a_whole_class_prints_without_a_fault(client, lesson, teacher):
    asked(lesson, 60, "yes", "mostly", "little", "no", chosen=["pulse.start", "pulse.seen"])
    visit = open_visit(lesson)
    for language in ("nl", "en"):
        assert problems(paper(client, visit, teacher, f"?lang={language}")[1]) == []


# --- what it may mean ---------------------------------------------------------------------------


def test_no_meaning_is_guessed_until_the_pair_does(client, visit, teacher):
    assert "Could mean" not in page(client, visit, teacher)
    assert all(line.meaning is None for line in report_of(visit, teacher).signals.seen)


@pytest.mark.parametrize("role", ["teacher", "coach"])
def test_either_of_the_two_notes_a_guess_and_both_read_it(client, visit, teacher, coach, role):
    reply = guess(client, visit, getattr(visit, role), **{SIGNAL: "mean.can_i", f"was-{SIGNAL}": ""})

    assert reply.headers["Location"].endswith("/together/lesson/#guesses")
    for person in (teacher, coach):
        assert "Could mean, as a guess: ‘Can I do this?’" in page(client, visit, person)
    assert "Could mean, as a guess: ‘Can I do this?’" in paper(client, visit, teacher)[0]


def test_a_guess_is_taken_back_to_we_dont_know(client, visit, teacher):
    guess(client, visit, teacher, **{SIGNAL: "mean.can_i", f"was-{SIGNAL}": ""})
    guess(client, visit, teacher, **{SIGNAL: "", f"was-{SIGNAL}": "mean.can_i"})

    assert fresh(visit).talk.meanings == {}


def test_two_people_at_two_devices_do_not_undo_each_other(client, visit, teacher, coach):
    """The coach's page was opened before the teacher's guess, and sends what it still shows."""
    guess(
        client,
        visit,
        teacher,
        **{SIGNAL: "mean.can_i", f"was-{SIGNAL}": "", "pattern-dare": "on", "was-pattern-dare": ""},
    )
    stale = {
        SIGNAL: "",
        f"was-{SIGNAL}": "",
        "was-pattern-dare": "",
        "pattern-start": "on",
        "was-pattern-start": "",
    }
    guess(client, visit, coach, **stale)

    talk = fresh(visit).talk
    assert talk.meanings == {SIGNAL: "mean.can_i"}
    assert talk.patterns == ["dare", "start"]


def test_patterns_may_fit_and_never_are(client, visit, teacher):
    assert "It may fit; it is never certain." in page(client, visit, teacher)
    guess(client, visit, teacher, **{"pattern-dare": "on", "was-pattern-dare": ""})
    text = paper(client, visit, teacher)[0]

    assert "Patterns that may fit" in text
    assert "It may fit; it is never certain." in text
    guess(client, visit, teacher, **{"was-pattern-dare": "on"})
    assert fresh(visit).talk.patterns == []


CARDS = {
    "I don&#x27;t dare yet": (
        "The student doubts: can I do this, and is it safe to show it?", "Competence and structure, Psychological safety.",
        "A lower threshold to take part.", "Let students talk in pairs or threes first.",
    ),
    "I don&#x27;t know how to start": (
        "This is more about being unclear than about being unsure.", "Competence and structure, Autonomy and space.",
        "An overview gives room.", "Cut the task into three steps and put step 1 on the board.",
    ),
}  # fmt: skip


def test_both_cards_say_the_need_behind_them_and_what_helps(client, visit, teacher):
    one, two = page(client, visit, teacher).split("Pattern 2 ")

    for title, said in CARDS.items():
        card = one if "dare" in title else two
        assert [words for words in (title, *said) if words not in card] == []


def test_a_card_of_the_first_edition_says_its_needs_and_what_helps_too(client, teacher, coach, first_edition):
    lesson = opened(
        make_lesson(teacher, coach=coach, edition=first_edition), coach=[seen("com.names_effort")]
    )
    text = page(client, lesson, teacher)

    assert "Competence and footing, Psychological safety." in text
    assert "Let students talk in pairs or threes first." in text


def test_a_meaning_that_is_none_is_refused(client, visit, teacher):
    reply = guess(client, visit, teacher, **{SIGNAL: "mean.lazy", f"was-{SIGNAL}": ""})

    assert reply.status_code == 404
    assert not hasattr(fresh(visit), "talk")


def test_the_cards_ask_instead_of_guessing(client, visit, teacher):
    text = page(client, visit, teacher)

    assert "Pattern 1 I want to, but I don&#x27;t dare yet" in text
    assert "What would your first step be?" in text.replace("&quot;", '"')
