"""No page of an administrator answers a question about a visit, whatever stands in its address: only what the
page itself offers is listened to, and that asks nothing of visits."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from observations.models import Lesson
from people.models import Holiday, Membership, School, Team, User
from reports.models import Period
from tests.administration.schools import ADMINISTER, BIRDS, PLANT, two_schools
from tests.administration.test_two_schools import TABLE
from tests.factories import PASSWORD, bring_to, make_lesson

BIRD = BIRDS[0]
LISTED = (User, Team, Membership, School, Period, Holiday)
OFFERED = {"team", "state", "page", "find", "what", "who", "by", "role"}  # what pages ask themselves
PAGES = [
    name
    for name, row in TABLE.items()
    if row.who == ADMINISTER and not row.presses and not name.startswith("begin")
]
ORDERS = ("o", "order", "order_by", "ordering", "sort")


@pytest.fixture
def world(edition):
    found = two_schools(edition=edition)
    bring_to("open", found[f"{BIRD} visit"])
    return found


def lookups(model):
    """Over one relation and over two, those without a name in the program too, and what is in the row."""
    relations = [field for field in model._meta.get_fields(include_hidden=True) if field.is_relation]
    for first in relations:
        yield from (first.name, f"{first.name}__pk", f"{first.name}__isnull", f"{first.name}__id__in")
        there = first.related_model._meta.get_fields(include_hidden=True) if first.related_model else []
        yield from (f"{first.name}__{second.name}" for second in there)
        yield from (f"{first.name}__{second.name}__isnull" for second in there if second.is_relation)


def same(response):
    """Without what is new in each answer, and the address that was asked for."""
    html = response.content.decode()
    html = re.sub(r'(name="(?:csrfmiddlewaretoken|next|draft-at|draft)" value=)"[^"]*"', r"\1", html)
    html = re.sub(r'data-now="[^"]*"', "", html)
    return response.status_code, re.sub(r'\?[^"]*"', '"', html)


@pytest.mark.parametrize("name", PAGES)
def test_whatever_stands_in_the_address_of_a_page_asks_nothing(client, world, name):
    client.force_login(world[f"{BIRD} administrator"])
    address, visit = TABLE[name].address(name, world, BIRD), world[f"{BIRD} visit"]
    plain = same(client.get(address))
    names = {lookup for model in LISTED for lookup in lookups(model)} - OFFERED
    assert len(names) > 400
    assert {"memberships__team__isnull", "lessons__coach"} & names

    assert plain[0] == 200
    for value in (visit.coach_id, visit.teacher_id, visit.pk, visit.team_id, "1", PLANT):
        for some in (sorted(names)[::2], sorted(names)[1::2]):
            assert same(client.get(address, dict.fromkeys(some, str(value)))) == plain
    for order in ("lessons__coach", "-visits__start", "memberships__team__lessons"):
        assert same(client.get(address, dict.fromkeys(ORDERS, order))) == plain


@pytest.mark.parametrize("offered", sorted(OFFERED))
@pytest.mark.parametrize("name", PAGES)
def test_what_a_page_offers_takes_no_key_of_a_visit(client, world, name, offered):
    """The answer to the key of one that is there is the answer to one that is not."""
    client.force_login(world[f"{BIRD} administrator"])
    address, visit = TABLE[name].address(name, world, BIRD), world[f"{BIRD} visit"]
    nothing = "00000000-0000-4000-8000-000000000000"

    there, not_there = (client.get(address, {offered: key}) for key in (str(visit.pk), nothing))
    assert same(there)[0] == same(not_there)[0]
    assert same(there)[1].replace(str(visit.pk), "") == same(not_there)[1].replace(nothing, "")


# how many letters wait, and since when, is told of all kinds together (letters/waiting.py)
@pytest.mark.parametrize("name", sorted({*PAGES} - {"letters_waiting"}))
def test_no_page_changes_once_there_are_visits(client, edition, name):
    """What an administrator sees of somebody who has visits is what one sees of who has none."""
    world = two_schools(edition=edition)
    Lesson.with_practice.all().delete()
    client.force_login(world[f"{BIRD} administrator"])
    address = TABLE[name].address(name, world, BIRD)
    before = same(client.get(address))

    teacher, coach = world[f"{BIRD} teacher"], world[f"{BIRD} coach"]
    bring_to("open", make_lesson(teacher, coach=coach))
    bring_to("planned", make_lesson(teacher, coach=world[f"{BIRD} lead"]))
    make_lesson(teacher, coach=coach, by=coach)
    assert Lesson.objects.count() == 3
    assert same(client.get(address)) == before


@pytest.mark.parametrize("word", [PLANT, "Rekenen", "VZ2B", "00000000-0000-4000-8000-000000000000"])
def test_whom_one_looks_for_goes_through_no_word_of_a_visit(client, world, word):
    client.force_login(world[f"{BIRD} administrator"])
    visit = world[f"{BIRD} visit"]
    Lesson.objects.filter(pk=visit.pk).update(subject="Rekenen", group="VZ2B")

    for words in (word, str(visit.pk)):
        found = client.post(reverse("people"), {"words": words}, follow=True)
        assert [row for row in found.context["page"] if row.name] == []
    assert [
        row.name
        for row in client.post(reverse("people"), {"words": f"coach {BIRD}"}, follow=True).context["page"]
    ]


@pytest.mark.parametrize("name", PAGES)
def test_no_page_tells_that_somebody_was_here(client, world, name):
    """Not when, not how often, not on how many devices; not in a file either, nor by the order of a list."""
    client.force_login(world[f"{BIRD} administrator"])
    address = TABLE[name].address(name, world, BIRD)
    before = same(client.get(address))

    for kind in ("teacher", "coach", "lead"):
        person = world[f"{BIRD} {kind}"]
        sent = {"login": person.email, "password": PASSWORD}
        for _device in range(2):
            browser = Client()
            assert browser.post(reverse("account_login"), sent).status_code == 302
            assert browser.get(reverse("me")).status_code == 200
    User.objects.filter(pk=world[f"{BIRD} lead"].pk).update(
        here_on=None, last_login=timezone.now() - timedelta(days=90)
    )

    assert same(client.get(address)) == before
