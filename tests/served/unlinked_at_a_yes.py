"""A teacher who unlinks the timetable while the coach says yes to a lesson that was offered from it."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from observations import actions, offers
from observations.models import CopiedLesson, OfferedLesson
from tests import factories
from tests.factories import in_timetable, make_timetable
from tests.served.eight_writers import own_connection
from timetables import keeping
from timetables.models import Timetable

MOMENT = 2  # seconds in which it comes as far as it can


def run():
    lesson, row = asked()
    really, found = offers.take_over, []
    with ThreadPoolExecutor(1) as pool:

        def take_over(*args):
            really(*args)
            found.append(pool.submit(own_connection(keeping.unlink), lesson.teacher))
            wait(found, MOMENT)

        offers.take_over = take_over
        actions.accept(lesson=lesson, by=lesson.coach, seen=row.moment)
        found[0].result()
    offers.take_over = really
    left = [model.objects.count() for model in (Timetable, CopiedLesson, OfferedLesson)]
    lesson.refresh_from_db()
    connection.close()
    return {"left": left, "is that lesson": lesson.start == row.start}


def asked():
    team = factories.make_team(factories.make_school("Los"))
    coach = factories.make_person("Coba Los", team=team, role="coach", password=None)
    teacher = factories.make_person("Tijn Los", team=team, role="teacher", password=None)
    timetable = make_timetable(teacher, in_timetable(timezone.now() + timedelta(days=4)))
    lesson = factories.make_lesson(teacher, coach=coach, is_answered=False, start=timezone.now() + timedelta(days=3), end=None)  # fmt: skip
    with transaction.atomic():
        offers.offer(lesson, timetable.lessons.all())
    return factories.fresh(lesson), lesson.offered.get()
