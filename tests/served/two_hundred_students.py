"""A class answers one pulse at the same moment, each on an own phone."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection
from django.test import Client

from pulse import actions
from pulse.models import Choice, Pulse, PulseText
from tests import factories

STUDENTS = 200
CORE = ["pulse.welcome", "pulse.can", "pulse.ideas", "pulse.dare"]


def run():
    team = factories.make_team(factories.make_school())
    teacher = factories.make_person("Tijn Verzonnen", team=team, role="teacher", password=None)
    lesson = factories.make_lesson(teacher)
    actions.prepare(lesson=lesson, by=teacher, chosen=["pulse.helped"])
    actions.open_pulse(lesson=lesson, by=teacher)
    pulse = Pulse.objects.get(lesson=lesson)
    connection.close()
    bell = Barrier(STUDENTS)
    with ThreadPoolExecutor(STUDENTS) as pool:
        replies = Counter(pool.map(lambda student: answer(student, pulse.code, bell), range(STUDENTS)))
    return {"replies": replies} | what_is_kept(pulse)


def answer(student, code, bell):
    """Everyone waits until the whole class has the finger on the button."""
    values = {key: Choice.values[(student + n) % len(Choice)] for n, key in enumerate(CORE)}
    text = {"text-pulse.helped": f"Student {student}"} if student % 3 == 0 else {}
    bell.wait()
    try:
        return str(Client(HTTP_HOST="localhost").post(f"/p/{code}/", values | text).status_code)
    finally:
        connection.close()


def what_is_kept(pulse):
    pulse.refresh_from_db()
    texts = list(PulseText.objects.filter(pulse=pulse).values_list("text", flat=True))
    return {
        "answers": pulse.answers,
        "counts": [pulse.counts[key][value] for key in CORE for value in Choice.values],
        "texts": len(texts),
        "same": len(set(texts)),
    }
