"""The way to the service and back."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from django.utils import timezone
from time_machine import travel

from signing_in import joining
from tests.signin_trial.visitor import Visitor, ends, in_each

ODD_SECRET = "a+b %2F:~&=;/?"


def pkce(a, b, promise):
    """The service asks for it; with another verifier it gives nothing."""
    person = a.person()
    a.knows_as(person)
    visitor = Visitor()
    at = visitor.goes(a)
    asked = a.service.asked("/auth")[0]["query"]
    promise(asked["code_challenge_method"] == "S256", "asks with S256")
    session = visitor.us.session
    [state] = session["socialaccount_states"].values()
    state[0]["pkce_code_verifier"] = "v" * 64
    session.save()
    end = visitor.end(visitor.back(at))
    promise(a.service.asked("/token")[0]["status"] == 400, "the service checks it")
    return ends(promise, end, 403, "odd")


def secrets(a, b, promise):
    """As it was registered: in the header or in the form, with any characters."""
    ways = {
        "header": ("basic", "client_secret_basic", None), "form": ("post", "client_secret_post", None),
        "header, odd": ("odd-basic", "client_secret_basic", ODD_SECRET), "form, odd": ("odd-post", "client_secret_post", ODD_SECRET),
    }  # fmt: skip

    def one(way):
        client, authentication, secret = way
        person = a.person()
        a.knows_as(person)
        a.set(client_id=client, authentication=authentication, secret=secret)
        end = Visitor().comes_in(a)
        [asked] = a.service.asked("/token")
        promise((asked["scheme"] == "Basic") == (client.endswith("basic")), "sends it as registered")
        return ends(promise, end, 302, "/", person)

    return in_each(ways, one)


def wrong_secret(a, b, promise):
    ways = {"wrong": ("client_secret_basic", "wrong"), "none": ("client_secret_basic", ""), "odd": ("client_secret_basic", "€ü")}  # fmt: skip

    def one(way):
        authentication, secret = way
        a.anew()
        a.knows_as(a.person())
        a.set(authentication=authentication, secret=secret)
        return ends(promise, Visitor().comes_in(a), 403, "odd")

    return in_each(ways, one)


def deep_link(a, b, promise):
    person = a.person()
    a.knows_as(person)
    first = ends(promise, Visitor().comes_in(a, next="/visits/?x=1&y=é"), 302, re.compile("/visits/"), person)
    ends(promise, Visitor().comes_in(a, next="https://elsewhere.example/"), 302, "/", person)
    return f"{first}; elsewhere: the start page"


def cancelled(a, b, promise):
    a.service.be(denies=True)
    return ends(promise, Visitor().comes_in(a), 302, "/account/login/")


def form_post(a, b, promise):
    """A service that sends the browser back with a form from its own site: without our cookies."""
    a.knows_as(a.person())
    visitor = Visitor(enforce_csrf_checks=True)
    us = Visitor()
    page = visitor.page_at_service(us.on(a, us.starts(a)) + "&response_mode=form_post")
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page))
    promise({"code", "state"} <= set(fields), "the service sends a form")
    reply = visitor.us.post("/account/school/school-a/back/", fields, headers={"origin": a.service.issuer})
    return ends(promise, visitor.end(reply), 403, re.compile("too_late|403_csrf"))


def used_again(a, b, promise):
    person = a.person()
    a.knows_as(person)
    visitor = Visitor()
    at = visitor.goes(a)
    visitor.back(at)
    ends(promise, visitor.end(visitor.back(at)), 200, "already", person)
    visitor.signs_out()
    return ends(promise, visitor.end(visitor.back(at)), 403, "too_late")


def open_starts(a, b, promise):
    """The oldest is forgotten; nobody who comes back on it reads a bare page."""
    person = a.person()
    a.knows_as(person)
    visitor = Visitor()
    waiting = [visitor.goes(a, next="/visits/") for _ in range(12)]
    ends(promise, visitor.end(visitor.back(waiting[0])), 403, "too_late")
    ends(promise, visitor.end(visitor.back(waiting[2])), 302, "/visits/", person)
    promise(visitor.end(visitor.back(waiting[11])).status == 302, "another tab goes on")
    return "the last ten in any order; the one before: 403 too_late"


def ten_minutes(a, b, promise):
    a.knows_as(a.person())
    visitor = Visitor()
    at = visitor.goes(a, next="/visits/")
    with travel(timezone.now() + timedelta(minutes=11)):
        return ends(promise, visitor.end(visitor.back(at)), 403, "too_late")


def another_browser(a, b, promise):
    """A link to one's own coming back, sent to somebody else, signs nobody in."""
    a.knows_as(a.person())
    at = Visitor().goes(a)
    return ends(promise, Visitor().end(Visitor().back(at)), 403, "too_late")


def mixed_up(a, b, promise):
    """What one school's service gave, brought to the way back of the other's."""
    a.knows_as(a.person())
    visitor = Visitor()
    at = visitor.goes(a).replace("school-a", "school-b")
    visitor.starts(b)
    return ends(promise, visitor.end(visitor.back(at)), 403, "too_late")


def handed_over(a, b, promise):
    """Somebody signs out on a tablet of the school, whose service remembers them; the next one presses the
    same button."""
    first, second = a.person(), a.person()
    a.knows_as(first)
    tablet = Visitor()
    ends(promise, tablet.comes_in(a), 302, "/", first)
    tablet.signs_out()
    a.knows_as(second)
    promise("prompt=login" in tablet.on(a, tablet.starts(a)), "asks who is here now")
    last = ends(promise, tablet.comes_in(a), 302, "/", second)
    tablet.us.get("/")
    promise("ask_again" not in tablet.us.cookies or not tablet.us.cookies["ask_again"].value, "asks once")
    return last


def remembered(a, b, promise):
    """Without a sign-out the service's own memory is not asked to forget."""
    person = a.person()
    a.knows_as(person)
    visitor = Visitor()
    at = parse_qs(urlsplit(visitor.on(a, visitor.starts(a))).query)
    promise("prompt" not in at, "asks for no sign-in")
    return ends(promise, visitor.comes_in(a), 302, "/", person)


def pairwise(a, b, promise):
    """Another host name of ours gives other subjects: nobody comes in as somebody else, and who is unlinked
    is joined anew."""
    person = a.person()
    a.knows_as(person)
    a.set(client_id="pairwise-one")
    ends(promise, Visitor().comes_in(a), 302, "/", person)
    a.set(client_id="pairwise-other")
    moved = ends(promise, Visitor("localhost:8145").comes_in(a), 403, "not_known")
    joining.part(person, by=person)
    ends(promise, Visitor("localhost:8145").comes_in(a), 302, "/", person)
    return f"{moved}; unlinked: joined anew"


def odd_answers(a, b, promise):
    """Query strings that no service sends, after a start and without one."""
    queries = {
        "none": "", "no code": "state={}", "no state": "code=x", "an error": "error=server_error&state={}",
        "unavailable": "error=temporarily_unavailable&state={}", "an odd error": "error=%ff%00&state={}",
        "odd bytes": "code=%ff%00%ed%a0%80&state={}", "raw bytes": "code=\xff\xfe&state={}", "a made-up code": "code=x&state={}",
        "an odd state": "code=x&state=%00%ff", "long": "code=" + "x" * 20_000 + "&state={}",
    }  # fmt: skip

    def one(query):
        visitor = Visitor()
        at = parse_qs(urlsplit(visitor.on(a, visitor.starts(a))).query)
        reply = visitor.us.get("/account/school/school-a/back/", QUERY_STRING=query.format(at["state"][0]))
        return ends(promise, visitor.end(reply), re.compile("403|503"), re.compile("too_late|silent|odd"))

    return in_each(queries, one)


ROWS = {
    "PKCE": pkce,
    "the secret in the header and in the form": secrets,
    "a wrong secret": wrong_secret,
    "a deep link": deep_link,
    "cancelled": cancelled,
    "form_post": form_post,
    "a used callback": used_again,
    "twelve open starts": open_starts,
    "eleven minutes at the service": ten_minutes,
    "a callback in another browser": another_browser,
    "the callback of another school": mixed_up,
    "a tablet handed over": handed_over,
    "no sign-out before": remembered,
    "pairwise subjects, by another host name": pairwise,
    "answers that no service gives": odd_answers,
}
