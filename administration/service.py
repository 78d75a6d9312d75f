"""The service by which a school signs in, as its administrators set it up, open and close it; and what they
may do where somebody cannot come in any more."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import Http404
from django.utils.crypto import salted_hmac

from administration.access import school_of
from administration.locked import locked
from people.addresses import letter
from people.audit import Done, note
from people.models import School, User
from people.sessions import end_sessions
from signing_in import joining
from signing_in.models import OpenIDProvider


class Meanwhile(Exception):
    """Another administrator was there first."""


class NotTried(Exception):
    """Only a service that was tried is opened."""


def service_of(school):
    return OpenIDProvider.objects.filter(school=school).first()


def next_number(school, service):
    """The `provider_id` of another registration. It is known before that is saved: it stands in the address
    that has to be registered at the service first."""
    said = f"{school.pk} {service.provider_id if service else ''}"
    return salted_hmac("administration.service", said, algorithm="sha256").hexdigest()[:32]


def locked_service(by):
    """(its school, the service or None) as they are now."""
    school = School.objects.select_for_update().get(pk=by.school_id)
    school_of(User.objects.get(pk=by.pk))
    return school, service_of(school)


@transaction.atomic
def set_up(*, by, number, **facts):
    """Another issuer or client knows people by other subjects: so it is another service, and accounts of the
    one before go. Raises Meanwhile."""
    school, service = locked_service(by)
    if service and service.provider_id == number:
        return  # a second click
    if number != next_number(school, service):
        raise Meanwhile
    if service:
        service.accounts.delete()
    service = service or OpenIDProvider(school=school)
    service.provider_id, service.is_open, service.tried_at = number, False, None
    keep(service, by, facts, kind="anew")


@transaction.atomic
def change(*, by, **facts):
    """Says whether it had to be closed: whatever lets more people in is opened anew."""
    _school, service = locked_service(by)
    if service is None:
        raise Meanwhile
    if not facts["secret"]:
        facts["secret"] = service.secret
    closes = service.is_open and lets_more_in(service, facts)
    if any(getattr(service, name) != facts[name] for name in ("secret", "authentication")):
        service.tried_at = None
    if closes:
        service.is_open = False
    if any(getattr(service, name) != value for name, value in facts.items()):
        keep(service, by, facts)
    return closes


def lets_more_in(service, facts):
    more = set(facts["domains"]) - set(service.domains)
    return bool(more) or facts["trusts_addresses"] > service.trusts_addresses


def keep(service, by, facts, **said):
    for name, value in facts.items():
        setattr(service, name, value)
    service.save()
    note(Done.SERVICE, by=by, school=service.school, **said)


@transaction.atomic
def turn(*, by, is_open):
    """On the sign-in page, or no longer. Says whether it was otherwise. Raises NotTried."""
    _school, service = locked_service(by)
    if service is None:
        raise Http404
    if is_open and service.tried_at is None:
        raise NotTried
    if service.is_open == is_open:
        return False
    keep(service, by, {"is_open": is_open}, kind="opened" if is_open else "closed")
    return True


def tell_opened(by):
    """The other administrators of the school: who enters a service of their own can come in as anybody."""
    others = User.objects.here().filter(school=by.school_id, is_administrator=True).exclude(pk=by.pk)
    for person in others:
        letter("service_opened", person, person.email, by=by)


@transaction.atomic
def part(*, by, person):
    """From the account at school, and out on every device: it may have been the wrong one. Says whether there
    was one."""
    by, person = locked(by, person)
    if person == by:  # signing_in/views/ways.py
        raise Http404
    if not joining.part(person, by):
        return False
    end_sessions(person)
    return True


@transaction.atomic
def remove_steps(*, by, person):
    """Of who has lost the phone: the password, or a code by mail, is enough again. Nobody does it to oneself:
    there one says first who one is (people/views/sure.py)."""
    by, person = locked(by, person)
    if person == by:
        raise Http404
    if not Authenticator.objects.filter(user=person).delete()[0]:
        return False
    note(Done.STEP_REMOVED, by=by, school=person.school, about=person)
    return True
