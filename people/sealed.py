"""What is kept sealed, so that a copy of the database alone tells nothing of it: with SECRET_KEY; a key of
before still opens while it stands in SECRET_KEY_FALLBACKS."""

from cryptography.fernet import InvalidToken, MultiFernet

from people.keys import keys

NEVER = 0  # Fernet writes the second of sealing, readable, before what is sealed: that is nobody's business


class Seal:
    """Of one purpose: what one seals, no other opens. "" stays ""."""

    def __init__(self, purpose):
        self.purpose = purpose

    def sealed(self, text):
        return keys(self.purpose)[0].encrypt_at_time(text.encode(), NEVER).decode() if text else ""

    def opened(self, text):
        """ "" where no key of now opens it: then the page that needs it asks for it anew."""
        try:
            return (
                MultiFernet(keys(self.purpose)).decrypt(text.encode(errors="replace")).decode()
                if text
                else ""
            )
        except InvalidToken:
            return ""

    def is_of_now(self, text):
        """Whether the newest key alone opens it."""
        try:
            return bool(keys(self.purpose)[0].decrypt(text))
        except InvalidToken:
            return False
