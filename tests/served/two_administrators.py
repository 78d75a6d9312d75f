"""Two administrators press at the same moment, with pages that were both right when they were made."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection
from django.test import Client
from django.urls import reverse

from people.models import Membership, User
from tests import factories
from tests.patience import SECONDS
from tests.served.eight_writers import own_connection

ROUNDS = 8


def run():
    """How often, of all rounds: somebody with a role and the task, a school with one administrator left, and
    a role that is there once."""
    found = Counter()
    for number in range(ROUNDS):
        school = factories.make_school(f"School {number}")
        team = factories.make_team(school)
        two = [
            factories.make_person(f"{name} Beheer", school=school, is_administrator=True)
            for name in ("Ada", "Bo")
        ]
        sam, tim = (factories.make_person(f"{name} Bedacht", school=school) for name in ("Sam", "Tim"))
        coach, lead = ({"team": team.pk, "roles": role, "sure": "1"} for role in ("coach", "lead"))
        at_once(two, ("person_roles", tim, coach), ("person_roles", tim, coach))
        at_once(two, ("person_task", sam, {"administers": "1"}), ("person_roles", sam, lead))
        at_once(two, ("person_task", two[1], {}), ("person_task", two[0], {}))
        left = User.objects.filter(pk__in=[person.pk for person in two], is_administrator=True)
        found["double roles"] += User.objects.double_roles().filter(school=school).count()
        found["one is left"] += left.count() == 1
        found["one role"] += Membership.objects.filter(user=tim).count() == 1
    return found


def at_once(two, *presses):
    gate = Barrier(len(presses), timeout=SECONDS)
    connection.close()  # the pool has one connection for each of them
    with ThreadPoolExecutor(len(presses)) as pool:
        list(pool.map(lambda by, what: press(by, *what, gate), two, presses))


@own_connection
def press(by, name, person, sent, gate):
    client = Client(HTTP_HOST="localhost")
    client.force_login(by)
    address = reverse(name, args=[person.pk])
    gate.wait()
    client.post(address, sent)
