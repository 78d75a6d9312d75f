"""What somebody searches for stays out of every address, and so out of every log and history: the session
remembers it, and the address holds its number (docs/adr/0028)."""

import secrets

FIND = "find"  # in an address: the number under which the session remembers what was searched for
SEARCHED, REMEMBERED = "searched", 20  # where a session remembers searches, and how many


def remember(session, words):
    """The number under which this session remembers these words; the same for the same words."""
    known = session.get(SEARCHED, {})
    number = next((number for number, text in known.items() if text == words), secrets.token_urlsafe(6))
    kept = {**{each: text for each, text in known.items() if each != number}, number: words}
    session[SEARCHED] = dict(list(kept.items())[-REMEMBERED:])
    return number


def remembered(session, number):
    return session.get(SEARCHED, {}).get(number, "")
