"""One of five takes it back while the fifth is just being counted."""

from concurrent.futures import ThreadPoolExecutor, wait

from django.db import connection

from echo import batches, saying
from echo.models import Batch, Saying
from tests import factories
from tests.echo.conftest import opened, say_in_turn, teachers
from tests.served.eight_writers import own_connection

MOMENT = 2  # seconds in which it comes as far as it can


def run():
    team = factories.make_team(factories.make_school("Terug"))
    coach = factories.make_person("Coba Terug", team=team, role="coach", password=None)
    visits = [opened(teacher, coach) for teacher in teachers(team, 5)]
    really, found = batches.close, []
    with ThreadPoolExecutor(1) as pool:

        def close(*args):
            found.append(pool.submit(own_connection(take_back), visits[0]))
            wait(found, MOMENT)
            really(*args)

        batches.close = close
        say_in_turn(visits)
        could_be_found = found[0].result()
    batches.close = really
    connection.close()
    closed = Batch.objects.exclude(closed_on=None).filter(coach=coach).count()
    return {"found": could_be_found, "closed": closed, "left": Saying.objects.count()}


def take_back(lesson):
    return saying.take_back(lesson=lesson, by=lesson.teacher)
