"""Entries into an account: what is saved, refused, kept in conflict."""

import uuid
from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from observations import actions
from observations.models import Answer, LensPoint, Moment, Observation, Stage
from observations.refusals import NotNow
from tests import factories
from tests.factories import answer, fresh, moment, save


def statuses(results):
    return [result.status for result in results]


def test_first_answer_is_saved_with_revision_one(lesson):
    [result] = save(lesson, "coach", answer("rel.contact_at_start", "seen", "Groet iedereen bij de deur."))

    row = Answer.objects.get()
    assert (result.status, result.body) == (200, {"revision": 1})
    assert (row.value, row.note, row.kind, row.revision) == (
        "seen",
        "Groet iedereen bij de deur.",
        "point",
        1,
    )


def test_the_same_answer_again_is_success_and_changes_nothing(lesson):
    entry = answer("rel.contact_at_start", "seen", "Groet.")

    save(lesson, "coach", entry)
    [again] = save(lesson, "coach", entry)

    assert (again.status, again.body) == (200, {"revision": 1})
    assert Answer.objects.get().revision == 1


def test_an_answer_on_an_old_revision_is_a_conflict_and_overwrites_nothing(lesson):
    save(lesson, "coach", answer("rel.contact_at_start", "seen", "Eerste tablet."))

    [result] = save(lesson, "coach", answer("rel.contact_at_start", "partly", "Tweede tablet."))

    assert result.status == 409
    assert result.body == {
        "revision": 1, "value": "seen", "note": "Eerste tablet.", "is_example": False, "coach_may_read": False
    }  # fmt: skip
    assert Answer.objects.get().note == "Eerste tablet."


def test_a_batch_answers_each_entry_as_if_sent_alone(lesson):
    results = save(
        lesson, "coach",
        answer("rel.contact_at_start", "seen"), answer("rel.contact_at_start", "great"), answer("nonsense", "seen"), moment(text=""),
    )  # fmt: skip

    assert statuses(results) == [200, 422, 422, 422]
    assert Answer.objects.count() == 1


def test_an_answer_can_be_cleared_again(lesson):
    save(lesson, "coach", answer("rel.contact_at_start", "seen", "Groet."))

    [result] = save(lesson, "coach", answer("rel.contact_at_start", "", "", revision=1))

    assert result.status == 200
    assert Answer.objects.get().is_empty


@pytest.mark.parametrize(
    ("voice", "item"),
    [
        ("coach", "ref.rel"),
        ("coach", "pre.see"),
        ("teacher", "coach.helped"),
        ("coach", "mean.belong"),
        ("teacher", "pulse.welcome"),
    ],
)
def test_an_item_of_another_voice_or_kind_is_refused(lesson, voice, item):
    assert statuses(save(lesson, voice, answer(item, "", "tekst"))) == [422]
    assert not Answer.objects.exists()


@pytest.mark.parametrize("note", ["x" * 10_001, "a\x00b", "half \ud83d paar"])
def test_a_note_that_cannot_be_stored_is_refused_with_words(lesson, note):
    [result] = save(lesson, "coach", answer("rel.contact_at_start", "seen", note))

    assert result.status == 422
    assert result.body["errors"]["note"][0]["message"]


def test_the_first_entry_starts_the_account_and_keeps_the_lens_that_was_shown(lesson):
    save(lesson, "teacher", {"type": "lens", "item": "saf.other_views", "chosen": True})

    save(lesson, "coach", answer("rel.contact_at_start", "seen", lens=["com.checks_start", "no.such.point"]))

    account = Observation.objects.get(voice="coach")
    assert account.started_at is not None
    assert account.lens_shown == ["com.checks_start"]


def test_an_intention_does_not_start_the_teachers_account(lesson):
    save(lesson, "teacher", answer("pre.see", "", "Ik begroet wie achterin zit.", coach_may_read=True))

    assert Observation.objects.get().started_at is None
    assert Answer.objects.get().coach_may_read is True
    assert fresh(lesson).stage == Stage.PLANNED


def test_the_lens_closes_at_the_coachs_first_entry(lesson):
    save(lesson, "teacher", {"type": "lens", "item": "saf.other_views", "chosen": True})
    factories.look(lesson)

    results = save(
        lesson, "teacher",
        {"type": "lens", "item": "saf.other_views", "chosen": False}, {"type": "question", "text": "Te laat?", "revision": 0}, answer("pre.see", "", "x"),
    )  # fmt: skip

    assert [(result.status, result.body["reason"]) for result in results] == [(423, "begun")] * 3
    assert LensPoint.objects.count() == 1


def test_a_seventh_lens_point_is_refused_and_the_six_stay(lesson):
    points = [item.key for item in lesson.content.points][:7]

    results = save(lesson, "teacher", *({"type": "lens", "item": key, "chosen": True} for key in points))

    assert statuses(results) == [200] * 6 + [422]
    assert LensPoint.objects.count() == 6


def test_a_learning_question_is_saved_and_guarded_by_its_revision(lesson):
    save(lesson, "teacher", {"type": "question", "text": "Hoe help ik stille studenten?", "revision": 0})
    [result] = save(lesson, "teacher", {"type": "question", "text": "Iets anders", "revision": 0})

    assert result.status == 409
    assert fresh(lesson).learning_question == "Hoe help ik stille studenten?"


def test_a_moment_is_saved_once_changed_and_removed_without_its_text(lesson):
    pk = uuid.uuid4()
    save(lesson, "coach", moment(id=pk))
    save(lesson, "coach", moment(id=pk))
    save(lesson, "coach", moment(id=pk, text="Anders gezien.", revision=1))
    save(lesson, "coach", moment(id=pk, text="Anders gezien.", revision=2, deleted=True))

    row = Moment.objects.get()
    assert (row.text, row.revision, row.deleted_at is None) == ("", 3, False)


def test_a_moment_of_another_account_is_gone(lesson, teacher, coach):
    pk = uuid.uuid4()
    other = factories.make_lesson(teacher, coach=coach)
    save(other, "coach", moment(id=pk, text="Van een andere les."))

    [result] = save(lesson, "coach", moment(id=pk, text="Gekaapt", revision=1))

    assert result.status == 404
    assert Moment.objects.get().text == "Van een andere les."


def test_the_teacher_records_no_moments(lesson):
    assert statuses(save(lesson, "teacher", moment())) == [422]


def test_a_third_example_for_one_need_is_refused(lesson):
    results = save(
        lesson, "coach",
        answer("saf.other_views", "seen", "Een.", is_example=True), moment(theme="safety", is_example=True),
        answer("saf.understands_first", "seen", "Drie.", is_example=True), answer("rel.contact_at_start", "seen", "Ander.", is_example=True),
    )  # fmt: skip

    assert statuses(results) == [200, 200, 422, 200]


def test_an_example_needs_a_note_or_a_need(lesson):
    save(lesson, "coach", answer("saf.other_views", "seen", "", is_example=True))
    [result] = save(lesson, "coach", moment(is_example=True))

    assert Answer.objects.get().is_example is False
    assert result.status == 422


def test_nothing_is_recorded_on_a_proposal(teacher, coach, edition):
    lesson = factories.make_lesson(teacher, coach=coach, by=coach)

    for voice in ("coach", "teacher"):
        with pytest.raises(NotNow) as refusal:
            factories.record_something(lesson, voice)
        assert refusal.value.reason == "proposed"


@pytest.mark.parametrize(
    ("stage", "reason"),
    [(Stage.WAITING_FOR_TEACHER, "ready"), (Stage.READY, "ready"), (Stage.OPEN, "opened")],
)
def test_nothing_is_recorded_once_ready_or_open(lesson, stage, reason):
    factories.bring_to(stage, lesson)

    with pytest.raises(NotNow) as refusal:
        save(lesson, "coach", answer("rel.contact_at_start", "seen"))

    assert refusal.value.reason == reason


def test_a_cancelled_visit_is_gone(lesson):
    factories.cancel(lesson)

    with pytest.raises(Http404):
        factories.record_something(lesson)


def test_a_former_coachs_open_page_is_gone_and_the_new_coach_starts_afresh(lesson, team):
    former, successor = lesson.coach, factories.make_person("Noor Fictief", team=team, role="coach")
    factories.look(lesson)

    actions.choose_coach(lesson=lesson, by=lesson.teacher, coach=successor)

    with pytest.raises(Http404):
        save(lesson, "coach", answer("rel.contact_at_start", "seen"))
    lesson = fresh(lesson)
    factories.look(lesson)
    accounts = {row.author: row.set_aside_at is None for row in Observation.objects.filter(voice="coach")}
    assert accounts == {former: False, successor: True}


def test_one_answer_costs_few_queries_and_a_full_page_costs_no_more(lesson, django_assert_num_queries):
    factories.look(lesson)  # the account exists

    with django_assert_num_queries(5):  # savepoint, account with visit, answers, one upsert, release
        save(lesson, "coach", answer("rel.contact_at_start", "seen"))
    with django_assert_num_queries(7):  # the same for 41 answers, and a read and an upsert for 25 moments
        factories.record_everything(lesson, "coach", moments=25)


def test_an_example_without_words_again_is_no_conflict(lesson):
    entry = answer("saf.other_views", "seen", "", is_example=True)

    assert statuses([*save(lesson, "coach", entry), *save(lesson, "coach", entry)]) == [200, 200]


# --- what is there already -----------------------------------------------------------------------


def test_examples_of_another_hour_are_counted_and_may_still_be_worded_anew(lesson):
    examples = [
        answer(key, "seen", "Een.", is_example=True) for key in ("saf.other_views", "saf.understands_first")
    ]
    save(lesson, "coach", *examples)

    [third] = save(lesson, "coach", answer("saf.small_before_whole", "seen", "Drie.", is_example=True))
    [anew] = save(
        lesson, "coach", answer("saf.other_views", "seen", "Een, anders.", revision=1, is_example=True)
    )

    assert statuses([third, anew]) == [422, 200]


def test_an_answer_with_a_revision_that_the_server_does_not_know_is_a_conflict(lesson):
    results = save(
        lesson,
        "coach",
        answer("saf.other_views", "seen", "Van een oud toestel.", revision=3),
        moment(revision=3),
    )

    assert [(result.status, result.body["revision"]) for result in results] == [(409, 0)] * 2
    assert not Answer.objects.exists()


def test_the_time_of_an_answer_is_that_of_its_first_words(lesson):
    first, later = (timezone.now() - timedelta(minutes=minutes) for minutes in (20, 10))
    for revision, (value, noted_at) in enumerate(
        [("seen", first), ("partly", later), ("", later), ("seen", later)]
    ):
        save(
            lesson,
            "coach",
            answer("saf.other_views", value, revision=revision, noted_at=noted_at.isoformat()),
        )
        row = Answer.objects.get()
        assert row.noted_at == (later if revision == 3 else first)


def test_a_removal_that_is_sent_again_is_success_and_changes_nothing(lesson):
    pk = uuid.uuid4()
    save(lesson, "coach", moment(id=pk))

    again = [save(lesson, "coach", moment(id=pk, text="", revision=1, deleted=True))[0] for _sent in range(2)]

    assert [(result.status, result.body["revision"]) for result in again] == [(200, 2)] * 2


def test_a_moment_keeps_its_time_when_a_change_tells_none(lesson):
    pk, at = uuid.uuid4(), timezone.now() - timedelta(minutes=20)
    save(lesson, "coach", moment(id=pk, noted_at=at.isoformat()))
    [same] = save(lesson, "coach", moment(id=pk))
    save(lesson, "coach", moment(id=pk, text="Anders gezien.", revision=1))

    row = Moment.objects.get()
    assert (same.status, row.noted_at, row.revision) == (200, at, 2)


# --- the lens ------------------------------------------------------------------------------------

LENS = {"type": "lens", "item": "saf.other_views", "chosen": True}


def test_an_empty_lens_on_the_page_is_the_lens_that_was_shown(lesson):
    save(lesson, "teacher", LENS)

    save(lesson, "coach", answer("rel.contact_at_start", "seen", lens=[]))
    assert Observation.objects.get(voice="coach").lens_shown == []


def test_without_a_coach_the_lens_closes_at_the_teachers_own_first_entry(teacher, edition):
    alone = factories.make_lesson(teacher)
    assert statuses(save(alone, "teacher", LENS)) == [200]
    factories.look_back(alone)

    assert statuses(save(alone, "teacher", LENS | {"chosen": False})) == [423]


def test_a_lens_is_open_again_when_another_coach_comes(lesson, team):
    factories.look(lesson)
    actions.choose_coach(
        lesson=lesson, by=lesson.teacher, coach=factories.make_person("Noor Fictief", team=team, role="coach")
    )

    assert statuses(save(lesson, "teacher", LENS)) == [200]
