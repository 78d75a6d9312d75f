"""What `script/bench growth` measures stands in the database as people would have brought it there."""

import pytest
from django.db import connection

from observations.models import Key, Lesson
from people.models import Team, User
from tests.benchmarks.crowd import ROLES, VISITS
from tests.benchmarks.fill import dangling, fill

pytestmark = pytest.mark.django_db


@pytest.mark.slow
def test_a_thousand_lesson_visits_come_in_bulk_and_every_constraint_holds(editions):
    fill(2 * VISITS)

    assert Lesson.objects.exclude(team=None).count() == Key.objects.count() == 2 * VISITS
    assert User.objects.filter(memberships__isnull=False).count() == 2 * len(ROLES)
    connection.check_constraints()


def test_a_row_that_leads_nowhere_is_found(school):
    with connection.constraint_checks_disabled():
        team = Team.objects.create(school_id=school.pk + 1, name="Nergens")
    found = dangling()
    team.delete()

    assert found == ["people_team" if connection.vendor == "sqlite" else "people.Team.school"]
    assert not dangling()
