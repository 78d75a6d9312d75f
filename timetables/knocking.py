"""Fetching a timetable from the address that its teacher gave us, within bounds (people/outside.py).

Only https, also after each turn that it sends us on; one moment at which all of it ends; so many bytes and no
more, before unpacking and after. Of what goes wrong only a `Why` is told: the address is as good as a
password, and what stands there is the teacher's.
"""

import time
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from requests import RequestException, exceptions
from urllib3.exceptions import HTTPError

from people import outside
from timetables.models import Timetable
from timetables.reading import LARGEST
from timetables.why import Unusable, Why

PATIENCE, LONGEST = 8, 12  # seconds for an answer to begin, for some systems make it then; for all of it
TURNS = 3  # that an address may send us on
PIECE = 65_536
NAMED = Timetable._meta.get_field("last_modified").max_length
UNPACKS = zlib.MAX_WBITS | 32  # gzip or zlib, whichever it is
PACKED = {"gzip", "x-gzip", "deflate"}
STATUS = {
    HTTPStatus.UNAUTHORIZED: Why.LOCKED, HTTPStatus.FORBIDDEN: Why.LOCKED,
    HTTPStatus.NOT_FOUND: Why.GONE, HTTPStatus.GONE: Why.GONE,
}  # fmt: skip
TURN = {301, 302, 303, 307, 308}
ASKED = {"Accept": "text/calendar, */*;q=0.1", "Accept-Encoding": "gzip", "User-Agent": "Meekijken"}


@dataclass(frozen=True)
class Reply:
    data: bytes | None  # None: it has not changed
    etag: str = ""
    last_modified: str = ""


def fetch(address, *, etag="", last_modified=""):
    """What stands there, as a Reply; raises Unusable. With what the server called the copy that we have, it
    may say that nothing changed."""
    known = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = ASKED | {name: value for name, value in known.items() if value}
    url, may_be_within = typed(address), is_of_the_demo(address)
    until = time.monotonic() + LONGEST
    with outside.Session() as session:
        for _turn in range(TURNS + 1):
            found = knock(session, url, headers, until, may_be_within)
            if isinstance(found, Reply):
                return found
            url, may_be_within = led_to(url, found), False
    raise Unusable(Why.ROUND)


def is_of_the_demo(address):
    """The one address of this machine at which anybody knocks, where the demo is served to this machine
    only."""
    return bool(settings.DEMO_TIMETABLE) and address == settings.DEMO_TIMETABLE


def typed(address):
    if is_of_the_demo(address):
        return address
    if not is_secure(address):
        raise Unusable(Why.ADDRESS)
    return over_https(address)


def led_to(url, location):
    """Where it sends us on to."""
    try:
        found = urljoin(url, location)
    except ValueError as fault:
        raise Unusable(Why.PLAIN) from fault
    if not is_secure(found):
        raise Unusable(Why.PLAIN)
    return over_https(found)


def is_secure(address):
    try:
        parts = urlsplit(address)
        return parts.scheme in ("https", "webcal", "webcals") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def over_https(address):
    return f"https:{address.partition(':')[2]}"


def knock(session, url, headers, until, may_be_within):
    """A Reply, or where it sends us on to."""
    with (
        faults(until),
        outside.bounds(until, may_be_within=may_be_within) as limits,
        session.get(url, headers=headers, timeout=PATIENCE, allow_redirects=False, stream=True) as response,
    ):
        return answer(response, limits)


@contextmanager
def faults(until):
    """All of them are Unusable; and once the time is over that is why, whatever went wrong by it."""
    try:
        yield
    except outside.NoName as fault:
        raise Unusable(late(until) or Why.NAME) from fault
    except outside.IsWithin as fault:
        raise Unusable(Why.WITHIN) from fault
    except (exceptions.InvalidURL, exceptions.InvalidSchema, UnicodeError) as fault:
        raise Unusable(Why.ADDRESS) from fault
    except exceptions.SSLError as fault:
        raise Unusable(late(until) or Why.CERTIFICATE) from fault
    except RequestException as fault:
        raise Unusable(late(until) or Why.SILENT) from fault
    except (HTTPError, OSError) as fault:  # while its words came
        raise Unusable(late(until) or Why.CUT) from fault
    except zlib.error as fault:
        raise Unusable(Why.BROKEN) from fault


def late(until):
    return Why.LATE if time.monotonic() >= until else ""


def answer(response, limits):
    if response.status_code == HTTPStatus.NOT_MODIFIED:
        return Reply(None, *names(response))
    if response.status_code in TURN and "Location" in response.headers:
        return response.headers["Location"]
    if response.status_code != HTTPStatus.OK:
        raise Unusable(STATUS.get(response.status_code, Why.STATUS))
    return Reply(body(response, limits), *names(response))


def names(response):
    """Of the copy, where a row holds them and a header can say them."""
    found = (response.headers.get(name, "") for name in ("ETag", "Last-Modified"))
    return [name if len(name) <= NAMED and name.isprintable() else "" for name in found]


def body(response, limits):
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    unpack = zlib.decompressobj(UNPACKS) if encoding in PACKED else None
    read, size = bytearray(), 0
    while piece := response.raw.read1(PIECE, decode_content=False):
        size += len(piece)
        read += unpack.decompress(piece, LARGEST + 1 - len(read)) if unpack else piece
        if max(size, len(read)) > LARGEST:
            raise Unusable(Why.LARGE)
        if limits.are_over:
            break
    if limits.are_over:  # we hung up ourselves, which looks like an end
        raise Unusable(Why.LATE)
    if unpack and not unpack.eof:
        raise Unusable(Why.CUT)
    return bytes(read)
