"""What is shown of the students' voice, to whom, and from how many answers on (evidence.md 4.3, 4.4)."""

import pytest
from django.utils.translation import override

from observations import actions as visits
from pulse import actions
from pulse.heard import heard, too_few, written
from tests import factories
from tests.factories import fresh
from tests.pulse.conftest import EASIER, HELPED, answers, asked, open_pulse, pulse_of


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def listening(lesson):
    """The teacher's account is ready and the students were heard."""
    visits.mark_ready(lesson=lesson, by=lesson.teacher)
    actions.hear(lesson=lesson, by=lesson.teacher)
    return heard(fresh(lesson), lesson.teacher)


def counts(sentence):
    return [count.n for count in sentence.counts]


def test_four_answers_show_nothing_but_their_number(lesson):
    asked(lesson, 4, chosen=[HELPED], texts=[(HELPED, "De stappen.")])
    found = listening(lesson)

    assert (found.answers, found.sentences, found.groups) == (4, [], [])
    assert found.too_few == "There are too few answers to show anonymously (4 of at least 5)."
    assert written(fresh(lesson), lesson.teacher) == []


def test_five_answers_show_counts_with_a_word_of_care(lesson):
    asked(lesson, 5)
    found = listening(lesson)

    assert found.too_few == too_few(pulse_of(lesson)) == ""
    assert found.care.startswith("A small number: read with care.")
    assert [counts(sentence) for sentence in found.sentences] == [
        [5, 0, 0, 0, 0], [0, 5, 0, 0, 0], [0, 0, 5, 0, 0], [0, 0, 0, 5, 0],
    ]  # fmt: skip
    assert [need["key"] for need, _sentences in found.groups] == [
        "relatedness", "competence", "autonomy", "safety",
    ]  # fmt: skip


def test_nine_answers_keep_the_word_of_care_and_ten_lose_it(lesson, teacher, coach, edition):
    nine, ten = lesson, factories.make_lesson(teacher, coach=coach)
    asked(nine, 9)
    asked(ten, 10)

    assert "small number" in listening(nine).care
    assert listening(ten).care == "Students who are silent in the lesson may be silent here too."


@pytest.mark.parametrize(("number", "expected"), [(9, []), (10, ["De stappen."] * 10)])
def test_what_students_wrote_is_shown_from_ten_answers_on(lesson, number, expected):
    asked(lesson, number, chosen=[HELPED, EASIER], texts=[(HELPED, "De stappen.")])
    listening(lesson)

    found = written(fresh(lesson), lesson.teacher)

    assert [row.text for question in found for row in question.words] == expected
    assert all(question.item.key == HELPED for question in found)  # the one nobody answered is left out


def test_the_headline_leaves_out_who_skipped(lesson):
    pulse = open_pulse(lesson)
    answers(pulse, 3, "yes")
    answers(pulse, 2, "mostly")
    answers(pulse, 1, "no")
    answers(pulse, 4)
    actions.close(lesson=lesson, by=lesson.teacher)

    welcome, can, *_rest = listening(lesson).sentences

    assert welcome.headline == "5 of the 6 said yes or mostly"
    assert can.headline == ""  # all ten skipped it


@pytest.mark.parametrize(("said", "expected"), [(4, ""), (5, "5 of the 5 said yes or mostly")])
def test_the_headline_needs_five_who_did_not_skip(lesson, said, expected):
    pulse = open_pulse(lesson)
    answers(pulse, said, "yes")
    answers(pulse, 6)
    actions.close(lesson=lesson, by=lesson.teacher)

    assert listening(lesson).sentences[0].headline == expected


def test_a_low_count_gets_no_sentence_of_its_own(lesson):
    asked(lesson, 6, "no", "no", "little", "no")

    assert [sentence.headline for sentence in listening(lesson).sentences] == [""] * 4


def test_without_the_number_present_there_is_no_response_rate(lesson):
    asked(lesson, 6)
    assert listening(lesson).how_many == "6 answers"

    actions.say_present(lesson=lesson, by=lesson.teacher, present=22)
    assert heard(fresh(lesson), lesson.teacher).how_many == "6 of the 22 students answered"


def test_an_extra_sentence_stands_with_its_need(lesson):
    pulse = open_pulse(lesson, chosen=["pulse.start"])
    answers(pulse, 5, "yes")
    actions.close(lesson=lesson, by=lesson.teacher)

    found = listening(lesson)

    assert [row.item.key for row in found.about("competence")] == ["pulse.can", "pulse.start"]


def test_a_need_that_was_not_asked_about_is_not_named(lesson, monkeypatch):
    """A checklist of a school may ask about some needs only; an empty heading would read as a lack."""
    item = lesson.content.by_key["pulse.ideas"]
    monkeypatch.setattr(item, "default", False)
    asked(lesson, 5)

    assert [(need["key"], len(asked)) for need, asked in listening(lesson).groups] == [
        ("relatedness", 1), ("competence", 1), ("safety", 1),
    ]  # fmt: skip


# --- who ----------------------------------------------------------------------------------------


def test_nobody_reads_anything_while_it_is_open_or_before_the_first_look(lesson, teacher, coach):
    pulse = open_pulse(lesson)
    answers(pulse, 12, "yes")
    visits.mark_ready(lesson=lesson, by=teacher)
    assert heard(fresh(lesson), teacher) is None

    actions.close(lesson=lesson, by=teacher)
    assert heard(fresh(lesson), teacher) is None
    actions.hear(lesson=lesson, by=teacher)
    assert heard(fresh(lesson), teacher).answers == 12
    assert heard(fresh(lesson), coach) is None


def test_an_open_pulse_stays_closed_to_the_reader_even_when_the_visit_is_opened(lesson, teacher):
    pulse = open_pulse(lesson)
    answers(pulse, 6, "yes")
    factories.bring_to("open", lesson)

    assert heard(fresh(lesson), teacher) is None


def test_the_coach_reads_counts_after_opening_and_release_and_never_the_texts(lesson, teacher, coach):
    asked(lesson, 12, chosen=[HELPED], texts=[(HELPED, "De stappen.")])
    factories.bring_to("open", lesson)
    assert (heard(fresh(lesson), teacher), heard(fresh(lesson), coach)) == (None, None)
    actions.hear(lesson=lesson, by=teacher)
    assert heard(fresh(lesson), coach) is None

    actions.release(lesson=lesson, by=teacher)

    assert heard(fresh(lesson), coach).answers == 12
    assert written(fresh(lesson), coach) == []
    assert len(written(fresh(lesson), teacher)) == 1


def test_a_lead_a_colleague_and_an_administrator_never(lesson, teacher, team, school):
    asked(lesson, 12)
    factories.bring_to("open", lesson)
    actions.hear(lesson=lesson, by=teacher)
    actions.release(lesson=lesson, by=teacher)
    others = [
        factories.make_person("Lotte Leiding", team=team, role="lead"),
        factories.make_person("Sam Bedacht", team=team, role="teacher"),
        factories.make_person("Ada Beheer", school=school, is_administrator=True),
    ]

    assert [heard(fresh(lesson), person) for person in others] == [None, None, None]
