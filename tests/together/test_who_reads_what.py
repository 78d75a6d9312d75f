"""Whatever people do in whatever order, nobody reads what the architecture does not give: checked against a
small model of it."""

import uuid
from contextlib import suppress
from datetime import timedelta
from itertools import product

import pytest
from django.db import transaction
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from observations import access, actions
from observations.models import Key, LedgerEntry, Lesson, Voice
from observations.refusals import NotNow
from people.models import Membership
from pulse import actions as pulses
from pulse.heard import heard
from reports import actions as reports
from tests import factories
from tests.factories import answer, fresh
from tests.together.visits import texts
from together import actions as together
from together.report import build

POINT = "saf.other_views"
PARTS = ["teacher_account", "coach_account", "students", "steps", "sentence"]
# what cannot be a word of the page's own
TELLING = {
    "van-docent",
    "van-coach",
    "van-other",
    "antwoord-teacher",
    "antwoord-coach",
    "antwoord-other",
    "kwam-ervan",
    "prive",
}


class Visit:
    """One visit and everybody round it. `may` is a small model of the architecture; `sees` is what is really
    read."""

    people = (
        ("teacher", "teacher"),
        ("coach", "coach"),
        ("other", "coach"),
        ("colleague", "teacher"),
        ("lead", "lead"),
        ("newcomer", "lead"),  # comes to the team during the walk
    )

    def __init__(self):
        team = factories.make_team(factories.make_school(f"School {uuid.uuid4()}"))
        self.person = {
            name: factories.make_person(name, team=team, role=role, password=None)
            for name, role in self.people
        }
        self.team = team
        self.person["newcomer"].memberships.all().delete()
        self.came_at, self.is_let_in = None, False
        self.lesson = factories.make_lesson(self.person["teacher"], coach=self.person["coach"])
        self.was_on_screen = set()
        self.was_read = set()  # (who, word): a walk in which nobody reads anything shows nothing

    def is_opened_and_talked_about(self):
        """What many walks begin with: every part is there to be given or kept."""
        self.ask_students(tells=True)
        self.teacher_writes()
        for _station in range(5):
            self.walk_on()
        self.do(pulses.hear, "teacher")
        self.reply("teacher")
        self.reply("coach")
        self.step()
        self.note("coach")
        self.guess()
        self.look_back_on_steps()

    def do(self, action, by, **facts):
        """What is refused changes nothing; whether it may be is not asked here."""
        with suppress(NotNow, Http404), transaction.atomic():
            action(lesson=self.lesson, by=self.person[by], **facts)

    # --- what people do

    def coach_writes(self, by):
        entry = answer(POINT, "seen", f"van-{by}", revision=0)
        with suppress(NotNow, Http404):
            factories.recording.record(
                by=self.person[by], lesson_id=self.lesson.pk, voice=Voice.COACH, entries=[entry]
            )

    def teacher_writes(self):
        entries = [
            answer(POINT, "seen", "van-docent"),
            answer("open.inside", "", "prive"),
            answer("open.share", "", "zin"),
        ]
        with suppress(NotNow, Http404):
            factories.save(self.lesson, "teacher", *entries)

    def walk_on(self):
        """One station further on the main road, so that what comes late is reached as often as what comes
        first."""
        lesson = fresh(self.lesson)
        coach = "other" if lesson.coach_id == self.person["other"].pk else "coach"
        if not lesson.is_begun:
            self.teacher_writes()
        elif not lesson.accounts.get(Voice.COACH) and lesson.has_coach:
            self.coach_writes(coach)
        elif not lesson.is_ready(Voice.TEACHER):
            self.do(actions.mark_ready, "teacher")
        elif lesson.has_coach and not lesson.is_ready(Voice.COACH):
            self.do(actions.mark_ready, coach)
        else:
            self.do(actions.open_together, "teacher")

    def reply(self, by):
        self.do(together.add, by, kind="reply", text=f"antwoord-{by}", item=self.lesson.content.by_key[POINT])

    def step(self):
        with suppress(together.TooManySteps):
            self.do(together.choose_step, "teacher", id=uuid.uuid4(), text="stap")

    def note(self, by):
        self.do(together.note_talk, by, stop=POINT, text="gesprek")
        self.do(together.say_core, by, text="gesprek", need="safety")
        self.do(together.choose_stops, by, stops=[POINT], other="gesprek")  # the coach's is refused

    def give(self, part, audience, by="teacher"):
        self.do(reports.give_key, by, part=part, audience=audience, until=timezone.localdate())

    def revoke(self, part, by):
        self.do(reports.revoke_key, by, part=part)

    def guess(self):
        self.do(together.guess, "teacher", meanings={"sig.hesitates": "mean.can_i"}, patterns={"dare": True})

    def download(self, by):
        with suppress(Http404):
            parts = access.parts(self.person[by], access.released(self.person[by], self.lesson.pk))
            reports.note_downloads(by=self.person[by], parts={self.lesson.pk: parts})

    def read_on_screen(self, by):
        """The page itself, for whoever asks for it: no word more than the model gives, and in the ledger or
        not there."""
        client, row = Client(), Lesson.objects.get(pk=self.lesson.pk)
        client.force_login(self.person[by])
        reply, page = client.get(reverse("released", args=[row.pk])), ""
        if reply.status_code == 200:
            page = reply.content.decode()
            assert row.ledger.filter(what=LedgerEntry.What.READ, who=self.person[by]).exists()
        is_of_pair = row.voice_of(self.person[by]) is not None
        given = set() if is_of_pair else self.may(by, row)
        shown = {word for word in TELLING if word in page}
        assert shown <= given, (by, shown - given)
        assert reply.status_code == (200 if given else 404 if is_of_pair else reply.status_code)
        self.was_on_screen |= shown

    def look_back_on_steps(self):
        for step in fresh(self.lesson).chosen_steps:
            self.do(together.look_back_on, "teacher", step_id=step.pk, result="tried", outcome="kwam-ervan")

    def somebody_comes(self):
        if not self.came_at:
            self.came_at = timezone.now()
            Membership.objects.create(user=self.person["newcomer"], team=self.team, role="lead")

    def answer_about_them(self, by, may_read):
        member = self.person["newcomer"].memberships.first()
        with suppress(Http404):
            reports.admit(by=self.person[by], member=member.pk if member else 0, may_read=may_read)
            self.is_let_in = may_read

    def leave_the_team(self, who):
        self.person[who].memberships.update(until=timezone.localdate())

    def days_pass(self):
        """Every key that was given until now is past its last day."""
        Key.objects.update(until=timezone.localdate() - timedelta(days=1))

    def choose_coach(self, coach):
        self.do(actions.choose_coach, "teacher", coach=self.person.get(coach))

    def ask_students(self, tells):
        chosen = {"chosen": [], "minutes": 15, "opener": None}
        self.do(pulses.prepare, "teacher", colleagues_may_read=tells, **chosen)
        self.do(pulses.open_pulse, "teacher")
        pulse = getattr(fresh(self.lesson), "pulse", None)
        if pulse and pulse.is_running:
            for _student in range(5):
                pulses.answer(pulse=pulse, choices={})
            self.do(pulses.close, "teacher")

    # --- what they read

    def nobody_reads_more_than_is_given(self):
        row = type(self.lesson).objects.get(pk=self.lesson.pk)
        for name, person in self.person.items():
            sees, may = self.sees(person), self.may(name, row)
            assert sees <= may, (name, sees - may)
            self.was_read |= {(name, word) for word in sees}

    def sees(self, person):
        """Every word that the pages and papers of this person would print, and "students" for their
        counts."""
        lesson = None
        for door in (access.visit, access.released):
            with suppress(Http404):
                lesson = lesson or door(person, self.lesson.pk)
        if lesson is None:
            return set()
        report = build(lesson, person)
        found = {word for word in texts(report) if "-" in word or word in ("prive", "zin", "stap", "gesprek")}
        found |= {"stap"} if report.steps else set()
        found |= {step.outcome for step in report.steps if step.outcome}
        found |= {f"pattern-{pattern.key}" for pattern in report.fitting}
        return found | ({"students"} if heard(lesson, person) else set())

    def may(self, name, row):
        """Architecture, who sees what, in a few lines of its own."""
        if row.deleted_at:
            return set()
        coach = next((key for key in ("coach", "other") if row.coach_id == self.person[key].pk), None)
        teachers, coachs = {"van-docent"}, {f"van-{coach}"} if coach else set()
        replies = {"antwoord-teacher", f"antwoord-{coach}"}
        shared = {"stap", "gesprek", "kwam-ervan", "pattern-dare"} | replies if row.opened_at else set()
        if name == "teacher":
            own = teachers | {"prive", "zin"} | ({"students"} if row.students_heard_at else set())
            return own | shared | (coachs if row.opened_at else set())
        if name == coach:
            released = (
                {"students"} if row.opened_at and hasattr(row, "pulse") and row.pulse.released_at else set()
            )
            return coachs | shared | (teachers if row.opened_at else set()) | released
        return self.may_under_keys(name, row, teachers, coachs, replies)

    def may_under_keys(self, name, row, teachers, coachs, replies):
        is_member = self.person[name].memberships.filter(until=None).exists()
        keys = row.keys.filter(revoked_at=None, until__gte=timezone.localdate()) if is_member else []
        if name == "newcomer" and not self.is_let_in:
            keys = [key for key in keys if key.given_at >= self.came_at]
        leads = name in ("lead", "newcomer")
        parts = {key.part for key in keys if key.audience == "team" or leads} if row.opened_at else set()
        told = hasattr(row, "pulse") and row.pulse.colleagues_may_read
        parts -= set() if told else {"students"}
        words = {
            "teacher_account": teachers,
            "coach_account": coachs | {"antwoord-teacher"},  # a reply to what the coach wrote goes along
            "steps": {"stap"},
            "sentence": {"zin"},
            "students": {"students"},
        }
        both = replies if {"teacher_account", "coach_account"} <= parts or not coachs else set()
        return set().union(
            both if parts & {"teacher_account", "coach_account"} else set(), *(words[part] for part in parts)
        )


def calls(name, *choices):
    """Every way to call one method, for each combination of what it takes."""
    return [(name, arguments) for arguments in product(*choices)]


PAIR, WRITERS, ANYBODY = ["teacher", "coach"], ["coach", "other"], ["teacher", "coach", "other", "lead"]
MOVES = [
    *calls("walk_on") * 30, *calls("teacher_writes"), *calls("coach_writes", WRITERS), *calls("ask_students", [True, False]) * 2,
    *calls("give", PARTS, ["lead", "team"]), *calls("give", PARTS[:1], ["team"], ["coach"]), *calls("revoke", PARTS, ["teacher", "lead"]),
    *calls("reply", ANYBODY), *calls("step") * 2, *calls("note", PAIR), *calls("choose_coach", ["coach", "other", None]),
    *[("do", (action, by)) for action in (actions.withdraw_ready, actions.mark_ready, actions.open_together) for by in ANYBODY],
    *[("do", (action, "teacher")) for action in (pulses.hear, pulses.release, reports.undelete) for _twice in range(2)],
    *[("do", (reports.delete, by)) for by in PAIR], *calls("guess"), *calls("look_back_on_steps"), *calls("days_pass"),
    *calls("somebody_comes") * 2, *calls("answer_about_them", PAIR, [True, False]),
    *calls("read_on_screen", [*ANYBODY, "colleague", "newcomer"]), *calls("leave_the_team", ["lead", "colleague", "newcomer"]), *calls("download", ["lead", "colleague", "coach"]),
]  # fmt: skip

EVERY_KEY = [("give", (part, "team")) for part in PARTS]
ONE_BY_ONE = [
    move
    for part in PARTS
    for move in (
        ("give", (part, "team")),
        ("read_on_screen", ("lead",)),
        ("revoke", (part, "teacher")),
        ("read_on_screen", ("lead",)),
    )
]
LATE = [
    *EVERY_KEY,
    ("somebody_comes", ()),
    ("answer_about_them", ("teacher", True)),
    ("answer_about_them", ("teacher", False)),
]


@pytest.mark.slow
@pytest.mark.django_db
@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a shorter example would cost minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(st.booleans(), st.lists(st.sampled_from(MOVES), min_size=14, max_size=20))
@example(True, EVERY_KEY)
@example(True, LATE)
@example(True, ONE_BY_ONE)
def test_whatever_people_do_nobody_reads_more_than_is_given(edition, is_opened, moves):
    with transaction.atomic():
        visit = Visit()
        if is_opened:
            visit.is_opened_and_talked_about()
        for name, arguments in moves:
            getattr(visit, name)(*arguments)
            visit.nobody_reads_more_than_is_given()
        transaction.set_rollback(True)
    if moves == ONE_BY_ONE:
        assert visit.was_on_screen == {"van-docent", "van-coach", "antwoord-teacher"}
    if moves in (EVERY_KEY, LATE):  # a model that gives nothing would find nothing
        everything = {
            "van-docent",
            "van-coach",
            "students",
            "stap",
            "zin",
            "antwoord-teacher",
            "antwoord-coach",
        }
        late = {word for name, word in visit.was_read if name == "newcomer"}
        assert {word for name, word in visit.was_read if name == "lead"} == everything
        assert late == (everything if moves == LATE else set())
