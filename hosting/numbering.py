"""Each request has a number: of the answer, of what the log says of it, and of the page that somebody reads
when something broke."""

import re
import secrets
from contextvars import ContextVar

SIGNS = "23456789BCDFGHJKMNPQRSTVWXZ"  # none that is taken for another, or makes a word
GIVEN = re.compile(r"[A-Za-z0-9_.-]{8,64}")
SAID = 9  # signs of it that a page says: ours whole, of a longer one enough to find it
number = ContextVar("number", default="")


def new(given=""):
    """That of a proxy of ours, so that its log and ours say the same; else one that can be told by phone."""
    if GIVEN.fullmatch(given):
        return given
    signs = "".join(secrets.choice(SIGNS) for _place in range(8))
    return f"{signs[:4]}-{signs[4:]}"
