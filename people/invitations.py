"""The way in for who was never here: a link with which that person chooses a password (docs/adr/0048).

It holds for two weeks, until the person came in, was invited again, got another address, or the invitation
was withdrawn. Nothing of it is kept but `User.invited_at`.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language

from people.audit import AuditEvent, Done
from people.models import User

LASTS = timedelta(days=14)
BEGAN, A_MICROSECOND = datetime(2026, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
SEALED = signing.Signer(salt="people.invitations")


def number(moment):
    """Of one invitation, or of all that were sent at the same press."""
    return str((moment - BEGAN) // A_MICROSECOND) if moment else ""


def token(person):
    """Which only the letter to this address, of this invitation, has."""
    facts = f"{person.pk.hex} {number(person.invited_at)} {person.email}"
    return f"{person.pk.hex}~{SEALED.signature(facts)}"


def link(person):
    return f"{settings.SITE_URL}{reverse('welcome', args=[token(person)])}"


def last_day(person):
    """Up to and including which its link works, by the clock of the school."""
    return timezone.localdate(person.invited_at, person.school.zone) + LASTS


def holds(person):
    """Whether the newest invitation of this person still lets in."""
    is_here = person.is_active and person.closed_at is None and person.school.closed_at is None
    return is_here and person.is_invited and person.school.today <= last_day(person)


def invited(text, people=None):
    """Whom the link of this token lets in, or None: it holds no longer, or was not made here."""
    try:
        pk = UUID(text.partition("~")[0])
    except ValueError:
        return None
    person = (people or User.objects).filter(pk=pk).select_related("school").first()
    holds_now = person and holds(person) and constant_time_compare(token(person), text)
    return person if holds_now else None


def invited_by(person):
    """Who sent the newest one, or None: the program itself."""
    rows = AuditEvent.objects.filter(about=person, what=Done.INVITED).select_related("by")
    row = rows.order_by("-at").first()
    return row and row.by


@transaction.atomic
def accept(text, password):
    """The person, who from now on has this password and the language of this page; None where the invitation
    was over just before."""
    person = invited(text, User.objects.select_for_update(of=["self"]))
    if person:
        person.language = get_language()
        get_adapter().set_password(person, password)
    return person
