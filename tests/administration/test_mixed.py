"""Rows of another school among one's own: an own address with keys of the other school in what is sent, and
addresses of the other school's people in a field. Nothing comes of it, and nothing is told."""

import re

import pytest
from django.urls import reverse

from people.models import Membership, User
from tests.administration.schools import ADMINISTER, BIRDS, Try, rows_of, two_schools
from tests.administration.test_two_schools import Of, given, secrets, sign_in

HERE, THERE = BIRDS
PASTED = {"list": "Nieuw Persoon; nieuw@kievit.example", "agreed": "nieuw@kievit.example", "language": "nl"}
# (own address, what is sent: of the other school is what is `Of`)
MIXED = {
    "roles in a team": ("person_roles", ["teacher"], {"team": Of("team"), "roles": "coach"}),
    "an end of roles in a team": ("person_roles", ["teacher"], {"team": Of("team"), "was": "teacher"}),
    "invited into a team": (
        "invite",
        [],
        {"do": "invite", **PASTED, "team": Of("team"), "roles": "teacher", "was_chosen": "1"},
    ),
    "accounts in a team": (
        "invite",
        [],
        {"do": "accounts", **PASTED, "team": Of("team"), "roles": "teacher", "was_chosen": "1"},
    ),
    "found in a team": ("people", [], {"words": "", "team": Of("team")}),
    "a school in the form": ("school", [], {"school": Of("school"), "pk": Of("school"), "id": Of("school")}),
    "a team in the form": (
        "team_change",
        ["team"],
        {"pk": Of("team"), "id": Of("team"), "school": Of("school")},
    ),
}


@pytest.fixture
def world(edition):
    return two_schools(edition=edition)


@pytest.fixture
def before(world):
    return {world[f"{bird} school"].name: rows_of(world[f"{bird} school"]) for bird in BIRDS}


@pytest.mark.parametrize("kind", ADMINISTER)
@pytest.mark.parametrize("what", MIXED)
def test_keys_of_another_school_do_nothing(client, world, before, what, kind):
    name, args, body = MIXED[what]
    sign_in(client, world, HERE, kind)
    address = reverse(name, args=[given(Of(arg), world, HERE) for arg in args])

    found = Try(client, "post", address, {key: given(value, world, THERE) for key, value in body.items()})
    assert found.status in {200, 302, 404, 422}
    assert found.changed(before) == {}
    assert found.says(*secrets(world, THERE)) == set()
    assert found.letters == []


@pytest.mark.parametrize("name", ["people", "log"])
@pytest.mark.parametrize("asked", ["team", "who", "by", "state", "find", "page"])
@pytest.mark.parametrize("row", ["team", "teacher", "school"])
def test_keys_of_another_school_in_the_address_find_nothing(client, world, name, asked, row):
    sign_in(client, world, HERE, "administrator")

    found = Try(client, "get", f"{reverse(name)}?{asked}={world[f'{THERE} {row}'].pk}")
    assert found.status in {200, 404, 422}
    hidden = {*secrets(world, THERE)} - {str(world[f"{THERE} {row}"].pk)}  # what was asked stands in links
    assert found.says(*hidden) == set()


def test_a_team_and_a_person_never_have_two_schools(client, world):
    sign_in(client, world, HERE, "administrator")
    for name, args, body in MIXED.values():
        sent = {key: given(value, world, THERE) for key, value in body.items()}
        client.post(reverse(name, args=[given(Of(arg), world, HERE) for arg in args]), sent)

    mixed = [
        row
        for row in Membership.objects.select_related("user", "team")
        if row.user.school_id != row.team.school_id
    ]
    assert mixed == []


# --- whose an address is ------------------------------------------------------------------------------------

ELSEWHERE = ("teacher", "administrator", "paused", "closed", "invited", "not invited", "leaving", "operator")
FIELDS = {
    "invite": ([], lambda email: {"do": "look", "list": f"Nieuw Persoon; {email}", "agreed": email}),
    "invite, pressed": (
        [],
        lambda email: {"do": "invite", "list": f"Nieuw Persoon; {email}", "agreed": email, "language": "nl"},
    ),
    "invitation": (["invited"], lambda email: {"email": email}),
    "person_change": (["teacher"], lambda email: {"name": "Nieuw", "language": "nl", "email": email}),
    "first_steps": (
        [],
        lambda email: {"step": "teacher", "teacher-name": "Nieuw", "teacher-email": email},
    ),
}


@pytest.mark.parametrize("field", FIELDS)
def test_an_address_of_another_school_tells_nothing_of_whose_it_is(client, world, before, field):
    """Who is there, on pause, closed, invited or administrator: the answer is the same, and names nobody."""
    args, body = FIELDS[field]
    sign_in(client, world, HERE, "administrator")
    address = reverse(field.partition(",")[0], args=[given(Of(arg), world, HERE) for arg in args])
    there, answers = world[f"{THERE} school"].name, {}
    for kind in ELSEWHERE:
        email = User.objects.get(pk=world[f"{THERE} {kind}"].pk).email
        found = Try(client, "post", address, body(email))
        assert (
            kind,
            found.says(*secrets(world, THERE)[1:], "zwaluw college", kind.title() + " zwaluw"),
        ) == (kind, set())
        assert there not in found.changed(before)
        text = found.response.content.decode().replace(email, "…").replace(email.partition("@")[0], "…")
        answers[kind] = (
            found.status,
            re.sub(r'(name="(?:csrfmiddlewaretoken|draft)" value=)"[^"]*"', r"\1", text),
        )
    assert {kind for kind, answer in answers.items() if answer != answers["teacher"]} == set()
