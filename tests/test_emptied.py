"""What a test with real transactions leaves behind: what every test begins with (tests/conftest.py)."""

import pytest
from django.test import TransactionTestCase

from checklists.models import Edition
from people.models import School


@pytest.mark.django_db(transaction=True)
def test_who_comes_after_a_test_that_empties_the_tables_finds_the_editions():
    School.objects.create(name="Een school")
    numbers = list(Edition.objects.values_list("number", flat=True))

    TransactionTestCase()._fixture_teardown()

    assert not School.objects.exists()
    assert sorted(Edition.objects.values_list("number", flat=True)) == sorted(numbers) != []
