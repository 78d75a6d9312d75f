"""Plain functions that call the real actions, so that tests live only in states the app can reach."""

import uuid
from datetime import date, timedelta
from types import SimpleNamespace

from django.utils import timezone

from checklists.models import Edition, Kind, When
from observations import actions, recording
from observations.models import Lesson, Stage, Voice
from people.memberships import midnight
from people.models import Membership, School, Team, User
from tests.once import made_once
from timetables import keeping
from timetables.models import Timetable
from together import actions as together

PASSWORD = "a-long-test-password"
BEFORE = date(2026, 10, 30)  # of any day at which a test lets the clock stand


def latest_start():
    """A lesson of fifty minutes ends on the day it begins, also in a suite that runs round midnight."""
    return timezone.localtime().replace(hour=23, minute=5)


def make_school(name="Fictief College", **facts):
    return School.objects.create(name=name, **facts)


def make_team(school, name="Team Zorg"):
    return Team.objects.create(school=school, name=name)


def make_person(name, *, team=None, role=None, school=None, password=PASSWORD, **fields):
    """A person, with one membership when a team and a role are given: of thirty days, or more
    once the days at which tests let the clock stand are long ago."""
    email = f"{name.lower().replace(' ', '.')}.{uuid.uuid4().hex[:6]}@school.example"
    fields = {"here_on": timezone.localdate()} | fields  # the first request of a day writes that down
    person = User.objects.create_user(email, password, name=name, school=school or team.school, **fields)
    if role:
        since = min(timezone.localdate() - timedelta(days=30), BEFORE)
        Membership.objects.create(user=person, team=team, role=role, since=since)
        person.memberships.update(began_at=midnight(since, person.school.zone))  # entered then, not now
    return person


def join(team, name, role="teacher"):
    """Somebody who comes to the team now."""
    person = make_person(name, school=team.school, password=None)
    Membership.objects.create(user=person, team=team, role=role)
    return person


def make_administrator(person):
    """An administrator who keeps a role from before administrators took part in no visit; a new one cannot be
    made so."""
    User.objects.filter(pk=person.pk).update(is_administrator=True)
    return User.objects.get(pk=person.pk)


def make_lesson(teacher, *, coach=None, by=None, is_answered=True, **facts):
    """A visit planned by the teacher, to which the coach said yes unless it is not `is_answered`; or, with
    `by` the coach, a proposal that the teacher has not answered."""
    start = min(timezone.now(), latest_start()).replace(second=0, microsecond=0)
    fields = {
        "subject": "Rekenen", "group": "VZ2B", "place": "1.14", "start": start, "end": start + timedelta(minutes=50),
        "edition": Edition.objects.filter(published_at__isnull=False).latest("number"), "is_flash": False, "language": "nl",
    }  # fmt: skip
    team = teacher.memberships.filter(role="teacher").first().team
    lesson = actions.plan(
        by=by or teacher, id=uuid.uuid4(), teacher=teacher, team=team, coach=coach, **(fields | facts)
    )
    if lesson.awaits_coach and is_answered:
        actions.accept(lesson=lesson, by=coach)
        lesson.refresh_from_db(fields=["coach_accepted_at"])
    return lesson


def fresh(lesson):
    """The visit as a new request would read it."""
    return Lesson.objects.with_people().with_accounts().select_related("talk", "pulse").get(pk=lesson.pk)


def save(lesson, voice, *entries):
    """Sends entries in this voice, as the page's script does; returns the results."""
    by = lesson.teacher if voice == Voice.TEACHER else lesson.coach
    return recording.record(by=by, lesson_id=lesson.pk, voice=Voice(voice), entries=list(entries))


def answer(item, value="", note="", revision=0, **more):
    return {"type": "answer", "item": item, "value": value, "note": note, "revision": revision} | more


def moment(kind="saw", text="Drie stappen op het bord.", *, id=None, revision=0, **more):
    return {
        "type": "moment",
        "id": str(id or uuid.uuid4()),
        "kind": kind,
        "text": text,
        "revision": revision,
    } | more


def record_something(lesson, voice="coach"):
    """A small, believable account: one mark with a note, and a moment where the voice has them."""
    entries = [answer("com.steps_first_step", "seen", "Drie stappen op het bord.")]
    if voice == "coach":
        entries.append(moment())
    return save(lesson, voice, *entries)


def record_everything(lesson, voice, moments=3):
    """Every item this voice can answer, and some moments: a full page."""
    values = {Kind.POINT: "partly", Kind.SIGNAL: "few", Kind.GROWTH: "more", Kind.RESPONSE: "ticked"}
    entries = [
        answer(item.key, value, f"Notitie bij {item.key}")
        for kind, value in values.items()
        for item in lesson.content.of(kind)
    ]
    whens = [When.VISIT] if voice == "coach" else [When.BEFORE, When.AFTER]
    entries += [
        answer(item.key, "", f"Antwoord op {item.key}")
        for when in whens
        for item in lesson.content.of(Kind.PROMPT, when)
    ]
    if voice == "coach":
        entries += [moment(text=f"Moment {number}") for number in range(moments)]
    return save(lesson, voice, *entries)


def bring_to(stage, lesson):
    """Walks a planned visit with a coach along the road until this stage."""
    return brought_to(stage=Stage(stage), lesson=lesson)


@made_once
def brought_to(stage, lesson):
    walk = {
        Stage.PLANNED: [],
        Stage.LOOKING: [look],
        Stage.WAITING_FOR_TEACHER: [look, coach_ready],
        Stage.WAITING_FOR_COACH: [look, look_back, teacher_ready],
        Stage.READY: [look, coach_ready, look_back, teacher_ready],
        Stage.OPEN: [look, coach_ready, look_back, teacher_ready, open_it],
        Stage.LOOKED_BACK: [look, coach_ready, look_back, teacher_ready, open_it, look_back_on_step],
        Stage.CANCELLED: [cancel],
    }
    for walk_on in walk[stage]:
        walk_on(lesson)
    return fresh(lesson)


def look(lesson):
    record_something(lesson, "coach")


def look_back(lesson):
    record_something(lesson, "teacher")


def coach_ready(lesson):
    actions.mark_ready(lesson=lesson, by=lesson.coach)


def teacher_ready(lesson):
    actions.mark_ready(lesson=lesson, by=lesson.teacher)


def open_it(lesson):
    actions.open_together(lesson=lesson, by=lesson.teacher)


def look_back_on_step(lesson):
    step = together.choose_step(lesson=lesson, by=lesson.teacher, id=uuid.uuid4(), text="Begin achterin.")
    step.looked_back_at = timezone.now()
    step.save(update_fields=["looked_back_at"])


def cancel(lesson):
    actions.cancel(lesson=lesson, by=lesson.teacher)


def in_timetable(start, **facts):
    """A lesson of fifty minutes as it is read from a timetable, for `make_timetable`."""
    common = {
        "key": uuid.uuid4().hex * 2,
        "end": start + timedelta(minutes=50),
        "subject": "Rekenen",
        "group": "VZ2B",
        "place": "1.14",
    }
    return SimpleNamespace(start=start, **(common | facts))


def make_timetable(teacher, *lessons, is_on_trial=False, address="https://rooster.example/a.ics", **facts):
    """The timetable of this teacher, read just now, with these lessons (`in_timetable`). Called again, it has
    these instead, as after another reading."""
    facts |= {"confirmed_at": None if is_on_trial else timezone.now()}
    timetable = (None if is_on_trial else keeping.own(teacher)) or Timetable(teacher=teacher)
    timetable.address = address
    for name, value in facts.items():
        setattr(timetable, name, value)
    timetable.save()
    keeping.put(timetable, lessons)
    return timetable
