"""Knocking at an address that somebody chose, within bounds: of a school's service, of a teacher's timetable.

The name is looked up first, and every address that it has must be outside our own network; then we connect to
one of those addresses, so that no name can change its mind in between, and nobody learns by knocking what
stands open inside. All of it ends at one moment, also where the other end drips: a timeout of a socket begins
anew with every byte. A proxy of the environment (HTTPS_PROXY) is the operator's own, and decides for itself.
"""

import ipaddress
import queue
import socket
import threading
import time
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util.connection import create_connection

PATIENCE = 5  # seconds for an answer to begin
# RFC 4291, 2.5.5.1; RFC 7915; RFC 3879: all gone by now, and of the world for Python
WITHIN = [ipaddress.ip_network(one) for one in ("::/96", "::ffff:0:0:0/96", "fec0::/10")]
THROUGH_A_GATEWAY = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: holds an address of the older kind
MOST = 4  # addresses of one name that are tried


class NoName(Exception):
    """No such host, or it was not found in time."""


class IsWithin(Exception):
    """Inside our own network."""


@dataclass(frozen=True)
class Bounds:
    until: float  # by the clock of `time.monotonic`
    may_be_within: bool = False

    @property
    def left(self):
        return self.until - time.monotonic()

    @property
    def are_over(self):
        return self.left <= 0


BOUNDS = ContextVar("bounds of a knock")


@contextmanager
def bounds(until, *, may_be_within=False):
    """What is knocked at in here ends by then; who forgets them knocks nowhere."""
    token = BOUNDS.set(Bounds(until, may_be_within))
    try:
        yield BOUNDS.get()
    finally:
        BOUNDS.reset(token)


class Session(requests.Session):
    def __init__(self):
        super().__init__()
        for scheme in ("https://", "http://"):
            self.mount(scheme, Bounded())

    def resolve_redirects(self, *_args, **_kwargs):
        """Where it goes on to is for who knocks. This one would read, and unpack, all that comes along with a
        turn."""
        return iter(())


class Watched:
    """A connection to an address that was looked at, and that ends when its time is over."""

    end = line = None

    def _new_conn(self):
        limits = BOUNDS.get()
        connection = self.connected(addresses(self._dns_host, self.port, limits), limits)
        self.line = connection.dup()  # TLS takes the other away
        self.end = threading.Timer(max(limits.left, 0), hang_up, [self.line])
        self.end.daemon = True
        self.end.start()
        return connection

    def connected(self, found, limits):
        """To the first that answers."""
        for address in found:
            if limits.are_over:
                break
            with suppress(OSError):
                patience = min(self.timeout or PATIENCE, limits.left)
                return create_connection(
                    (address, self.port), max(patience, 0.001), socket_options=self.socket_options
                )
        if limits.are_over:
            raise ConnectTimeoutError(self, "no time left")
        raise NewConnectionError(self, "nobody answers")

    def close(self):
        super().close()
        if self.end:
            self.end.cancel()
            self.line.close()


def addresses(host, port, limits):
    """Numbers to connect to, none of which leads inside."""
    found = list(dict.fromkeys(row[4][0] for row in looked_up(host, port, limits.left)))
    if not limits.may_be_within and not all(map(is_outside, found)):
        raise IsWithin
    return found[:MOST]


def looked_up(host, port, patience):
    """By the system, which has a patience of its own: it is left alone with it when ours is over."""
    answer = queue.SimpleQueue()
    asks = threading.Thread(target=look_up, args=(host, port, answer), daemon=True)
    asks.start()
    try:
        found = answer.get(timeout=max(patience, 0.001))
    except queue.Empty:
        found = None
    if not found:
        raise NoName
    return found


def look_up(host, port, answer):
    try:
        answer.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError):
        answer.put(None)


def is_outside(address):
    number = ipaddress.ip_address(address.partition("%")[0])
    if number in THROUGH_A_GATEWAY:
        number = ipaddress.IPv4Address(number.packed[-4:])
    return number.is_global and not (number.is_multicast or any(number in each for each in WITHIN))


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
