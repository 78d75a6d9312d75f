"""The pages of one's own ways to sign in, and of the school's service: for every hand and eye, in both
languages, on a phone, a tablet and a wide screen."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from people.models import User
from signing_in.joining import join
from signing_in.steps import Kind, of
from tests import factories
from tests.browser.at_school import arrives, press
from tests.browser.eyes import complaints, misfits
from tests.signing_in import device, steps

SIZES = {"viewport": {"width": 390, "height": 844}}
WIDE = {"width": 1280, "height": 900}


@pytest.fixture(params=["nl", "en"])
def language(request):
    return request.param


@pytest.fixture
def stranger_there(stranger, live_server, language):
    page = stranger(**SIZES)
    cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}
    page.context.add_cookies([cookie])
    return page


@pytest.fixture
def sit(stranger_there, live_server, language):
    """The same page, signed in a moment ago as who this client is."""

    def take(client, person):
        User.objects.filter(pk=person.pk).update(language=language)
        value = client.cookies["sessionid"].value
        stranger_there.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        return stranger_there

    return take


@pytest.fixture
def client_of():
    """Signed in with the password just now, so that nobody is asked who it is."""

    def sign_in(person):
        client = Client(HTTP_HOST=device.HOST)
        steps.sign_in(client, person)
        return client

    return sign_in


def everything_is_right(page, address=""):
    if address:
        page.goto(address)
        assert page.url.endswith(address)
    page.set_viewport_size(SIZES["viewport"])
    found = complaints(page)
    page.set_viewport_size(WIDE)
    assert (address, [*found, *misfits(page)]) == (address, [])
    page.emulate_media(color_scheme="light")


def test_with_nothing_yet(sit, client_of, service, teacher):
    page = sit(client_of(teacher), teacher)
    for name in ["ways", "passkey_add", "totp_add", "account_change_password"]:
        everything_is_right(page, reverse(name))
    page.locator("[name=oldpassword]").fill("x")
    page.locator("main form button").first.click()
    expect(page.locator(".mk-error:visible").first).to_be_visible()
    everything_is_right(page)


def test_with_everything(sit, client_of, service, teacher):
    join(service, teacher, "somebody")
    client = client_of(teacher)
    steps.add_passkey(client, device.Device())
    steps.add_app(client)
    page = sit(client, teacher)
    passkey = of(teacher).get(type=Kind.WEBAUTHN)
    for address in [
        reverse("ways"),
        reverse("passkey_add"),
        reverse("passkey_remove", args=[passkey.pk]),
        reverse("totp_remove"),
        reverse("recovery_codes"),
    ]:
        everything_is_right(page, address)


def test_who_is_asked_once_more(sit, service, teacher):
    join(service, teacher, "somebody")
    client = Client()
    client.force_login(teacher)
    page = sit(client, teacher)
    page.goto(reverse("passkey_add"))
    assert reverse("account_reauthenticate") in page.url
    everything_is_right(page)
    page.locator("[name=password]").fill("not this one")
    page.locator("main form button").first.click()
    expect(page.locator(".mk-error:visible").first).to_be_visible()
    everything_is_right(page)
    page.locator(f'form[action="{reverse("sure_code")}"] button').click()
    expect(page.locator("[name=code]")).to_be_visible()
    everything_is_right(page)
    page.locator("[name=code]").fill("FOUT-FOUT")
    page.locator("main form button").first.click()
    expect(page.locator(".mk-error:visible").first).to_be_visible()
    everything_is_right(page)


def test_a_password_for_who_has_none(sit, client_of, teacher):
    client = client_of(teacher)
    page = sit(client, teacher)
    teacher.set_unusable_password()
    teacher.save()
    client.force_login(teacher)
    page = sit(client, teacher)
    everything_is_right(page, reverse("ways"))


def test_the_second_step(stranger_there, client_of, teacher):
    client = client_of(teacher)
    steps.add_passkey(client, device.Device())
    steps.add_app(client)
    page = stranger_there
    page.goto("/account/login/")
    page.locator("#id_login").fill(teacher.email)
    page.locator(".mk-door-password > summary").click()
    page.locator("#id_password").fill(factories.PASSWORD)
    page.locator(".mk-door-password button").click()
    expect(page.locator("[name=code]")).to_be_visible()
    everything_is_right(page)
    page.locator("[name=code]").fill("000000")
    page.keyboard.press("Enter")
    expect(page.locator(".mk-error:visible").first).to_be_visible()
    everything_is_right(page)


def test_on_the_way(stranger_there, service):
    page = stranger_there
    page.context.route(
        f"{service.issuer}/**", lambda route: route.fulfill(status=204)
    )  # it stays where it is
    press(page, service)
    arrives(page, reverse("school_start", args=[service.provider_id]))
    everything_is_right(page)


def test_what_an_administrator_enters(sit, client_of, service, school):
    ada = factories.make_person("Ada Beheer", school=school, is_administrator=True)
    page = sit(client_of(ada), ada)
    everything_is_right(page, reverse("school_sign_in"))
    service.delete()
    everything_is_right(page, reverse("school_sign_in"))
    page.locator("main form.mk-form button").first.click()
    expect(page.locator(".mk-error:visible").first).to_be_visible()
    everything_is_right(page)
