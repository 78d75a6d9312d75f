"""The clock of a school, and whether leads look along; what changes stands in the log."""

import pytest
from django.urls import reverse

from people.audit import AuditEvent
from people.models import School
from tests.administration.test_teams import beside
from tests.home.conftest import words


def send(client, **sent):
    return client.post(reverse("school_rules"), {"time_zone": "Europe/Amsterdam"} | sent)


def test_an_administrator_says_whether_leads_look_along_and_it_is_written_down(signed_in, school):
    assert "Talk it over with teachers first" in words(signed_in.get(reverse("school_rules")))
    assert send(signed_in).status_code == 302

    school.refresh_from_db()
    assert school.leads_look_along is False
    assert AuditEvent.objects.get().detail == {"fields": ["leads_look_along"]}
    assert send(signed_in).status_code == 302  # the same again is nothing new
    assert AuditEvent.objects.count() == 1


def test_the_clock_comes_with_its_warning(signed_in, school):
    assert "one that was planned keeps its moment" in words(signed_in.get(reverse("school_rules")))
    send(signed_in, time_zone="America/Kralendijk", leads_look_along="on")

    school.refresh_from_db()
    assert (school.time_zone, school.leads_look_along) == ("America/Kralendijk", True)


@pytest.mark.parametrize("zone", ["", "Europe/Berlin"])
def test_a_clock_that_is_none_of_ours_comes_back(signed_in, school, zone):
    assert beside(send(signed_in, time_zone=zone), "id_time_zone")
    assert School.objects.get().time_zone == "Europe/Amsterdam"
