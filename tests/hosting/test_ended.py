"""What ends is written down by the database itself, and nothing else of it."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal
from django.db import OperationalError, connection, migrations, models, transaction
from django.utils import timezone

from hosting import triggers
from hosting.ending import LISTED, said
from hosting.management.commands import prepare
from hosting.models import BEGAN, Ended
from observations.models import Key, Lesson, Part
from people.models import User

pytestmark = pytest.mark.django_db
SWITCHES = {"BooleanField", "DateTimeField", "DateField"}


def lines():
    return list(Ended.objects.exclude(what=BEGAN).order_by("pk").values_list("table", "key", "what", "value"))


@pytest.fixture(autouse=True)
def only_what_follows(lesson):
    """Tests with real transactions empty the list, as they empty everything."""
    triggers.begin()
    Ended.objects.exclude(what=BEGAN).delete()


def same(key):
    """A key as this engine writes it."""
    return key.hex if connection.vendor == "sqlite" else str(key)


def test_every_model_of_every_room_says_what_ends():
    there = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    ours = {label for label in there if not label.startswith(("allauth_idp_oidc", "tests"))}
    assert set(LISTED) == ours


@pytest.mark.parametrize("label", LISTED)
def test_every_switch_moment_and_day_is_decided_on(label):
    """One that can be taken back, and that nobody thought of, would come back from a back-up."""
    meta, ends = apps.get_model(label)._meta, LISTED[label]
    if ends.columns or ends.stays or ends.deleted:
        off = {
            field.name
            for field in meta.local_concrete_fields
            if field.get_internal_type() in SWITCHES
            and (field.null or field.get_internal_type() == "BooleanField")
        }
        assert off - {*ends.columns} == {name for name in ends.stays if meta.get_field(name) and name in off}


@pytest.mark.parametrize("label", LISTED)
def test_no_column_with_words_is_copied(label):
    for name in LISTED[label].columns:
        field = apps.get_model(label)._meta.get_field(name)
        if field.get_internal_type() in ("CharField", "TextField", "JSONField", "EmailField"):
            assert said(field) == "" or field.choices


def test_all_triggers_stand_and_a_second_time_changes_nothing():
    assert {trigger.name for trigger in triggers.every()} == set(triggers.there())
    assert triggers.make() == 0


def test_a_trigger_of_another_version_is_made_anew():
    name = next(iter(triggers.there()))
    triggers.run(triggers.dropped([name]))
    assert triggers.make() == 1
    assert name in triggers.there()


def step(*operations, room="people"):
    return type("Step", (), {"app_label": room, "operations": operations}), False


CHANGES = step(migrations.RemoveField("user", "name"))
ADDS = step(migrations.AddField("user", "more", models.TextField(null=True)))


def all_stand():
    return {trigger.name for trigger in triggers.every()} == set(triggers.there())


def test_tables_that_change_find_no_trigger_in_the_way():
    with transaction.atomic():
        triggers.give_way([CHANGES, ADDS])
        tables = set(triggers.there().values())
        assert "people_user" not in tables
        assert "observations_key" in tables
    triggers.make()
    assert all_stand()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite may write the whole table anew")
def test_where_something_only_comes_beside_the_version_of_before_goes_on_writing_down():
    triggers.give_way([ADDS])
    assert all_stand()


@pytest.mark.parametrize("fault", [OperationalError, KeyboardInterrupt])
def test_a_migration_that_fails_leaves_them_standing(monkeypatch, fault):
    """A table that was in use, for example: the version of before serves on."""

    def fail(*_args, **_options):
        triggers.give_way([CHANGES])
        raise fault

    monkeypatch.setattr(prepare, "call_command", fail)
    with pytest.raises(fault):
        prepare.change_tables()
    assert all_stand()


def test_one_that_does_not_fit_the_tables_of_before_stops_no_other(monkeypatch):
    strange = triggers.Trigger(
        "people_user", "UPDATE OF of_next_year", "", triggers.writing("people_user", "1", "x")
    )
    every = list(triggers.every())
    monkeypatch.setattr(triggers, "every", lambda: [strange, *every])
    triggers.run(triggers.dropped(triggers.there()))
    triggers.stand_again()
    assert {trigger.name for trigger in every} <= set(triggers.there())


def test_what_is_revoked_is_on_the_list_without_a_word_or_a_moment(lesson):
    key = Key.objects.create(lesson=lesson, part=Part.STEPS, audience="team", until=timezone.localdate())
    key.revoked_at = timezone.now()
    key.save()
    assert lines() == [("observations_key", same(key.pk), "revoked_at", "1")]
    line = Ended.objects.last()
    assert line.day in (timezone.now().date(), timezone.now().date() - timedelta(days=1))
    assert not any(re.search(r"\d\d:\d\d", str(value)) for value in vars(line).values())


def test_what_is_deleted_is_on_the_list(lesson):
    pk = lesson.pk
    Lesson.objects.filter(pk=pk).delete()
    assert ("observations_lesson", same(pk), "deleted", None) in lines()


def test_what_is_undone_is_undone(lesson):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        lesson.delete()
        1 / 0  # noqa: B018
    assert lines() == []


def test_a_password_is_said_to_be_another_and_not_which(teacher):
    teacher.set_password("another one entirely")
    teacher.save()
    assert lines() == [("people_user", same(teacher.pk), "password", None)]


def test_the_same_again_ends_nothing(teacher):
    teacher.save()
    User.objects.filter(pk=teacher.pk).update(name="Another Name", language="en")
    assert lines() == []


def test_a_coach_who_is_one_no_more_is_named_by_key_alone(lesson, coach):
    Lesson.objects.filter(pk=lesson.pk).update(coach=None, coach_accepted_at=None, accepted_at=None)
    assert lines() == [("observations_lesson", same(lesson.pk), "coach", None)]
    Lesson.objects.filter(pk=lesson.pk).update(coach=coach)
    assert lines()[-1] == ("observations_lesson", same(lesson.pk), "coach", same(coach.pk))


def test_a_pause_and_its_end_are_both_written_down(teacher):
    for active in (False, True):
        teacher.is_active = active
        teacher.save(update_fields=["is_active"])
    assert [value for _table, _key, what, value in lines() if what == "is_active"] == ["0", "1"]


def test_there_is_one_list_and_it_keeps_its_name():
    token = Ended.objects.get(what=BEGAN).token
    triggers.begin()
    assert Ended.objects.get(what=BEGAN).token == token


def test_migrate_makes_them():
    triggers.run(triggers.dropped(triggers.there()))
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    assert {trigger.name for trigger in triggers.every()} == set(triggers.there())


def test_no_question_of_the_program_pays_for_it(django_assert_num_queries, teacher):
    teacher.waiting_email = "other@fictief.example"
    with django_assert_num_queries(1):
        teacher.save(update_fields=["waiting_email"])
