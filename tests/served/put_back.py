"""A back-up, then all that may never come back, then the back-up put back: what of it works again."""

import sys
import tarfile
from contextlib import ExitStack
from datetime import timedelta
from io import StringIO

from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from administration import emptying, inviting
from echo import saying
from echo.models import Batch, Saying
from hosting import backups
from letters.models import OwnCalendar
from observations import actions
from observations.models import Key, Lesson, Moment, Observation
from people import invitations
from people.models import Membership, User
from people.sessions import end_sessions
from pulse import actions as pulses
from pulse.models import Pulse, PulseText
from reports import actions as reports
from signing_in.models import OpenIDProvider
from tests import factories
from tests.echo.conftest import TURN, opened, said
from tests.served.pulse_on_disk import opened as pulse_opened
from timetables import keeping as timetables
from timetables.models import Timetable

WORD = "Eigenwoord"
PASSWORD = factories.PASSWORD
TOKEN = "a" * 40


def run():
    here = Here()
    here.begin()
    before = here.works()
    path = backups.make()
    held = what_it_holds(path)
    here.end()
    ended = here.works()
    said_no = tried(path)
    out = StringIO()
    call_command("restore", str(path), replace=True, stdout=out)
    after = here.works()
    sys.stderr.write(out.getvalue())
    return {
        "before": sorted(name for name, works in before.items() if not works),
        "ended": sorted(name for name, works in ended.items() if works),
        "after": sorted(name for name, works in after.items() if works),
        "held": held,
        "without --replace": "--replace" in said_no,
        "visits": Lesson.objects.count(),
        "pulse": Pulse.objects.values_list("answers", "counts", "tickets", "code").get(lesson=here.asked),
        "rows that tell": [Saying.objects.count(), Batch.objects.filter(closed_on=None).count(), PulseText.objects.filter(pulse__lesson=here.asked).count()],
        "settled": Pulse.objects.get(lesson=here.heard).answers,
        "kept": Key.objects.valid().filter(lesson=here.opened, part="teacher_account").count(),
        "once more": once_more(here, path),
    }  # fmt: skip


def tried(path):
    try:
        call_command("restore", str(path))
    except CommandError as refused:
        return str(refused)
    return ""


def once_more(here, path):
    """From the files alone: what was served is not asked."""
    out = StringIO()
    call_command("restore", str(path), replace=True, stdout=out)
    return sorted(name for name, works in here.works().items() if works)


def what_it_holds(path):
    """Of words that no back-up may hold, how often they stand in it."""
    with ExitStack() as stack:
        tar = stack.enter_context(tarfile.open(path))
        parts = [tar.extractfile(part).read() for part in tar]
    whole = b"\n".join(parts)
    return {
        "texts of students": whole.count(WORD.encode()),
        "a heard text": whole.count(b"Gehoord-00") > 0,
        "sealed": whole.count(Here.sealed.encode()),
    }


class Here:
    sealed = ""

    def begin(self):
        self.school = factories.make_school()
        self.team = factories.make_team(self.school)
        make = factories.make_person
        self.teacher = make("Tijn Verzonnen", team=self.team, role="teacher")
        self.coach = make("Coba Voorbeeld", team=self.team, role="coach")
        self.lead = make("Lotte Leiding", team=self.team, role="lead")
        self.moved = make("Vera Verhuisd", team=self.team, role="teacher")
        self.paused = make("Piet Pauze", team=self.team, role="teacher")
        self.going = make(
            "Gerda Gaat",
            team=self.team,
            role="teacher",
            leaves_on=timezone.localdate(),
            closed_at=timezone.now(),
        )
        self.keyed = make("Karel Code", team=self.team, role="teacher")
        self.new = make(
            "Nina Nieuw", team=self.team, role="teacher", password=None, invited_at=timezone.now()
        )
        self.admin = make("Iris Beheer", school=self.school)
        factories.make_administrator(self.admin)
        self.begin_visits()
        self.begin_ways()

    def begin_visits(self):
        self.opened = factories.make_lesson(self.teacher, coach=self.coach)
        factories.record_everything(self.opened, "coach")
        for ready in (factories.coach_ready, factories.teacher_ready, factories.open_it):
            ready(self.opened)
        day = timezone.localdate() + timedelta(days=5)
        for part in ("steps", "teacher_account"):
            reports.give_key(lesson=self.opened, by=self.teacher, part=part, audience="team", until=day)
        self.deleted = factories.make_lesson(self.teacher, coach=self.coach, subject="Wegvak")
        self.forgotten = factories.make_lesson(self.teacher, coach=self.coach)
        self.of_going = factories.make_lesson(self.going, coach=self.coach)
        self.other_coach = factories.make_lesson(self.moved, coach=self.coach)
        self.looked = factories.make_lesson(self.moved, coach=self.coach)
        factories.record_everything(self.looked, "coach")
        factories.coach_ready(self.looked)
        self.said = opened(self.moved, self.coach)
        saying.say(lesson=self.said, by=self.moved, choices=said(*TURN[0]))
        Here.sealed = Saying.objects.get().sealed
        self.asked = factories.make_lesson(self.teacher)
        pulse_opened(self.teacher, self.asked, WORD, 7)
        self.heard = factories.make_lesson(self.teacher)
        pulse_opened(self.teacher, self.heard, "Gehoord", 12)
        pulses.close(lesson=self.heard, by=self.teacher)

    def begin_ways(self):
        OwnCalendar.of(self.teacher).give_address(TOKEN, 0)
        self.timetable = factories.make_timetable(self.teacher)
        self.step = Authenticator.objects.create(
            user=self.keyed, type="webauthn", data={"name": "Sleutel", "credential": {"id": "x"}}
        )
        self.service = OpenIDProvider.objects.create(
            school=self.school, issuer="https://in.example", client_id="x", is_open=True
        )
        self.link = invitations.token(self.new)
        self.browser = Client(HTTP_HOST="localhost")
        self.browser.force_login(self.lead)

    def works(self):
        """What is there, and opens something."""
        teacher = User.objects.get(pk=self.teacher.pk)
        return {
            "key": Key.objects.valid().filter(lesson=self.opened, part="steps").exists(),
            "deleted visit": Lesson.objects.filter(pk=self.deleted.pk, deleted_at=None).exists(),
            "forgotten visit": Lesson.objects.filter(pk=self.forgotten.pk).exists(),
            "name of who is gone": User.objects.get(pk=self.going.pk).name != "",
            "visit of who is gone": Lesson.objects.filter(pk=self.of_going.pk).exists(),
            "coach of before": Lesson.objects.filter(pk=self.other_coach.pk, coach=self.coach).exists(),
            "ready": Observation.objects.filter(
                lesson=self.looked, author=self.coach, ready_at__isnull=False
            ).exists(),
            "removed moment": Moment.objects.filter(
                observation__lesson=self.looked, deleted_at=None
            ).exists(),
            "saying": Saying.objects.filter(teacher=self.moved).exists(),
            "role": Membership.objects.active().filter(user=self.lead).exists(),
            "pause": User.objects.get(pk=self.paused.pk).is_active,
            "administrator": User.objects.get(pk=self.admin.pk).is_administrator,
            "password of before": teacher.check_password(PASSWORD),
            "address of before": User.objects.filter(email=self.moved.email).exists(),
            "password where the address is another": User.objects.get(pk=self.moved.pk).check_password(
                PASSWORD
            ),
            "passkey": Authenticator.objects.filter(pk=self.step.pk).exists(),
            "password where the passkey is gone": User.objects.get(pk=self.keyed.pk).check_password(PASSWORD),
            "feed": OwnCalendar.at(TOKEN) is not None,
            "timetable": Timetable.objects.filter(pk=self.timetable.pk).exists(),
            "service": OpenIDProvider.objects.filter(is_open=True).exists(),
            "invitation": invitations.invited(self.link) is not None,
            "session": self.browser.get(reverse("home")).status_code == 200,
            "page under the key": "Wegvak" in self.page(),
        }

    def page(self):
        """A visit that was deleted, as its teacher asks for it."""
        client = Client(HTTP_HOST="localhost")
        client.force_login(User.objects.get(pk=self.coach.pk))
        return client.get(reverse("visit", args=[self.deleted.pk])).content.decode()

    def end(self):
        reports.revoke_key(lesson=self.opened, by=self.teacher, part="steps")
        reports.delete(lesson=self.deleted, by=self.teacher)
        Lesson.objects.get(pk=self.forgotten.pk).delete()
        emptying.empty(self.going)
        actions.choose_coach(lesson=Lesson.objects.get(pk=self.other_coach.pk), by=self.moved, coach=None)
        actions.withdraw_ready(lesson=Lesson.objects.get(pk=self.looked.pk), by=self.coach)
        Moment.objects.filter(observation__lesson=self.looked).update(deleted_at=timezone.now(), text="")
        saying.take_back(lesson=self.said, by=self.moved)
        self.lead.memberships.update(until=timezone.localdate())
        User.objects.filter(pk=self.paused.pk).update(is_active=False)
        User.objects.filter(pk=self.admin.pk).update(is_administrator=False)
        for person, fields in (
            (self.teacher, {"password": "another one entirely"}),
            (self.moved, {"email": "elders@fictief.example"}),
        ):
            fresh = User.objects.get(pk=person.pk)
            if "password" in fields:
                fresh.set_password(fields["password"])
            else:
                fresh.email = fields["email"]
            fresh.save()
        Authenticator.objects.all().delete()
        OwnCalendar.of(self.teacher).withdraw()
        timetables.unlink(self.teacher)
        OpenIDProvider.objects.update(is_open=False)
        inviting.withdraw(person=User.objects.get(pk=self.new.pk), by=self.admin)
        end_sessions(self.lead)
