"""Between the button of a school and coming back: every way ends with a page with words, and where one was
going is not forgotten."""

import logging
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.views import drafts
from signing_in import joining, knocking
from signing_in.models import OpenIDProvider
from signing_in.views.again import ASK_AGAIN
from tests import factories
from tests.home.conftest import words
from tests.people.test_drafts import KEPT
from tests.signing_in.test_there import who
from tests.signing_in.there import Browser, asked, back, claims, come_back, instead, sign_in_there, start

SILENT, ODD, LATE = "Je school antwoordt niet", "Inloggen bij je school lukte niet", "Dat duurde te lang"


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(knocking, "PATIENCE", 1)


def press(client, service, **post):
    return client.post(reverse("school_start", args=[service.provider_id]), post)


def field(page, name):
    start = page.text.index(f'name="{name}" value="') + len(f'name="{name}" value="')
    return page.text[start : page.text.index('"', start)]


# --- the service does not answer, or not well ---------------------------------------------------------


@pytest.mark.parametrize(
    "answer", [(0, 500, ""), (0, 404, ""), (0, 200, "<html>"), (0, 200, "[]"), (3, 200, "{}")]
)
def test_a_press_while_the_service_does_not_answer(client, service, teacher, caplog, answer):
    instead(service, openid_configuration=answer)
    page = press(client, service, next="/me/")

    assert page.status_code == 503 and SILENT in words(page)
    assert field(page, "next") == "/me/"
    assert reverse("device") in page.text and "Mail me een code" in words(page)
    [line] = [record for record in caplog.records if record.name == "signing_in"]
    reference = words(page).partition("kenmerk ")[2][:6]
    assert reference in line.getMessage() and line.levelno == logging.ERROR


@pytest.mark.parametrize("where", ["token", "userinfo"])
@pytest.mark.parametrize("answer", [(0, 500, ""), (0, 302, ""), (3, 200, "{}")])
def test_it_falls_silent_while_one_is_there(client, service, teacher, caplog, where, answer):
    instead(service, **{where: answer})
    page = come_back(client, service, claims(teacher.email), next="/me/")

    assert (page.status_code, who(client)) == (503, None) and SILENT in words(page)
    assert field(page, "next") == "/me/" and teacher.email not in caplog.text


@pytest.mark.parametrize("where", ["token", "userinfo"])
@pytest.mark.parametrize("text", ["<html>", "[]", "null", "7", '"a"', "{}", '{"access_token": 5}', ""])
def test_it_says_something_that_nobody_can_read(client, service, teacher, where, text):
    instead(service, **{where: (0, 200, text)})
    page = come_back(client, service, claims(teacher.email), next="/me/")

    assert (page.status_code, who(client)) == (403, None) and ODD in words(page)
    assert field(page, "next") == "/me/"


@pytest.mark.parametrize("token", ['"a"', "5", "null", '["a"]', '"a.b.c"', '{"sub": "a"}'])
def test_a_token_of_any_shape_is_no_fault_of_ours(client, service, teacher, token):
    text = f'{{"access_token": "a", "id_token": {token}, "expires_in": "soon"}}'
    instead(service, token=(0, 200, text), userinfo=(0, 200, '{"sub": "a"}'))
    assert come_back(client, service, claims(teacher.email)).status_code == 403


def test_it_refuses_us(client, service, teacher):
    """A secret that was changed over there: trying again does not help, and the page does not say silent."""
    OpenIDProvider.objects.filter(pk=service.pk).update(sealed_secret="")
    page = come_back(client, service, claims(teacher.email))
    assert page.status_code == 403 and ODD in words(page)


@pytest.mark.parametrize(
    ("error", "status", "title"),
    [("server_error", 503, SILENT), ("temporarily_unavailable", 503, SILENT), ("invalid_scope", 403, ODD), ("<b>", 403, ODD)],
)  # fmt: skip
def test_it_sends_back_with_an_error(client, service, error, status, title):
    state = parse_qs(urlsplit(start(client, service)).query)["state"][0]
    page = client.get(reverse("school_back", args=[service.provider_id]), {"error": error, "state": state})
    assert page.status_code == status and title in words(page) and error not in words(page)


def test_our_clock_is_ahead(client, service, teacher):
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        page = come_back(client, service, claims(teacher.email))
        assert page.status_code == 403 and ODD in words(page)


def test_our_clock_is_behind(client, service, teacher):
    with time_machine.travel(timezone.now() - timedelta(minutes=10)):
        come_back(client, service, claims(teacher.email))
        assert who(client) == str(teacher.pk)


# --- too late, twice, in two tabs ---------------------------------------------------------------------


def test_after_ten_minutes_one_starts_again_and_gets_where_one_was_going(client, service, teacher):
    address = sign_in_there(start(client, service, next="/me/"), claims(teacher.email))
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        page = back(client, address)
    assert (page.status_code, field(page, "next")) == (403, "/me/") and LATE in words(page)
    assert come_back(client, service, claims(teacher.email), next=field(page, "next"))["Location"] == "/me/"


def test_a_sign_in_that_was_used_says_who_is_signed_in(client, service, teacher):
    address = sign_in_there(start(client, service), claims(teacher.email))
    back(client, address)
    page = back(client, address)
    assert page.status_code == 200 and "Je bent al ingelogd" in words(page) and teacher.name in words(page)

    client.post(reverse("account_logout"))
    assert LATE in words(back(client, address))


def test_who_is_not_known_reads_that_again_in_the_other_language(client, service):
    address = sign_in_there(start(client, service), claims("nieuw@elders.example"))
    assert "Dit is geen adres van je school" in words(back(client, address))
    came = urlsplit(address)
    response = client.post(reverse("language"), {"language": "en", "next": f"{came.path}?{came.query}"})
    page = back(client, response["Location"])
    assert "This is no address of your school" in words(page) and page["Cache-Control"] == "no-store"
    assert "That took too long" in words(back(client, f"{came.path}?state=another"))

    start(client, service)
    assert "That took too long" in words(back(client, address))


def test_the_page_of_a_press_loaded_anew_is_the_sign_in_page(client, service):
    press(client, service, next="/me/")
    response = client.get(reverse("school_start", args=[service.provider_id]))
    assert response["Location"] == "/account/login/?next=%2Fme%2F"


def test_the_sign_in_of_somebody_else_is_no_sign_in_here(client, service, teacher):
    address = sign_in_there(start(client, service), claims(teacher.email))
    page = back(other := Client(), address)
    assert LATE in words(page) and who(other) is None


@pytest.mark.parametrize(
    "query", ["", "state=x", "state=x&code=y", "code=%00&state=%FF", "error=access_denied"]
)
def test_whatever_address_leads_here_there_is_a_page(client, service, query):
    page = back(client, f"{reverse('school_back', args=[service.provider_id])}?{query}")
    assert page.status_code == 403 and LATE in words(page)


def test_two_tabs_end_in_any_order(client, service, teacher):
    addresses = [
        sign_in_there(start(client, service, next=n), claims(teacher.email)) for n in ("/me/", "/device/")
    ]
    assert [back(client, address)["Location"] for address in reversed(addresses)] == ["/device/", "/me/"]
    assert who(client) == str(teacher.pk)


def test_who_is_signed_in_meanwhile_stays_so(client, service, teacher, coach):
    address = sign_in_there(start(client, service), claims(coach.email))
    come_back(client, service, claims(teacher.email))
    page = back(client, address)
    assert who(client) == str(teacher.pk) and "Je bent al ingelogd" in words(page)
    assert not service.accounts.filter(user=coach).exists()


def test_a_press_by_who_is_signed_in_in_another_tab_leads_on(client, service, teacher):
    client.force_login(teacher)
    assert press(client, service, next="/me/")["Location"] == "/me/"


def test_of_many_starts_the_last_ones_hold(client, service, teacher):
    addresses = [sign_in_there(start(client, service), claims(teacher.email)) for _time in range(12)]
    assert LATE in words(back(client, addresses[0]))
    assert back(client, addresses[-1])["Location"] == reverse("home")


# --- stopping, closing --------------------------------------------------------------------------------


def test_who_stops_there_is_on_the_sign_in_page_again(client, service):
    response = back(client, sign_in_there(start(client, service, next="/me/"), None))
    assert response["Location"] == "/account/login/?next=%2Fme%2F"
    assert "Je bent gestopt met inloggen" in client.get(response["Location"]).text


def test_a_service_that_closed_meanwhile_lets_nobody_in(client, service, teacher):
    address = sign_in_there(start(client, service), claims(teacher.email))
    OpenIDProvider.objects.update(is_open=False)
    assert LATE in words(back(client, address)) and who(client) is None
    response = press(client, service, next="/me/")
    assert response["Location"] == "/account/login/?next=%2Fme%2F"


def test_a_school_that_is_not_there(client, db):
    for name in ("school_start", "school_back", "school_out"):
        assert client.get(reverse(name, args=["nergens"])).status_code == 404
    assert client.post(reverse("school_start", args=["nergens"])).status_code == 404


@pytest.mark.parametrize("next_url", ["https://elders.example/", "//elders.example", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere(client, service, teacher, next_url):
    assert come_back(client, service, claims(teacher.email), next=next_url)["Location"] == reverse("home")


def test_an_address_of_a_service_may_have_a_query_of_its_own(client, service, monkeypatch):
    found = {"authorization_endpoint": "https://login.example/go?p=b2c"}
    monkeypatch.setattr("signing_in.provider.said", lambda issuer: found)
    monkeypatch.setattr(
        "signing_in.provider.SchoolOAuth2Adapter.access_token_url", "https://login.example/token"
    )
    query = parse_qs(urlsplit(start(client, service)).query)
    assert query["p"] == ["b2c"] and query["client_id"] == [service.client_id]


# --- words of a form that was sent too late -----------------------------------------------------------


def sealed(client, person):
    """Of a form that was sent when the sign-in had ended."""
    form = {drafts.BY: person.pk, drafts.AT: reverse("plan"), "subject": "Rekenen"}
    return KEPT.search(client.post(reverse("plan"), form).text)[1]


def test_words_come_along_to_the_school_and_back(client, service, teacher):
    response = come_back(client, service, claims(teacher.email), kept_form=sealed(client, teacher))
    assert response["Location"] == reverse("plan")
    assert "Rekenen" in client.get(reverse("plan")).text


def test_words_come_along_by_every_page_on_which_it_ends(client, service, teacher):
    kept = sealed(client, teacher)
    instead(service, token=(0, 500, ""))
    silent = come_back(client, service, claims(teacher.email), kept_form=kept)
    instead(service, token=(0, 200, "[]"))
    odd = come_back(client, service, claims(teacher.email), kept_form=field(silent, "kept_form"))
    late = back(client, f"{reverse('school_back', args=[service.provider_id])}?state=x")

    assert field(odd, "kept_form") == field(late, "kept_form") == kept
    assert KEPT.search(client.get(reverse("account_login")).text)[1] == kept


def test_words_of_one_person_are_not_put_back_for_another(client, service, teacher, coach):
    response = come_back(client, service, claims(coach.email), kept_form=sealed(client, teacher))
    assert response["Location"] == reverse("home")
    assert "Rekenen" not in str(dict(client.session))


# --- a tablet that many use ---------------------------------------------------------------------------


def test_after_a_sign_out_the_school_asks_who_is_here(client, service, teacher, coach):
    browser = Browser()
    come_back(client, service, claims(teacher.email), browser=browser)
    client.post(reverse("account_logout"))
    come_back(client, service, claims(coach.email), browser=browser)

    assert who(client) == str(coach.pk)
    asked_for = [start.get("prompt") for start in asked(service)]
    assert asked_for[0] is None and "login" in asked_for
    assert client.cookies[ASK_AGAIN].value == ""


def test_who_came_by_another_account_is_asked_for_one_the_next_time(client, service, teacher):
    browser = Browser()
    come_back(client, service, claims("prive@elders.example"), browser=browser)
    come_back(client, service, claims(teacher.email), browser=browser)
    assert who(client) == str(teacher.pk)


def test_signing_out_offers_to_do_so_at_the_school_too(client, service, teacher, coach):
    come_back(client, service, claims(teacher.email))
    response = client.post(reverse("account_logout"))
    assert response["Location"] == reverse("school_out", args=[service.provider_id])
    assert response["Clear-Site-Data"] and ASK_AGAIN in response.cookies
    page = client.get(response["Location"])
    assert f"{service.issuer}/identity/o/logout?client_id={service.client_id}" in page.text

    client.force_login(coach)
    assert client.post(reverse("account_logout"))["Location"] == reverse("account_login")


def test_where_the_school_has_no_such_page_nothing_is_offered(client, service, teacher, monkeypatch):
    monkeypatch.setattr("signing_in.views.came_back.way_out", lambda issuer: "")
    come_back(client, service, claims(teacher.email))
    assert client.post(reverse("account_logout"))["Location"] == reverse("account_login")


# --- who is named where -------------------------------------------------------------------------------


def test_whom_to_ask_is_named_after_a_sign_in_of_that_school_and_nowhere_else(
    client, service, other_service, teacher
):
    factories.make_person("Iris Verzinsel", school=service.school, is_administrator=True)
    factories.make_person("Nooit Binnen", school=service.school, is_administrator=True, password=None)
    factories.make_person("Olga Berg", school=other_service.school, is_administrator=True)
    page = come_back(client, service, claims("nieuw@school.example"))
    assert "Iris Verzinsel" in words(page) and "nieuw@school.example" in words(page)
    assert "Nooit Binnen" not in page.text and "Olga Berg" not in page.text

    elsewhere = [
        press(client, service), back(client, f"{reverse('school_back', args=[service.provider_id])}?state=x"),
        back(client, sign_in_there(start(client, service), None)), client.get(reverse("account_login")),
        come_back(Client(), other_service, claims("x@berg.example")),
        come_back(Client(), service, claims("anybody@gmail.example")), come_back(Client(), service, claims()),
    ]  # fmt: skip
    assert not any("Iris" in page.text for page in elsewhere)


def test_on_the_way_goes_on_by_itself_and_by_a_link_without_any_script(client, service):
    page = press(client, service)
    there = start(client, service)
    assert page.status_code == 200 and page["Cache-Control"] == "no-store"
    assert urlsplit(there).netloc == urlsplit(service.issuer).netloc
    assert "form-action 'self'" in page["Content-Security-Policy"]
    assert 'class="mk-btn mk-btn-go mk-btn-l" href="http' in page.text


# --- where one was going, whatever stands there ---------------------------------------------------------


def test_a_word_that_is_no_address_is_no_fault(client, service, teacher):
    """In another tab one came in meanwhile."""
    there = sign_in_there(start(client, service, next="x"), claims(teacher.email))
    joining.join(service, teacher, f"subject of {teacher.email}")
    client.post(reverse("account_login"), {"login": teacher.email, "password": factories.PASSWORD})
    answers = [
        client.get(reverse("account_request_login_code"), {"next": "x"}),
        press(client, service, next="x"),
        back(client, there),
    ]
    assert [answer["Location"] for answer in answers] == ["x"] * 3


def test_of_who_does_not_come_back_nothing_is_kept_longer_than_an_hour(client, service, teacher):
    there = start(client, service, next="/me/")
    assert client.session.get_expiry_age() <= 3600
    back(client, sign_in_there(there, claims(teacher.email)))
    assert who(client) and client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE
