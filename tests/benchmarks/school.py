"""Pages of an administrator with ten thousand people in forty teams (tests/administration/many.py): time on
the clock, the middle one of seven. A page that takes longer than a second lets one's thoughts go."""

import time
from http import HTTPStatus
from statistics import median

from django.test import Client

from tests.administration.many import many_people
from tests.administration.test_many import address_in, pages
from tests.benchmarks.table import run, turns
from tests.faults.world import prepare

ROUNDS = 7
SECOND, FILE = 1_000, 5_000  # milliseconds; a file may take a little longer


def measure():
    prepare()
    school, administrator = many_people()
    client = Client(SERVER_NAME="localhost")
    client.force_login(administrator)
    ways = {name: asks(client, address_in(school, name)) for name in pages()}
    for name, spent in turns(ways, ROUNDS, time.perf_counter).items():
        yield f"10,000 people: {name}", median(spent) * 1_000, FILE if name == "people_file" else SECOND, "ms"


def asks(client, address):
    def ask():
        response = client.get(address)
        assert response.status_code == HTTPStatus.OK, address
        return response.content

    return ask


if __name__ == "__main__":
    run(measure)
