"""The service at which both schools of the demo sign in (docs/adr/0056), where settings.DEMO_SERVICE gives it
an address. What it answers: home/views/demo_service.py."""

import secrets
from urllib.parse import urlsplit

from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from home.demo.people import HOUSES, PEOPLE
from people.models import User
from signing_in.models import OpenIDProvider

PATH = "/demo/school"
HOUSE_OF = {
    house.domain: house for house in HOUSES
}  # its domain is how the service knows a school (client_id)


def open_up():
    """Again is harmless: the port may be another one now, and what somebody set up instead stays. Where the
    demo is not served to this machine only, nobody is sent to a service that does not answer."""
    if not settings.DEMO_SERVICE:
        OpenIDProvider.objects.filter(issuer__endswith=PATH).update(is_open=False)
        return
    for house in HOUSES:
        service = service_of(house)
        if urlsplit(service.issuer).path == PATH:
            register(service)
            link_keepers(service)


def service_of(house):
    school = User.objects.get(pk=house.people[0].id).school
    ours = {"issuer": PATH, "client_id": house.domain, "domains": [house.domain]}
    return OpenIDProvider.objects.get_or_create(school=school, defaults=ours)[0]


def register(service):
    """On both sides: with us, and with the service."""
    service.issuer, service.secret = settings.DEMO_SERVICE, secrets.token_urlsafe()
    service.is_open, service.tried_at = True, service.tried_at or timezone.now()
    service.save()
    clients = apps.get_model("allauth_idp_oidc", "Client").objects
    client, _ = clients.get_or_create(pk=service.client_id, skip_consent=True)
    client.set_scopes(["openid", "email", "profile"])
    client.set_redirect_uris(ways_back(service))
    client.set_secret(service.secret)
    client.save()


def link_keepers(service):
    """Who keeps the installation links an account alone (signing_in/joining.py): here that was done."""
    for person in User.objects.filter(school=service.school, is_superuser=True):
        known = {"provider": service.provider_id, "uid": str(person.pk)}
        SocialAccount.objects.get_or_create(**known, defaults={"user": person})


def ways_back(service):
    """By every name that a browser on this machine may have for us."""
    back, port = reverse("school_back", args=[service.provider_id]), urlsplit(settings.DEMO_SERVICE).port
    return [f"http://{host}:{port}{back}" for host in ("localhost", "127.0.0.1", "[::1]")]


def known_at(house):
    """Who has an account there and is here too; whom somebody closed meanwhile is not shown."""
    ids = [person.id for person in house.people]
    active = set(User.objects.filter(pk__in=ids, is_active=True).values_list("pk", flat=True))
    return [person for person in house.people if person.id in active]


def stranger(house):
    """Has an account there too, and Meekijken knows them at their other school only."""
    return next(person for person in PEOPLE if person.house != house and person.roles)


def claims(person_id, client_id):
    house = HOUSE_OF[client_id]
    person = next(person for person in PEOPLE if person.id == person_id)
    email = f"{person.key}@{house.domain}"
    return {"sub": str(person.id), "email": email, "email_verified": True, "name": person.name}
