"""What a report says, and what it may never say: the tree that page and paper print."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from checklists.models import Kind
from observations import actions
from observations.models import LensPoint, Moment
from tests import factories
from tests.factories import answer, fresh, make_lesson, moment, save
from tests.once import made_once
from tests.together.visits import collect, lens, need, opened, point, report_of, seen, texts
from together import actions as together
from together.readable import Readable
from together.report import build

SAFETY = [
    "saf.shows_own_learning", "saf.understands_first", "saf.mistakes_part_of_learning",
    "saf.other_views", "saf.predictable_turns", "saf.small_before_whole",
]  # fmt: skip


def at(lesson, minutes):
    return (lesson.start + timedelta(minutes=minutes)).isoformat()


def test_needs_keep_their_order_whatever_was_seen(lesson, teacher):
    opened(lesson, coach=[seen(SAFETY[0]), seen("aut.gives_reason", value="not_seen")])

    keys = [row.key for row in report_of(lesson, teacher).needs]

    assert keys == ["relatedness", "competence", "autonomy", "safety"]


# --- examples -------------------------------------------------------------------------------------


def examples(report, key="safety"):
    return [said.text for said in need(report, key).examples]


def test_examples_are_those_the_coach_marked(lesson, teacher):
    opened(
        lesson,
        coach=[
            seen(SAFETY[0], "Eerst.", noted_at=at(lesson, 1)),
            seen(SAFETY[1], "Gekozen.", is_example=True, noted_at=at(lesson, 9)),
            moment(text="Gekozen moment.", theme="safety", is_example=True, noted_at=at(lesson, 5)),
        ],
    )

    assert examples(report_of(lesson, teacher)) == ["Gekozen moment.", "Gekozen."]


def test_else_the_two_earliest_notes_on_agreed_points_that_were_seen(lesson, teacher):
    opened(
        lesson,
        before=lens(SAFETY[3], SAFETY[2], SAFETY[1]),
        coach=[
            seen(SAFETY[0], "Vroeg.", noted_at=at(lesson, 1)),
            seen(SAFETY[1], "Niet gezien.", value="not_seen", noted_at=at(lesson, 0)),
            seen(SAFETY[2], "Later.", value="partly", noted_at=at(lesson, 2)),
            seen(SAFETY[3], "Uit de kijkvraag.", noted_at=at(lesson, 30)),
            seen(SAFETY[4], "", noted_at=at(lesson, 0)),
        ],
    )

    assert examples(report_of(lesson, teacher)) == ["Later.", "Uit de kijkvraag."]


def test_a_moment_at_a_seen_point_can_be_an_example_and_a_wondering_cannot(lesson, teacher):
    opened(
        lesson,
        coach=[
            seen(SAFETY[0]),
            moment("wonder", "Waarom daar?", item=SAFETY[0], noted_at=at(lesson, 1)),
            moment("students", "Ze schrijven.", item=SAFETY[0], noted_at=at(lesson, 2)),
        ],
    )

    assert examples(report_of(lesson, teacher)) == ["Ze schrijven."]


def test_without_notes_there_is_no_example(lesson, teacher):
    opened(lesson, coach=[seen(key) for key in SAFETY], teacher=[seen(SAFETY[0], "Mijn eigen woorden.")])

    assert examples(report_of(lesson, teacher)) == []


def test_how_the_teacher_was_present_has_examples_and_no_counts(lesson, teacher):
    opened(
        lesson,
        teacher=[seen("saf.shows_own_learning", "Ik zei dat ik het niet wist.")],
        coach=[
            seen("saf.shows_own_learning", "‘Dat zoeken we op.’"),
            seen("saf.understands_first", "Niet gezien hier.", value="not_seen"),
        ],
    )

    found = {
        row.label: [[said.text for said in column.rows] for column in row.columns]
        for row in report_of(lesson, teacher).attitudes
    }

    assert found == {
        "showing vulnerability": [["Ik zei dat ik het niet wist."], ["‘Dat zoeken we op.’"]]
    }  # what has no example is left out


def sharp(report):
    """What stands under sharp observing: per voice the words, or the sentence that was ticked."""
    [found] = [row for row in report.attitudes if row.label == "sharp observing"]
    return [[said.text or said.label for said in column.rows] for column in found.columns]


def test_sharp_observing_shows_in_what_was_noted_at_signals_and_responses(lesson, teacher):
    opened(
        lesson,
        teacher=[
            answer("sig.hesitates", "few", "Zij begon twee keer."),
            answer("sig.tension", "none", "Niet gezien."),
        ],
        coach=[answer("sig.no_start", "few", "Leeg blad."), answer("resp.waited", "ticked")],
    )

    assert sharp(report_of(lesson, teacher)) == [
        ["Zij begon twee keer."],
        [
            "Deliberately waits and forces nothing."
        ],  # what a coach saw of students is no example of the teacher
    ]


def test_a_point_that_carries_sharp_observing_comes_before_a_signal(lesson, teacher):
    opened(
        lesson,
        teacher=[
            answer("sig.hesitates", "few", "Zij begon twee keer."),
            seen("com.checks_start", "Ik liep rond."),
        ],
        coach=[answer("resp.none_visible", "ticked")],
    )

    assert sharp(report_of(lesson, teacher)) == [["Ik liep rond."]]


def test_the_first_edition_keeps_its_two_points(teacher, coach, first_edition):
    lesson = opened(
        make_lesson(teacher, coach=coach, edition=first_edition),
        teacher=[answer("sig.hesitates", "few", "Zij begon twee keer.")],
        coach=[answer("resp.waited", "ticked"), seen(SAFETY[0])],
    )
    report = report_of(lesson, teacher)

    assert "sharp observing" not in [row.label for row in report.attitudes]
    assert point(report, SAFETY[0]).comparison.label == "One view"
    assert report.talk == []


# --- two views ------------------------------------------------------------------------------------


def test_a_strength_that_only_the_coach_saw_begins_the_talk(lesson, teacher):
    opened(
        lesson,
        teacher=[seen(SAFETY[1])],
        coach=[seen(SAFETY[0], value="partly"), seen(SAFETY[2], value="not_seen")],
    )
    report = report_of(lesson, teacher)

    assert [(line.item.key, line.comparison.label) for line in report.talk] == [(SAFETY[0], "Coba saw this")]
    assert point(report, SAFETY[1]).comparison.label == "Tijn named this"
    assert point(report, SAFETY[2]).comparison.label == "One view"


def test_the_talk_begins_with_what_the_coach_saw_more_and_has_five_points_at_most(lesson, teacher):
    teacher_marks = ["na", "seen", "seen", "partly", "not_seen", "not_seen", "not_seen"]
    coach_marks = ["seen", "not_seen", "not_seen", "seen", "seen", "seen", "seen"]
    keys = ["rel.contact_at_start", *SAFETY]
    opened(
        lesson,
        teacher=[seen(key, value=mark) for key, mark in zip(keys, teacher_marks, strict=True)],
        coach=[seen(key, value=mark) for key, mark in zip(keys, coach_marks, strict=True)],
    )

    talk = report_of(lesson, teacher).talk

    assert [line.comparison.key for line in talk] == ["coach_more"] * 3 + ["teacher_more"] * 2
    assert talk[0].comparison.label == "Coba saw more than Tijn named"


def test_nearly_the_same_view_stays_in_the_table(lesson, teacher):
    opened(lesson, teacher=[seen(SAFETY[0], value="partly")], coach=[seen(SAFETY[0])])

    report = report_of(lesson, teacher)

    assert report.talk == []
    assert point(report, SAFETY[0]).comparison.key == "close"


def test_the_teachers_view_comes_first_in_own_words_of_each_voice(lesson, teacher):
    opened(lesson, teacher=[seen(SAFETY[0], "Ik zei het.")], coach=[seen(SAFETY[0], "Hij zei het.")])

    line = point(report_of(lesson, teacher), SAFETY[0])

    assert [(view.speaker.voice, view.label, view.said[0].text) for view in line.views] == [
        ("teacher", "Clearly did this", "Ik zei het."),
        ("coach", "Clearly seen", "Hij zei het."),
    ]


def test_two_people_with_one_first_name_are_called_by_their_whole_names(edition, team):
    one = factories.make_person("Sam Bedacht", team=team, role="teacher")
    other = factories.make_person("Sam Verzonnen", team=team, role="coach")
    lesson = factories.make_lesson(one, coach=other)
    opened(lesson, teacher=[seen(SAFETY[0], value="not_seen")], coach=[seen(SAFETY[0])])

    assert report_of(lesson, one).talk[0].comparison.label == "Sam Verzonnen saw more than Sam Bedacht named"


# --- the lens -------------------------------------------------------------------------------------


def test_untouched_outside_the_lens_is_deliberate_and_inside_it_is_not(lesson, teacher):
    opened(lesson, before=lens(SAFETY[0], SAFETY[1]), coach=[seen(SAFETY[0]), seen(SAFETY[5])])

    found = need(report_of(lesson, teacher), "safety")

    assert [item.key for item in found.untouched] == [SAFETY[1]]
    assert [item.key for item in found.deliberate] == SAFETY[2:5]
    with override("en"):
        assert found.left_out == "3 other items"
        assert need(report_of(lesson, teacher), "autonomy").left_out == "all 6 items"


def test_without_a_lens_nothing_is_called_deliberate(lesson, teacher):
    opened(lesson, coach=[seen(SAFETY[0])])

    report = report_of(lesson, teacher)

    assert [found for found in report.needs if found.deliberate] == []
    assert [item.key for item in need(report, "safety").untouched] == SAFETY[1:]


def test_a_blank_outside_the_lens_is_called_what_it_is(lesson, teacher):
    opened(
        lesson,
        before=lens(SAFETY[0], SAFETY[1]),
        teacher=[seen(SAFETY[1]), seen(SAFETY[2])],
        coach=[seen(SAFETY[0]), seen(SAFETY[3])],
    )
    report = report_of(lesson, teacher)

    labels = {key: [view.label for view in point(report, key).views] for key in SAFETY[:4]}

    assert labels == {
        SAFETY[0]: ["I don't know", "Clearly seen"],
        SAFETY[1]: ["Clearly did this", "Not looked at"],
        SAFETY[2]: ["Clearly did this", "Deliberately not looked at"],
        SAFETY[3]: ["I don't know", "Clearly seen"],
    }


def test_the_lens_that_the_coachs_page_showed_counts(lesson, teacher):
    """A tablet that was off line may still have shown an older lens; the account keeps that one."""
    save(lesson, "teacher", *lens(SAFETY[0]))
    opened(lesson, coach=[seen(SAFETY[1], lens=[SAFETY[1], SAFETY[2]])])

    report = report_of(lesson, teacher)

    assert [item.key for item in report.lens] == [SAFETY[1], SAFETY[2]]
    assert SAFETY[0] in [item.key for item in need(report, "safety").deliberate]


def test_the_lens_is_kept_even_when_only_moments_were_noted(lesson, teacher):
    save(lesson, "teacher", *lens(SAFETY[0]))
    opened(lesson, coach=[moment()])
    LensPoint.objects.all().delete()

    assert [item.key for item in report_of(lesson, teacher).lens] == [SAFETY[0]]


def test_a_lens_only_visit_says_what_was_agreed_and_that_nothing_was_noted(lesson, teacher):
    save(lesson, "teacher", *lens(*SAFETY))

    report = report_of(lesson, teacher)

    assert report.is_empty
    assert [item.key for item in report.lens] == SAFETY
    assert [len(found.deliberate) for found in report.needs] == [6, 6, 6, 0]


def test_a_coach_who_is_ready_with_nothing_written_looked_with_the_agreed_lens(lesson, teacher):
    opened(lesson, before=lens(*SAFETY))

    assert [item.key for item in report_of(lesson, teacher).lens] == SAFETY


# --- who may read what ----------------------------------------------------------------------------

PRIVATE = [answer("open.inside", "", "geheim denken"), answer("open.share", "", "geheime keuze")]
OPEN = [answer("ref.rel", "", "open over contact"), answer("open.moment", "", "open over een moment")]
BEFORE = [
    answer("pre.see", "", "geheim voornemen"),
    answer("pre.small_choice", "", "gedeeld voornemen", coach_may_read=True),
]
TEACHERS = [seen(SAFETY[0], "zelf genoteerd"), answer("sig.tension", "few", "zelf gezien"), *OPEN, *PRIVATE]
COACHS = [
    seen(SAFETY[0], "coach genoteerd"),
    moment(text="coach moment"),
    answer("coach.helped", "", "coach antwoord"),
]
SECRETS = {"geheim denken", "geheime keuze", "geheim voornemen"}
TEACHER_WORDS = {"zelf genoteerd", "zelf gezien", "open over contact", "open over een moment"}
COACH_WORDS = {"coach genoteerd", "coach moment", "coach antwoord"}


@pytest.fixture
@made_once
def full(lesson):
    """A visit in which everything that could leak has been written, not opened yet."""
    save(lesson, "teacher", *BEFORE)
    save(lesson, "coach", *COACHS)
    save(lesson, "teacher", *TEACHERS)
    return lesson


def open_now(lesson):
    for person in (lesson.coach, lesson.teacher):
        actions.mark_ready(lesson=lesson, by=person)
    actions.open_together(lesson=lesson, by=lesson.teacher)


def test_before_opening_the_coachs_report_holds_the_coachs_words_only(full, coach):
    assert texts(report_of(full, coach)) == COACH_WORDS


def test_before_opening_the_teacher_reads_own_words_only(full, teacher):
    assert texts(report_of(full, teacher)) == TEACHER_WORDS | SECRETS | {"gedeeld voornemen"}


def test_after_opening_both_read_both_and_the_private_stays_the_teachers(full, teacher, coach):
    open_now(full)
    shared = TEACHER_WORDS | COACH_WORDS | {"gedeeld voornemen"}

    assert texts(report_of(full, coach)) == shared
    assert texts(report_of(full, teacher)) == shared | SECRETS


def test_private_words_stand_apart_and_nowhere_else(full, teacher):
    open_now(full)

    report = report_of(full, teacher)

    assert {row.words[0].text for row in report.private} == SECRETS
    report.private = []
    assert texts(report) & SECRETS == set()


def test_what_the_coach_may_not_read_is_not_even_loaded(full, coach):
    open_now(full)

    loaded = Readable(fresh(full), coach).answers["teacher"].values()

    assert {row.note for row in loaded} == TEACHER_WORDS | {"gedeeld voornemen"}


def test_before_opening_the_coachs_account_is_not_even_loaded_for_the_teacher(full, teacher):
    readable = Readable(fresh(full), teacher)

    assert (readable.answers["coach"], readable.moments) == ({}, [])


def test_a_coachs_own_words_about_a_private_question_open_no_private_part(full, teacher, coach):
    open_now(full)
    together.add(
        lesson=full, by=coach, kind="reply", text="van de coach", item=full.content.by_key["open.inside"]
    )

    report = report_of(full, coach)

    assert (report.private, [added.text for added in report.additions]) == ([], ["van de coach"])
    assert "van de coach" in texts(report_of(full, teacher))


def test_nobody_else_gets_a_report(full, team):
    lead = factories.make_person("Lotte Leiding", team=team, role="lead")

    with pytest.raises(LookupError):
        build(fresh(full), lead)


def test_a_former_coachs_account_is_in_no_report(full, teacher, team):
    other = factories.make_person("Noor Fictief", team=team, role="coach")
    actions.choose_coach(lesson=fresh(full), by=teacher, coach=other)
    save(fresh(full), "coach", seen(SAFETY[1], "van de nieuwe coach"))
    open_now(fresh(full))

    for reader in (teacher, other):
        assert texts(report_of(full, reader)) & COACH_WORDS == set()
        assert "van de nieuwe coach" in texts(report_of(full, reader))


def test_a_teacher_who_goes_on_alone_has_one_account_and_no_comparison(full, teacher):
    actions.choose_coach(lesson=fresh(full), by=teacher, coach=None)
    actions.mark_ready(lesson=fresh(full), by=teacher)

    report = report_of(full, teacher)

    assert (report.is_open, report.is_shared, report.coach) == (True, False, None)
    assert texts(report) == TEACHER_WORDS | SECRETS | {"gedeeld voornemen"}
    assert [line.comparison for found in report.needs for line in found.points] == [None]
    assert (report.talk, [found.agreement for found in report.needs]) == ([], [""] * 4)


def test_alone_it_is_the_teachers_own_wording_and_examples(edition, teacher):
    lesson = factories.make_lesson(teacher)
    opened(lesson, teacher=[seen(key, f"Notitie {key}") for key in SAFETY[:3]])

    found = need(report_of(lesson, teacher), "safety")

    assert found.points[0].wording == "I showed that I am learning too."
    assert [said.text for said in found.examples] == [f"Notitie {key}" for key in SAFETY[:2]]


# --- words, times, places -------------------------------------------------------------------------


def test_words_keep_their_authors_language_and_items_follow_the_report(lesson, teacher):
    opened(
        lesson,
        teacher=[seen(SAFETY[0], "I said so.", lang="en")],
        coach=[seen(SAFETY[0], "Hij zei het.", lang="nl")],
    )

    for language, label in (("nl", "Duidelijk gedaan"), ("en", "Clearly did this")):
        line = point(report_of(lesson, teacher, language), SAFETY[0])
        assert line.views[0].label == label
        assert [view.said[0].lang for view in line.views] == ["en", "nl"]


def test_the_order_of_attitudes_hangs_on_no_database(lesson, teacher, monkeypatch):
    """PostgreSQL gives the keys of a JSON column back in an order of its own."""
    tagged = [item.key for item in lesson.content.points if any("attitude" in tag for tag in item.tags)]
    opened(lesson, coach=[seen(key, "Zo.") for key in tagged])
    before = [attitude.label for attitude in report_of(lesson, teacher).attitudes]
    words = lesson.content._words["en"]
    labels = words["labels"] | {"tags": dict(reversed(words["labels"]["tags"].items()))}
    monkeypatch.setitem(lesson.content._words, "en", words | {"labels": labels})

    assert [attitude.label for attitude in report_of(lesson, teacher).attitudes] == before
    assert len(before) == 3


def test_only_the_coachs_notes_made_in_the_lesson_carry_a_time(lesson, teacher):
    opened(
        lesson,
        teacher=[seen(SAFETY[0], "Zelf.", noted_at=at(lesson, 5))],
        coach=[
            seen(SAFETY[0], "In de les.", noted_at=at(lesson, 5)),
            seen(SAFETY[1], "De dag ervoor.", noted_at=at(lesson, -24 * 60)),
        ],
    )
    report = report_of(lesson, teacher)

    stamps = {
        view.said[0].text: view.said[0].stamp
        for key in SAFETY[:2]
        for view in point(report, key).views
        if view.said
    }

    assert stamps.pop("In de les.") == (timezone.localtime(lesson.start) + timedelta(minutes=5)).strftime(
        "%H:%M"
    )
    assert stamps == {"Zelf.": "", "De dag ervoor.": ""}


def test_a_moment_stands_with_its_point_or_its_need_or_in_the_list(lesson, teacher):
    opened(
        lesson,
        coach=[
            moment(text="bij punt", item=SAFETY[0]),
            moment(text="bij behoefte", theme="safety"),
            moment(text="later", noted_at=at(lesson, 9)),
            moment(text="eerder", noted_at=at(lesson, 3)),
        ],
    )
    report = report_of(lesson, teacher)

    assert [said.text for said in point(report, SAFETY[0]).views[1].said] == ["bij punt"]
    assert [said.text for said in need(report, "safety").moments] == ["bij behoefte"]
    assert [said.text for said in report.moments] == ["eerder", "later"]


def test_moments_stand_in_the_order_of_time_whatever_came_first(lesson, teacher):
    later = moment(text="daarna", id=uuid.UUID(int=1), noted_at=at(lesson, 9))
    earlier = moment(text="eerst", id=uuid.UUID(int=2), noted_at=at(lesson, 3))
    opened(lesson, coach=[later, earlier])

    assert [said.text for said in report_of(lesson, teacher).moments] == ["eerst", "daarna"]


def test_a_removed_moment_and_a_cleared_answer_are_gone(lesson, teacher):
    first, key = moment(text="weg"), SAFETY[0]
    save(lesson, "coach", first, seen(key, "ook weg"))
    opened(lesson, coach=[first | {"deleted": True, "revision": 1}, answer(key, "", "", revision=1)])

    report = report_of(lesson, teacher)

    assert texts(report) == set()
    assert report.is_empty


def test_signals_are_a_plain_list_of_what_somebody_saw(lesson, teacher):
    opened(
        lesson,
        teacher=[
            answer("sig.tension", "none"),
            answer("sig.no_start", "none"),
            answer("resp.waited", "ticked", "Bewust."),
        ],
        coach=[
            answer("sig.tension", "few", "Zachte stem."),
            answer("sig.no_start", "none"),
            answer("step.own_question", "more"),
        ],
    )
    report = report_of(lesson, teacher)

    assert [(line.item.key, [view.label for view in line.views]) for line in report.signals.seen] == [
        ("sig.tension", ["Not seen", "With one or two students"])
    ]
    assert [line.item.key for line in report.signals.not_seen] == ["sig.no_start"]
    assert [line.item.key for line in report.growth.seen] == ["step.own_question"]
    assert [[row.question for row in column.rows] for column in report.responses] == [
        ["I deliberately waited."]
    ]  # and nothing for who ticked nothing


def test_open_questions_stand_with_their_need_or_with_the_whole_lesson(full, teacher):
    open_now(full)

    report = report_of(full, teacher)

    assert [[row.words[0].text for row in column.rows] for column in need(report, "relatedness").columns] == [
        ["open over contact"]
    ]
    assert [[row.words[0].text for row in column.rows] for column in report.whole] == [
        ["open over een moment"],
        ["coach antwoord"],
    ]


# --- after opening --------------------------------------------------------------------------------


def add(lesson, by, text="Later gezegd.", **facts):
    return together.add(lesson=lesson, by=by, kind="reply", text=text, **facts)


def test_an_addition_stands_under_what_it_belongs_to(full, teacher, coach):
    open_now(full)
    by_key = full.content.by_key
    add(full, teacher, "bij het punt", item=by_key[SAFETY[0]])
    add(full, teacher, "bij het moment", moment=Moment.objects.get(text="coach moment"))
    add(full, coach, "bij het signaal", item=by_key["sig.tension"])
    add(full, coach, "nergens bij")

    report = report_of(full, teacher)

    assert [(added.text, added.by) for added in point(report, SAFETY[0]).additions] == [
        ("bij het punt", "Tijn")
    ]
    assert [added.text for added in report.moments[0].additions] == ["bij het moment"]
    assert [added.text for added in report.signals.seen[0].additions] == ["bij het signaal"]
    assert [(added.text, added.by) for added in report.additions] == [("nergens bij", "Coba")]


def test_an_addition_to_a_private_question_stays_private(full, teacher, coach):
    """What could not be saved in time is offered as an addition; the question it answers stays the
    teacher's."""
    open_now(full)
    by_key = full.content.by_key
    for key in ("open.inside", "pre.see", "open.essence"):
        add(full, teacher, f"nagekomen {key}", item=by_key[key])
    add(full, teacher, "nagekomen bij gedeeld", item=by_key["pre.small_choice"])

    assert (
        texts(report_of(full, coach))
        & {f"nagekomen {key}" for key in ("open.inside", "pre.see", "open.essence")}
        == set()
    )
    assert "nagekomen bij gedeeld" in texts(report_of(full, coach))
    own = report_of(full, teacher)
    assert {"nagekomen open.inside", "nagekomen open.essence", "nagekomen pre.see"} <= set(
        collect(own.private)
    )
    assert own.additions == []


def test_a_step_has_its_wording_in_the_language_of_the_report(full, teacher):
    open_now(full)
    suggestion = next(row for row in full.content.suggestions if row.pattern == "dare")
    together.choose_step(lesson=full, by=teacher, id=uuid.uuid4(), suggestion=suggestion)
    together.choose_step(lesson=full, by=teacher, id=uuid.uuid4(), text="Begin achterin.", lang="nl")

    first, second = report_of(full, teacher).steps

    assert (first.wording, first.pattern) == (suggestion.text_en, "I want to, but I don't dare yet")
    assert (second.wording, second.lang, second.pattern) == ("Begin achterin.", "nl", "")


def test_who_left_is_a_former_coach(full, teacher, coach):
    open_now(full)
    type(coach)._base_manager.filter(pk=coach.pk).update(
        name="", email=None, is_active=False, left_at=timezone.now()
    )

    assert report_of(full, teacher).coach.name == "a former coach"


# --- nothing, and very much -----------------------------------------------------------------------


def test_an_empty_visit_is_an_empty_report(lesson, teacher):
    opened(lesson)

    report = report_of(lesson, teacher)

    assert (report.is_open, report.is_empty, report.talk, report.steps) == (True, True, [], [])


@pytest.mark.parametrize("moments", [1, 60])
def test_a_report_costs_as_many_queries_for_much_as_for_little(
    lesson, teacher, moments, django_assert_num_queries
):
    factories.record_everything(lesson, "coach", moments)
    factories.record_everything(lesson, "teacher")
    open_now(lesson)
    visit = fresh(lesson)

    with django_assert_num_queries(4):  # answers, moments, additions, steps
        report = build(visit, teacher)

    points = [line for found in report.needs for line in found.points]
    assert (len(points), len(report.moments)) == (len(lesson.content.of(Kind.POINT)), moments)
