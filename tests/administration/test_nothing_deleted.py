"""Whatever an administrator sends, nothing goes that a visit or a report points to."""

import pytest
from django.urls import reverse

from checklists.models import Edition, Item
from observations.models import Lesson
from people.models import Membership, School, Team, User
from tests.administration.schools import BIRDS, two_schools
from tests.administration.test_two_schools import TABLE

KEPT = (User, School, Team, Membership, Lesson, Edition, Item)
DELETES = [
    {"post": "yes"},
    {"action": "delete_selected", "post": "yes"},
    {"DELETE": "on"},
    {"_method": "delete"},
]


def rows():
    return {model.__name__: model._base_manager.count() for model in KEPT}


@pytest.mark.parametrize("kind", ["administrator", "operator"])
def test_nothing_that_a_visit_points_to_can_be_deleted(client, edition, kind):
    world, bird = two_schools(edition=edition), BIRDS[0]
    client.force_login(world[f"{bird} {kind}"])
    before = rows()
    for name, row in TABLE.items():
        if row.who and kind in row.who:
            address = row.address(name, world, bird)
            for sent in ({}, *DELETES):
                client.post(address, sent)
            client.delete(address)

    assert rows() == before


def test_there_is_no_stock_admin(client, edition):
    world = two_schools(edition=edition)
    for kind in ("operator", "administrator", "teacher"):
        client.force_login(world[f"{BIRDS[0]} {kind}"])
        for address in ("/admin/", "/admin/people/user/", "/admin/login/", "/admin/jsi18n/"):
            assert (kind, address, client.get(address).status_code) == (kind, address, 404)
    client.logout()
    assert client.get(f"{reverse('home')}admin/people/user/").status_code == 404
