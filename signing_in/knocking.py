"""Every request to the service of a school, within bounds.

An administrator of one school chooses where we knock. So: https only, no redirects, no address inside our own
network unless the installation says so (SCHOOL_SERVICES_WITHIN), and an end to all of it, also where the
service drips. A proxy of the environment (HTTPS_PROXY) is the operator's own, and decides for itself.
"""

import ipaddress
import socket
import threading
from contextlib import suppress
from http import HTTPStatus
from urllib.parse import urlsplit

import requests
from allauth.socialaccount.providers.base import ProviderException
from django.conf import settings
from django.db import models
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NameResolutionError

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


class Knocking(requests.Session):
    """All faults are Unusable."""

    def __init__(self):
        super().__init__()
        for scheme in ("https://", "http://"):
            self.mount(scheme, Bounded())

    def request(self, method, url, **kwargs):
        check_address(url)
        kwargs |= {"timeout": PATIENCE, "allow_redirects": False, "stream": True}
        try:
            with super().request(method, url, **kwargs) as response:
                response._content = body(response)
        except requests.exceptions.SSLError as fault:
            raise Unusable(Why.CERTIFICATE) from fault
        except (requests.RequestException, UnicodeError) as fault:  # also of a header that cannot be sent
            raise Unusable(Why.SILENT) from fault
        if response.status_code >= HTTPStatus.MULTIPLE_CHOICES:
            raise Unusable(why_not(response), str(response.status_code))
        check_form(response)
        return response


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


class Watched:
    """A connection whose other end is looked at once it is there, so that no name can change its mind in
    between; and that ends when its time is over, for a timeout of a socket begins anew with every byte."""

    end = line = None

    def _new_conn(self):
        try:
            connection = super()._new_conn()
        except NameResolutionError as fault:
            raise Unusable(Why.NAME) from fault
        if not (settings.SCHOOL_SERVICES_WITHIN or is_of_the_demo(self.host) or is_outside(connection)):
            connection.close()
            raise Unusable(Why.WITHIN)
        self.line = connection.dup()  # TLS takes the other away
        self.end = threading.Timer(LONGEST, hang_up, [self.line])
        self.end.daemon = True
        self.end.start()
        return connection

    def close(self):
        super().close()
        if self.end:
            self.end.cancel()
            self.line.close()


def is_outside(connection):
    return ipaddress.ip_address(connection.getpeername()[0].partition("%")[0]).is_global


def hang_up(line):
    with suppress(OSError):  # it was closed just before
        line.shutdown(socket.SHUT_RDWR)


class Plain(Watched, HTTPConnection):
    pass


class Secure(Watched, HTTPSConnection):
    pass


class PlainPool(HTTPConnectionPool):
    ConnectionCls = Plain


class SecurePool(HTTPSConnectionPool):
    ConnectionCls = Secure


class Bounded(HTTPAdapter):
    def init_poolmanager(self, *args, **kwargs):
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
