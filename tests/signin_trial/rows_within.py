"""Who is known already: a second step, who one is once more, linking, and going out at the school too."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urljoin

from allauth.account import app_settings
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from tests.signin_trial.visitor import Visitor, ends, in_each

LATER = timedelta(seconds=app_settings.REAUTHENTICATION_TIMEOUT + 60)


def second_step(a, b, promise):
    """Also where both schools have the same client ID."""

    def one(there):
        person, secret = there.person(), generate_totp_secret()
        TOTP.activate(person, secret)
        there.knows_as(person)
        visitor = Visitor()
        first = ends(promise, visitor.comes_in(there, next="/visits/"), 302, "/account/second/")
        counter = next(iter(yield_hotp_counters_from_time()))
        code = format_hotp_value(hotp_value(secret, counter))
        last = visitor.end(visitor.us.post("/account/second/", {"code": code}))
        return f"{first}, then {ends(promise, last, 302, '/visits/', person)}"

    return in_each({"a": a, "b": b}, one)


def came_in(there):
    """A visitor whose service remembers them, as long ago as that they are asked once more."""
    person = there.person()
    there.knows_as(person)
    visitor = Visitor()
    with travel(timezone.now() - LATER):
        visitor.comes_in(there)
    return visitor, person


def is_asked(visitor):
    return visitor.us.get(reverse("totp_add")).status_code == 302


def surely(visitor, there):
    page = visitor.us.post(reverse("sure_school"), {"next": reverse("totp_add")})
    return visitor.back(visitor.at_service(visitor.on(there, page)))


def sure(a, b, promise):
    """The service asks anew, and says when that was."""
    visitor, person = came_in(a)
    promise(is_asked(visitor), "asks who one is")
    a.knows_as(person, a.joined(person)[0])
    surely(visitor, a)
    asked = a.service.asked("/auth")[-1]["query"] or a.service.asked("/auth")[0]["query"]
    promise(not is_asked(visitor) and visitor.person == person, "is sure")
    promise("prompt" in asked, "asked anew")
    return f"prompt={asked.get('prompt')}, max_age={asked.get('max_age')}"


def sure_of_another(a, b, promise):
    """Somebody else signs in there, whoever that is."""

    def one(known):
        visitor, person = came_in(a)
        other = a.person()
        subject = a.knows_as(other)
        if known:
            Visitor().comes_in(a)
        a.knows_as(other, subject)
        reply = surely(visitor, a)
        promise(is_asked(visitor), "is not sure")
        promise(known or not a.joined(other), "joins nobody")
        return ends(promise, visitor.end(reply), 403, "somebody_else", person)

    return in_each({"known here": True, "not yet": False}, one)


def sure_by_memory(a, b, promise):
    """A service that lets prompt and age be, by whatever clock."""

    def one(clock):
        visitor, person = came_in(a)
        a.knows_as(person, a.joined(person)[0])
        now = int(time.time()) + 60 * clock
        a.service.be(bend={"idToken": {"iat": now, "exp": now + 36_000, "auth_time": now - 3600}})
        surely(visitor, a)
        promise(is_asked(visitor), "is not sure")
        a.service.be(bend={"idToken": {"iat": now, "exp": now + 36_000, "auth_time": now - 2}})
        surely(visitor, a)
        promise(not is_asked(visitor), "is sure once it asked")
        return "sure once it asked, not before"

    return in_each({"its clock right": 0, "20 min behind": -20, "20 min ahead": 20}, one)


def links(a, b, promise):
    """An account with whatever address, by who is signed in; not one that is somebody else's."""
    visitor, owner = Visitor(), a.person()
    visitor.us.post("/account/login/", {"login": owner.email, "password": "a-long-test-password"})
    subject = a.knows(email="elsewhere@private.example")
    link(visitor, a)
    promise(a.joined(owner) == [subject], "links it")
    second, other = Visitor(), a.person()
    second.us.post("/account/login/", {"login": other.email, "password": "a-long-test-password"})
    reply = link(second, a)
    promise(a.joined(other) == [] and a.joined(owner) == [subject], "leaves the account of somebody else")
    a.knows(subject)
    ends(promise, Visitor().comes_in(a), 302, "/", owner)
    return ends(promise, second.end(reply), 302, "/me/signing-in/", other)


def link(visitor, there):
    return visitor.back(visitor.at_service(visitor.on(there, visitor.us.post(reverse("school_join")))))


def goes_out(a, b, promise):
    """At the school too: its own page asks, and then it asks the next one who they are."""
    person = a.person()
    a.knows_as(person)
    visitor = Visitor()
    visitor.comes_in(a)
    visitor.signs_out()
    page = visitor.us.get("/account/school/school-a/out/")
    at = visitor.on(a, page)
    there = visitor.jar.get(at, timeout=10)
    promise(there.status_code == 200 and "logout" in there.text, "its page asks")
    action, xsrf = (
        re.search(r'action="([^"]+)"', there.text)[1],
        re.search(r'name="xsrf" value="([^"]+)"', there.text)[1],
    )
    visitor.jar.post(urljoin(at, action), {"xsrf": xsrf, "logout": "yes"}, timeout=10)
    other = a.person()
    a.knows_as(other)
    return ends(promise, visitor.comes_in(a), 302, "/", other)


def kept_going(a, b, promise):
    """From the page of who came too late one starts again, to where one was going."""
    person = a.person()
    a.knows_as(person)
    visitor = Visitor()
    at = visitor.goes(a, next="/visits/")
    session = visitor.us.session
    del session["socialaccount_states"]
    session.save()
    page = visitor.back(at).content.decode()
    next_url = re.search(r'name="next" value="([^"]+)"', page)[1]
    return ends(promise, visitor.comes_in(a, next=next_url), 302, "/visits/", person)


def at_once(a, b, promise):
    """Four tabs of two browsers come back for the first time at one moment: one is joined, all are in."""
    person = a.person()
    a.knows_as(person)
    browsers = [Visitor(), Visitor()]
    ways = [(browser, browser.goes(a)) for browser in browsers for _tab in range(2)]

    def back(way):
        try:
            return way[0].back(way[1]).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = sorted(pool.map(back, ways))
    promise(len(a.joined(person)) == 1, "joins once")
    promise(all(browser.person == person for browser in browsers), "both browsers are in")
    promise(set(found) == {302}, f"answers {found}")
    return f"{found}, joined once"


def twenty(a, b, promise):
    person = a.person()
    a.knows_as(person)
    began = time.monotonic()
    for _ in range(20):
        ends(promise, Visitor().comes_in(a), 302, "/", person)
    return f"{(time.monotonic() - began) / 20 * 1000:.0f} ms each, with the service's own share"


ROWS = {
    "a second step, one client ID at two schools": second_step,
    "who one is, once more": sure,
    "somebody else is asked once more": sure_of_another,
    "a service that remembers instead of asking": sure_by_memory,
    "linking an account": links,
    "going out at the school too": goes_out,
    "too late, and on to where one was going": kept_going,
    "four come back at once for the first time": at_once,
    "twenty sign-ins": twenty,
}
