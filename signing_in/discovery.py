"""What the service of a school says of itself (OpenID Connect Discovery 1.0), and every request to it.

Over https only, without following redirects, and to no address inside our own network unless the
installation says so (SCHOOL_SERVICES_WITHIN): an administrator of one school chooses where we knock.
"""

import ipaddress
import socket
import time
from urllib.parse import urlsplit

import requests
from allauth.socialaccount.providers.base import ProviderException
from django.conf import settings
from django.core.cache import cache
from django.db import models
from django.utils.crypto import salted_hmac

PATIENCE = 5  # seconds for an answer to begin
LONGEST, LARGEST = 10, 1_000_000  # seconds and bytes for all of it
KEPT = 10 * 60  # seconds that what a service says of itself is believed
WELL_KNOWN = "/.well-known/openid-configuration"
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint")


class Why(models.TextChoices):
    """Why a service does not do. The words: templates and administration."""

    ADDRESS = "address"  # not https, or no address
    WITHIN = "within"  # inside our own network
    NAME = "name"  # no such host
    CERTIFICATE = "certificate"
    SILENT = "silent"  # no connection, or no answer in time
    STATUS = "status"  # an answer that is no 200
    FORM = "form"  # no JSON of the right form
    ISSUER = "issuer"  # says of itself that it is another one
    ENDPOINTS = "endpoints"  # lacks one, or it is not over https
    CODE = "code"  # knows no authorization code flow


class Unusable(ProviderException):
    def __init__(self, why, detail=""):
        super().__init__(f"{why} {detail}")
        self.why, self.detail = why, detail


class Knocking(requests.Session):
    """Each request within its bounds, and all faults as Unusable."""

    def request(self, method, url, **kwargs):
        check_address(url)
        kwargs |= {"timeout": PATIENCE, "allow_redirects": False, "stream": True}
        try:
            with super().request(method, url, **kwargs) as response:
                response._content = body(response)
        except requests.exceptions.SSLError as fault:
            raise Unusable(Why.CERTIFICATE) from fault
        except requests.RequestException as fault:
            raise Unusable(Why.SILENT) from fault
        if not response.ok or response.is_redirect:
            raise Unusable(Why.STATUS, str(response.status_code))
        return response


def body(response):
    """Read here, so that a service that drips holds no thread for ever."""
    until, read = time.monotonic() + LONGEST, b""
    for piece in response.iter_content(8192):
        read += piece
        if time.monotonic() > until or len(read) > LARGEST:
            raise Unusable(Why.SILENT)
    return read


def check_address(url):
    parts = urlsplit(url)
    host = parts.hostname or ""
    if settings.SCHOOL_SERVICES_ON_LOOPBACK and is_loopback(host):
        return
    if parts.scheme != "https" or not host:
        raise Unusable(Why.ADDRESS)
    if not settings.SCHOOL_SERVICES_WITHIN and not all(ip.is_global for ip in addresses(host)):
        raise Unusable(Why.WITHIN)


def is_loopback(host):
    return host in ("localhost", "127.0.0.1", "::1")


def addresses(host):
    try:
        found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        raise Unusable(Why.NAME) from fault
    return [ipaddress.ip_address(address[0].partition("%")[0]) for *_, address in found]


def said(issuer, *, anew=False):
    """Its metadata, as it was at most ten minutes ago. Raises Unusable."""
    key = f"openid-{salted_hmac('signing_in.discovery', issuer, algorithm='sha256').hexdigest()}"
    found = None if anew else cache.get(key)
    if found is None:
        found = checked(issuer, fetched(issuer.rstrip("/") + WELL_KNOWN))
        cache.set(key, found, KEPT)
    return found


def fetched(url):
    with Knocking() as session:
        response = session.get(url, headers={"Accept": "application/json"})
    try:
        found = response.json()
    except requests.RequestException as fault:
        raise Unusable(Why.FORM) from fault
    if not isinstance(found, dict):
        raise Unusable(Why.FORM)
    return found


def checked(issuer, found):
    """The few facts that signing in needs; section 3 of the standard says which there have to be."""
    if str(found.get("issuer", "")).rstrip("/") != issuer.rstrip("/"):
        raise Unusable(Why.ISSUER, str(found.get("issuer", ""))[:300])
    for name in ENDPOINTS:
        check_endpoint(name, found.get(name))
    if "code" not in (found.get("response_types_supported") or ["code"]):
        raise Unusable(Why.CODE)
    names = (
        "issuer",
        *ENDPOINTS,
        "jwks_uri",
        "end_session_endpoint",
        "token_endpoint_auth_methods_supported",
        "code_challenge_methods_supported",
        "claims_supported",
    )
    return {name: found[name] for name in names if name in found}


def check_endpoint(name, url):
    try:
        check_address(url if isinstance(url, str) else "")
    except Unusable as fault:
        raise Unusable(Why.ENDPOINTS, name) from fault
