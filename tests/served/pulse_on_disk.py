"""What the files of the database still hold of a pulse, while open, once closed, and where it closed by
itself."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from pulse import actions
from pulse.models import Pulse
from tests import factories
from tests.served import files
from tests.served.forgotten_on_disk import copies
from tests.served.killed_worker import worker
from tests.served.patience import wiped

STUDENTS, TOO_FEW = 12, 3


def run():
    team = factories.make_team(factories.make_school())
    teacher = factories.make_person("Tijn Verzonnen", team=team, role="teacher", password=None)
    return by_hand(teacher, factories.make_lesson(teacher)) | by_itself(
        teacher, factories.make_lesson(teacher)
    )


def by_hand(teacher, lesson):
    opened(teacher, lesson, "Woorden", STUDENTS)
    while_open = versions()
    actions.close(lesson=lesson, by=teacher)
    return {"open": while_open > STUDENTS, "closed": wiped(versions, STUDENTS)}


def by_itself(teacher, lesson):
    """Its time passes, nobody looks, and the worker that was asked at opening comes by."""
    pulse = opened(teacher, lesson, "Niemands", TOO_FEW)
    passed = timezone.now() - timedelta(seconds=1)
    Pulse.objects.filter(pk=pulse.pk).update(closes_at=passed)
    DBTaskResult.objects.filter(run_after__gt=passed).update(run_after=passed)
    worker("--batch").wait()
    return {"nobody looked": (pulse.texts.count(), wiped(lambda: copies("Niemands-"), 0))}


def opened(teacher, lesson, word, students):
    actions.prepare(lesson=lesson, by=teacher, chosen=["pulse.helped"])
    actions.open_pulse(lesson=lesson, by=teacher)
    pulse = Pulse.objects.select_related("lesson").get(lesson=lesson)
    helped = lesson.content.by_key["pulse.helped"]
    for student in range(students):
        actions.answer(pulse=pulse, choices={"pulse.can": "yes"}, texts=[(helped, f"{word}-{student:02}")])
    return pulse


def versions():
    """How often the texts of the students stand in the files: once each is no more than the rows
    themselves."""
    return files.count("Woorden-") if connection.vendor == "sqlite" else rows_in_pages()


def rows_in_pages():
    """The highest place that a row takes: rows that were written anew and not wiped stand behind one
    another."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), max((ctid::text::point)[1]) + max((ctid::text::point)[0]) * 1000 FROM pulse_pulsetext"
        )
        return int(cursor.fetchone()[1])
