"""Two back-ups, and between them one student answers and one teacher says how a visit was: the second is the
first, to the letter."""

import re
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection

from echo import saying
from hosting import backups
from pulse import actions
from pulse.models import Pulse
from tests import factories
from tests.echo.conftest import TURN, opened, said, teachers
from tests.served.pulse_on_disk import opened as pulse_opened


def run():
    team = factories.make_team(factories.make_school())
    coach = factories.make_person("Coba Voorbeeld", team=team, role="coach", password=None)
    visits = [opened(teacher, coach) for teacher in teachers(team, 3)]
    asked, other = (factories.make_lesson(visit.teacher) for visit in visits[:2])
    pulse = pulse_opened(asked.teacher, asked, "Woorden", 6)
    pulse_opened(other.teacher, other, "Andere", 6)
    say(visits[0])
    say(visits[1])
    backups.make()  # that one was made is written down, in a row of its own
    first = told(backups.make())
    helped = asked.content.by_key["pulse.helped"]
    actions.answer(
        pulse=pulse, choices={"pulse.can": "no"}, texts=[(helped, "Een zin van een.")], ticket="one"
    )
    say(visits[2])
    saying.say(lesson=visits[1], by=visits[1].teacher, choices=said(*TURN[2]))  # another answer
    saying.take_back(lesson=visits[0], by=visits[0].teacher)
    second = told(backups.make())
    return {
        "only in the first": sorted({*first} - {*second}),
        "only in the second": sorted({*second} - {*first}),
        "in the same order": first == second,
        "answers": Pulse.objects.get(pk=pulse.pk).answers,
    }


def say(lesson):
    saying.say(lesson=lesson, by=lesson.teacher, choices=said(*TURN[0]))


def told(path):
    """Lines of all that it says; but for when it was made."""
    place = Path(tempfile.mkdtemp(dir=settings.VAR_DIR))
    with tarfile.open(path) as tar:
        tar.extractall(place, filter="data")
    beside = [part.read_text() for part in sorted(place.iterdir()) if part.suffix in (".copy", ".jsonl")]
    dump = of_sqlite(place) if connection.vendor == "sqlite" else of_postgresql(place)
    return [line for text in [*beside, dump] for line in text.splitlines()]


def of_sqlite(place):
    with closing(sqlite3.connect(place / "database.sqlite3")) as copy:
        return "\n".join(copy.iterdump())


def of_postgresql(place):
    command = ["pg_restore", "--data-only", "--file=-", str(place / "database.dump")]
    dump = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return re.sub(r"^\\(un)?restrict .*$", "", dump, flags=re.MULTILINE)
