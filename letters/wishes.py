"""Which letters somebody wants, and how: at once, all of a day in one, or not.

Chosen in groups on a page (templates/letters/wishes.html), and for one kind by the address that stands in
each letter of it.
"""

from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from letters.models import How, Wish
from observations.models import ABOUT_GOING, ABOUT_TIME, News
from people.models import User

ALWAYS = {News.INVITED} | ABOUT_GOING  # without these nobody gets in, or loses what is theirs unheard
USUAL = {News.RELEASED: How.OFF}  # wanted by who asks for it; all else comes at once
SEALED = signing.Signer(salt="letters.wishes", sep="~")  # as long as the key of the app lasts


class Group(NamedTuple):
    """Kinds that a reader chooses about at once."""

    name: str
    label: str
    about: str
    kinds: tuple


GROUPS = (
    Group("time", _("Appointments"), _("Somebody asks you for a moment or answers you, a moment changes, or a visit does not go on. With a file for your calendar: without these letters it does not follow."), tuple(kind for kind in News if kind in ABOUT_TIME)),
    Group("visits", _("Your visits"), _("It is your turn, you are both ready, a visit was opened, or somebody replied to you."), (News.TURN, News.READY, News.OPENED, News.REPLY)),
    Group("steps", _("Your small steps"), _("The day on which you wanted to look back at one."), (News.STEP_DAY,)),
    Group("keys", _("Your keys"), _("A key is about to end, or somebody new would read what you share."), (News.NEWCOMER, News.KEY_ENDS)),
    Group("shared", _("What colleagues share"), _("A colleague gave a key with which you may read something."), (News.RELEASED,)),
)  # fmt: skip


def usual(kind):
    return USUAL.get(kind, How.NOW)


def ways(kinds):
    """In which all of these can be told: about time there is no waiting."""
    return [How.NOW, How.OFF] if ABOUT_TIME.intersection(kinds) else list(How)


def wish(person, kind):
    return How.NOW if kind in ALWAYS else wishes(person)[kind]


def wants(person, kind):
    return wish(person, kind) != How.OFF


def wishes(person):
    """{kind: how} of all kinds."""
    chosen = dict(Wish.objects.filter(person=person).values_list("kind", "how"))
    return {kind: How(chosen.get(kind, usual(kind))) for kind in News}


@transaction.atomic
def choose(person, hows):
    """{kind: how}; the other kinds stay as they are."""
    Wish.objects.filter(person=person, kind__in=hows).delete()
    rows = [Wish(person=person, kind=kind, how=how) for kind, how in hows.items() if how != usual(kind)]
    Wish.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["person", "kind"], update_fields=["how"]
    )


# --- the address in a letter --------------------------------------------------------------------------


def address(person, kinds):
    """Where this person chooses about what is told in a letter, without signing in; "" where there is nothing
    to choose."""
    kinds = ",".join(sorted(set(kinds) - ALWAYS))
    sealed = SEALED.sign(f"{person.pk.hex}.{kinds}")
    return f"{settings.SITE_URL}{reverse('wish', args=[sealed])}" if kinds else ""


def of_address(sealed):
    """(person, kinds), or None: not made here, or nobody's any more."""
    try:
        pk, _dot, kinds = SEALED.unsign(sealed).partition(".")
    except signing.BadSignature:
        return None
    person = User.objects.filter(pk=UUID(pk), left_at=None).first()
    return person and (person, [News(kind) for kind in kinds.split(",")])
