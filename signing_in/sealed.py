"""What opens a door and has to be kept, such as the secret of a school with its service: a copy of the
database alone opens nothing.

With SECRET_KEY; a key of before still opens while it stands in SECRET_KEY_FALLBACKS.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def keys():
    found = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(f"signing_in.sealed {key}".encode()).digest() for key in found)
    return [Fernet(base64.urlsafe_b64encode(digest)) for digest in digests]


def sealed(text):
    return keys()[0].encrypt(text.encode()).decode() if text else ""


def opened(text):
    """ "" where no key of now opens it: then the page that needs it asks for it anew."""
    try:
        return MultiFernet(keys()).decrypt(text).decode() if text else ""
    except InvalidToken:
        return ""


def is_of_now(text):
    """Whether the newest key alone opens it."""
    try:
        return bool(keys()[0].decrypt(text))
    except InvalidToken:
        return False
