"""What opens a door and has to be kept, such as the secret of a school with its service: a copy of the
database alone opens nothing.

With SECRET_KEY; a key of before still opens while it stands in SECRET_KEY_FALLBACKS.
"""

from cryptography.fernet import InvalidToken, MultiFernet

from people.keys import keys

PURPOSE = "signing_in.sealed"


def sealed(text):
    return keys(PURPOSE)[0].encrypt(text.encode()).decode() if text else ""


def opened(text):
    """ "" where no key of now opens it: then the page that needs it asks for it anew."""
    try:
        return MultiFernet(keys(PURPOSE)).decrypt(text).decode() if text else ""
    except InvalidToken:
        return ""


def is_of_now(text):
    """Whether the newest key alone opens it."""
    try:
        return bool(keys(PURPOSE)[0].decrypt(text))
    except InvalidToken:
        return False
