"""Teachers who say how a visit was at the same moment: the fifth and a sixth, the first two, and one who says
it while taking it back."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection
from django.test import Client
from django.urls import reverse

from echo.models import Batch, Saying
from tests import factories
from tests.echo.conftest import TURN, opened, said, teachers
from tests.patience import SECONDS
from tests.served.eight_writers import own_connection

ROUNDS = 6


def run():
    team = factories.make_team(factories.make_school("Zesde"))
    found = Counter()
    everybody = teachers(team, 7)
    for number in range(ROUNDS):
        coach = factories.make_person(f"Coba {number}", team=team, role="coach", password=None)
        visits = [opened(teacher, coach) for teacher in everybody[:6]]
        at_once(visits[:2])
        found["one batch of two"] += Batch.objects.filter(coach=coach).count() == 1
        for lesson in visits[2:4]:
            press(lesson, said(*TURN[number % 5]), None)
        at_once(visits[4:6])
        closed = Batch.objects.filter(coach=coach, closed_on__isnull=False)
        found["counted"] += [totals(batch) for batch in closed] == [[5] * 4]
        found["the other is in the next"] += Saying.objects.filter(batch__coach=coach).count() == 1
        found["batches"] += Batch.objects.filter(coach=coach).count()
    return found


def totals(batch):
    """Of each need; five of whom all said the same have no number."""
    return [sum(counts.values()) if counts else 5 for counts in batch.counts.values()]


def at_once(visits):
    gate = Barrier(len(visits), timeout=SECONDS)
    connection.close()  # the pool has one connection for each of them
    with ThreadPoolExecutor(len(visits)) as pool:
        list(pool.map(lambda lesson, turn: press(lesson, said(*turn), gate), visits, TURN))


@own_connection
def press(lesson, choices, gate):
    client = Client(HTTP_HOST="localhost")
    client.force_login(lesson.teacher)
    if gate:
        gate.wait()
    reply = client.post(reverse("echo", args=[lesson.pk]), choices)
    assert reply.status_code == 302, reply.status_code
