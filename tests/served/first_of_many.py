"""Eight people who have the address at which a school begins press at the same moment."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection
from django.test import Client
from django.urls import reverse

from administration import beginning
from people.models import School, User
from tests.patience import SECONDS
from tests.served.eight_writers import own_connection

PRESSES = 8


def run():
    address, gate = reverse("begin", args=[beginning.code()]), Barrier(PRESSES, timeout=SECONDS)
    connection.close()  # the pool has one connection for each of them
    with ThreadPoolExecutor(PRESSES) as pool:
        statuses = Counter(pool.map(lambda number: press(address, number, gate), range(PRESSES)))
    return {"statuses": statuses, "schools": School.objects.count(), "people": User.objects.count()}


@own_connection
def press(address, number, gate):
    client = Client(HTTP_HOST="localhost")
    sent = {
        "school": f"School {number}", "time_zone": "Europe/Amsterdam", "name": f"Persoon {number}",
        "email": f"p{number}@school.example", "password": "drie gele schoenen", "language": "nl",
    }  # fmt: skip
    assert client.get(address).status_code == 200  # all look while nobody is here
    gate.wait()
    return str(client.post(address, sent).status_code)
