"""What came of a trial, as it stands in the session of the administrator who tried: no code, no token, no
subject. The words are in administration/service_words.py."""

from allauth.socialaccount.providers.base.constants import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.utils import timezone
from jwt import exceptions as jwt

from signing_in.claims import Odd
from signing_in.knocking import Unusable

# RFC 6749, section 4.1.2.1, and OpenID Connect Core 1.0, section 3.1.2.6
SAID = {
    "invalid_request", "unauthorized_client", "access_denied", "unsupported_response_type", "invalid_scope",
    "server_error", "temporarily_unavailable", "interaction_required", "login_required", "consent_required",
    "account_selection_required", "request_not_supported", "registration_not_supported",
}  # fmt: skip
TOKEN = {
    jwt.ExpiredSignatureError: "clock",
    jwt.ImmatureSignatureError: "clock",
    jwt.InvalidIssuedAtError: "clock",
    jwt.InvalidIssuerError: "token_issuer",
    jwt.InvalidAudienceError: "token_client",
}


def came_back(claims):
    return at_now(email=claims.email, is_verified=claims.is_verified)


def failed(error, exception, said=""):
    """`said`: why the service itself sent back, in one of its own words."""
    if isinstance(exception, Unusable):
        return at_now(fault=str(exception.why), detail=exception.detail)
    if isinstance(exception, Odd):
        return at_now(fault="odd")
    if isinstance(exception, OAuth2Error):
        return at_now(fault=TOKEN.get(type(exception.__cause__), "token"))
    if error == AuthError.CANCELLED:
        return at_now(fault="cancelled")
    return at_now(fault="refused", detail=said if said in SAID else "")


def at_now(**facts):
    return {"at": timezone.now().isoformat()} | facts
