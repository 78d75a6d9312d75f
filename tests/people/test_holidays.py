"""An administrator names the holidays of the own school, and is told in words what is not right."""

from datetime import date

import pytest
from django.urls import reverse
from lxml import html

from people.models import Holiday
from tests import factories

ADD = "admin:people_holiday_add"


@pytest.fixture
def signed_in(client, school):
    person = factories.make_person("Ada Beheer", school=school, is_administrator=True, language="en")
    client.force_login(person)
    return client


@pytest.fixture
def christmas(school):
    return Holiday.objects.create(
        school=school, name="Kerstvakantie", first=date(2026, 12, 19), last=date(2027, 1, 3)
    )


def sent(school, first, last, name="Vakantie"):
    return {"school": school.pk, "name": name, "first": first, "last": last}


def refusals(response):
    assert response.status_code == 200
    return html.fromstring(response.content.decode()).xpath("//ul[contains(@class, 'errorlist')]//li/text()")


def test_a_holiday_is_named(signed_in, school):
    response = signed_in.post(reverse(ADD), sent(school, "2026-12-19", "2026-12-19"))

    assert response.status_code == 302
    assert [str(row) for row in school.holidays.all()] == ["Vakantie"]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2027-02-20", "2027-02-19", "The last day comes before the first. Look at both once more."),
        ("2027-02-20", "2027-05-01", "A holiday is ten weeks at most. Look at the year once more."),
        (
            "2027-01-03",
            "2027-01-10",
            "This holiday shares a day with ‘Kerstvakantie’. Change one of the two.",
        ),
        (
            "2026-12-01",
            "2026-12-19",
            "This holiday shares a day with ‘Kerstvakantie’. Change one of the two.",
        ),
        (
            "2026-12-24",
            "2026-12-26",
            "This holiday shares a day with ‘Kerstvakantie’. Change one of the two.",
        ),
    ],
)
def test_what_is_not_right_is_said(signed_in, school, christmas, first, last, words):
    response = signed_in.post(reverse(ADD), sent(school, first, last))

    assert refusals(response) == [words]
    assert f'value="{first}"' in response.content.decode()
    assert Holiday.objects.get() == christmas


def test_the_days_beside_a_holiday_and_those_of_another_school_are_free(signed_in, school, christmas):
    elsewhere = factories.make_school("Andere School")
    Holiday.objects.create(school=elsewhere, name="Elders", first="2027-01-01", last="2027-03-01")
    for first, last in (("2026-12-18", "2026-12-18"), ("2027-01-04", "2027-03-14")):
        assert signed_in.post(reverse(ADD), sent(school, first, last)).status_code == 302
    assert school.holidays.count() == 3


def test_a_holiday_changes_and_shares_no_day_with_itself(signed_in, school, christmas):
    page = reverse("admin:people_holiday_change", args=[christmas.pk])
    assert signed_in.post(page, sent(school, "2026-12-20", "2027-01-04")).status_code == 302

    christmas.refresh_from_db()
    assert (christmas.first, christmas.last) == (date(2026, 12, 20), date(2027, 1, 4))


def test_holidays_of_another_school_are_neither_seen_nor_named(signed_in, christmas):
    elsewhere = factories.make_school("Andere School")
    theirs = Holiday.objects.create(school=elsewhere, name="Elders", first="2027-01-01", last="2027-03-01")

    listed = signed_in.get(reverse("admin:people_holiday_changelist")).content.decode()
    assert ("Kerstvakantie" in listed, "Elders" in listed) == (True, False)
    page = reverse("admin:people_holiday_change", args=[theirs.pk])
    assert signed_in.get(page)["Location"] == reverse("admin:index")
    response = signed_in.post(reverse(ADD), sent(elsewhere, "2027-06-01", "2027-06-02"))
    assert refusals(response)
    assert Holiday.objects.count() == 2
