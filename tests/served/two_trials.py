"""A teacher who gives a timetable twice at one moment, as by a double click: one of them is on trial."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.served.eight_writers import own_connection
from tests.timetables.conftest import EMPTY
from timetables import keeping
from timetables.models import Timetable

MOMENT = 2  # seconds in which the other may come as far


def run():
    team = factories.make_team(factories.make_school("Tweede"))
    teacher = factories.make_person("Tijn Tweemaal", team=team, role="teacher")
    wait_for_the_other(Barrier(2))
    connection.close()  # the pool has one connection for each of them
    with ThreadPoolExecutor(2) as pool:
        found = Counter(pool.map(lambda _click: give(teacher), range(2)))
    return found | {"on trial": Timetable.objects.filter(teacher=teacher).count()}


def wait_for_the_other(gate):
    """Once what was there is taken away, and before the new one is."""
    really = keeping.take_away

    def take_away(rows):
        found = really(rows)
        with suppress(BrokenBarrierError):
            gate.wait(MOMENT)
        return found

    keeping.take_away = take_away


@own_connection
def give(teacher):
    client = Client(HTTP_HOST="localhost", raise_request_exception=False)
    client.force_login(teacher)
    file = SimpleUploadedFile("rooster.ics", EMPTY)
    return client.post(reverse("timetable"), {"by_file": "1", "file": file}).status_code
