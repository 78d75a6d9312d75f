"""What the other tests of this room lean on: the service of a school is a real one."""

from urllib.parse import parse_qs, urlsplit

import pytest

from signing_in.discovery import said
from signing_in.knocking import Unusable
from signing_in.models import OpenIDProvider
from tests.signing_in.there import (
    Browser,
    asked,
    back,
    claims,
    come_back,
    instead,
    make_service,
    sign_in_there,
    start,
)


def who(client):
    return client.session.get("_auth_user_id")


def test_somebody_goes_there_and_comes_back_signed_in(client, service, teacher):
    response = come_back(client, service, claims(teacher.email), next="/me/")
    assert response.status_code == 302 and response["Location"] == "/me/"
    assert who(client) == str(teacher.pk)
    (account,) = service.accounts
    assert (account.uid, account.user, account.extra_data) == (f"subject of {teacher.email}", teacher, {})


def test_two_services_of_one_process_are_two_issuers(client, service, other_service):
    assert said(service.issuer)["issuer"] == service.issuer != said(other_service.issuer)["issuer"]
    start(client, other_service)
    assert not asked(service) and not asked(other_service)  # nobody went on yet


def test_it_remembers_who_signed_in_and_tells_what_it_was_asked(client, service, teacher):
    browser = Browser()
    sign_in_there(start(client, service), claims(teacher.email), browser)
    back(client, sign_in_there(start(client, service), claims("somebody@else.example"), browser))
    assert who(client) == str(teacher.pk)
    first = asked(service)[0]
    assert first["code_challenge_method"] == "S256" and "prompt" not in first
    client.post("/account/logout/")
    assert "login" in parse_qs(urlsplit(start(client, service)).query)["prompt"]


def test_it_can_fail(service, other_service):
    instead(service, openid_configuration=(0, 500, ""))
    with pytest.raises(Unusable, match="status 500"):
        said(service.issuer)
    assert said(other_service.issuer)


def test_one_can_go_back_without_signing_in(client, service):
    response = back(client, sign_in_there(start(client, service), None))
    assert response["Location"] == "/account/login/"


@pytest.mark.parametrize("way", OpenIDProvider.Authentication.values)
def test_a_name_that_is_an_address_opens_too(client, services, school, teacher, way):
    service = make_service(
        services, school, f"x{way}", client_id="https://meekijken.example/é", authentication=way
    )
    assert come_back(client, service, claims(teacher.email)).status_code == 302
    assert who(client) == str(teacher.pk)
