"""The learning question in a report, with what each noticed about it: the teacher first, and nowhere else."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from observations.models import Part
from people.models import User
from reports import actions as keys
from tests import factories
from tests.factories import answer, fresh, make_lesson, save
from tests.together.visits import opened, report_of, seen
from together import actions as together

ASKED = {"type": "question", "text": "Hoe help ik wie stil blijft?", "revision": 0}
OWN, OTHER = "Achterin begon het later.", "Om 10.31 twee lege bladen."


@pytest.fixture
def walk():
    """Opens a visit in which somebody wrote about the learning question."""

    def go(lesson, *, asked=True, own=OWN, other=OTHER):
        return opened(
            lesson,
            before=[ASKED] if asked else [],
            teacher=[seen("saf.other_views"), *([answer("ref.focus", "", own)] if own else [])],
            coach=[seen("saf.other_views"), *([answer("coach.focus", "", other)] if other else [])],
        )

    return go


def said(report):
    """(voice, words) in the order in which they are read."""
    return [
        (column.speaker.voice, said.text)
        for column in report.question.columns
        for row in column.rows
        for said in row.words
    ]


def screen_of(client, lesson, person):
    User.objects.update(language="en")
    client.force_login(person)
    return client.get(reverse("together", args=[lesson.pk])).content.decode()


def paper_of(lesson, person):
    with override("en"):
        context = {"report": report_of(lesson, person), "paper": True}
        return render_to_string("paper/report.html", context)


def test_it_stands_there_with_what_each_noticed_the_teacher_first(lesson, teacher, coach, walk):
    walk(lesson)

    for person in (teacher, coach):
        report = report_of(lesson, person)
        assert report.question.text == "Hoe help ik wie stil blijft?"
        assert said(report) == [("teacher", OWN), ("coach", OTHER)]
        assert report.whole == []


def test_nothing_of_it_stands_twice_on_screen_or_on_paper(client, lesson, teacher, coach, walk):
    walk(lesson)

    for person in (teacher, coach):
        for made in (screen_of(client, lesson, person), paper_of(lesson, person)):
            assert [made.count(words) for words in ("Hoe help ik wie stil blijft?", OWN, OTHER)] == [1, 1, 1]
            assert made.index("Hoe help ik wie stil blijft?") < made.index(OWN) < made.index(OTHER)


def test_who_wrote_nothing_about_it_has_no_empty_place(lesson, teacher, walk):
    walk(lesson, own="")

    assert said(report_of(lesson, teacher)) == [("coach", OTHER)]


def test_a_question_about_which_nobody_wrote_stands_alone_and_none_is_no_gap(edition, teacher, coach, walk):
    asked, bare = (make_lesson(teacher, coach=coach) for _each in range(2))
    walk(asked, own="", other="")
    walk(bare, asked=False, own="", other="")

    assert report_of(asked, teacher).question.columns == []
    assert report_of(bare, teacher).question is None


def test_where_no_question_was_asked_the_words_stay_with_what_was_asked(client, lesson, teacher, walk):
    walk(lesson, asked=False, own="")

    assert report_of(lesson, teacher).question.text == ""
    for made in (screen_of(client, lesson, teacher), paper_of(lesson, teacher)):
        assert made.count(OTHER) == 1
        assert "What did you see about the teacher" in made


@pytest.mark.parametrize("number", [1, 2])
def test_of_an_earlier_edition_the_coachs_words_stand_there_too(
    first_edition, second_edition, teacher, coach, walk, number
):
    lesson = make_lesson(teacher, coach=coach, edition=(first_edition, second_edition)[number - 1])
    walk(lesson, own="")
    report = report_of(lesson, teacher)

    assert said(report) == [("coach", OTHER)]
    assert report.whole == []


def test_before_opening_and_alone_it_holds_the_own_account_only(edition, teacher, coach):
    before, alone = make_lesson(teacher, coach=coach), make_lesson(teacher)
    for lesson in (before, alone):
        save(lesson, "teacher", ASKED, answer("ref.focus", "", OWN))
    save(before, "coach", answer("coach.focus", "", OTHER))

    assert said(report_of(before, teacher)) == said(report_of(alone, teacher)) == [("teacher", OWN)]


@pytest.mark.parametrize(
    ("part", "text", "words"),
    [
        (Part.TEACHER_ACCOUNT, "Hoe help ik wie stil blijft?", [("teacher", OWN)]),
        (Part.COACH_ACCOUNT, "", [("coach", OTHER)]),
    ],
)
def test_with_a_key_it_goes_with_the_account_of_who_noticed_it(
    lesson, team, teacher, walk, part, text, words
):
    walk(lesson)
    lead = factories.make_person("Lotte Leiding", team=team, role="lead")
    keys.give_key(lesson=lesson, by=teacher, part=part, audience="team", until=timezone.localdate())
    report = report_of(lesson, lead)

    assert (report.question.text, said(report)) == (text, words)


def test_a_key_to_the_small_steps_lets_out_nothing_of_it(lesson, team, teacher, walk):
    walk(lesson)
    lead = factories.make_person("Lotte Leiding", team=team, role="lead")
    keys.give_key(lesson=lesson, by=teacher, part=Part.STEPS, audience="team", until=timezone.localdate())

    assert report_of(lesson, lead).question is None


def test_a_reply_to_it_stands_under_it_and_leads_back_to_it(client, lesson, teacher, coach, walk):
    visit = walk(lesson)
    client.force_login(coach)
    address = reverse("reply", args=[visit.pk]) + "?item=ref.focus"
    page = client.get(address).content.decode()
    assert OWN in page
    together.add(
        lesson=fresh(lesson),
        by=coach,
        kind="reply",
        item=visit.content.by_key["ref.focus"],
        text="Dat zag ik ook.",
    )

    report = report_of(lesson, teacher)
    assert [added.text for added in report.question.columns[0].rows[0].additions] == ["Dat zag ik ook."]
    assert report.additions == []
    assert 'id="question"' in screen_of(client, lesson, teacher)


def test_the_reply_form_goes_back_to_the_question(client, lesson, coach, walk):
    visit = walk(lesson)
    client.force_login(coach)
    form = {"id": visit.pk, "kind": "reply", "item": "ref.focus", "text": "Dat zag ik ook.", "lang": "nl"}
    sent = client.post(reverse("reply", args=[visit.pk]) + "?item=ref.focus", form)

    assert (sent.status_code, sent.url) == (302, reverse("together", args=[visit.pk]) + "#question")
