"""Run by test_writers in a process of its own: a class answers one pulse at the same moment, each on an own phone."""

import json
import os
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()

from django.core.management import call_command  # noqa: E402 -- needs the settings first
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from checklists.actions import load_all  # noqa: E402
from pulse import actions  # noqa: E402
from pulse.models import Choice, Pulse, PulseText  # noqa: E402
from tests import factories  # noqa: E402

CORE = ["pulse.welcome", "pulse.can", "pulse.ideas", "pulse.dare"]


def main(students):
    call_command("migrate", verbosity=0)
    load_all()
    team = factories.make_team(factories.make_school())
    teacher = factories.make_person("Tijn Verzonnen", team=team, role="teacher", password=None)
    lesson = factories.make_lesson(teacher)
    actions.prepare(lesson=lesson, by=teacher, chosen=["pulse.helped"])
    actions.open_pulse(lesson=lesson, by=teacher)
    code = Pulse.objects.get().code
    connection.close()
    bell = Barrier(students)
    with ThreadPoolExecutor(students) as pool:
        replies = Counter(pool.map(lambda student: answer(student, code, bell), range(students)))
    sys.stdout.write(json.dumps({"replies": replies} | what_is_kept()))


def answer(student, code, bell):
    """Everyone waits until the whole class has the finger on the button."""
    values = {key: Choice.values[(student + n) % len(Choice)] for n, key in enumerate(CORE)}
    text = {"text-pulse.helped": f"Student {student}"} if student % 3 == 0 else {}
    bell.wait()
    try:
        return str(Client(HTTP_HOST="localhost").post(f"/p/{code}/", values | text).status_code)
    finally:
        connection.close()


def what_is_kept():
    pulse = Pulse.objects.get()
    texts = list(PulseText.objects.values_list("text", flat=True))
    return {
        "answers": pulse.answers,
        "counts": [pulse.counts[key][value] for key in CORE for value in Choice.values],
        "texts": len(texts),
        "same": len(set(texts)),
    }


if __name__ == "__main__":
    main(int(sys.argv[1]))
