"""An installation where nobody is yet: who has the address that `manage.py prepare` prints makes the first
school, and is its administrator and the operator of the installation (docs/adr/0052)."""

import uuid

from django.conf import settings
from django.db import transaction
from django.db.utils import IntegrityError
from django.http import Http404
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from people.audit import Done, note
from people.models import School, User


class Begun(Exception):
    """Somebody else was first, in the same moment."""


def secret():
    """Nobody can guess it, and it is the same however often the server is prepared."""
    return salted_hmac("administration.beginning", "the first person", algorithm="sha256")


def code():
    return secret().hexdigest()[:32]


def address():
    """Where a school begins; nothing once somebody is here, or was."""
    if User.objects.exists():
        return ""
    return settings.SITE_URL + reverse("begin", args=[code()])


def require_nobody(given):
    """The door: 404 for another code, and for everybody as soon as there is a person."""
    if not constant_time_compare(given, code()) or User.objects.exists():
        raise Http404


def begin(*, school, time_zone, name, email, password, language):
    """The school and its first person. Of two who press at once the database takes one: the first person has
    one id, whoever it is."""
    try:
        with transaction.atomic():
            if User.objects.exists():
                raise Begun
            place = School.objects.create(name=school, time_zone=time_zone)
            first = User(
                id=uuid.UUID(bytes=secret().digest()[16:]), school=place, name=name, email=email,
                language=language, is_administrator=True, is_superuser=True,
            )  # fmt: skip
            first.set_password(password)
            first.save(force_insert=True)
            note(Done.ADMINISTERS, by=None, school=place, about=first)
    except IntegrityError:
        raise Begun from None
    return first
