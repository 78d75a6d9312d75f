"""What the files of the database still hold of a pulse, while open and once closed."""

from django.db import connection

from pulse import actions
from pulse.models import Pulse
from tests import factories
from tests.served import files
from tests.served.patience import wiped

STUDENTS = 12


def run():
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
    return {"open": while_open > STUDENTS, "closed": wiped(versions, STUDENTS)}


def versions():
    """How often the texts of the students stand in the files: once each is no more than the rows themselves."""
    return files.count("Woorden-") if connection.vendor == "sqlite" else rows_in_pages()


def rows_in_pages():
    """The highest place that a row takes: rows that were written anew and not wiped stand behind one another."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), max((ctid::text::point)[1]) + max((ctid::text::point)[0]) * 1000 FROM pulse_pulsetext"
        )
        return int(cursor.fetchone()[1])
