"""Passkeys: made, used to come in and as the second step, taken away. A device of Python signs with real
keys."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.audit import AuditEvent, Done
from people.models import User
from tests import factories
from tests.signing_in import device
from tests.signing_in.steps import add_passkey, by_passkey, is_in, options, recovery_codes, sign_in


@pytest.fixture(autouse=True)
def one_moment(time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    return time_machine


@pytest.fixture
def client(client):
    client.defaults["HTTP_HOST"] = device.HOST
    return client


@pytest.fixture
def tijn(client, teacher):
    """Just came in, and reads English."""
    User.objects.filter(pk=teacher.pk).update(language="en")
    sign_in(client, teacher)
    return teacher


@pytest.fixture
def tablet():
    return device.Device()


@pytest.fixture
def has_one(client, tijn, tablet):
    """Signed out again."""
    add_passkey(client, tablet)
    client.logout()
    return tijn


def said(response):
    return response.text if response.status_code != 302 else ""


def passkeys(person):
    return Authenticator.objects.filter(user=person, type="webauthn")


def lines(person):
    found = AuditEvent.objects.filter(about=person).exclude(what__in=[Done.SIGNED_IN, Done.JOINED])
    return [(line.what, line.detail) for line in found.order_by("pk")]


# --- made ---------------------------------------------------------------------------------------------


def test_a_passkey_is_made_told_and_written_down_and_codes_come_with_it(client, tijn, tablet):
    response = add_passkey(client, tablet, "Mijn tablet")

    assert response["Location"] == reverse("recovery_codes")
    assert len(recovery_codes(client)) == 10
    assert "Mijn tablet" in client.get(reverse("ways")).text
    assert lines(tijn) == [(Done.STEP_ADDED, {"kind": "webauthn"})]
    [letter] = mail.outbox
    assert (letter.to, "A passkey was added for you" in letter.body) == ([tijn.email], True)


def test_the_second_one_brings_no_other_codes(client, tijn, tablet):
    add_passkey(client, tablet)
    first = recovery_codes(client)

    assert add_passkey(client, device.Device(), "Phone")["Location"] == reverse("ways")
    assert recovery_codes(client) == first


def test_before_the_first_the_page_says_what_changes(client, tijn, tablet):
    words = "your password, a mailed code or your school account also asks for it"
    assert words in client.get(reverse("passkey_add")).text
    add_passkey(client, tablet)
    assert words not in client.get(reverse("passkey_add")).text


def test_a_press_twice_is_one_passkey(client, tijn, tablet):
    made = tablet.create(options(client, "passkey_add"))
    for _press in range(2):
        client.post(reverse("passkey_add"), {"name": "Tablet", "credential": made})

    assert passkeys(tijn).count() == 1
    assert len(mail.outbox) == 1


def test_the_browser_is_told_which_are_there_already(client, tijn, tablet):
    add_passkey(client, tablet)
    with pytest.raises(AssertionError, match="InvalidStateError"):
        tablet.create(options(client, "passkey_add"))


def test_what_is_asked_of_a_browser(client, tijn):
    asked = options(client, "passkey_add")["publicKey"]

    assert asked["rp"] == {"id": "localhost", "name": "Meekijken"}
    assert asked["authenticatorSelection"] == {
        "residentKey": "required", "requireResidentKey": True, "userVerification": "required",
    }  # fmt: skip


@pytest.mark.parametrize(
    "made",
    [
        device.Device(is_verified=False),
        device.Device("http://elders.example"),
        device.Device("https://localhost.elders.example"),
    ],
    ids=["no finger", "another site", "a site like it"],
)
def test_what_is_not_right_is_not_kept_and_the_name_stays(client, tijn, made):
    response = add_passkey(client, made, "Een lange naam")

    assert (response.status_code, passkeys(tijn).count()) == (422, 0)
    assert "This passkey could not be kept." in said(response)
    assert 'value="Een lange naam"' in said(response)


def test_an_answer_to_another_question_is_not_kept(client, tijn, tablet):
    made = tablet.create(options(client, "passkey_add"))
    options(client, "passkey_add")
    response = client.post(reverse("passkey_add"), {"credential": made})

    assert (response.status_code, passkeys(tijn).count()) == (422, 0)


def test_without_a_script_the_page_says_why_not(client, tijn):
    response = client.post(reverse("passkey_add"), {"name": "Tablet", "credential": ""})

    assert response.status_code == 422
    assert "no script ran on this page" in said(response)


def test_a_name_is_not_asked_for(client, tijn, tablet):
    add_passkey(client, tablet, "")
    assert passkeys(tijn).get().wrap().name == "Passkey 1"


def test_after_ten_one_goes_first(client, tijn):
    for _each in range(10):
        add_passkey(client, device.Device())
    response = add_passkey(client, device.Device())

    assert (response["Location"], passkeys(tijn).count()) == (reverse("ways"), 10)


# --- came in with -------------------------------------------------------------------------------------


def test_a_passkey_comes_in_at_once_and_to_where_one_was_going(client, has_one, tablet):
    response = by_passkey(client, tablet, next=reverse("earlier"))

    assert (is_in(client, has_one), response["Location"]) == (True, reverse("earlier"))
    assert passkeys(has_one).get().last_used_at == timezone.now()


def test_where_one_was_going_stays_in_this_house(client, has_one, tablet):
    assert by_passkey(client, tablet, next="https://elders.example/")["Location"] == reverse("home")


def test_words_that_were_brought_along_stand_in_their_form_again(client, has_one, tablet, teacher):
    ended = client.post(
        reverse("address"),
        {
            "email": "anders@school.example",
            "draft": "1",
            "draft-by": str(teacher.pk),
            "draft-at": reverse("address"),
        },
    )
    kept = ended.context["kept"]
    response = by_passkey(client, tablet, kept_form=kept)

    assert response["Location"] == reverse("address")
    assert "anders@school.example" in client.get(reverse("address")).text


@pytest.mark.parametrize(
    "spoilt",
    [
        {}, {"response": 5}, {"response": {}}, {"id": 1, "rawId": "é", "response": {"userHandle": 5}}, [], 7, "a", None,
        {"response": {"userHandle": "AAAA"}},
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["mfa_login_webauthn", "passkey_add", "sure_passkey"])
def test_what_no_browser_sends_breaks_nothing(client, has_one, name, spoilt):
    if name != "mfa_login_webauthn":
        sign_in(client, has_one)
        client.force_login(has_one)
    options(client, name) if name != "passkey_add" else None
    response = client.post(reverse(name), {"credential": json.dumps(spoilt)}, follow=True)

    assert response.status_code in (200, 422)


@pytest.mark.parametrize("part", ["rawId", "clientDataJSON", "authenticatorData", "signature", "userHandle"])
@pytest.mark.parametrize("value", ["", "AAAA", "é", 5, None, [], "bnVsbA"])
def test_a_signature_with_a_broken_part_signs_nobody_in(client, has_one, tablet, part, value):
    signed = json.loads(tablet.get(options(client, "mfa_login_webauthn")))
    place = signed if part == "rawId" else signed["response"]
    place[part] = value
    response = client.post(reverse("mfa_login_webauthn"), {"credential": json.dumps(signed)})

    assert (is_in(client), response["Location"]) == (False, reverse("account_login"))


def test_a_refusal_is_said_and_where_one_was_going_is_kept(client, has_one, tablet):
    passkeys(has_one).delete()
    client.cookies["django_language"] = "en"
    response = by_passkey(client, tablet, next=reverse("earlier"))

    assert response["Location"] == reverse("account_login", query={"next": reverse("earlier")})
    assert "This passkey could not be used here." in client.get(response["Location"]).text


def test_a_signature_of_somebody_else_is_no_way_in(client, has_one, tablet, coach):
    signed = json.loads(tablet.get(options(client, "mfa_login_webauthn")))
    other = Client(HTTP_HOST=device.HOST)
    sign_in(other, coach)
    add_passkey(other, device.Device())
    handle = options(other, "passkey_add")["publicKey"]["user"]["id"]
    signed["response"]["userHandle"] = handle
    client.post(reverse("mfa_login_webauthn"), {"credential": json.dumps(signed)})

    assert not is_in(client)


@pytest.mark.parametrize("as_device", [{"is_verified": False}, {"origin": "http://elders.example"}])
def test_without_a_finger_or_from_another_site_nobody_comes_in(client, has_one, tablet, as_device):
    other = device.Device(**as_device)
    other.keys = tablet.keys
    by_passkey(client, other)

    assert not is_in(client)


def test_a_signature_works_once(client, has_one, tablet):
    signed = tablet.get(options(client, "mfa_login_webauthn"))
    client.post(reverse("mfa_login_webauthn"), {"credential": signed})
    client.logout()
    client.post(reverse("mfa_login_webauthn"), {"credential": signed})

    assert not is_in(client)


def test_who_is_on_pause_does_not_come_in(client, has_one, tablet):
    User.objects.filter(pk=has_one.pk).update(is_active=False)
    response = by_passkey(client, tablet)

    assert (is_in(client), response["Location"]) == (False, reverse("account_inactive"))


def test_four_hundred_colleagues_behind_one_address(client, db):
    def send():
        return client.post(reverse("mfa_login_webauthn"), {"credential": "{}", "next": "/me/"})

    back = reverse("account_login", query={"next": "/me/"})
    assert {send()["Location"] for _each in range(400)} == {back}
    client.session.flush()
    client.cookies["django_language"] = "en"
    assert "That was often in a short time." in client.get(send()["Location"]).text


# --- beside a password -----------------------------------------------------------------------------------


def test_a_password_asks_for_it_too(client, has_one, tablet):
    response = sign_in(client, has_one, next=reverse("earlier"))
    assert (response["Location"], is_in(client)) == (reverse("mfa_authenticate"), False)

    response = by_passkey(client, tablet, "mfa_authenticate")
    assert (response["Location"], is_in(client, has_one)) == (reverse("earlier"), True)


def test_the_second_step_takes_none_without_a_finger(client, has_one, tablet):
    tablet.flags = device.Device(is_verified=False).flags
    sign_in(client, has_one)
    response = by_passkey(client, tablet, "mfa_authenticate")

    assert (response.status_code, is_in(client)) == (422, False)


def test_an_answer_for_the_second_step_is_no_sign_in(client, has_one, tablet):
    """Nor the other way round: each is an answer to its own question."""
    sign_in(client, has_one)
    signed = tablet.get(options(client, "mfa_authenticate"))
    client.post(reverse("mfa_authenticate"), {"stop": "1"})
    options(client, "mfa_login_webauthn")
    client.post(reverse("mfa_login_webauthn"), {"credential": signed})

    assert not is_in(client)


def test_a_recovery_code_does_where_the_device_is_not_at_hand(client, tijn, tablet):
    add_passkey(client, tablet)
    [code, *_more] = recovery_codes(client)
    client.logout()
    sign_in(client, tijn)
    page = client.get(reverse("mfa_authenticate")).text
    assert ("A recovery code" in page or "herstelcode" in page, "data-passkey" in page) == (True, True)

    wrong = client.post(reverse("mfa_authenticate"), {"code": "1234 5678"})
    assert "This is none of your recovery codes" in wrong.text or "geen van je herstelcodes" in wrong.text
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert is_in(client, tijn)


# --- taken away -----------------------------------------------------------------------------------------


def test_one_is_taken_away_after_a_question(client, tijn, tablet):
    add_passkey(client, tablet)
    add_passkey(client, device.Device(), "Phone")
    mail.outbox.clear()
    here = reverse("passkey_remove", args=[passkeys(tijn).earliest("pk").pk])

    assert "‘Tablet’" in client.get(here).text
    assert passkeys(tijn).count() == 2
    for _press in range(2):
        client.post(here)
    assert [step.wrap().name for step in passkeys(tijn)] == ["Phone"]
    assert lines(tijn)[-1] == (Done.STEP_REMOVED, {"kind": "webauthn"})
    assert [letter.to for letter in mail.outbox] == [[tijn.email]]


def test_with_the_last_one_the_codes_go_and_a_password_is_enough(client, tijn, tablet):
    add_passkey(client, tablet)
    here = reverse("passkey_remove", args=[passkeys(tijn).get().pk])
    assert "your recovery codes no longer work" in client.get(here).text
    client.post(here)
    assert not Authenticator.objects.filter(user=tijn).exists()

    client.logout()
    sign_in(client, tijn)
    assert is_in(client, tijn)


def test_nobody_takes_away_that_of_somebody_else(client, tijn, tablet, coach):
    add_passkey(client, tablet)
    client.logout()
    sign_in(client, coach)

    assert client.post(reverse("passkey_remove", args=[passkeys(tijn).get().pk])).status_code == 404
    assert passkeys(tijn).exists()


def test_a_letter_that_does_not_leave_stops_nothing(client, tijn, tablet, monkeypatch):
    def refuses(*_args, **_kwargs):
        raise OSError

    monkeypatch.setattr("signing_in.adapter.AccountAdapter.send_mail", refuses)
    assert add_passkey(client, tablet).status_code == 302
    assert passkeys(tijn).exists()


def test_a_passkey_is_read_by_its_own_person_alone(client, tijn, tablet, coach):
    add_passkey(client, tablet, "Van Tijn")
    client.logout()
    sign_in(client, coach)
    assert "Van Tijn" not in client.get(reverse("ways")).text


def test_the_name_of_a_passkey_is_words(client, tijn, tablet):
    add_passkey(client, tablet, "<b>Tablet</b>")
    assert "&lt;b&gt;Tablet&lt;/b&gt;" in client.get(reverse("ways")).text
    assert factories.PASSWORD not in client.get(reverse("ways")).text


def test_who_stopped_at_the_second_step_comes_in_with_the_passkey_all_the_same(client, has_one, tablet):
    sign_in(client, has_one)
    assert client.get(reverse("account_login")).status_code == 200

    by_passkey(client, tablet)
    assert is_in(client, has_one)
