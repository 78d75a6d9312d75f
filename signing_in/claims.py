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
    age: float | None = (
        None  # seconds since this person said over there who they are, where the service tells
    )


def read(userinfo, id_token):
    """From both documents; the one of the subject's own is believed first. Raises Odd."""
    documents = [document for document in (userinfo, id_token) if document is not None]
    if not all(isinstance(document, dict) for document in documents):
        raise Odd("form")
    subjects = [document.get("sub") for document in documents]
    if not all(map(is_text, subjects)) or len(set(subjects)) != 1:
        raise Odd("subject")  # section 5.3.2: they have to be the same
    facts = {**(id_token or {}), **(userinfo or {})}
    return Claims(
        kept(subjects[0]),
        email_of(facts),
        is_verified(documents, facts),
        name_of(facts),
        age_of(id_token or {}),
    )


def age_of(id_token):
    """By the clock over there alone, which need not be ours."""
    times = [id_token.get(name) for name in ("iat", "auth_time")]
    return times[0] - times[1] if all(map(is_time, times)) else None


def is_time(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_verified(documents, facts):
    """By a document that gives this very address: what another says is of another address."""
    gives = [document for document in documents if document.get("email") == facts.get("email")]
    says = [document["email_verified"] for document in gives if "email_verified" in document]
    return bool(says) and all(said is True for said in says)


def kept(subject):
    """As it stands in the table; the same subject always gives the same."""
    return subject if len(subject) <= FITS else f"sha256:{hashlib.sha256(subject.encode()).hexdigest()}"


def is_text(value):
    return is_printable(value) and 0 < len(value) <= LONGEST_SUBJECT and TRANSIENT not in value


def is_printable(value):
    """No half characters and no NUL, which JSON lets through, and no table or page."""
    return isinstance(value, str) and value.isprintable()


def email_of(facts):
    email = facts.get("email")
    return (valid_email_or_none(email) or "").lower() if is_printable(email) else ""


def name_of(facts):
    name = facts.get("name")
    text = " ".join(name.split()) if isinstance(name, str) else ""
    return "".join(filter(str.isprintable, text))[:120]
