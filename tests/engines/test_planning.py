"""Planning from the own timetable: what a lesson fills in, and what a coach is offered with it."""

from datetime import timedelta

from django.utils import timezone

from observations.models import CopiedLesson, Lesson, OfferedLesson
from tests.factories import PASSWORD, in_timetable, make_timetable

FIELDS = ("begin", "finish", "subject", "group", "place")


def at(days):
    morning = timezone.localtime().replace(hour=10, minute=15, second=0, microsecond=0)
    return morning + timedelta(days=days)


def box(lesson, name="lesson"):
    return f'[name="{name}"][value="{lesson.pk}"]'


def test_planning(engine, teacher, coach):
    timetable = make_timetable(teacher, *(in_timetable(at(day), group=f"VZ1{day}") for day in (1, 2, 3)))
    first, second, _third = timetable.lessons.all()
    engine.sign_in(teacher.email, PASSWORD)
    engine.get("/visits/new/")
    engine.click(f"label:has({box(first)})")
    engine.wait(lambda: engine.js(VALUES, "subject") != [""], "the subject")
    assert engine.js(VALUES, *FIELDS) == ["10.15", "11.05", "Rekenen", "VZ11", "1.14"]
    engine.click(f'label:has([name="coach"][value="{coach.pk}"])')
    engine.click(".mk-offer > summary")
    engine.click(f"label:has({box(second, 'offer')})")
    engine.click("[data-go]")
    engine.wait(lambda: "/visits/new/" not in engine.url and engine.has("#offered"), "the visit")

    lesson = Lesson.objects.get(teacher=teacher)
    assert (lesson.start, lesson.coach) == (at(1), coach)
    assert CopiedLesson.objects.get(lesson=lesson).key == first.key
    assert OfferedLesson.objects.get(lesson=lesson).start == second.start


VALUES = "return [...arguments].map((name) => document.getElementById(`id_${name}`).value)"
