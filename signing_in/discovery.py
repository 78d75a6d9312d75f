"""What the service of a school says of itself (OpenID Connect Discovery 1.0)."""

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from signing_in.knocking import Knocking, Unusable, Why, check_address

KEPT = 10 * 60  # seconds that what a service says of itself is believed
SILENT, HUSH = "silent", 10  # seconds between two who wait to see: all who wait hold up other schools
WELL_KNOWN = "/.well-known/openid-configuration"
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


def said(issuer, *, anew=False):
    """Its metadata, as it was at most ten minutes ago. Raises Unusable."""
    key = f"openid-{salted_hmac('signing_in.discovery', issuer, algorithm='sha256').hexdigest()}"
    found = None if anew else cache.get(key)
    if found == SILENT and not cache.add(f"{key}-again", 1, HUSH):
        raise Unusable(Why.SILENT)
    return looked_up(issuer, key) if found in (None, SILENT) else found


def looked_up(issuer, key):
    try:
        found = checked(issuer, fetched(issuer.rstrip("/") + WELL_KNOWN))
    except Unusable as fault:
        if fault.why == Why.SILENT:
            cache.set(f"{key}-again", 1, HUSH)
            cache.set(key, SILENT, KEPT)
        raise
    cache.set(key, found, KEPT)
    return found


def fetched(url):
    with Knocking() as session:
        return session.get(url, headers={"Accept": "application/json"}).json()


def checked(issuer, found):
    """The few facts that signing in needs; section 3 of the standard says which there have to be."""
    if str(found.get("issuer", "")).rstrip("/") != issuer.rstrip("/"):
        raise Unusable(Why.ISSUER, str(found.get("issuer", ""))[:300])
    for name in ENDPOINTS:
        check_endpoint(name, found.get(name))
    ways = found.get("response_types_supported") or ["code"]
    if not isinstance(ways, list) or "code" not in ways:
        raise Unusable(Why.CODE)
    names = (
        "issuer",
        *ENDPOINTS,
        "end_session_endpoint",
        "token_endpoint_auth_methods_supported",
        "code_challenge_methods_supported",
        "claims_supported",
    )
    return {name: found[name] for name in names if name in found}


def way_out(issuer):
    """Where one signs out there too, or ""."""
    try:
        there = said(issuer).get("end_session_endpoint")
        check_address(there if isinstance(there, str) else "")
    except Unusable:
        return ""
    return there


def check_endpoint(name, url):
    try:
        check_address(url if isinstance(url, str) else "")
    except Unusable as fault:
        raise Unusable(Why.ENDPOINTS, name) from fault
