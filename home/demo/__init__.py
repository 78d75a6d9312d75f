"""A fictional school to look around in: people, and visits in every stage, made through the real actions."""

from pathlib import Path

import yaml
from django.db import transaction

from checklists import actions as checklists
from home.demo.people import PEOPLE, make_school
from home.demo.visits import Visit
from people.models import User

TEXTS = Path(__file__).parent / "texts"


class RealPeople(Exception):
    """People who are not part of the demo use this database."""


def load():
    """Makes the demo and says True; says False, after one query, where it is there already.

    Raises RealPeople where someone has an address that could be real: demo people never join them.
    """
    if User.objects.filter(pk__in=[person.id for person in PEOPLE]).exists():
        return False
    if User.objects.exclude(email__endswith=".example").exists():
        raise RealPeople
    build()
    return True


@transaction.atomic
def build():
    edition = checklists.load(checklists.CONTENT / "veilige-leeromgeving.yaml")
    people, teams = make_school()
    for name, facts in visits():
        Visit(name, facts, people, teams, edition).walk()


def visits():
    """Name and facts of each visit, one file each; the name is also where its ids come from."""
    return [(path.stem, yaml.safe_load(path.read_text("utf-8"))) for path in sorted(TEXTS.glob("*.yaml"))]
