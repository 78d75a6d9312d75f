"""What a service says of who signed in there (OpenID Connect Core 1.0, sections 2 and 5): of all that, a
subject, an address and a name are looked at, and the subject alone is kept."""

import hashlib
from dataclasses import dataclass

from allauth.account.internal.emailkit import valid_email_or_none
from allauth.socialaccount.providers.base import ProviderException

LONGEST_SUBJECT = 255  # "MUST NOT exceed 255 ASCII characters in length"
FITS = 191  # characters in allauth's table, which are its own to widen
TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"


class Odd(ProviderException):
    """What came does not say, or not surely, who it is."""


@dataclass(frozen=True)
class Claims:
    subject: str
    email: str = ""  # in lower case; "" where none came, or none that is one
    is_verified: bool = False
    name: str = ""


def read(userinfo, id_token):
    """From both documents; the one of the subject's own is believed first. Raises Odd."""
    documents = [document for document in (userinfo, id_token) if document is not None]
    if not all(isinstance(document, dict) for document in documents):
        raise Odd("form")
    subjects = [document.get("sub") for document in documents]
    if not all(map(is_text, subjects)) or len(set(subjects)) != 1:
        raise Odd("subject")  # section 5.3.2: they have to be the same
    facts = {**(id_token or {}), **(userinfo or {})}
    return Claims(kept(subjects[0]), email_of(facts), facts.get("email_verified") is True, name_of(facts))


def kept(subject):
    """As it stands in the table; the same subject always gives the same."""
    return subject if len(subject) <= FITS else f"sha256:{hashlib.sha256(subject.encode()).hexdigest()}"


def is_text(value):
    return isinstance(value, str) and 0 < len(value) <= LONGEST_SUBJECT and TRANSIENT not in value


def email_of(facts):
    email = facts.get("email")
    return (valid_email_or_none(email) or "").lower() if isinstance(email, str) else ""


def name_of(facts):
    name = facts.get("name")
    return " ".join(name.split())[:120] if isinstance(name, str) else ""
