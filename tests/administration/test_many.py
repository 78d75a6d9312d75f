"""Every page of the administration takes as many queries for a school of ten thousand as for one of ten, and
reads no table whole; no page asks one to choose among ten thousand."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from observations.models import ToTell
from tests.administration.many import many_people
from tests.administration.schools import ADMINISTER
from tests.administration.test_two_schools import TABLE, Of
from tests.test_reads_no_table_whole import Asked

# with session and person, which are one
QUERIES = {
    "first_steps": 5, "invite": 4, "invite_sent": 2, "invitation": 4, "leave": 3, "school_leaves": 2, "log": 2, "letters_waiting": 4,
    "teams": 2, "team_change": 3, "days": 3, "holiday_add": 1, "holiday": 2, "period_add": 1, "period": 2,
    "people": 8, "people_file": 8, "person": 5, "person_change": 2,
    "school": 1, "school_rules": 1, "school_sign_in": 2, "words": 2,
}  # fmt: skip
MOST_OPTIONS = 60  # of one select: the forty teams


def pages():
    return [
        name for name, row in TABLE.items() if row.who == ADMINISTER and not row.presses and name != "begin"
    ]


def address_in(school, name):
    """With somebody, a team, a day … of this school."""
    found = {
        "teacher": lambda: (
            school.people.filter(last_login__isnull=False, is_administrator=False).order_by("email").first()
        ),
        "leaving": lambda: school.people.exclude(leaves_on=None).first(),
        "invited": lambda: school.people.exclude(invited_at=None).order_by("email").first(),
        "letter": lambda: ToTell.objects.filter(person__school=school).order_by("pk").first(),
        "team": lambda: school.teams.order_by("pk").first(),
        "holiday": lambda: school.holidays.order_by("pk").first(),
        "period": lambda: school.periods.order_by("pk").first(),
    }
    args = [
        getattr(found.get(arg.name, found["teacher"])(), arg.field) if isinstance(arg, Of) else arg
        for arg in TABLE[name].args
    ]
    return reverse(name, args=args)


def asked(client, school):
    """{page: its queries}, and what each says."""
    queries, said = {}, {}
    for name in pages():
        address, plans = address_in(school, name), Asked()
        with CaptureQueriesContext(connection) as found, connection.execute_wrapper(plans):
            response = client.get(address)
        assert (name, response.status_code) == (name, 200)
        assert (name, plans.whole()) == (name, set())
        queries[name] = len(found)
        said[name] = b"".join(response) if response.streaming else response.content
    return queries, said


def test_every_page_has_its_count():
    assert set(pages()) == set(QUERIES)


@pytest.mark.slow
def test_ten_thousand_people_take_as_many_queries_as_ten(client, edition):
    for people in (12, 10_000):
        school, administrator = many_people(people)
        client.force_login(administrator)
        queries, said = asked(client, school)
        assert (people, queries) == (people, QUERIES)

    for name, content in said.items():
        selects = re.findall(rb"<select.*?</select>", content, re.DOTALL)
        assert [
            (name, len(re.findall(rb"<option", one)))
            for one in selects
            if one.count(b"<option") > MOST_OPTIONS
        ] == []
        if not content.startswith(b"PK") and not name.endswith("_file"):
            assert (name, len(content) < 200_000) == (name, True)
