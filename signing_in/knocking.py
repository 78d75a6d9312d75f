"""Every request to the service of a school, within bounds.

An administrator of one school chooses where we knock. So: https only, no redirects, no address inside our own
network unless the installation says so (SCHOOL_SERVICES_WITHIN), and an end to all of it, also where the
service drips (people/outside.py).
"""

import time
from contextlib import suppress
from http import HTTPStatus
from urllib.parse import urlsplit

import requests
from allauth.socialaccount.providers.base import ProviderException
from django.conf import settings
from django.db import models

from people import outside

PATIENCE = 5  # seconds for an answer to begin
LONGEST, LARGEST = 10, 1_000_000  # seconds and bytes for all of it


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
    CLIENT = "client"  # does not take our client ID and secret
    GRANT = "grant"  # does not take the code that it gave itself


class Unusable(ProviderException):
    def __init__(self, why, detail=""):
        super().__init__(f"{why} {detail}")
        self.why, self.detail = why, detail


class Knocking(outside.Session):
    """All faults are Unusable."""

    def request(self, method, url, **kwargs):
        check_address(url)
        kwargs |= {"timeout": PATIENCE, "allow_redirects": False, "stream": True}
        try:
            with limits(url), super().request(method, url, **kwargs) as response:
                response._content = body(response)
        except outside.NoName as fault:
            raise Unusable(Why.NAME) from fault
        except outside.IsWithin as fault:
            raise Unusable(Why.WITHIN) from fault
        except requests.exceptions.SSLError as fault:
            raise Unusable(Why.CERTIFICATE) from fault
        except (requests.RequestException, UnicodeError) as fault:  # also of a header that cannot be sent
            raise Unusable(Why.SILENT) from fault
        if response.status_code >= HTTPStatus.MULTIPLE_CHOICES:
            raise Unusable(why_not(response), str(response.status_code))
        check_form(response)
        return response


def limits(url):
    may_be_within = settings.SCHOOL_SERVICES_WITHIN or is_of_the_demo(urlsplit(url).hostname)
    return outside.bounds(time.monotonic() + LONGEST, may_be_within=may_be_within)


def why_not(response):
    """RFC 6749, section 5.2: the address of tokens says in a word what it does not like."""
    with suppress(ValueError, RecursionError, AttributeError):
        word = str(response.json().get("error", ""))
        return {
            "invalid_client": Why.CLIENT,
            "unauthorized_client": Why.CLIENT,
            "invalid_grant": Why.GRANT,
        }.get(word, Why.STATUS)
    return Why.STATUS


def body(response):
    read = b""
    for piece in response.iter_content(8192):
        read += piece
        if len(read) > LARGEST:
            raise Unusable(Why.SILENT)
    return read


def check_form(response):
    """All that is asked there is answered with a JSON object. One too deep for Python, or with too long a
    number, is no fault of JSON's."""
    try:
        found = response.json()
    except (ValueError, RecursionError) as fault:
        raise Unusable(Why.FORM) from fault
    if not isinstance(found, dict):
        raise Unusable(Why.FORM)


def check_address(url):
    try:
        parts = urlsplit(url)
    except ValueError as fault:
        raise Unusable(Why.ADDRESS) from fault
    if not parts.hostname or (parts.scheme != "https" and not is_of_the_demo(parts.hostname)):
        raise Unusable(Why.ADDRESS)


def is_of_the_demo(host):
    return settings.SCHOOL_SERVICES_ON_LOOPBACK and host in ("localhost", "127.0.0.1", "::1")
