"""Another e-mail address: it changes when its own person, signed in, types the code that was sent to it
(docs/adr/0016)."""

import logging

from allauth.account.adapter import get_adapter
from django.db import IntegrityError
from django.utils import translation

from people import codes
from people.models import User

logger = logging.getLogger("people")
WAITING = "waiting_address"  # in the session (people/codes.py)


def send_code(session, person, email):
    """To an address of somebody else goes a letter without a code, and the page is the same: it tells nobody
    who has an account.

    False when the mail server took no letter: then an earlier code still holds.
    """
    code = get_adapter().generate_email_verification_code()
    owner = User.objects.filter(email=email).first()
    words = {} if owner else {"code": code}
    if not letter("address_taken" if owner else "address_code", owner or person, email, **words):
        return False
    codes.remember(session, WAITING, code, email=email)
    return True


def typed(session, person):
    """The address that was asked for in this session; it stays in the field when its code no longer works."""
    return session.get(WAITING, {}).get("email") or person.waiting_email


def waiting_for(session):
    """The address whose code can be typed now, or None."""
    waiting = codes.waiting(session, WAITING)
    return waiting and waiting["email"]


def is_code(session, code):
    """Whether it is the one in the newest letter; each wrong one counts."""
    return codes.is_right(session, WAITING, code)


def keep(session, person):
    """The address stays; what was asked for, by oneself or an administrator, goes."""
    session.pop(WAITING, None)
    User.objects.filter(pk=person.pk).update(waiting_email="")


def change(session, person, email):
    """False when it became somebody else's meanwhile."""
    old = person.email
    session.pop(WAITING)
    person.email, person.waiting_email = email, ""
    try:
        person.save(update_fields=["email", "waiting_email"])
    except IntegrityError:
        person.email = old
        return False
    return True


def tell_changed(person, old):
    """Both addresses; whether the old one was told."""
    letter("address_new", person, person.email)
    return letter("address_changed", person, old, new=person.email)


def tell_put_right(person, old):
    """Of who was never here: the address of before may be a stranger's, who reads neither the right one nor a
    name. Who is invited hears of the new one by that letter."""
    if not person.invited_at:
        letter("address_new", person, person.email)
    return letter("address_not_used", person, old)


def tell_waiting(person):
    """An administrator entered another address: both are told. One of somebody else gets the letter of
    `send_code`."""
    letter("address_asked", person, person.email, new=person.waiting_email)
    owner = User.objects.filter(email=person.waiting_email).first()
    letter("address_taken" if owner else "address_waits", owner or person, person.waiting_email)


def letter(name, person, to, **words):
    """In that person's language. False, and a line in the log without an address, when the mail server does
    not take it."""
    try:
        with translation.override(person.language):
            get_adapter().send_mail(f"account/email/{name}", to, {"person": person, **words})
    except OSError as error:  # smtplib's are of this kind too
        logger.error("letter %s: %s", name, type(error).__name__)
        return False
    return True
