"""Whose an account of a school's service is (docs/adr/0054).

A subject that is known is that person, whatever address comes along. Another one is joined once, to the
person of that school whose address it is; never to somebody who is joined already: an address passes on to
newcomers, a subject does not (OpenID Connect Core 1.0, section 5.7).
"""

from allauth.socialaccount.models import SocialAccount
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from people.audit import Done, note
from people.models import User


class Refused(models.TextChoices):
    """Why an account is not joined. The words are on the page (templates/signing_in/not_known.html)."""

    NOBODY = "nobody", _("nobody of this school has this address")
    UNSURE = "unsure", _("the service does not say that the address is theirs")
    DOMAIN = "domain", _("an address outside the domains of the school")
    ANOTHER = "another", _("this person has another account there")
    UNINVITED = "uninvited", _("this person was not invited, or no longer is")
    OWN = "own", _("this person links an account alone")


class NotJoined(Exception):
    def __init__(self, why):
        super().__init__(why)
        self.why = Refused(why)


@transaction.atomic
def join_by_address(provider, claims):
    """The person to whom this account belongs from now on. Raises NotJoined.

    Who is on pause or closed is found too: allauth says so on a page of its own. Who keeps the installation
    is out of the reach of an administrator (administration/locked.py), and so of a service that one entered.
    """
    check_address(provider, claims)
    people = User.objects.select_for_update(of=("self",)).filter(school=provider.school, left_at=None)
    person = people.filter(email=claims.email).first()
    if person is None:
        raise NotJoined(Refused.NOBODY)
    if person.is_superuser:
        raise NotJoined(Refused.OWN)
    if not (person.came_in or person.is_invited):
        raise NotJoined(Refused.UNINVITED)
    join(provider, person, claims.subject)
    return person


def check_address(provider, claims):
    if not claims.email or not (claims.is_verified or provider.trusts_addresses):
        raise NotJoined(Refused.UNSURE)
    if not is_of_school(provider, claims):
        raise NotJoined(Refused.DOMAIN)


def is_of_school(provider, claims):
    return claims.email.rpartition("@")[2] in provider.domains


@transaction.atomic
def join(provider, person, subject):
    """Raises NotJoined where one is, on either side; what two tabs do at once is done once."""
    person = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    taken = provider.accounts.filter(models.Q(user=person) | models.Q(uid=subject))
    if same := taken.filter(user=person, uid=subject).first():
        return same
    if taken.exists():
        raise NotJoined(Refused.ANOTHER)
    account = SocialAccount.objects.create(provider=provider.provider_id, uid=subject, user=person)
    note(Done.LINKED, by=person, school=person.school, about=person)
    return account


@transaction.atomic
def part(person, by):
    """Whether there was anything to part. Who goes on with the school's account is joined anew by address."""
    accounts = SocialAccount.objects.filter(user=person)
    if not accounts.delete()[0]:
        return False
    note(Done.UNLINKED, by=by, school=person.school, about=person)
    return True
