"""Passkeys and second steps: what somebody adds, and what goes again (docs/adr/0055).

A passkey (WebAuthn Level 2) is a way in by itself. Beside a password, a mailed code or the school's account
it is the second step, and so is a code of an app (RFC 6238). Recovery codes come with the first of them and
go with the last. All are rows of allauth.
"""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction

from people.addresses import letter
from people.audit import Done, note
from people.models import User

Kind = Authenticator.Type
MOST = 10  # passkeys of one person; each is read at every sign-in with one


def of(person):
    return Authenticator.objects.filter(user=person).exclude(type=Kind.RECOVERY_CODES).order_by("created_at")


def has_one(person):
    return of(person).exists()


def is_asked(person):
    """Who can make people and read the log is asked for a second step, and not forced."""
    return person.is_administrator and not has_one(person)


def codes(person):
    return Authenticator.objects.filter(user=person, type=Kind.RECOVERY_CODES).first()


def all_of(person):
    """For the page of one's own ways."""
    found, recovery = list(of(person)), codes(person)
    return {
        "passkeys": [step for step in found if step.type == Kind.WEBAUTHN],
        "app": next((step for step in found if step.type == Kind.TOTP), None),
        "has_codes": recovery is not None,
        "codes_left": len(recovery.wrap().get_unused_codes()) if recovery else 0,
    }


def add_app(person, secret):
    """None where there is one already."""
    return add(person, Kind.TOTP, lambda: TOTP.activate(person, secret))


def add_passkey(person, name, credential):
    """None where this one is there already: sent by a second press."""
    make = lambda: WebAuthn.add(person, name, credential)  # noqa: E731
    return add(person, Kind.WEBAUTHN, make, data__credential__id=credential.get("id"))


def add(person, kind, make, **same):
    with transaction.atomic():
        locked(person)
        if of(person).filter(type=kind, **same).exists():
            return None
        step = make().instance
        RecoveryCodes.activate(person)  # those of before stay
        note_added(person, kind)
    tell_added(person, kind)
    return step


def added_password(person):
    note_added(person, "password")
    tell_added(person, "password")


def note_added(person, kind):
    note(Done.STEP_ADDED, by=person, school=person.school, about=person, kind=str(kind))


def remove(step, by):
    """Whether it was there."""
    person = step.user
    with transaction.atomic():
        locked(person)
        if not of(person).filter(pk=step.pk).delete()[0]:
            return False
        if not has_one(person):
            Authenticator.objects.filter(user=person).delete()
        note(Done.STEP_REMOVED, by=by, school=person.school, about=person, kind=str(step.type))
    tell_removed(person, step.type)
    return True


def new_codes(person):
    """The ones of before no longer work. False for who has no second step."""
    with transaction.atomic():
        locked(person)
        if not has_one(person):
            return False
        Authenticator.objects.filter(user=person, type=Kind.RECOVERY_CODES).delete()
        RecoveryCodes.activate(person)
    tell_added(person, Kind.RECOVERY_CODES)
    return True


def locked(person):
    return User.objects.select_for_update(of=("self",)).get(pk=person.pk)


def tell_added(person, kind):
    """So that who did not do it hears of it. `kind`: one of ours, "password" or "school"."""
    return letter("way_added", person, person.email, kind=str(kind))


def tell_removed(person, kind):
    return letter("way_removed", person, person.email, kind=str(kind))
