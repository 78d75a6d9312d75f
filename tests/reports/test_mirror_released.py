"""Beside a mirror: the visits of its period that are released now. It follows the keys; the mirror does not follow it."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from observations import actions
from people.models import Membership
from reports.models import Mirror, Period
from tests import factories
from tests.home.conftest import words
from tests.pdf_structure import problems
from tests.pdf_words import words_of
from tests.reports.test_mirror import END, NAMES, POINT, day, page, share

NONE = "There is no other visit of this period for you to read now."


@pytest.fixture
def lead(team):
    return factories.make_person("Lotte Leiding", team=team, role="lead")


@pytest.fixture
def visits(school, team, coach, edition):
    """Two visits that are still released, and a mirror that counted six; the first visit is the latest in time."""
    period = Period.objects.create(school=school, start=day(60), end=day(1))
    teachers = [factories.make_person(f"{name} Docent", team=team, role="teacher") for name in NAMES[:2]]
    counts = {"points": {str(edition.items.get(key=POINT).pk): 6}, "steps": {}}
    Mirror.objects.create(team=team, period=period, made_on=timezone.localdate(), counts=counts)
    parts = ("coach_account", "steps")
    return [
        share(teacher, coach, POINT, before=10 + number, parts=parts, subject=f"Vak {number}")
        for number, teacher in enumerate(teachers)
    ]


def rows(text):
    """The subjects in the list, in its order."""
    listed = text[text.index("Released to the team now") :]
    return [number for number in sorted(range(9), key=lambda n: listed.find(f"Vak {n}")) if f"Vak {number}" in listed]  # fmt: skip


def paper(client, person):
    client.force_login(person)
    return client.get(reverse("mirror_pdf", args=[Mirror.objects.get().pk]) + "?lang=en")


def both(client, person):
    """What page and paper list; they never differ."""
    on_page, on_paper = rows(words(page(client, person))), rows(words_of(paper(client, person).content))
    assert on_page == on_paper
    return on_page


def test_the_list_says_which_parts_of_which_visit_in_order_of_date(client, visits, lead):
    file = paper(client, lead).content
    html, text = page(client, lead).content.decode(), words(page(client, lead))

    assert both(client, lead) == [1, 0]
    assert problems(file) == []
    for visit in visits:
        facts = f"{visit.teacher.name} the account of the coach, the small steps"
        assert facts in text
        assert facts in words_of(file)
        assert f'href="{reverse("released_pdf", args=[visit.pk])}"' in html
    assert b"/URI" not in file  # paper leads nowhere


def test_who_takes_part_in_every_visit_is_not_told_that_none_is_released(client, visits, coach):
    text = words(page(client, coach))

    assert "Visits that you take part in yourself are not listed. " + NONE in text
    assert both(client, coach) == []


@pytest.mark.parametrize("end", END)
def test_what_ended_is_not_in_it_and_the_mirror_stays_as_it_is(client, visits, lead, end):
    before = Mirror.objects.get().counts
    parts = {"revoked": ["coach_account", "steps"]}.get(end, [])
    for part in parts:
        actions.revoke_key(lesson=visits[0], by=visits[0].teacher, part=part)
    if not parts:
        END[end](visits[0])

    assert both(client, lead) == [1]
    assert Mirror.objects.get().counts == before
    assert "<b>6</b>" in page(client, lead).content.decode().replace(' class="mk-num"', "")


def test_a_part_that_was_revoked_is_not_named(client, visits, lead):
    actions.revoke_key(lesson=visits[0], by=visits[0].teacher, part="steps")

    assert "Ans Docent the account of the coach, the small steps" not in words(page(client, lead))
    assert "Ans Docent the account of the coach" in words(page(client, lead))


def test_when_all_ended_it_says_so_plainly(client, visits, lead):
    for visit in visits:
        visit.keys.update(until=day(1))

    assert both(client, lead) == []
    assert NONE in words(page(client, lead))
    assert NONE in words_of(paper(client, lead).content)


def test_whose_membership_ended_gets_neither(client, visits, lead):
    lead.memberships.update(until=day(1))

    assert (page(client, lead).status_code, paper(client, lead).status_code) == (404, 404)


def test_visits_of_another_team_or_period_are_not_in_it(client, visits, school, team, lead, coach):
    second = factories.make_team(school, "Team Techniek")
    other = factories.make_person("Sam Bedacht", team=second, role="teacher")
    for person, role in ((coach, "coach"), (lead, "lead")):
        Membership.objects.create(user=person, team=second, role=role, since=day(90))
    share(other, coach, POINT, subject="Vak 7")
    share(visits[0].teacher, coach, POINT, before=0, subject="Vak 8")

    assert both(client, lead) == [1, 0]


def test_what_is_for_the_lead_alone_does_not_go_round_in_the_team(client, visits, lead, coach):
    visit = share(visits[0].teacher, coach, POINT, parts=(), subject="Vak 7")
    actions.give_key(lesson=visit, by=visit.teacher, part="steps", audience="lead", until=day(-9))

    assert 7 not in both(client, lead)
    assert "Vak 7" in client.get(reverse("team")).content.decode()


def test_nobody_finds_an_own_visit_in_it(client, visits, coach):
    assert both(client, visits[0].teacher) == [1]
    assert both(client, coach) == []


def test_where_the_mirror_is_empty_the_list_is_there_all_the_same(client, visits, lead):
    Mirror.objects.update(counts={})

    assert rows(words(page(client, lead))) == [1, 0]


@pytest.mark.parametrize("more", [0, 12])
def test_page_and_paper_take_as_many_queries_for_many_visits(
    client, visits, lead, coach, more, django_assert_num_queries, monkeypatch
):
    for number in range(more):
        share(visits[number % 2].teacher, coach, POINT, subject=f"Nog {number}")
    monkeypatch.setattr("reports.printing.write_pdf", lambda html, logo, **more: html.encode())
    address = reverse("mirror", args=[Mirror.objects.get().pk])
    client.force_login(lead)
    # session, user, mirror, points, sentences, visits, their keys of now; no step was counted
    with django_assert_num_queries(7):
        client.get(address)
    with django_assert_num_queries(7):
        client.get(address.rstrip("/") + ".pdf")


def test_tomorrow_it_follows_the_keys_of_tomorrow(client, visits, lead):
    visits[0].keys.update(until=timezone.localdate())
    assert 0 in both(client, lead)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert 0 not in both(client, lead)
