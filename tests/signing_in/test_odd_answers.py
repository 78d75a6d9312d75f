"""What a service can answer within JSON, and no table or page can hold: words, and nobody comes in."""

import json

import pytest

from signing_in import claims as read
from signing_in.discovery import said
from signing_in.knocking import Unusable, Why
from tests.signing_in.there import claims, come_back, instead

BROKEN = "half \ud800 \x00 one"  # as JSON has it: "\ud800\u0000"


def who(client):
    return client.session.get("_auth_user_id")


def page(response):
    return response.status_code, response.templates[0].name


def test_an_address_with_half_a_character_is_none(client, service):
    response = come_back(client, service, claims("p@\ud800.example", "s"))
    assert page(response) == (403, "signing_in/not_known.html") and not who(client)


def test_a_name_loses_what_no_page_shows(client, service, administrator):
    """A joiner of letters among it."""
    response = come_back(client, service, claims("nobody@school.example", name=f"{BROKEN} \u200d!"))
    assert page(response) == (403, "signing_in/not_known.html")
    assert client.session["knocked"]["name"] == "half   one !"


@pytest.mark.parametrize("subject", ["\ud800", "a\x00b"])
def test_a_subject_that_no_table_holds_is_none(client, service, teacher, subject):
    response = come_back(client, service, claims(teacher.email, subject))
    assert page(response) == (403, "signing_in/odd.html") and not who(client)


@pytest.mark.parametrize(
    ("userinfo", "id_token", "is_verified"),
    [
        ({"email": "a@school.example"}, {"email": "b@school.example", "email_verified": True}, False),
        ({"email": "a@school.example"}, {"email_verified": True}, False),
        ({"email": "a@school.example", "email_verified": True}, {"email_verified": False}, True),
        ({"email_verified": True}, {"email": "a@school.example"}, False),
        ({}, {"email": "a@school.example", "email_verified": True}, True),
        ({"email": "a@school.example"}, {"email": "a@school.example", "email_verified": True}, True),
        (
            {"email": "a@school.example", "email_verified": False},
            {"email": "a@school.example", "email_verified": True},
            False,
        ),
    ],
)
def test_an_address_is_verified_by_the_document_that_gives_it(userinfo, id_token, is_verified):
    found = read.read({"sub": "s"} | userinfo, {"sub": "s"} | id_token)
    assert (found.email, found.is_verified) == ("a@school.example", is_verified)


def test_so_another_address_that_is_verified_opens_nothing(client, service, teacher):
    other = {"email": "other@school.example", "email_verified": True}
    response = come_back(client, service, claims(teacher.email, email_verified=None, id_token=other))
    assert page(response) == (403, "signing_in/not_known.html") and not service.accounts.exists()


NO_ANSWERS = {"too deep": "[" * 200_000, "too long a number": f'{{"a": {"9" * 5000}}}', "a list": "[]"}


@pytest.mark.parametrize("text", NO_ANSWERS.values(), ids=NO_ANSWERS)
@pytest.mark.parametrize("name", ["token", "userinfo"])
def test_what_cannot_be_read_says_nobody(client, service, name, text):
    instead(service, **{name: (0, 200, text)})
    response = come_back(client, service, claims("nobody@school.example"))
    assert page(response) == (403, "signing_in/odd.html")


@pytest.mark.parametrize("text", NO_ANSWERS.values(), ids=NO_ANSWERS)
def test_nor_is_it_a_refusal(client, service, text):
    instead(service, token=(0, 400, text))
    response = come_back(client, service, claims("nobody@school.example"))
    assert page(response) == (403, "signing_in/odd.html")


@pytest.mark.parametrize("text", NO_ANSWERS.values(), ids=NO_ANSWERS)
def test_nor_of_what_a_service_is(service, text):
    instead(service, openid_configuration=(0, 200, text))
    with pytest.raises(Unusable) as refused:
        said(service.issuer)
    assert refused.value.why == Why.FORM


@pytest.mark.parametrize(
    ("odd", "why"),
    [
        ({"authorization_endpoint": "http://[::1"}, Why.ENDPOINTS),
        ({"response_types_supported": 5}, Why.CODE),
        ({"response_types_supported": "id_token code"}, Why.CODE),
    ],
)
def test_what_is_no_list_or_address_is_named(service, odd, why):
    instead(service, openid_configuration=(0, 200, json.dumps(said(service.issuer) | odd)))
    with pytest.raises(Unusable) as refused:
        said(service.issuer, anew=True)
    assert refused.value.why == why


@pytest.mark.parametrize("token", ["\ud800", "€", "a\r\nb"])
def test_a_token_that_no_header_holds_leads_nowhere(client, service, token):
    instead(service, token=(0, 200, json.dumps({"access_token": token})))
    response = come_back(client, service, claims("nobody@school.example"))
    assert page(response) == (503, "signing_in/silent.html")


@pytest.mark.parametrize("end", ["9999999999", 1e300])
def test_an_end_that_nobody_can_count_with_is_odd(client, service, teacher, end):
    more = {"id_token": {"exp": end, "jti": "once"}}
    response = come_back(client, service, claims(teacher.email, **more))
    assert page(response) == (403, "signing_in/odd.html") and not who(client)


@pytest.mark.parametrize("number", ["j" * 400, "with a space", "één"])
def test_a_token_may_have_any_number(client, service, teacher, number):
    """allauth remembers it in the cache, which takes no key as long as that (people/limits.py)."""
    come_back(client, service, claims(teacher.email, id_token={"jti": number}))
    assert who(client) == str(teacher.pk)


def test_whoever_keeps_the_server_reads_that_clocks_are_apart(client, service, teacher, caplog):
    come_back(client, service, claims(teacher.email, id_token={"exp": 1}))
    assert "ExpiredSignatureError" in caplog.text


@pytest.mark.parametrize("name", ["", "back/", "out/"])
def test_an_address_that_no_table_holds_is_not_there(client, db, name):
    """PostgreSQL refuses to look for a NUL."""
    assert client.get(f"/account/school/a%00b/{name}").status_code == 404
