"""What postmen have to bring in these parts, and where: letters to several teachers, in turn."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from letters.postman import deliver
from observations.models import ToTell
from tests import factories
from tests.served.eight_writers import own_connection


def world(teachers):
    """A coach and so many teachers; what other parts left untold counts as told."""
    ToTell.objects.untold().update(told_at=timezone.now())
    team = factories.make_team(factories.make_school())
    made = [
        factories.make_person(f"Docent {n}", team=team, role="teacher", password=None)
        for n in range(teachers)
    ]
    return factories.make_person("Coba Voorbeeld", team=team, role="coach", password=None), made


def propose(teachers, coach, each):
    """So many visits for each: the Message-IDs that each is to get, in order."""
    start = timezone.now() + timedelta(days=20)
    for number in range(each):
        for teacher in teachers:
            moment = start + timedelta(hours=number)
            factories.make_lesson(teacher, coach=coach, by=coach, start=moment, end=None)
    rows = ToTell.objects.untold().select_related("person")
    return by_person([(row.person.email, f"<{row.uid}@localhost>") for row in rows])


def by_person(letters):
    """Each number once, in the order of its first copy."""
    found = {}
    for address, number in letters:
        found.setdefault(address, {})[number] = True
    return {address: list(numbers) for address, numbers in found.items()}


def connect(port):
    """As EMAIL_HOST and EMAIL_PORT do."""
    office = {
        "BACKEND": "letters.office.PostOffice",
        "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 60},
    }
    settings.MAILERS = settings.MAILERS | {"letters": office}


@own_connection
def go_round(_number=0):
    return deliver.call()
