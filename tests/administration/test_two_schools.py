"""Every address of the administration and of people × somebody of every kind × the own school and the other
one × reading and pressing. Refused is 404, or the sign-in page for who is not signed in; nothing of the other
school is ever changed or named.

The addresses come from the resolver, so that a new one fails here until it has its row.
"""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

import administration.urls
import people.urls
import signing_in.urls
from administration import beginning
from people import invitations
from people.models import User
from tests.administration.schools import (
    ADMINISTER,
    BIRDS,
    KINDS,
    PLANT,
    SHUT,
    Try,
    rows_of,
    the_other,
    two_schools,
)

LEAVE = ("leaving", "closed")
ALSO = {"letters_waiting"}  # of the administrator, in the room of letters


class Row:
    """Who comes to an address: `ADMINISTER` of the own school, or other kinds; None: everybody who is signed
    in, for their own things. `args` names rows of a school that stand in the address, `body` what is sent.
    `presses`: it takes a press only; `does`: the own administrator changes something with it; `names`: it
    says which schools there are and who looks after them, and nothing else (test_schools.py)."""

    def __init__(self, who=ADMINISTER, args=(), body=None, presses=False, does=True, names=False):
        self.who, self.args, self.body, self.presses = who, args, body or {}, presses
        self.names = names
        self.does = does and bool(body or presses)

    @property
    def names_rows(self):
        """Else it is the same whichever school is meant."""
        body = [
            one for value in self.body.values() for one in (value if isinstance(value, list) else [value])
        ]
        return any(isinstance(value, Of) for value in [*self.args, *body])

    def address(self, name, world, bird):
        return reverse(name, args=[given(arg, world, bird) for arg in self.args])

    def sent(self, world, bird):
        return {name: given(value, world, bird) for name, value in self.body.items()}


class Of:
    """A row of the school: its key."""

    def __init__(self, name, field="pk"):
        self.name, self.field = name, field


def given(value, world, bird):
    if isinstance(value, list):
        return [given(one, world, bird) for one in value]
    return str(getattr(world[f"{bird} {value.name}"], value.field)) if isinstance(value, Of) else value


# What stands in an address of everybody's own things never leads to a row of somebody else.
OWN = Row(who=None)
SOON = (timezone.localdate() + timedelta(days=20)).isoformat()
NEW = {"name": "Nieuw Persoon", "email": "nieuw@school.example"}
TABLE = {
    # from nothing
    "begin": Row(who=(), args=[beginning.code()], body={"school": "Nieuw", **NEW}),
    "first_steps": Row(body={"step": "team", "team-name": "Nieuw team"}),
    # who is invited
    "invite": Row(body={"do": "invite", "list": "Nieuw Persoon; nieuw@school.example", "agreed": "nieuw@school.example", "language": "nl"}),
    "invite_sent": Row(args=[Of("letter", "thing")]),
    "invitation": Row(args=[Of("invited")], body={"email": "nieuw@school.example"}),
    "invite_again": Row(args=[Of("invited")], presses=True),
    "invite_withdraw": Row(args=[Of("invited")], presses=True),
    "welcome": Row(who=None, args=["x~y"]),  # with a link that holds: below
    # the schools of an installation
    "schools": Row(who=["operator"], body={"school": "Nieuw", "time_zone": "Europe/Amsterdam", **NEW}, names=True),
    "school_again": Row(who=["operator"], args=[Of("teacher")], presses=True),
    # who leaves
    "leave": Row(args=[Of("teacher")], body={"last_day": SOON, "seen": SOON, "knows": "on"}),
    "leave_undo": Row(args=[Of("leaving")], presses=True),
    "school_leaves": Row(body={"last_day": SOON, "seen": SOON, "name": "Nieuw"}, does=False),
    "school_leaves_undo": Row(presses=True, does=False),
    "take_along": Row(who=LEAVE),
    "take_along_file": Row(who=LEAVE, presses=True),
    "place_asked_let_go": Row(args=[Of("asked")], presses=True),
    # what was done
    "log": Row(),
    # what a school says of itself
    "teams": Row(body={"name": "Nieuw team"}),
    "team_change": Row(args=[Of("team")], body={"name": "Nieuw team"}),
    "team_close": Row(args=[Of("other team")], presses=True),
    "team_open": Row(args=[Of("closed team")], presses=True),
    "days": Row(),
    "holiday_add": Row(body={"name": "Nieuw", "first": "2050-01-01", "last": "2050-01-02"}),
    "holiday": Row(args=[Of("holiday")], body={"name": "Nieuw", "first": "2050-01-01", "last": "2050-01-02"}),
    "holiday_remove": Row(args=[Of("holiday")], presses=True),
    "period_add": Row(body={"start": "2050-01-01", "end": "2050-03-01"}),
    "period": Row(args=[Of("period")], body={"start": "2050-01-01", "end": "2050-03-01"}),
    "period_remove": Row(args=[Of("period")], presses=True),
    "school": Row(body={"name": "Nieuw College", "accent": "#123456"}),
    "school_rules": Row(body={"time_zone": "America/Kralendijk"}),
    # how it signs in; a service that is tried, or opened by somebody who is sure: test_service.py
    "school_sign_in": Row(body={"authentication": "client_secret_basic", "domains": "nieuw.example"}),
    "school_sign_in_try": Row(presses=True, does=False),
    "school_sign_in_open": Row(presses=True, does=False),
    "school_sign_in_close": Row(presses=True, does=False),
    "words": Row(body={"word": "nieuw", "language": "nl"}),
    "word_remove": Row(args=[Of("word")], presses=True),
    # people
    "people": Row(body={"words": "Tijn"}, does=False),
    "people_file": Row(args=["csv"]),
    "person": Row(args=[Of("teacher")]),
    "person_change": Row(args=[Of("teacher")], body={"name": "Nieuw Persoon", "language": "nl"}),
    "person_edits": Row(args=[Of("teacher")], body={"edits": "1"}, presses=True),
    "person_part": Row(args=[Of("second administrator")], presses=True),
    "person_pause": Row(args=[Of("teacher")], presses=True),
    "person_resume": Row(args=[Of("paused")], presses=True),
    "person_roles": Row(args=[Of("teacher")], body={"team": Of("team"), "roles": "coach"}, presses=True),
    "person_sign_out": Row(args=[Of("teacher")], presses=True, does=False),
    "person_step_remove": Row(args=[Of("second administrator")], presses=True),
    "person_task": Row(args=[Of("second administrator")], presses=True),
    # letters
    "letters_waiting": Row(),
    # one's own
    **dict.fromkeys(
        [
            "me", "preferences", "address", "address_code", "address_again", "address_keep", "own_log", "drafts", "draft_again", "school_logo", "language",
            "account_login", "account_logout", "account_inactive", "account_signup", "account_reauthenticate", "account_change_password", "account_set_password",
            "account_reset_password", "account_reset_password_done", "account_reset_password_from_key_done",
            "account_request_login_code", "account_confirm_login_code", "mfa_authenticate", "mfa_login_webauthn", "ways",
            "sure_code", "sure_school", "sure_passkey", "passkey_add", "totp_add", "totp_remove", "recovery_codes", "recovery_codes_new",
            "recovery_codes_file", "school_join", "school_part",
            "sign_out_elsewhere",
        ],
        OWN,
    ),
    "passkey_remove": Row(who=None, args=[1]),
    "sign_out_there": Row(who=None, args=["of-nobody"]),
    "school_ask": OWN, "school_out": Row(who=None, args=["a"]),
    "school_start": Row(who=None, args=["a"]), "school_back": Row(who=None, args=["a"]),
    "account_reset_password_from_key": Row(who=None, args=["1", "a-b"]),
}  # fmt: skip


def names(patterns):
    return {pattern.name for pattern in patterns}


def test_every_address_has_its_row():
    there = (
        names(administration.urls.urlpatterns)
        | names(people.urls.urlpatterns)
        | names(signing_in.urls.urlpatterns)
        | ALSO
    )

    assert there - set(TABLE) == set()
    assert set(TABLE) - there == set()


@pytest.fixture
def world(edition):
    return two_schools(edition=edition)


@pytest.fixture
def before(world):
    schools = [world[f"{bird} school"] for bird in BIRDS]
    return {school.name: rows_of(school) for school in schools}


def sign_in(client, world, bird, kind):
    """And leaves the rows as they were."""
    if kind:
        person = world[f"{bird} {kind}"]
        was = User.objects.get(pk=person.pk).last_login
        client.force_login(person)
        User.objects.filter(pk=person.pk).update(last_login=was)


def secrets(world, bird):
    """What nobody of another school ever reads: whatever this school wrote, and the keys of its people."""
    people = User.objects.filter(school=world[f"{bird} school"])
    return [bird, *(str(pk) for pk in people.values_list("pk", flat=True))]


def beyond_names(bird):
    """What somebody does not read who operates both schools."""
    return [f"teacher {bird}", f"lot {bird}", f"{bird} zorg", f"{bird}vakantie", f"{bird}achtig", PLANT]


def expected(row, kind, is_own, method):
    """The statuses that may be. Of the own things of everybody: anything but a fault."""
    if row.who is None:
        return {200, 302, 403, 404, 405, 410, 422, 429}
    if kind is None or kind in SHUT:
        return {404} if row.who == () else {302}  # the sign-in page
    if kind == "closed" and kind not in row.who:
        return {302, 404} | ({405} if row.presses else set())  # or the one page that is left
    if kind not in row.who or (row.names_rows and not is_own):
        return {405, 404} if row.presses and method == "get" else {404}
    if method == "get":
        return {405} if row.presses else {200}
    return {200, 302, 404, 405, 409, 422, 423}


@pytest.mark.slow
@pytest.mark.parametrize("bird", BIRDS)
@pytest.mark.parametrize("kind", [*KINDS, None])
def test_nobody_reads_or_changes_anything_of_another_school(client, world, before, bird, kind):
    """Also nothing of the own school, for who does not look after it."""
    sign_in(client, world, bird, kind)
    other, wrong = the_other(bird), []
    hidden = secrets(world, other) + ([PLANT] if kind in ADMINISTER else [])
    for name, row in TABLE.items():
        for target in BIRDS if row.names_rows else (bird,):
            for method in ("get", "post"):
                body = row.sent(world, target) if method == "post" else {}
                found = Try(client, method, row.address(name, world, target), body)
                where = (name, method, "own" if target == bird else "other")
                if found.status not in expected(row, kind, target == bird, method):
                    wrong.append((*where, found.status))
                allowed = row.names and kind in row.who
                if said := found.says(*(beyond_names(other) if allowed else hidden)):
                    wrong.append((*where, "says", said))
                may = row.who is None or kind in row.who
                touched = found.changed(before)
                touched = touched if method == "get" else {
                    school: tables for school, tables in touched.items()
                    if school != world[f"{bird} school"].name or not may
                }  # fmt: skip
                if touched:
                    wrong.append((*where, "changed", touched))
    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("bird", BIRDS)
def test_what_is_sent_would_change_something_in_the_own_school(client, world, before, bird):
    """Else the table above refuses what could not be done anyway."""
    sign_in(client, world, bird, "administrator")
    own = world[f"{bird} school"].name

    idle = {
        name for name, row in TABLE.items() if row.does and row.who and "administrator" in row.who
        and own not in Try(client, "post", row.address(name, world, bird), row.sent(world, bird)).changed(before)
    }  # fmt: skip
    assert idle == set()


@pytest.mark.slow
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ADMINISTER])
def test_for_everybody_else_no_page_of_people_is_there(client, world, kind):
    """Whatever stands behind /people/, also what leads nowhere."""
    sign_in(client, world, BIRDS[0], kind)
    tails = ["", "x/", f"{uuid.uuid4()}/", "list.csv", "list.xlsx", "../", "invite/", "%2e/", "?state=gone"]
    of_people = [
        row.address(name, world, bird)
        for bird in BIRDS
        for name, row in TABLE.items()
        if row.address(name, world, bird).startswith("/people/")
    ]
    refused = {302} if kind in SHUT else {302, 404} if kind == "closed" else {404}
    for address in [*(f"/people/{tail}" for tail in tails), *of_people]:
        for method in ("get", "post", "put", "delete", "patch", "options", "head"):
            found = getattr(client, method)(address)
            assert (address, method, found.status_code in refused | {404, 405}) == (address, method, True)
            assert (
                found.status_code != 405
                or method not in ("get", "post", "head")
                or not found.content.count(b"Kievit")
            )


def test_a_link_for_somebody_of_another_school_does_nothing_for_who_is_signed_in(client, world, before):
    there = reverse("welcome", args=[invitations.token(world[f"{BIRDS[1]} invited"])])
    sent = {"password1": "een-lang-wachtwoord", "password2": "een-lang-wachtwoord"}
    for kind in KINDS:
        sign_in(client, world, BIRDS[0], kind)
        for method in ("get", "post") if kind not in SHUT else ():
            found = Try(client, method, there, sent)
            assert (kind, found.changed(before), found.says(f"{BIRDS[1]} college")) == (kind, {}, set())
    client.logout()
    assert Try(client, "post", there, sent).changed(before).keys() == {world[f"{BIRDS[1]} school"].name}


@pytest.mark.parametrize("bird", BIRDS)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_list_that_is_taken_along_holds_the_own_school_and_no_visit(client, world, bird, ending):
    sign_in(client, world, bird, "administrator")

    found = Try(client, "get", reverse("people_file", args=[ending]))
    assert found.status == 200
    assert found.says(f"teacher {bird}", *secrets(world, the_other(bird)), PLANT) == {f"teacher {bird}"}
