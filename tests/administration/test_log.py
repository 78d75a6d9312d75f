"""The log of a school, as its administrators read it: nobody else, nothing of when others were here, and the
same work however long it is."""

import re
import uuid
from datetime import timedelta
from urllib.parse import parse_qsl

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from people.audit import AuditEvent, Done, note
from people.leafing import PER_LEAF
from tests.factories import PASSWORD, bring_to, make_person, make_school
from tests.test_reads_no_table_whole import Asked


@pytest.fixture
def ada(school):
    return make_person("Ada Beheer", school=school, is_administrator=True)


@pytest.fixture
def ida(school):
    return make_person("Ida Beheer", school=school, is_administrator=True)


@pytest.fixture
def sam(school):
    return make_person("Sam Bedacht", school=school)


@pytest.fixture
def done(school, ada, ida, sam):
    note(Done.INVITED, by=ada, school=school, about=sam)
    note(Done.ROLE_GIVEN, by=ida, school=school, about=sam, role="coach", team="Team Zorg")
    note(Done.TEAM, by=ada, school=school, team="Team Techniek")


def sentences(client, **query):
    """What stands on the page, newest first, without the links of names."""
    response = client.get(reverse("log"), query)
    assert response.status_code == 200
    found = re.findall(r'<p class="mk-body">(.*?)</p>', response.content.decode())
    return [re.sub(r"<[^>]+>", "", line) for line in found]


def test_the_newest_line_stands_first_in_words(client, ada, done):
    client.force_login(ada)

    assert sentences(client) == [
        "Jij maakte het team Team Techniek.",
        "Ida Beheer gaf Sam Bedacht de rol coach in Team Zorg.",
        "Jij nodigde Sam Bedacht uit.",
    ]


def test_it_is_filtered_by_kind_by_whom_and_about_whom(client, ada, ida, sam, done):
    client.force_login(ada)

    assert sentences(client, what="invited") == ["Jij nodigde Sam Bedacht uit."]
    assert sentences(client, by=ida.pk) == ["Ida Beheer gaf Sam Bedacht de rol coach in Team Zorg."]
    assert len(sentences(client, who=sam.pk)) == 2
    assert sentences(client, who=sam.pk, by=ida.pk, what="invited") == []
    assert len(sentences(client, what="no-such-thing")) == 3


def test_a_filter_is_kept_from_leaf_to_leaf(client, school, ada, sam):
    for _turn in range(PER_LEAF + 1):
        note(Done.INVITED, by=ada, school=school, about=sam)
        note(Done.TEAM, by=ada, school=school, team="Team Zorg")
    client.force_login(ada)
    page = client.get(reverse("log"), {"what": "invited"}).content.decode()
    older = re.search(r'href="(\?[^"]*page=2[^"]*)"', page)[1].replace("&amp;", "&")

    assert sentences(client, **dict(parse_qsl(older[1:]))) == ["Jij nodigde Sam Bedacht uit."]


@pytest.mark.parametrize("name", ["who", "by"])
def test_a_filter_by_a_person_who_is_not_of_this_school_is_no_page(client, ada, name):
    stranger = make_person("Vera Vreemd", school=make_school("Andere School"))
    client.force_login(ada)

    for value in (stranger.pk, uuid.uuid4(), "x", "1"):
        assert client.get(reverse("log"), {name: value}).status_code == 404


def test_there_is_no_such_page_for_anybody_else(client, school, teacher, coach, ada, done):
    assert client.get(reverse("log")).status_code == 302
    for person in (teacher, coach, make_person("Lotte Leiding", school=school)):
        client.force_login(person)
        assert client.get(reverse("log")).status_code == 404


def test_nothing_changes_a_line_or_takes_it_away(client, ada, done):
    client.force_login(ada)
    before = list(AuditEvent.objects.order_by("pk").values())

    for method in ("post", "put", "patch", "delete"):
        getattr(client, method)(reverse("log"), {"what": "team"})
        getattr(client, method)(reverse("own_log"), {"what": "team"})

    assert list(AuditEvent.objects.order_by("pk").values()) == before


# --- when others are here ---------------------------------------------------------------------------------


def same(response):
    """Without the token of a form and the address that was asked for, new in each."""
    html = re.sub(r'(name="(?:csrfmiddlewaretoken|next)" value=)"[^"]+"', r"\1", response.content.decode())
    return response.status_code, html


def test_no_page_filter_or_leaf_tells_that_somebody_was_here(client, client_of, school, ada, sam, done):
    """Every answer is the same before and after: also which kinds one can choose."""
    client.force_login(ada)
    questions = [{}, {"page": "2"}, {"who": sam.pk}, {"by": sam.pk}, {"who": sam.pk, "page": "2"}]
    questions += [
        {"what": what, **who} for what in Done.values for who in ({}, {"who": sam.pk}, {"by": sam.pk})
    ]
    before = [same(client.get(reverse("log"), query)) for query in questions]

    for _turn in range(3):
        client_of(sam).post(reverse("account_login"), {"login": sam.email, "password": PASSWORD})
    for what in Done:
        note(what, by=sam, school=school, about=sam)
    assert AuditEvent.objects.of_person(sam).count() > 2 + len(Done)

    assert [same(client.get(reverse("log"), query)) for query in questions] == before


@pytest.fixture
def client_of(client):
    return lambda person: type(client)()


def test_the_whole_life_of_a_visit_writes_no_line(client, lesson, teacher, coach, ada):
    bring_to("open", lesson)

    assert not AuditEvent.objects.exists()


# --- however long it is -----------------------------------------------------------------------------------


@pytest.fixture
def long_log(school, ada, ida, sam, teacher):
    """A hundred thousand lines, most of them of people who signed in."""
    kinds, now = list(Done), timezone.now()
    rows = (
        AuditEvent(
            school=school,
            at=now - timedelta(minutes=number),
            what=Done.SIGNED_IN if number % 4 else kinds[number % len(kinds)],
            by=teacher if number % 4 else ada,
            about=teacher if number % 4 else sam,
            own=bool(number % 4),
        )
        for number in range(100_000)
    )
    AuditEvent.objects.bulk_create(rows, batch_size=5_000)


@pytest.mark.slow
def test_a_hundred_thousand_lines_are_read_as_quickly_as_three(
    client, django_assert_num_queries, ada, sam, teacher, long_log
):
    client.force_login(ada)
    questions = [{}, {"page": "400"}, {"what": "words"}, {"by": ada.pk}, {"who": sam.pk}, {"who": teacher.pk}]
    queries = [2, 2, 2, 3, 3, 3]
    for query, number in zip(questions, queries, strict=True):
        asked = Asked()
        with django_assert_num_queries(number), connection.execute_wrapper(asked):
            assert client.get(reverse("log"), query).status_code == 200
        assert (query, asked.whole()) == (query, set())

    asked = Asked()
    client.force_login(teacher)
    with django_assert_num_queries(2), connection.execute_wrapper(asked):
        assert client.get(reverse("own_log")).status_code == 200
    assert asked.whole() == set()
