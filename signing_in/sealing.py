"""Another SECRET_KEY: what one of before has sealed is sealed with the one of now, so that the old one can
go."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from signing_in.models import OpenIDProvider
from signing_in.sealed import is_of_now, opened, sealed

FIELDS = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}  # of `data`


@transaction.atomic
def seal_anew():
    """How many were sealed anew, and how many no key opens any more."""
    services = OpenIDProvider.objects.select_for_update().exclude(sealed_secret="")
    steps = Authenticator.objects.select_for_update().filter(type__in=FIELDS)
    found = [*map(service_anew, services), *map(step_anew, steps)]
    return found.count(True), found.count(False)


def service_anew(row):
    if is_of_now(row.sealed_secret):
        return None
    if row.secret:
        row.secret = row.secret  # opened with one of before, sealed with the one of now
        row.save(update_fields=["sealed_secret"])
    return bool(row.secret)


def step_anew(row):
    field = FIELDS[row.type]
    if is_of_now(row.data[field]):
        return None
    if secret := opened(row.data[field]):
        row.data[field] = sealed(secret)
        row.save(update_fields=["data"])
    return bool(secret)
