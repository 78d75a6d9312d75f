"""Run by test_writers in a process of its own: what the files of the database still hold of a pulse, while open and once closed."""

import json
import os
import sys
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()

from django.conf import settings  # noqa: E402 -- needs the settings first
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from checklists.actions import load_all  # noqa: E402
from pulse import actions  # noqa: E402
from pulse.models import Pulse  # noqa: E402
from tests import factories  # noqa: E402

STUDENTS = 12


def main():
    call_command("migrate", verbosity=0)
    load_all()
    team = factories.make_team(factories.make_school())
    teacher = factories.make_person("Tijn Verzonnen", team=team, role="teacher", password=None)
    lesson = factories.make_lesson(teacher)
    actions.prepare(lesson=lesson, by=teacher, chosen=["pulse.helped"])
    actions.open_pulse(lesson=lesson, by=teacher)
    pulse = Pulse.objects.select_related("lesson").get()
    helped = lesson.content.by_key["pulse.helped"]
    for student in range(STUDENTS):
        actions.answer(pulse=pulse, choices={"pulse.can": "yes"}, texts=[(helped, f"Woorden-{student:02}")])
    while_open = versions()
    actions.close(lesson=lesson, by=teacher)
    sys.stdout.write(json.dumps({"open": while_open > STUDENTS, "closed": versions()}))


def versions():
    """How often the texts of the students stand in the files: once each is no more than the rows themselves."""
    return copies_in_files() if connection.vendor == "sqlite" else rows_in_pages()


def copies_in_files():
    files = [Path(f"{settings.DATABASES['default']['NAME']}{end}") for end in ("", "-wal")]
    return sum(file.read_bytes().count(b"Woorden-") for file in files if file.exists())


def rows_in_pages():
    """The highest place that a row takes: rows that were written anew and not wiped stand behind one another."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), max((ctid::text::point)[1]) + max((ctid::text::point)[0]) * 1000 FROM pulse_pulsetext"
        )
        return int(cursor.fetchone()[1])


if __name__ == "__main__":
    main()
