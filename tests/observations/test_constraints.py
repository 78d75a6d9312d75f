"""What must never be true, the database itself refuses. Each rule: one legal row, one illegal."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from checklists.models import Checklist, Edition, Frozen, Item
from observations.models import Addition, Answer, LensPoint, Lesson, Moment, Observation, Step
from people.models import Membership, User
from tests import factories


def refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


@pytest.fixture
def account(lesson):
    factories.look(lesson)
    return Observation.objects.get(voice="coach")


def change(row, **fields):
    return lambda: type(row)._base_manager.filter(pk=row.pk).update(**fields)


def test_lesson_rules(lesson, teacher):
    now = timezone.now()
    change(lesson, end=lesson.start + timedelta(minutes=10), opened_at=now)()

    refused(change(lesson, coach=teacher))
    refused(change(lesson, end=lesson.start))
    refused(change(lesson, purpose="appraisal"))
    refused(change(lesson, accepted_at=None))
    refused(change(lesson, cancelled_at=now, cancelled_by=teacher))
    refused(change(lesson, opened_at=None, cancelled_at=now))
    refused(change(lesson, alone_at=now))
    refused(change(lesson, coach_accepted_at=None))
    refused(change(lesson, coach=None))
    alone = {"coach": None, "coach_accepted_at": None, "opened_at": None}
    change(lesson, **alone, declined_by=teacher)()
    refused(change(lesson, coach=lesson.coach))
    refused(change(lesson, coach_accepted_at=now))
    refused(change(lesson, alone_at=now))
    refused(change(lesson, opened_at=now))
    refused(change(lesson, cancelled_at=now, cancelled_by=teacher))


def test_a_lens_has_six_different_points_at_most(lesson):
    points = lesson.content.points
    for slot in range(1, 7):
        LensPoint.objects.create(lesson=lesson, item=points[slot], slot=slot)

    refused(lambda: LensPoint.objects.create(lesson=lesson, item=points[0], slot=7))
    refused(lambda: LensPoint.objects.create(lesson=lesson, item=points[0], slot=6))
    refused(lambda: LensPoint.objects.create(lesson=lesson, item=points[1], slot=0))


def test_one_account_per_person_and_one_that_counts_per_voice(account, lesson, team):
    other = factories.make_person("Noor Fictief", team=team, role="coach")

    refused(lambda: Observation.objects.create(lesson=lesson, author=account.author, voice="teacher"))
    refused(lambda: Observation.objects.create(lesson=lesson, author=other, voice="coach"))
    refused(lambda: Observation.objects.create(lesson=lesson, author=other, voice="student"))
    refused(
        lambda: Observation.objects.create(
            lesson=lesson, author=other, voice="coach", set_aside_at=timezone.now()
        )
    )
    refused(
        lambda: Observation.objects.create(lesson=lesson, author=other, voice="coach", was_start=lesson.start)
    )
    now = timezone.now()
    Observation.objects.create(
        lesson=lesson, author=other, voice="coach", set_aside_at=now, was_start=lesson.start
    )


@pytest.mark.parametrize(
    ("key", "kind", "good", "bad"),
    [
        ("rel.contact_at_start", "point", "na", "few"),
        ("sig.tension", "signal", "more", "seen"),
        ("step.small_step", "growth", "none", "ticked"),
        ("resp.waited", "response", "ticked", "seen"),
        ("coach.helped", "prompt", "", "ticked"),
        ("mean.belong", "meaning", None, ""),
    ],
)
def test_a_value_fits_the_kind_of_its_item(account, lesson, key, kind, good, bad):
    now = timezone.now()
    row = {
        "observation": account,
        "item": lesson.content.by_key[key],
        "kind": kind,
        "noted_at": now,
        "received_at": now,
    }

    refused(lambda: Answer.objects.create(**row, value=bad))
    if good is not None:
        Answer.objects.create(**row, value=good)
        refused(lambda: Answer.objects.create(**row, value=good))


def test_a_removed_moment_keeps_no_text(account):
    moment = Moment.objects.get()
    change(moment, text="", deleted_at=timezone.now())()

    refused(change(moment, text="toch nog"))
    refused(change(moment, kind="verdict"))
    refused(change(moment, theme="order"))


def test_an_addition_says_something_about_one_thing(account, lesson, coach):
    moment, item = Moment.objects.get(), lesson.content.points[0]
    row = {"lesson": lesson, "author": coach, "kind": "reply"}
    Addition.objects.create(**row, text="Klopt.", moment=moment)

    refused(lambda: Addition.objects.create(**row, text="Klopt.", moment=moment, item=item))
    Addition.objects.create(**row, text="Klopt.", theme="safety")
    refused(lambda: Addition.objects.create(**row, text="Klopt.", theme="safety", item=item))
    refused(lambda: Addition.objects.create(**row, text="Klopt.", theme="order"))
    refused(lambda: Addition.objects.create(**row, text=""))
    refused(lambda: Addition.objects.create(**(row | {"kind": "verdict"}), text="x"))


def test_a_step_has_one_wording_and_one_of_three_slots(lesson):
    bank = lesson.content.suggestions[0]
    Step.objects.create(lesson=lesson, slot=1, suggestion=bank)

    refused(lambda: Step.objects.create(lesson=lesson, slot=2, suggestion=bank, text="en eigen woorden"))
    refused(lambda: Step.objects.create(lesson=lesson, slot=2))
    refused(lambda: Step.objects.create(lesson=lesson, slot=1, text="x"))
    refused(lambda: Step.objects.create(lesson=lesson, slot=4, text="x"))


def test_who_leaves_leaves_no_name_and_is_never_deleted(teacher, lesson):
    refused(change(teacher, left_at=timezone.now()))
    refused(change(teacher, name=""))
    change(teacher, left_at=timezone.now(), email=None, name="", is_active=False)()

    with pytest.raises(IntegrityError):
        User.objects.get(pk=teacher.pk).delete()


def test_membership_rules(teacher, team):
    running = teacher.memberships.get()
    refused(lambda: Membership.objects.create(user=teacher, team=team, role="teacher"))
    refused(change(running, until=running.since - timedelta(days=1)))
    refused(change(running, role="boss"))

    change(running, until=timezone.localdate())()
    Membership.objects.create(user=teacher, team=team, role="teacher")


def test_a_published_edition_and_its_lines_cannot_change(edition):
    item, suggestion = edition.items.first(), edition.suggestions.first()

    for row in (edition, item, suggestion):
        with pytest.raises(Frozen):
            row.save()
        with pytest.raises(Frozen):
            row.delete()


def test_checklist_and_item_rules(edition, school):
    refused(lambda: Checklist.objects.create(key=edition.checklist.key, name_nl="x", name_en="x"))
    Checklist.objects.create(key=edition.checklist.key, school=school, name_nl="x", name_en="x")
    refused(lambda: Edition.objects.create(checklist=edition.checklist, number=1))
    draft = Edition.objects.create(checklist=edition.checklist, number=4)
    Item.objects.create(edition=draft, key="a", order=1, kind="point", theme="safety")

    refused(lambda: Item.objects.create(edition=draft, key="a", order=2, kind="point"))
    refused(lambda: Item.objects.create(edition=draft, key="b", order=2, kind="grade"))
    refused(lambda: Item.objects.create(edition=draft, key="b", order=2, kind="point", theme="order"))
    refused(lambda: Item.objects.create(edition=draft, key="b", order=2, kind="prompt"))


def test_purpose_and_id_are_never_asked(lesson):
    assert (lesson.purpose, isinstance(lesson.pk, uuid.UUID)) == (Lesson.DEVELOPMENT, True)
