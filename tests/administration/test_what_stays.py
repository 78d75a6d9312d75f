"""Who is gone: of everything that points to a person somebody decided whether it goes or stays without a
name, and no row of any table holds the name or the address any more."""

import os
import tracemalloc
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from administration import emptying, leaving
from checklists.models import Item
from letters import kept, wishes
from letters.models import How, OwnCalendar
from observations import actions, practising
from observations.models import Admission, Appointment, Lesson, News, Observation, ToTell
from people.audit import AuditEvent, Done, note
from people.drafts import save
from people.models import User
from reports import actions as reports
from reports.bundles import own_asked, zipped
from reports.models import Bundle, Piece
from signing_in.models import AskedForPlace
from studio import drafts, proposing
from studio.models import Proposal
from tests import factories
from tests.factories import bring_to, fresh, make_lesson
from tests.pulse.conftest import asked
from together import actions as together

A_DAY = timedelta(days=1)
A_MEGABYTE = 2**20
NAME, WORD = "Noor Zeldzaam", "Watermerk"
GOES, NAMELESS = "goes", "stays, without a name"
# Everything that points to a person: whoever adds something decides here what becomes of it.
RELATIONS = {
    "account.EmailAddress.user": GOES,
    "echo.Batch.coach": GOES,
    "echo.Saying.teacher": GOES,
    "letters.OwnCalendar.person": GOES,
    "mfa.Authenticator.user": GOES,
    "socialaccount.SocialAccount.user": GOES,
    "letters.Wish.person": GOES,
    "observations.Addition.author": NAMELESS,  # in visits of others
    "observations.Admission.teacher": GOES,
    "observations.Appointment.person": GOES,
    "observations.LedgerEntry.who": NAMELESS,  # who read or downloaded what of others
    "observations.Lesson.cancelled_by": NAMELESS,
    "observations.Lesson.coach": NAMELESS,
    "observations.Lesson.declined_by": NAMELESS,
    "observations.Lesson.planned_by": NAMELESS,
    "observations.Lesson.teacher": GOES,
    "observations.Observation.author": NAMELESS,  # in visits of others; what was set aside goes
    "observations.ToTell.by": GOES,
    "observations.ToTell.person": GOES,
    "people.AuditEvent.about": NAMELESS,
    "people.AuditEvent.by": NAMELESS,
    "people.Membership.user": NAMELESS,  # who could read what, and when
    "people.SavedDraft.person": GOES,
    "people.SignedIn.person": GOES,
    "people.User_groups.user": GOES,
    "people.User_user_permissions.user": GOES,
    "pulse.Pulse.opener": NAMELESS,
    "pulse.Pulse.told_coach": NAMELESS,
    "reports.Bundle.reader": GOES,
    "studio.Proposal.answered_by": NAMELESS,  # to proposals of others
    "studio.Proposal.by": GOES,
    "timetables.Timetable.teacher": GOES,
}


def relations(model):
    fields = model._meta.get_fields(include_hidden=True)
    return {
        f"{field.related_model._meta.label}.{field.field.name}": field.field
        for field in fields
        if field.is_relation and field.auto_created and not field.concrete
    }


def test_of_every_relation_to_a_person_somebody_decided():
    assert set(relations(User)) == set(RELATIONS)


@pytest.fixture
def noor(db, edition, team, settings, tmp_path):
    """Somebody who has something everywhere: as a teacher, and as a coach with others."""
    settings.LETTER_BOX = settings.LETTER_BOX | {"OPTIONS": {"file_path": tmp_path}}
    noor = factories.make_person(NAME, team=team, role="teacher")
    noor.memberships.create(team=team, role="coach", since=noor.today - A_DAY)
    return noor


@pytest.fixture
def full(noor, teacher, coach, team, administrator, client):
    own = make_lesson(noor, coach=coach, message=f"{WORD} bericht")
    asked(own, 12)
    factories.record_everything(own, "teacher")
    bring_to("open", own)
    together.add(lesson=own, by=coach, kind="reply", text=f"{WORD} van de coach")
    reports.give_key(lesson=own, by=noor, part="teacher_account", audience="team", until=noor.today + A_DAY)
    others = bring_to("open", make_lesson(teacher, coach=noor))
    together.add(lesson=others, by=noor, kind="reply", text="Blijft staan.")
    aside = bring_to("looking", make_lesson(teacher, coach=noor, subject="Taal"))
    actions.choose_coach(lesson=fresh(aside), by=teacher, coach=None)
    declined = make_lesson(teacher, coach=noor, is_answered=False, subject="Kunst")
    actions.decline(lesson=declined, by=noor)
    cancelled = make_lesson(teacher, coach=noor, subject="Gym")
    actions.cancel(lesson=cancelled, by=noor)
    practising.practise(by=noor, voice="teacher", edition=own.edition)
    reads = bring_to("open", make_lesson(teacher, coach=coach, subject="Muziek"))
    reports.give_key(lesson=reads, by=teacher, part="steps", audience="team", until=noor.today)
    reports.note_downloads(by=noor, parts={reads.pk: ["steps"]})
    Admission.objects.create(teacher=noor, membership=factories.join(team, "Nieuw Iemand").memberships.get(), may_read=True)  # fmt: skip
    save(noor, "00000000000000000000000000000001")
    wishes.choose(noor, {News.RELEASED: How.NOW})
    OwnCalendar.of(noor).give_address("token", 0)
    AskedForPlace.objects.create(school=noor.school, email=noor.email, name=NAME)
    SocialAccount.objects.create(user=noor, provider="of-the-school", uid="noor")
    Authenticator.objects.create(user=noor, type=Authenticator.Type.TOTP, data={"secret": "sealed"})
    said = {"theme": "safety", "key": "", "why": "", "lang": "nl", "says_name": True}
    proposing.propose(by=noor, edition=own.edition, text=f"{WORD} kijkpunt", **said)
    stays = proposing.propose(by=noor, edition=own.edition, text="Blijft een kijkpunt.", **said)
    list_of_school = drafts.copy(by=administrator, edition=own.edition, name="Onze lijst").checklist
    proposing.take(by=administrator, proposal_id=stays.pk, checklist=list_of_school)
    theirs = proposing.propose(by=teacher, edition=own.edition, text="Van een collega.", **said)
    User.objects.filter(pk=noor.pk).update(is_editor=True)
    proposing.thank(by=User.objects.get(pk=noor.pk), proposal_id=theirs.pk, answer="Dank je.")
    own_asked(noor, "nl")
    note(Done.ROLE_GIVEN, by=administrator, school=noor.school, about=noor, role="coach", team=team.name)
    client.force_login(noor)
    client.get(reverse("home"))
    return {"own": own, "others": others, "aside": aside}


def goes(noor, administrator):
    leaving.let_go(by=administrator, person=noor, last_day=noor.today)
    with time_machine.travel(timezone.now() + 13 * A_DAY):
        assert emptying.forget_gone() == 0
    with time_machine.travel(timezone.now() + 14 * A_DAY):
        call_command("hourly")
        assert emptying.forget_gone() == 0


def everything():
    """Each value of each row of each table, as text."""
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values():
            yield model._meta.label, " ".join(map(str, row.values()))


def test_nothing_of_the_person_is_left_and_what_is_of_others_stays(full, noor, administrator, teacher):
    address = noor.email
    assert sum(NAME in text or address in text for _label, text in everything()) >= 2
    mail.outbox.clear()
    goes(noor, administrator)

    assert [label for label, text in everything() if NAME in text or address in text] == []
    left = {
        name: field.model._base_manager.filter(**{field.name: noor.pk}).exists()
        for name, field in relations(User).items()
    }
    assert [name for name, decided in RELATIONS.items() if decided == GOES and left[name]] == []
    assert [label for label, text in everything() if WORD in text] == []
    assert not Lesson.with_practice.filter(pk=full["own"].pk).exists()
    stays = fresh(full["others"])
    assert stays.observations.filter(author=noor).exists()
    assert stays.additions.filter(author=noor, text="Blijft staan.").exists()
    assert not Observation.objects.filter(author=noor, lesson=full["aside"]).exists()
    assert not Appointment.objects.filter(person=noor).exists()
    assert Item.objects.filter(text_nl="Blijft een kijkpunt.").exists()
    assert list(Proposal.objects.values_list("text", "answered_by")) == [("Van een collega.", noor.pk)]
    assert type(noor.school).objects.get(pk=noor.school_id).open_proposals == 0


def test_the_row_that_stays_says_nothing(full, noor, administrator):
    goes(noor, administrator)
    row = User.objects.get(pk=noor.pk)

    assert row.left_at
    assert not row.has_usable_password()
    facts = {name: getattr(row, name) for name in emptying.NAMELESS}
    assert facts == emptying.NAMELESS
    assert [*AuditEvent.objects.filter(about=noor).exclude(detail={})] == []
    assert AuditEvent.objects.filter(about=noor, what=Done.GONE, by=None).exists()


def test_colleagues_hear_nothing_but_that_visits_are_off(full, noor, administrator, coach, teacher):
    ToTell.objects.all().delete()
    mail.outbox.clear()
    goes(noor, administrator)

    assert {tuple(letter.to) for letter in mail.outbox} <= {(noor.email,)}
    assert not ToTell.objects.filter(person__in=[coach, teacher], kind=News.DELETED).exists()


def test_a_letter_that_lies_on_the_server_goes_and_those_of_others_stay(full, noor, administrator, tmp_path):
    one = b"To: %s\r\n\r\nHallo" % noor.email.encode() + kept.BETWEEN
    two = b"To: iemand@school.example\r\n\r\nDag" + kept.BETWEEN
    (tmp_path / "20261129-100000-1.log").write_bytes(one)
    (tmp_path / "20261129-100000-2.log").write_bytes(one + two)
    goes(noor, administrator)

    found = [path.read_bytes() for path in Path(tmp_path).glob("*.log")]
    assert two in found
    assert not any(noor.email.encode() in text for text in found)


def test_who_is_brought_back_in_time_is_not_emptied(full, noor, administrator):
    leaving.let_go(by=administrator, person=noor, last_day=noor.today)
    leaving.bring_back(by=administrator, person=noor)
    with time_machine.travel(timezone.now() + 20 * A_DAY):
        assert emptying.forget_gone() == 0

    assert User.objects.get(pk=noor.pk).name == NAME


def test_where_the_hourly_work_stood_still_nobody_has_less_time_to_undo_it(full, noor, administrator):
    leaving.let_go(by=administrator, person=noor, last_day=noor.today + A_DAY)
    with time_machine.travel(timezone.now() + 30 * A_DAY):
        call_command("hourly")
        assert User.objects.get(pk=noor.pk).can_come_back
    with time_machine.travel(timezone.now() + 42 * A_DAY):
        assert User.objects.get(pk=noor.pk).can_come_back
        assert emptying.forget_gone() == 0
    with time_machine.travel(timezone.now() + 43 * A_DAY):
        assert emptying.forget_gone() == 1


# --- and before that everything is taken along ------------------------------------------------------------


def test_everything_comes_along_in_one_file_made_piece_by_piece(
    full, noor, administrator, client, django_capture_on_commit_callbacks
):
    leaving.let_go(by=administrator, person=noor, last_day=noor.today)
    client.force_login(noor)
    Bundle.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("take_along_file"))
    bundle = Bundle.objects.get(reader=noor)
    assert answer["Location"] == reverse("bundle", args=[bundle.pk])
    assert client.get(answer["Location"]).status_code == 200

    file = client.get(reverse("bundle_file", args=[bundle.pk]))
    archive = zipfile.ZipFile(BytesIO(b"".join(file.streaming_content)))
    names = archive.namelist()
    assert [name.rpartition(".")[2] for name in names] == ["pdf", "xlsx", "json"]
    assert archive.testzip() is None
    assert archive.read(names[0]).startswith(b"%PDF")
    assert b"Notitie bij" in archive.read(names[2])


def test_what_is_of_a_visit_that_was_deleted_meanwhile_is_not_in_it(full, noor, client, django_capture_on_commit_callbacks):  # fmt: skip
    Bundle.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        bundle = own_asked(noor, "nl")
    client.force_login(noor)
    bundle.refresh_from_db()
    assert bundle.pieces.count() == 3
    reports.delete(lesson=fresh(full["own"]), by=noor)

    file = client.get(reverse("bundle_file", args=[bundle.pk]))
    assert len(zipfile.ZipFile(BytesIO(b"".join(file.streaming_content))).namelist()) == 2


def test_however_much_there_is_one_file_at_a_time_is_held(noor):
    """Twenty of a megabyte each."""
    bundle = Bundle.objects.create(reader=noor, kind="own", language="nl")
    for number in range(20):
        Piece.objects.create(bundle=bundle, name=f"{number}.pdf", file=os.urandom(A_MEGABYTE))
    tracemalloc.start()
    try:
        sent = sum(len(part) for part in zipped(bundle))
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert sent > 20 * A_MEGABYTE
    assert peak < 6 * A_MEGABYTE
