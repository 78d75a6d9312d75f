"""How tests come to a passkey, an app and their codes: through the pages, as people do."""

import re

from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.urls import reverse

from people.models import User
from tests import factories


def sign_in(client, person, **post):
    sent = {"login": person.email, "password": factories.PASSWORD} | post
    return client.post(reverse("account_login"), sent)


def is_in(client, person=None):
    number = client.session.get("_auth_user_id")
    return number == str(person.pk) if person else number is not None


def options(client, name):
    return client.get(reverse(name), headers={"accept": "application/json"}).json()


def add_passkey(client, device, name="Tablet"):
    made = device.create(options(client, "passkey_add"))
    return client.post(reverse("passkey_add"), {"name": name, "credential": made})


def by_passkey(client, device, name="mfa_login_webauthn", **post):
    signed = device.get(options(client, name))
    return client.post(reverse(name), {"credential": signed} | post)


def add_app(client):
    """Its secret, as a phone keeps it."""
    page = client.get(reverse("totp_add")).text
    secret = re.search(r'id="secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    response = client.post(reverse("totp_add"), {"code": figures(secret)})
    assert response.status_code == 302, response.text
    return secret


def figures(secret, ahead=0):
    """What the phone shows, so many half minutes from now."""
    counters = list(totp.yield_hotp_counters_from_time())
    now = counters[len(counters) // 2]
    return totp.format_hotp_value(totp.hotp_value(secret, now + ahead))


def recovery_codes(client):
    return re.findall(r"<li>(\d{4} \d{4})</li>", client.get(reverse("recovery_codes")).text)


def newest_code():
    return re.search("[B-Z]{4}-[B-Z]{4}", mail.outbox[-1].body)[0]


def fresh(person):
    return User.objects.get(pk=person.pk)
