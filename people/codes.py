"""A code that went by letter, as the session remembers it: it ends with the session, and only this browser
knows that one was asked for. Of the code itself nothing is kept but a fingerprint."""

import time

from django.utils.crypto import constant_time_compare, salted_hmac

LASTS = 15 * 60  # seconds
MOST_TRIES = 5


def fingerprint(code):
    """However it is typed: with or without the dash, in small letters or large."""
    letters = "".join(filter(str.isalnum, code)).upper()
    return salted_hmac("people.codes", letters, algorithm="sha256").hexdigest()


def remember(session, key, code, **facts):
    """The newest is the only one that works."""
    session[key] = facts | {"code": fingerprint(code), "left": MOST_TRIES, "at": time.time()}


def waiting(session, key, lasts=LASTS):
    """What was remembered, with the tries that are left, while its code can be typed; else None."""
    found = session.get(key)
    return found if found and found["left"] and time.time() - found["at"] <= lasts else None


def is_right(session, key, code):
    """Each wrong one counts."""
    found = session[key]
    if constant_time_compare(found["code"], fingerprint(code)):
        return True
    session[key] = found | {"left": found["left"] - 1}
    return False
