"""A code by mail: whoever reads the mail of an address comes in, where that address is of somebody here.

The page is the same for every address, and no letter goes to one that is of nobody here. The newest code
holds, for ten minutes, five tries, in the browser where it was asked for.
"""

import logging
import time

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.core.mail import mailers

from people import codes, invitations
from people.addresses import letter
from people.models import User

logger = logging.getLogger("signing_in")
WAITING = "waiting_code"  # in the session (people/codes.py)
LASTS = 10 * 60  # seconds
FORGOTTEN = 60 * 60  # seconds, with the session of who did not come in: the address may be a stranger's
TAKES, LONGEST = "code-takes", 5  # in the cache: seconds that the newest letter took; never waited for longer


def send(session, email, next_url=""):
    """False when the mail server takes no letter: then an earlier code still holds."""
    person, code = User.objects.filter(email=email.lower()).first(), get_adapter().generate_login_code()
    if not (told_in_time(person, code) if person else would_be_told()):
        return False
    who = str(person.pk) if person and lets_in(person) else ""
    codes.remember(session, WAITING, code, email=email, person=who, next=next_url)
    session.set_expiry(FORGOTTEN)
    return True


def lets_in(person):
    return person.is_active and person.came_in


def told(person, code):
    """Who never came in gets the invitation anew, if there is one; who is on pause hears that."""
    if lets_in(person):
        return letter("sign_in_code", person, person.email, code=code)
    if not person.is_active:
        return letter("sign_in_paused", person, person.email)
    if invitations.holds(person):
        return letter("still_invited", person, person.email, link=invitations.link(person))
    return letter("unknown_account", person, person.email)


def told_in_time(person, code):
    began = time.monotonic()
    is_told = told(person, code)
    cache.set(TAKES, time.monotonic() - began, None)
    return is_told


def would_be_told():
    """Of an address that is nobody's the mail server is asked too, and it takes as long: else what it
    answers, or how soon, would tell who has an account."""
    began = time.monotonic()
    would_be = is_there()
    time.sleep(max(0, min(cache.get(TAKES, 0), LONGEST) - (time.monotonic() - began)))
    return would_be


def is_there():
    if not settings.MAIL_HOST:
        return True
    try:
        connection = mailers.default
        connection.open()
        connection.close()
    except OSError as error:
        logger.error("letter sign_in_code: %s", type(error).__name__)
        return False
    return True


def waiting(session):
    """What was asked for and still holds, or None."""
    return codes.waiting(session, WAITING, LASTS)


def person_of(session, code):
    """Who comes in with this code, once; None when it is another one, which counts."""
    asked = session[WAITING]
    if not codes.is_right(session, WAITING, code):
        return None
    session[WAITING] = asked | {"at": 0}  # once
    return User.objects.filter(pk=asked["person"] or None, email=asked["email"].lower()).first()
