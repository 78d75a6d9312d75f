"""Where somebody is signed in, for that person alone: read from the sessions as they are (docs/adr/0057)."""

from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.audit import Done, note
from people.sessions import SessionStore, SignedIn, end_sessions
from signing_in import devices

DEVICE = "device"  # in the session of who came in: signing_in/devices.py
INVITED = "invitation"  # the way of who came in by the link of a letter, which allauth knows nothing of
PASSKEY = "passkey"
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
WAYS = {
    "socialaccount": _("with your school account"),
    "code": _("with a code by e-mail"),
    "password": _("with your password"),
    PASSKEY: _("with a passkey"),
    INVITED: _("by your invitation"),
}


@dataclass(frozen=True)
class Place:
    number: str  # never the key of the session: whoever has that one is in
    is_here: bool
    device: str
    since: datetime | None
    way: str


def places(person, here=""):
    """This one first, then the newest. Two weeks of sign-ins at most, because no session lasts longer."""
    holding = {person.get_session_auth_hash(), *person.get_session_auth_fallback_hash()}
    read = [(key, SessionStore().decode(data)) for key, data in rows_of(person)]
    found = [place(key, data, here) for key, data in read if holds(data, person, holding)]
    return sorted(found, key=lambda place: (place.is_here, place.since or LONG_AGO), reverse=True)


def rows_of(person):
    rows = SignedIn.objects.filter(person=person, session__expire_date__gt=timezone.now())
    return rows.annotate(data=F("session__session_data")).values_list("session", "data")


def holds(data, person, holding):
    """Not with the password of before: such a session opens nothing any more."""
    told = data.get(HASH_SESSION_KEY, "")
    is_theirs = data.get(SESSION_KEY) == str(person.pk)
    return is_theirs and any(constant_time_compare(told, one) for one in holding)


def place(key, data, here):
    records = [row for row in data.get(AUTHENTICATION_METHODS_SESSION_KEY, []) if not row.get("reauthenticated")]  # fmt: skip
    since = datetime.fromtimestamp(records[-1]["at"], UTC) if records else None
    return Place(number_of(key), key == here, devices.said(data.get(DEVICE)), since, way_of(records))


def number_of(key):
    return salted_hmac("signing_in.places", key, algorithm="sha256").hexdigest()[:20]


def way_of(records):
    """In words, by what allauth wrote down last; "" where it wrote nothing that is known here."""
    firsts = [number for number, row in enumerate(records) if name_of(row) in WAYS]
    if not firsts:
        return ""
    first, *after = records[firsts[-1] :]
    way = str(WAYS[name_of(first)])
    return gettext("{way} and a second step").format(way=way) if after else way


def name_of(record):
    return PASSKEY if record.get("passwordless") else record["method"]


def sign_out_there(person, number):
    """Twice is once: nobody is signed in there any more."""
    keys = [key for key, _data in rows_of(person) if constant_time_compare(number_of(key), number)]
    Session.objects.filter(pk__in=keys).delete()


@transaction.atomic
def sign_out_elsewhere(person, here):
    if end_sessions(person, but=here):
        note(Done.SIGNED_OUT, by=person, school=person.school, about=person)
