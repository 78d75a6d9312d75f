"""The service by which a school signs in, as an administrator sets it up, tries it, opens and closes it; and
what an administrator may do where somebody cannot come in."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from administration.service_words import FAULTS, WHY
from people.audit import AuditEvent
from people.models import User
from people.views import drafts
from signing_in.checks import one_client_each
from signing_in.knocking import Why
from signing_in.models import OpenIDProvider
from tests import factories
from tests.administration.people import page_of, press
from tests.administration.test_teams import beside
from tests.home.conftest import words
from tests.signing_in import there

PAGE, TRY, OPEN, CLOSE = (f"/school/signing-in/{step}" for step in ("", "try/", "open/", "close/"))


@pytest.fixture(autouse=True)
def in_english():
    """Words of the code are read here as the administrator reads them."""
    with translation.override("en"):
        yield


@pytest.fixture
def other(school, db):
    return factories.make_school("Verzonnen Berg")


@pytest.fixture
def service(services, school):
    """Registered there, and neither tried nor open."""
    return there.make_service(services, school, f"beek-{time.time_ns()}", is_open=False)


@pytest.fixture
def tijn(teacher):
    User.objects.filter(pk=teacher.pk).update(last_login=timezone.now(), language="en")
    return User.objects.get(pk=teacher.pk)


def number_on(client, address=PAGE):
    return client.get(address).context["form"]["number"].value()


def entered(client, issuer, address=PAGE, **more):
    sent = {
        "number": more.get("number") or number_on(client, address), "issuer": issuer, "client_id": "meekijken",
        "secret": "een-geheim", "authentication": "client_secret_basic", "domains": "school.example",
    }  # fmt: skip
    return client.post(address, sent | more)


def settings_of(service, **more):
    return {
        "authentication": service.authentication, "domains": "\n".join(service.domains),
        **({"trusts_addresses": "on"} if service.trusts_addresses else {}),
    } | more  # fmt: skip


def sure(client):
    """As who just typed the password."""
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()


def tries(client, service, claims):
    """To the service and back, and the page that tells of it."""
    address = there.sign_in_there(there.on_the_way(client.post(TRY)), claims)
    return words(client.get(there.back(client, address)["Location"]))


def log():
    return list(AuditEvent.objects.filter(what="service").order_by("pk").values_list("detail", flat=True))


# --- entering it --------------------------------------------------------------------------------------


def test_a_service_is_entered_and_nobody_can_come_in_by_it_yet(signed_in, school, services):
    issuer = services.issuer("nieuw")
    shown = signed_in.get(PAGE).context["back"]

    assert entered(signed_in, issuer, domains="@School.example\n\nmbo.school.example ")["Location"] == PAGE

    service = OpenIDProvider.objects.get(school=school)
    assert (service.issuer, service.client_id, service.secret) == (issuer, "meekijken", "een-geheim")
    assert (service.domains, service.trusts_addresses) == (["school.example", "mbo.school.example"], False)
    assert (service.is_open, service.tried_at) == (False, None)
    assert shown == f"http://testserver/account/school/{service.provider_id}/back/"
    assert log() == [{"kind": "anew"}]
    assert "geheim" not in service.sealed_secret
    assert "een-geheim" not in signed_in.get(PAGE).content.decode()


@pytest.mark.parametrize("typed", ["{}/", "{}/.well-known/openid-configuration"])
def test_the_address_of_its_settings_is_right_too(signed_in, school, services, typed):
    issuer = services.issuer("nieuw")
    entered(signed_in, typed.format(issuer))
    assert OpenIDProvider.objects.get().issuer == issuer


def test_the_address_of_coming_back_is_the_same_until_it_is_saved(signed_in, services):
    """It is registered there first, perhaps days before."""
    shown = signed_in.get(PAGE).context["back"]
    signed_in.logout()
    signed_in.force_login(User.objects.get(is_administrator=True))
    assert signed_in.get(PAGE).context["back"] == shown


def test_what_is_typed_stays_but_the_secret(signed_in):
    response = entered(signed_in, "http://school.example/x")
    page = response.content.decode()
    assert beside(response, "id_issuer") == WHY[Why.ADDRESS]
    assert ("http://school.example/x" in page, "meekijken" in page, "een-geheim" in page) == (
        True,
        True,
        False,
    )
    assert not OpenIDProvider.objects.exists()


@pytest.mark.parametrize(
    "issuer",
    ["nothing", "https://", "ftp://a.example", "https://a.example/?b", "https://a@a.example", "https://[a"],
)
def test_what_is_no_address_is_told_beside_it(signed_in, issuer):
    assert beside(entered(signed_in, issuer), "id_issuer") == WHY[Why.ADDRESS]


def test_nobody_lets_the_server_look_into_its_own_network(signed_in, settings):
    settings.SCHOOL_SERVICES_ON_LOOPBACK = False
    assert beside(entered(signed_in, "http://127.0.0.1:1/x"), "id_issuer") == WHY[Why.ADDRESS]
    assert beside(entered(signed_in, "https://127.0.0.1:1/x"), "id_issuer") in (
        WHY[Why.WITHIN],
        WHY[Why.SILENT],
    )


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (
            (0, 404, ""),
            "The service answers, but not with what was asked for (status 404). Is the address right?",
        ),
        ((0, 200, "<html>"), WHY[Why.FORM]),
        (
            (0, 200, '{"issuer": "https://other.example"}'),
            "The service calls itself https://other.example. Enter exactly that address, if it is the one of your school.",
        ),
    ],
)
def test_why_a_service_does_not_do_is_told_beside_its_address(signed_in, service, answer, why):
    there.instead(service, openid_configuration=answer)
    assert beside(entered(signed_in, service.issuer, f"{PAGE}?anew"), "id_issuer") == why


def test_what_the_service_lacks_is_named(signed_in, service):
    said = f'{{"issuer": "{service.issuer}", "authorization_endpoint": "http://a.example"}}'
    there.instead(service, openid_configuration=(0, 200, said))
    told = beside(entered(signed_in, service.issuer, f"{PAGE}?anew"), "id_issuer")
    assert "authorization_endpoint is missing, or is not at https://" in told


def test_every_why_has_words():
    told_by_tokens = {Why.CLIENT, Why.GRANT}
    assert set(WHY) | told_by_tokens == set(Why)
    assert set(Why) <= set(FAULTS)


@pytest.mark.parametrize(
    "domains", ["school", "a b", "school.example/x", "jan@school.example", "-.example", "é.nl"]
)
def test_what_is_no_domain_is_told(signed_in, service, domains):
    response = signed_in.post(PAGE, settings_of(service, domains=domains))
    assert beside(response, "id_domains").startswith("This is no domain, such as school.example:")


def test_how_the_secret_is_sent_has_to_be_a_way_that_the_service_takes(signed_in, service):
    said = there.requests.get(f"{service.issuer}/.well-known/openid-configuration", timeout=9).json()
    said["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
    there.instead(service, openid_configuration=(0, 200, there.json.dumps(said)))
    response = entered(signed_in, service.issuer, f"{PAGE}?anew")
    assert beside(response, "id_authentication") == (
        "This service does not take the secret in this way. It takes: client_secret_post."
    )


def test_a_client_of_another_school_at_the_same_service_is_refused(signed_in, services, other):
    there.make_service(services, other, "board", client_id="meekijken")
    told = beside(entered(signed_in, services.issuer("board")), "id_client_id")
    assert told.startswith("Another school here has this client ID at this service.")


def test_the_check_of_the_installation_tells_of_one_client_at_two_schools(school, other, services):
    there.make_service(services, other, "board", client_id="meekijken")
    assert one_client_each(databases=["default"]) == []
    service = there.make_service(services, school, "board", client_id="meekijken")
    (found,) = one_client_each(databases=["default"])
    assert found.msg == f"2 schools have the client meekijken at {service.issuer}."
    call_command("check", databases=["default"])  # warns, and goes on


def test_sent_twice_it_is_entered_once(signed_in, services):
    number = number_on(signed_in)
    sent = [entered(signed_in, services.issuer("nieuw"), number=number) for _click in range(2)]
    assert [response.status_code for response in sent] == [302, 302]
    assert (OpenIDProvider.objects.count(), log()) == (1, [{"kind": "anew"}])


def test_two_administrators_at_once_do_not_undo_each_other(signed_in, school, services, service):
    number = number_on(signed_in, f"{PAGE}?anew")
    OpenIDProvider.objects.update(provider_id="another")
    response = entered(signed_in, services.issuer("nieuw"), f"{PAGE}?anew", number=number)
    assert response.status_code == 422
    assert "Somebody else changed this meanwhile." in words(response)
    assert OpenIDProvider.objects.get().provider_id == "another"


def test_a_secret_does_not_come_along_over_the_sign_in_page(signed_in, services):
    """The other words do (docs/adr/0021): its page keeps them, and a secret stands on no page."""
    page = signed_in.get(PAGE)
    sent = {
        name: page.context["user"].pk if name == "draft-by" else PAGE for name in ("draft-by", "draft-at")
    }
    signed_in.logout()
    response = signed_in.post(PAGE, sent | {"secret": "een-geheim", "client_id": "meekijken"})
    kept = drafts.read(response.context["kept"])
    assert "client_id=meekijken" in kept["post"] and "geheim" not in kept["post"]


# --- what may change of it -----------------------------------------------------------------------------


def test_an_empty_secret_leaves_the_one_that_is_there(signed_in, service):
    service.tried_at = timezone.now()
    service.save()
    signed_in.post(PAGE, settings_of(service, domains="school.example, two.example"))
    after = OpenIDProvider.objects.get()
    assert (after.secret, after.domains) == (service.secret, ["school.example", "two.example"])
    assert after.tried_at and log() == [{}]


def test_another_secret_is_tried_anew_and_leaves_the_school_open(signed_in, service):
    OpenIDProvider.objects.update(is_open=True, tried_at=timezone.now())
    signed_in.post(PAGE, settings_of(service, secret="een-nieuw-geheim"))
    after = OpenIDProvider.objects.get()
    assert (after.secret, after.is_open, after.tried_at) == ("een-nieuw-geheim", True, None)


@pytest.mark.parametrize("more", [{"domains": "school.example two.example"}, {"trusts_addresses": "on"}])
def test_what_lets_more_people_in_is_opened_anew(signed_in, service, more):
    OpenIDProvider.objects.update(is_open=True, tried_at=timezone.now())
    page = signed_in.post(PAGE, settings_of(service, **more), follow=True).content.decode()
    assert "More addresses can come in now, so it was closed" in page
    assert not OpenIDProvider.objects.get().is_open


def test_what_lets_fewer_in_closes_nothing(signed_in, service):
    OpenIDProvider.objects.update(
        is_open=True, domains=["school.example", "two.example"], trusts_addresses=True
    )
    signed_in.post(PAGE, settings_of(service, domains="two.example"))
    after = OpenIDProvider.objects.get()
    assert (after.is_open, after.domains, after.trusts_addresses) == (True, ["two.example"], False)


def test_nothing_changed_is_no_line_in_the_log(signed_in, service):
    signed_in.post(PAGE, settings_of(service))
    assert log() == []


def test_another_registration_lets_go_of_linked_accounts_and_says_so_before(
    signed_in, service, services, tijn
):
    OpenIDProvider.objects.update(is_open=True, tried_at=timezone.now())
    SocialAccount.objects.create(provider=service.provider_id, uid="a", user=tijn)
    page = signed_in.get(f"{PAGE}?anew")
    assert "1 linked school account is let go as soon as you save." in words(page)

    assert entered(signed_in, services.issuer("moved"), f"{PAGE}?anew").status_code == 302

    after = OpenIDProvider.objects.get()
    assert page.context["back"].endswith(f"/{after.provider_id}/back/")
    assert (after.is_open, after.tried_at, after.provider_id != service.provider_id) == (False, None, True)
    assert not SocialAccount.objects.exists()


def test_a_secret_that_no_key_opens_any_more_is_asked_anew(signed_in, service, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key", []
    signed_in.force_login(User.objects.get(is_administrator=True))
    assert "The secret cannot be read any more" in words(signed_in.get(PAGE))
    response = signed_in.post(PAGE, settings_of(service))
    assert beside(response, "id_secret")


# --- trying it ----------------------------------------------------------------------------------------


def test_who_tries_is_told_what_came_and_stays_who_they_are(signed_in, administrator, service, tijn):
    page = tries(signed_in, service, there.claims(tijn.email))
    assert "The trial worked" in page and tijn.email in page and "yes, says the service" in page
    assert "Who signs in with it for the first time comes in as Tijn Verzonnen." in page
    assert signed_in.session["_auth_user_id"] == str(administrator.pk)
    assert not SocialAccount.objects.exists()
    assert OpenIDProvider.objects.get().tried_at


@pytest.mark.parametrize(
    ("claims", "told"),
    [
        (there.claims("x@school.example", email_verified=False), "tick below that they are right"),
        (there.claims("x@school.example", email_verified="true"), "the service does not say so"),
        (there.claims("x@else.example"), "its domain is not in the list below"),
        (there.claims("x@school.example"), "Nobody of your school has this address here"),
        ({"sub": "a"}, "The service must send the address along (email)."),
    ],
)
def test_what_would_keep_people_out_is_told(signed_in, service, claims, told):
    assert told in tries(signed_in, service, claims)


@pytest.mark.parametrize(
    ("claims", "told"),
    [
        ({"sub": "a", "userinfo": {"sub": "b"}}, FAULTS["odd"]),
        (None, FAULTS["cancelled"]),
    ],
)
def test_what_went_wrong_there_is_told(signed_in, service, claims, told):
    assert str(told) in tries(signed_in, service, claims)
    assert OpenIDProvider.objects.get().tried_at is None


def test_a_wrong_secret_is_called_that(signed_in, service):
    signed_in.post(PAGE, settings_of(service, secret="een-ander-geheim"))
    assert "does not take this client ID with this secret" in tries(
        signed_in, service, there.claims("a@b.example")
    )


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ((0, 400, '{"error": "invalid_grant"}'), FAULTS[Why.GRANT]),
        ((0, 400, '{"error": ["invalid_grant"]}'), "The service answers with an error (status 400)."),
        ((0, 500, "oops"), "The service answers with an error (status 500)."),
        ((0, 200, "{}"), FAULTS["token"]),
        ((0, 200, '{"access_token": "a", "id_token": "b.c.d"}'), FAULTS["token"]),
    ],
)
def test_what_its_answer_says_is_told(signed_in, service, answer, told):
    there.instead(service, token=answer)
    assert str(told) in tries(signed_in, service, there.claims("a@b.example"))


def test_a_service_that_is_away_is_told_at_once(signed_in, service):
    there.instead(service, openid_configuration=(0, 503, ""))
    page = words(signed_in.post(TRY, follow=True))
    assert "The trial did not work" in page and "status 503" in page


def test_why_the_service_sent_back_is_told_only_in_words_of_the_standard(signed_in, service):
    for said, told in (("invalid_scope", True), ("<b>evil", False)):
        began = there.on_the_way(signed_in.post(TRY))
        state = there.requests.utils.urlparse(began).query.partition("state=")[2].partition("&")[0]
        address = f"{reverse('school_back', args=[service.provider_id])}?error={said}&state={state}"
        page = words(signed_in.get(address, follow=True))
        assert ("sent you back without letting you in" in page, said in page) == (True, told)


# --- opening and closing it ----------------------------------------------------------------------------


def test_only_a_service_that_was_tried_is_opened(signed_in, service):
    sure(signed_in)
    page = signed_in.post(OPEN, follow=True).content.decode()
    assert "First try it. Then you can open it." in page
    assert (OpenIDProvider.objects.get().is_open, log()) == (False, [])


def test_opened_its_button_is_on_the_sign_in_page_and_closed_it_is_not(signed_in, service):
    tries(signed_in, service, there.claims("a@school.example"))
    sure(signed_in)
    for press_, is_open in ((OPEN, True), (OPEN, True), (CLOSE, False), (CLOSE, False)):
        assert signed_in.post(press_)["Location"] == PAGE
        assert OpenIDProvider.objects.get().is_open == is_open
        start = Client().post(reverse("school_start", args=[service.provider_id]))
        assert (start.status_code == 200) == is_open
    assert log() == [{"kind": "opened"}, {"kind": "closed"}]


def test_the_other_administrators_hear_that_it_is_open(signed_in, service, school):
    """One of them alone could enter a service of their own, and come in as anybody."""
    ida = factories.make_person("Ida Beheer", school=school, is_administrator=True, language="en")
    factories.make_person("Bo Beheer", school=school, is_administrator=True, is_active=False)
    OpenIDProvider.objects.update(tried_at=timezone.now())
    sure(signed_in)
    for _click in range(2):
        signed_in.post(OPEN)
    assert [(letter.to, "Ada Beheer opened" in letter.body) for letter in mail.outbox] == [
        ([ida.email], True)
    ]


def test_where_it_is_open_nobody_reads_that_nobody_could(signed_in, service, tijn):
    for is_open in (False, True):
        OpenIDProvider.objects.update(is_open=is_open)
        page = words(signed_in.get(page_of(tijn)))
        assert ("Nobody can." in page, "school accounts could" in page) == (not is_open, is_open)


def test_who_opens_it_says_first_who_they_are(signed_in, service):
    OpenIDProvider.objects.update(tried_at=timezone.now())
    asked = signed_in.post(OPEN)["Location"]
    assert asked.startswith(reverse("account_reauthenticate"))
    assert not OpenIDProvider.objects.get().is_open

    assert signed_in.post(asked, {"password": factories.PASSWORD})["Location"] == PAGE
    assert OpenIDProvider.objects.get().is_open


@pytest.mark.parametrize("address", [TRY, CLOSE, OPEN])
def test_where_there_is_none_nothing_is_tried_or_opened(signed_in, address):
    sure(signed_in)
    assert signed_in.post(address).status_code == 404


# --- somebody who cannot come in -------------------------------------------------------------------------


def test_an_account_is_unlinked_and_its_person_hears_of_it(signed_in, service, tijn):
    SocialAccount.objects.create(provider=service.provider_id, uid="a", user=tijn)
    assert "School account linked since" in words(signed_in.get(page_of(tijn)))
    there = Client()
    there.force_login(tijn)

    for _click in range(2):
        assert press(signed_in, "person_part", tijn)["Location"] == page_of(tijn)

    assert not SocialAccount.objects.exists()
    assert there.get(reverse("home")).status_code == 302  # whoever came in by it is out
    assert "School account linked since" not in words(signed_in.get(page_of(tijn)))
    assert [letter.subject for letter in mail.outbox] == [
        "Your school account is no longer linked to Meekijken"
    ]
    assert list(AuditEvent.objects.values_list("what", "about")) == [("unlinked", tijn.pk)]


def test_a_second_step_is_taken_away_and_its_person_hears_of_it(signed_in, tijn):
    for kind in Authenticator.Type:
        Authenticator.objects.create(user=tijn, type=kind, data={})
    assert "has a second step or a passkey" in words(signed_in.get(page_of(tijn)))

    for _click in range(2):
        assert press(signed_in, "person_step_remove", tijn)["Location"] == page_of(tijn)

    assert not Authenticator.objects.exists()
    assert [letter.to for letter in mail.outbox] == [[tijn.email]]
    assert list(AuditEvent.objects.values_list("what", "about")) == [("step_removed", tijn.pk)]


@pytest.mark.parametrize("name", ["person_part", "person_step_remove"])
def test_nobody_does_that_to_oneself_or_to_who_keeps_the_installation(signed_in, administrator, school, name):
    operator = factories.make_person("Olga", school=school, is_administrator=True, is_superuser=True)
    for person in (administrator, operator):
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
        assert press(signed_in, name, person).status_code == 404
    assert Authenticator.objects.count() == 2
