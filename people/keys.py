"""Keys that are made of SECRET_KEY, for what only we may read. Each purpose has its own."""

import base64
import hashlib

from cryptography.fernet import Fernet
from django.conf import settings


def keys(purpose):
    """The one of now first; those of before still open while they stand in SECRET_KEY_FALLBACKS."""
    found = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(f"{purpose} {key}".encode()).digest() for key in found)
    return [Fernet(base64.urlsafe_b64encode(digest)) for digest in digests]
