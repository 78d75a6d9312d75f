"""Deleting a visit: gone at once, back within the day or not, forgotten after it; and what the coach takes
along."""

from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from observations import access, actions
from observations.models import Admission, Appointment, CopiedLesson, Lesson, OfferedLesson, ToTell
from observations.refusals import NotNow
from pulse import actions as pulses
from reports import actions as reports
from tests import factories
from tests.factories import answer, bring_to, fresh, make_lesson
from tests.home.conftest import words
from tests.once import made_once
from tests.pulse.conftest import HELPED, asked
from timetables.models import Timetable
from together import actions as together


@pytest.fixture
@made_once
def visit(lesson, team):
    """A row in every table that a visit can have rows in."""
    factories.save(lesson, "teacher", {"type": "lens", "item": "saf.other_views", "chosen": True})
    own = {"type": "own", "slot": 1, "text": "Ik kijk rond", "theme": "safety", "revision": 0}
    factories.save(lesson, "teacher", own)
    asked(lesson, 12, chosen=[HELPED], texts=[(HELPED, "Iets.")])
    factories.record_everything(lesson, "coach")
    factories.record_everything(lesson, "teacher")
    bring_to("open", lesson)
    pulses.hear(lesson=lesson, by=lesson.teacher)
    together.add(lesson=lesson, by=lesson.coach, kind="reply", text="Dank.")
    together.choose_step(
        lesson=lesson, by=lesson.teacher, id="7f5f3a9c-3c53-4d0e-8d2e-0d6f6f1d0a11", text="Begin achterin."
    )
    together.note_talk(lesson=lesson, by=lesson.coach, stop="question", text="Notitie.")
    from_timetable(lesson)
    reports.give_key(
        lesson=lesson, by=lesson.teacher, part="steps", audience="team", until=timezone.localdate()
    )
    return fresh(lesson)


def from_timetable(lesson):
    """What is left of a visit that was copied from a timetable, of which another lesson was offered too."""
    timetable = Timetable.objects.create(teacher=lesson.teacher, confirmed_at=timezone.now())
    times = {"start": lesson.start, "end": lesson.end}
    CopiedLesson.objects.create(lesson=lesson, timetable=timetable, key="a", place=lesson.place, **times)
    later = {name: moment + timedelta(days=7) for name, moment in times.items()}  # an offer that began goes
    facts = {"subject": "Taal", "group": "VZ1A"} | later
    OfferedLesson.objects.create(lesson=lesson, timetable=timetable, slot=2, **facts)


def rows():
    """How many rows each table of a visit has."""
    rooms = [apps.get_app_config(name) for name in ("observations", "pulse")]
    # those are about a person in a team, and about the files of the database
    models = {model for room in rooms for model in room.get_models()} - {Admission}
    return {model.__name__: model.objects.count() for model in models}


def member(team):
    return factories.make_person("Lotte Leiding", team=team, role="lead")


def english(client, person):
    type(person).objects.filter(pk=person.pk).update(language="en")
    client.force_login(person)


def test_at_once_it_is_gone_for_everybody_and_its_keys_end(client, visit, teacher, coach, team):
    colleague = factories.make_person("Sam Bedacht", team=team, role="teacher")
    assert access.parts(colleague, fresh(visit))
    english(client, teacher)
    assert "After 24 hours, an hour later at most, everything of it is taken away" in words(
        client.get(reverse("delete", args=[visit.pk]))
    )
    client.post(reverse("delete", args=[visit.pk]))

    for person in (teacher, coach):
        with pytest.raises(Http404):
            access.visit(person, visit.pk)
        with pytest.raises(Http404):
            factories.save(visit, visit.voice_of(person), answer("saf.other_views", "seen"))
    with pytest.raises(Http404):
        access.released(colleague, visit.pk)
    assert not visit.keys.filter(revoked_at=None).exists()


def test_only_the_teacher_deletes(client, visit, coach):
    client.force_login(coach)

    assert client.post(reverse("delete", args=[visit.pk])).status_code == 404
    assert fresh(visit).deleted_at is None


def test_the_teacher_brings_it_back_within_the_day(client, visit, teacher):
    reports.delete(lesson=visit, by=teacher)
    english(client, teacher)
    assert "You deleted Rekenen, VZ2B" in words(client.get(reverse("home")))
    client.post(reverse("undelete", args=[visit.pk]))

    assert fresh(visit).deleted_at is None
    assert not visit.keys.filter(revoked_at=None).exists()
    assert "You deleted" not in words(client.get(reverse("home")))


def test_not_when_somebody_downloaded_a_part(client, visit, teacher, team):
    reports.note_downloads(by=member(team), parts={visit.pk: ["steps"]})
    english(client, teacher)
    assert "for that reason you cannot bring the visit back" in words(
        client.get(reverse("delete", args=[visit.pk]))
    )
    reports.delete(lesson=visit, by=teacher)

    assert client.post(reverse("undelete", args=[visit.pk])).status_code == 423
    text = words(client.get(reverse("home")))
    assert "It cannot come back, because somebody has downloaded a part." in text
    assert "Bring it back" not in text


def test_not_after_the_day_and_never_by_the_coach(visit, teacher, coach):
    reports.delete(lesson=visit, by=teacher)
    with pytest.raises(Http404):
        reports.undelete(lesson=visit, by=coach)
    with time_machine.travel(timezone.now() + timedelta(hours=25)), pytest.raises(Http404):
        reports.undelete(lesson=visit, by=teacher)


def test_the_coach_is_told_and_takes_own_answers_along_and_nothing_else(client, visit, teacher, coach):
    english(client, coach)
    address = reverse("deleted_prompts", args=[visit.pk])
    assert client.get(address).status_code == 404  # it is not deleted
    reports.delete(lesson=visit, by=teacher)
    assert "Tijn deleted Rekenen, VZ2B" in words(client.get(reverse("home")))
    reply = client.get(address)
    text = reply.content.decode()

    assert reply.headers["Content-Disposition"].startswith('attachment; filename="meekijken.txt"')
    assert text.count("Antwoord op coach.") == len(visit.content.of("prompt", "visit"))
    for word in ("Notitie bij", "Moment", "Tijn", "Antwoord op ref", "Rekenen", "Iets."):
        assert word not in text
    for person in (teacher, factories.make_person("Sam Bedacht", team=visit.team, role="coach")):
        client.force_login(person)
        assert client.get(address).status_code == 404


def test_a_coach_who_wrote_nothing_gets_a_sentence(client, lesson, teacher, coach):
    reports.delete(lesson=lesson, by=teacher)
    english(client, coach)

    assert (
        client.get(reverse("deleted_prompts", args=[lesson.pk])).content.decode()
        == "You answered no questions in this visit."
    )


def test_after_a_day_every_row_is_gone_and_those_of_other_visits_stay(visit, teacher, coach, capsys):
    other = make_lesson(teacher, coach=coach, subject="Taal")
    factories.record_something(other, "coach")
    assert all(rows().values()), rows()  # every table has rows, so that none can be forgotten
    reports.delete(lesson=visit, by=teacher)
    before = rows()
    call_command("forget")
    assert rows() == before
    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=1)):
        call_command("forget")
        call_command("forget")

    assert "visits forgotten: 1\n" in capsys.readouterr().out.splitlines(keepends=True)
    left = {name: n for name, n in rows().items() if n}
    assert left == {"Lesson": 1, "Observation": 1, "Answer": 1, "Moment": 1, "ToTell": 3, "Appointment": 2}
    assert Lesson.objects.get() == other
    told = [*ToTell.objects.values_list("lesson"), *Appointment.objects.values_list("lesson")]
    assert set(told) == {(other.pk,)}  # who looks along has said yes, and both are told


@pytest.mark.parametrize("stage", ["planned", "looking", "ready", "open", "looked_back", "cancelled"])
def test_it_can_be_deleted_at_any_stage(lesson, teacher, stage):
    visit = bring_to(stage, lesson)
    reports.delete(lesson=visit, by=teacher)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert reports.forget() == 1

    assert not Lesson.objects.exists()


def test_nothing_is_written_on_a_deleted_visit(lesson, teacher):
    reports.delete(lesson=lesson, by=teacher)
    with pytest.raises(Http404):
        factories.save(lesson, "teacher", answer("saf.other_views", "seen"))


def test_bringing_back_says_why_not(visit, teacher, team):
    reports.note_downloads(by=member(team), parts={visit.pk: ["steps"]})
    reports.delete(lesson=visit, by=teacher)
    with pytest.raises(NotNow) as refusal:
        reports.undelete(lesson=visit, by=teacher)

    assert refusal.value.reason == "downloaded"


def test_a_second_click_changes_nothing(client, visit, teacher):
    english(client, teacher)
    for _click in range(2):
        reply = client.post(reverse("delete", args=[visit.pk]))
        assert (reply.status_code, reply.headers["Location"]) == (302, reverse("home"))
    for _click in range(2):
        reply = client.post(reverse("undelete", args=[visit.pk]))
        assert (reply.status_code, reply.headers["Location"]) == (302, reverse("visit", args=[visit.pk]))

    assert [entry.what for entry in visit.ledger.all()] == ["revoked", "gave"]


def test_a_promise_that_it_can_come_back_is_kept_or_nothing_is_deleted(client, visit, teacher, team):
    english(client, teacher)
    address = reverse("delete", args=[visit.pk])
    assert 'name="can_come_back"' in client.get(address).content.decode()
    reports.note_downloads(by=member(team), parts={visit.pk: ["steps"]})
    reply = client.post(address, {"can_come_back": "1"})

    assert reply.status_code == 423
    assert "Somebody downloaded a part of this visit while you were reading." in words(reply)
    assert fresh(visit).deleted_at is None
    assert client.post(address).status_code == 302


def test_a_former_coachs_account_goes_with_the_visit_and_comes_back_with_it(client, lesson, teacher, coach):
    factories.record_something(lesson, "coach")
    actions.choose_coach(lesson=lesson, by=teacher, coach=None)
    account = lesson.observations.get(author=coach)
    reports.delete(lesson=lesson, by=teacher)
    with pytest.raises(Http404):
        access.set_aside_account(coach, account.pk)

    reports.undelete(lesson=lesson, by=teacher)

    assert access.set_aside_account(coach, account.pk) == account


def test_only_its_teacher_sends_the_form_of_deleting_twice(client, visit, teacher, coach):
    reports.delete(lesson=visit, by=teacher)

    assert [access.is_deleted(person, visit.pk) for person in (teacher, coach)] == [True, False]
    for person, status in ((teacher, 302), (coach, 404)):
        client.force_login(person)
        assert client.post(reverse("delete", args=[visit.pk])).status_code == status
