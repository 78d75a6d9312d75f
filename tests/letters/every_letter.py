"""Every letter there is, each after what it tells of: real rows, real actions, the real postman, fixed days.

    for name, letter in every_letter(world): ...

What a letter says is so just then: whoever follows its links does so before asking for the next.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine
from django.core import mail

from administration import inviting, leaving, school_leaving, schools
from letters import due, wishes
from letters.models import How
from letters.postman import deliver
from letters.writing import goes_with_school
from observations import actions, offers
from observations.models import Audience, Lesson, News, Part, ToTell
from observations.telling import CHOSEN, FACTS
from people.models import User
from reports import actions as reports
from tests import factories
from tests.factories import answer, fresh, make_person, make_school, moment, save
from tests.observations.timetables import timetable_of
from tests.together.visits import lens
from together import actions as together

SCHOOL = ZoneInfo("Europe/Amsterdam")
TODAY = datetime(2027, 2, 1, 9, 0, tzinfo=SCHOOL)
START = datetime(2027, 2, 9, 10, 15, tzinfo=SCHOOL)
END, A_DAY = START + timedelta(minutes=50), timedelta(days=1)
LATER = {"start": START + 7 * A_DAY, "end": END + 7 * A_DAY}
POINT = "com.steps_first_step"


@dataclass
class World:
    team: object
    teacher: User
    coach: User
    other: User  # who coaches too
    lead: User
    language: str

    @classmethod
    def of(cls, team, language, teacher="Tijn Verzonnen", coach="Coba Voorbeeld"):
        def person(name, role):
            made = make_person(name, team=team, role=role, language=language)
            made.email = f"{role}.{made.pk.hex[:6]}@school.example"  # a form takes no other signs
            made.save(update_fields=["email"])
            return made

        people = person(teacher, "teacher"), person(coach, "coach"), person("Iris Bedacht", "coach")
        lead = person("Lotte Leiding", "lead")
        wishes.choose(lead, {News.RELEASED: How.NOW})  # who wants it asks for it
        return cls(team, *people, lead, language)

    def visit(self, by, **facts):
        facts = {"start": START, "end": END, "message": "Watermerk-bericht"} | facts
        return factories.make_lesson(self.teacher, by=by, **{"coach": self.coach} | facts)

    def role(self, person):
        roles = {self.teacher: "teacher", self.coach: "coach", self.other: "coach", self.lead: "lead"}
        return roles.get(person, "newcomer")


def every_letter(world):
    """(name, message, who reads it)"""
    mail.outbox.clear()
    for walk in WALKS:
        with time_machine.travel(TODAY, tick=False) as clock:
            for _step in walk(world, clock):
                yield from told(world)


def told(world):
    """What left since the last time; with a real commit that is at once."""
    deliver.call()
    letters, mail.outbox[:] = list(mail.outbox), []
    for letter in letters:
        row = ToTell.objects.filter(uid=letter.extra_headers["Message-ID"][1:37]).first()
        if row:
            name = [row.kind, *own(row), *row.thing.split(":")[1:], world.role(row.person)]
        else:
            name = ["deleted", "forgotten", world.role(User.objects.get(email=letter.to[0]))]
        yield "-".join(name), letter, User.objects.get(email=letter.to[0])


def own(row):
    """Where the words are not those of the role: as letters/writing.py chooses them."""
    lesson = Lesson.objects.filter(pk=row.lesson).first()
    if row.kind == News.INVITED and row.by.school_id != row.person.school_id:
        return ["outside_again" if ":" in row.thing else "outside"]
    if goes_with_school(row.person):
        return ["school"]
    if not row.is_own and row.thing == CHOSEN:
        return [CHOSEN]
    if row.kind == News.PROPOSED and lesson and lesson.offered.exists():
        return ["coach", "of_three"]
    if not row.is_own:
        return ["facts"] if row.thing == FACTS else ["told"] if is_told_only(row, lesson) else []
    goes_on = lesson and lesson.teacher == row.person and (not lesson.has_coach or lesson.awaits_coach)
    return ["alone"] if goes_on else ["own"]


def is_told_only(row, lesson):
    """Another moment that waits for no answer of this reader."""
    if row.kind != News.MOVED:
        return False
    return lesson.accepted_at if row.person == lesson.teacher else not lesson.awaits_coach


def agreed_and_cancelled(world, clock):
    visit = world.visit(by=world.coach)
    yield
    actions.move(lesson=fresh(visit), by=world.coach, **LATER)
    yield
    actions.accept(lesson=fresh(visit), by=world.teacher)
    yield
    actions.move(lesson=fresh(visit), by=world.teacher, place="2.02", **LATER)
    yield
    actions.move(lesson=fresh(visit), by=world.coach, start=START, end=END)
    actions.accept(lesson=fresh(visit), by=world.teacher)
    yield
    actions.move(lesson=fresh(visit), by=world.teacher, start=START, end=None)
    yield
    actions.move(lesson=fresh(visit), by=world.coach, **LATER)
    yield
    actions.accept(lesson=fresh(visit), by=world.teacher)
    yield
    actions.cancel(lesson=fresh(visit), by=world.coach)
    yield
    visit = world.visit(by=world.coach)
    actions.accept(lesson=fresh(visit), by=world.teacher)
    yield
    actions.cancel(lesson=fresh(visit), by=world.teacher)
    yield


def declined(world, clock):
    visit = world.visit(by=world.coach)
    yield
    actions.cancel(lesson=fresh(visit), by=world.teacher)
    yield


def coach_asked(world, clock):
    visit = world.visit(by=world.teacher, message="", is_answered=False)
    yield
    actions.accept(lesson=fresh(visit), by=world.coach)
    yield
    actions.decline(lesson=fresh(visit), by=world.coach)
    yield
    actions.move(lesson=fresh(visit), by=world.teacher, **LATER)
    yield
    actions.cancel(lesson=fresh(visit), by=world.teacher)
    yield


def offered(world, clock):
    """The coach may choose, and chooses another lesson than the first."""
    visit = world.visit(by=world.teacher, message="", is_answered=False)
    moved = {"place": "1.20", "start": START + 2 * A_DAY, "end": END + 2 * A_DAY}
    another = {"subject": "Taal", "group": "VZ1A", "start": START + 3 * A_DAY, "end": END + 3 * A_DAY}
    offers.offer(visit, timetable_of(world.teacher, ("b", moved), ("c", another)).lessons.all())
    yield
    actions.accept(lesson=fresh(visit), by=world.coach, seen=visit.offered.get(slot=3).moment)
    yield


def asked_late(world, clock):
    """The teacher wrote already, so the moment stays."""
    visit = world.visit(by=world.teacher, message="", coach=None)
    clock.move_to(START)
    factories.look_back(visit)
    clock.shift(A_DAY)
    actions.choose_coach(lesson=fresh(visit), by=world.teacher, coach=world.coach)
    yield


def another_coach(world, clock):
    visit = world.visit(by=world.teacher, message="")
    yield
    actions.choose_coach(lesson=fresh(visit), by=world.teacher, coach=world.other)
    yield
    visit = world.visit(by=world.coach)
    yield
    actions.choose_coach(lesson=fresh(visit), by=world.teacher, coach=None)
    yield


def deleted(world, clock):
    visit = world.visit(by=world.coach)
    actions.accept(lesson=visit, by=world.teacher)
    yield
    reports.delete(lesson=fresh(visit), by=world.teacher)
    yield
    reports.undelete(lesson=fresh(visit), by=world.teacher)
    yield
    reports.delete(lesson=fresh(visit), by=world.teacher)
    clock.shift(25 * timedelta(hours=1))
    reports.forget()
    yield


def prepared(world, clock):
    """A visit whose every field for words holds some, and its day is there."""
    visit = world.visit(by=world.coach)
    actions.accept(lesson=visit, by=world.teacher)
    save(visit, "teacher", {"type": "question", "text": "Watermerk-leervraag?", "revision": 0}, *lens(POINT))
    save(visit, "teacher", answer("pre.small_choice", "", "Watermerk-voornemen", coach_may_read=True))
    clock.move_to(START)
    written = [answer(POINT, "seen", "Watermerk-notitie"), moment(text="Watermerk-moment")]
    save(fresh(visit), "coach", *written, answer("coach.helped", "", "Watermerk-coach"))
    save(
        fresh(visit),
        "teacher",
        answer(POINT, "seen", "Watermerk-eigen"),
        answer("ref.saf", "", "Watermerk-terug"),
    )
    return visit


def coach_first(world, clock):
    visit = prepared(world, clock)
    yield
    factories.coach_ready(fresh(visit))
    yield
    factories.teacher_ready(fresh(visit))
    yield


def teacher_first(world, clock):
    visit = prepared(world, clock)
    factories.teacher_ready(fresh(visit))
    yield
    factories.coach_ready(fresh(visit))
    yield


def shared(world, clock):
    visit = prepared(world, clock)
    for be_ready in (factories.coach_ready, factories.teacher_ready, factories.open_it):
        be_ready(fresh(visit))
        yield
    today = START.date()
    for by in (world.teacher, world.coach):
        together.add(lesson=fresh(visit), by=by, kind="reply", text="Watermerk-reactie")
    says = {"id": uuid.uuid4(), "text": "Watermerk-keuze", "situation": "Watermerk-als"}
    together.choose_step(lesson=fresh(visit), by=world.teacher, look_back_on=today + 20 * A_DAY, **says)
    clock.shift(timedelta(minutes=16))
    yield
    key = {"part": Part.STEPS, "audience": Audience.LEAD, "until": today + 30 * A_DAY}
    reports.give_key(lesson=fresh(visit), by=world.teacher, **key)
    clock.shift(timedelta(minutes=16))
    yield
    key = {"part": Part.TEACHER_ACCOUNT, "audience": Audience.TEAM, "until": today + 30 * A_DAY}
    reports.give_key(lesson=fresh(visit), by=world.teacher, **key)
    clock.shift(10 * A_DAY)
    deliver.call()
    factories.join(world.team, f"Noor Watermerk {world.language}")
    due.note()
    yield
    clock.shift(10 * A_DAY)
    due.note()
    yield
    clock.shift(8 * A_DAY)
    due.note()
    yield


def invited(world, clock):
    school, language = world.team.school, world.language
    person = make_person("Olaf Verzonnen", school=school, password=None, language=language)
    iris = make_person("Iris Verzinsel", school=school, is_administrator=True)
    inviting.invite_again(person=person, by=iris)
    yield
    clock.shift(7 * A_DAY)
    due.note()
    yield


def invited_from_outside(world, clock):
    """By who operates the installation, to administer a new school."""
    by = make_person("Su Per", school=make_school("Elders"), is_administrator=True, is_superuser=True)
    facts = {"school": "Verzonnen Academie", "time_zone": "Europe/Amsterdam", "name": "Olivia Hersenschim"}
    person = schools.add(by=by, email=f"olivia@{world.language}.example", **facts)
    User.objects.filter(pk=person.pk).update(language=world.language)
    yield
    clock.shift(7 * A_DAY)
    due.note()
    yield


def leaves(world, clock):
    """A last day is set, taken back, and set again until it is over."""
    by = make_person("Ada Beheer", school=world.team.school, is_administrator=True)
    person = make_person("Noor Fictief", team=world.team, role="teacher", language=world.language)
    leaving.let_go(by=by, person=person, last_day=TODAY.date() + A_DAY)
    yield
    leaving.stays(by=by, person=person)
    yield
    leaving.let_go(by=by, person=person, last_day=TODAY.date())
    yield


def school_leaves(world, clock):
    """Everybody is told the same: here one of them."""
    others = ToTell.objects.exclude(person=world.teacher)
    by = make_person("Ada Beheer", school=world.team.school, is_administrator=True)
    school_leaving.let_go(by=by, last_day=TODAY.date())
    others.delete()
    yield
    clock.shift(A_DAY)
    school_leaving.close_schools()
    others.delete()
    yield


WALKS = (
    agreed_and_cancelled, declined, coach_asked, offered, asked_late, another_coach, deleted, coach_first, teacher_first, shared, invited, invited_from_outside,
    leaves, school_leaves,
)  # fmt: skip
