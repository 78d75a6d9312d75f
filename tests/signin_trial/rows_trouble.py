"""Services that are away, hang, drip or talk nonsense, and clocks apart. Nobody waits longer than a quarter
of a minute, and nobody reads a bare page."""

import time
from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone
from time_machine import travel

from tests.signin_trial.visitor import Visitor, ends, in_each

WELL_KNOWN, TOKEN, USERINFO = "/.well-known/openid-configuration", "/token", "/me"
PLACES = {"discovery": WELL_KNOWN, "token": TOKEN, "userinfo": USERINFO}
LONGEST = 16  # seconds: ten for an answer, five until one begins, and this machine
NONSENSE = ["stops halfway", "too much", "a bomb", "another place", "a page", "no type", "a list", "a deep one", "a long number", "503"]  # fmt: skip


def took(promise, seconds, call, *args):
    began = time.monotonic()
    end = call(*args)
    passed = time.monotonic() - began
    promise(passed < seconds, f"takes {passed:.0f} s")
    return end, f"after {passed:.0f} s" if passed > 1 else "at once"


def away(a, b, promise):
    """Before the press, and between the press and the way back; ten seconds after that one comes in."""
    person = a.person()
    a.knows_as(person)
    visitor = Visitor()
    at = visitor.goes(a)
    a.service.end()
    try:
        between = ends(promise, visitor.end(visitor.back(at)), 503, "silent")
        cache.clear()
        before = ends(promise, Visitor().comes_in(a), 503, "silent")
    finally:
        a.service.begin()
    a.knows_as(person)
    with travel(timezone.now() + timedelta(seconds=11)):
        ends(promise, visitor.comes_in(a), 302, "/", person)
    return f"before: {before}; between: {between}; back again: in"


def stands_still(a, b, promise):
    a.knows_as(a.person())
    visitor = Visitor()
    at = visitor.goes(a)
    a.service.stands_still()
    try:
        end, long = took(promise, 8, visitor.back, at)
        ends(promise, visitor.end(end), 503, "silent")
        cache.clear()
        end, before = took(promise, 8, Visitor().comes_in, a)
        ends(promise, end, 503, "silent")
    finally:
        a.service.goes_on()
    return f"before: 503 silent {before}; between: 503 silent {long}"


def drips(a, b, promise):
    def one(how):
        visitor = Visitor()
        a.service.be(faults={WELL_KNOWN: how})
        cache.clear()
        end, long = took(promise, LONGEST, visitor.comes_in, a)
        return f"{ends(promise, end, 503, 'silent')} {long}"

    return in_each({how: how for how in ("drips", "drips in pieces", "drips before its answer")}, one)


def drips_later(a, b, promise):
    def one(path):
        a.anew()
        a.knows_as(a.person())
        a.service.be(faults={path: "drips"})
        end, long = took(promise, LONGEST, Visitor().comes_in, a)
        return f"{ends(promise, end, 503, 'silent')} {long}"

    return in_each({"token": TOKEN, "userinfo": USERINFO}, one)


def slow(a, b, promise):
    person = a.person()
    a.knows_as(person)
    a.service.be(faults=dict.fromkeys(PLACES.values(), "slow"))
    end, long = took(promise, 12, Visitor().comes_in, a)
    return f"{ends(promise, end, 302, '/', person)} {long}"


def nonsense(a, b, promise):
    def one(place_and_how):
        place, how = place_and_how
        a.anew()
        a.knows_as(a.person())
        a.service.be(faults={PLACES[place]: how})
        return refused(promise, Visitor().comes_in(a))

    return in_each({f"{how} at {place}": (place, how) for place in PLACES for how in NONSENSE}, one)


def what_it_says(a, b, promise):
    """Of itself, for discovery."""
    says = {
        "another issuer": {"issuer": "https://elsewhere.example"}, "an issuer that is none": {"issuer": 5},
        "no token endpoint": {"token_endpoint": None}, "a number for one": {"userinfo_endpoint": 5},
        "one without https": {"token_endpoint": "http://elsewhere.example/token"}, "one inside": {"token_endpoint": "https://10.0.0.1/token"},
        "one that is no address": {"authorization_endpoint": "http://[::1"}, "a script": {"authorization_endpoint": "javascript:alert(1)"},
        "a number for its ways": {"response_types_supported": 5}, "only the implicit way": {"response_types_supported": ["id_token"]},
    }  # fmt: skip

    def one(more):
        a.service.be(says=more)
        cache.clear()
        return ends(promise, Visitor().comes_in(a), 503, "silent")

    return in_each(says, one)


def tokens(a, b, promise):
    """Answers of the token endpoint that are JSON, and odd."""
    bends = {
        "no access token": {"token": {"access_token": None}}, "one in two lines": {"token": {"access_token": "a\r\nb"}},
        "one that is broken": {"token": {"access_token": "€\ud800"}}, "one that is a number": {"token": {"access_token": 5}},
        "an ID token that is a number": {"token": {"id_token": 5}}, "one that is none": {"token": {"id_token": "a.b.c"}},
        "of another client": {"idToken": {"aud": "other"}}, "of another issuer": {"idToken": {"iss": "https://elsewhere.example"}},
        "without an end": {"idToken": {"exp": None}}, "an end in words": {"idToken": {"exp": "soon"}},
        "an end of digits, once only": {"idToken": {"exp": "9999999999", "jti": "1"}}, "an end far off, once only": {"idToken": {"exp": 1e300, "jti": "2"}},
    }  # fmt: skip
    comes_in = {"without an end"}

    def one(name):
        person = a.person()
        a.knows_as(person)
        a.service.be(bend=bends[name])
        end = Visitor().comes_in(a)
        return ends(promise, end, 302, "/", person) if name in comes_in else refused(promise, end)

    return in_each({name: name for name in bends}, one)


def refused(promise, end):
    promise(end[:2] in [(503, "silent"), (403, "odd")] and not end.person, f"ends with {end}")
    return str(end)


def lives(a, b, promise):
    """How long its token lasts, in shapes."""

    def one(value):
        person = a.person()
        a.knows_as(person)
        a.service.be(bend={"token": {"expires_in": value}})
        return ends(promise, Visitor().comes_in(a), 302, "/", person)

    return in_each({"none": None, "words": "soon", "digits": "3600", "a list": [1], "for ever": 10**30, "past": -5}, one)  # fmt: skip


def keys_rotated(a, b, promise):
    person = a.person()
    a.knows_as(person)
    visitor = Visitor()
    ends(promise, visitor.comes_in(a), 302, "/", person)
    a.service.be(rotates=True)
    return ends(promise, Visitor().comes_in(a), 302, "/", person)


def clocks(a, b, promise):
    """Ours, for all of it."""

    def one(minutes):
        person = a.person()
        a.knows_as(person)
        cache.clear()
        visitor, apart = Visitor(), timedelta(minutes=minutes)
        with travel(timezone.now() + apart):
            there = visitor.on(a, visitor.starts(a))
        at = visitor.at_service(there)
        with travel(timezone.now() + apart):
            end = visitor.end(visitor.back(at))
        return ends(promise, end, 302, "/", person) if minutes < 60 else refused(promise, end)

    return in_each({f"{n} min": n for n in (-600, -10, -1, 1, 50, 70)}, one)


def many_at_a_silent_one(a, b, promise):
    """Who presses after it was found silent does not wait too: else a school whose service hangs takes all
    threads of all schools."""
    a.service.stands_still()
    try:
        Visitor().comes_in(a)
        end, long = took(promise, 2, Visitor().comes_in, a)
    finally:
        a.service.goes_on()
    return f"{ends(promise, end, 503, 'silent')} {long}"


ROWS = {
    "away": away,
    "standing still": stands_still,
    "the second press at one that stands still": many_at_a_silent_one,
    "slow: three seconds for each answer": slow,
    "dripping, in three ways": drips,
    "dripping later": drips_later,
    "nonsense": nonsense,
    "says of itself what is not so": what_it_says,
    "odd tokens": tokens,
    "how long a token lasts": lives,
    "keys rotated": keys_rotated,
    "clocks apart": clocks,
}
