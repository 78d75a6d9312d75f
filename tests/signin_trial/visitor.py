"""Somebody with a browser: one jar for us, one for the services of schools."""

import html
import re
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import requests
from django.conf import settings
from django.test import Client

from people.models import User

HERE = "127.0.0.1:8145"


class End(NamedTuple):
    """Where a sign-in ended: the status, the page or the address, and who is signed in."""

    status: int
    page: str
    person: User | None

    def __str__(self):
        return f"{self.status} {self.page}" + (", signed in" if self.person else "")


class Visitor:
    def __init__(self, host=HERE, **more):
        self.us, self.jar = (
            Client(headers={"host": host}, raise_request_exception=False, **more),
            requests.Session(),
        )
        self.host = host

    def starts(self, there, **form):
        return self.us.post(f"/account/school/{there.row.provider_id}/", form)

    def on(self, there, page):
        """The address of the service that the page leads to."""
        [at] = set(re.findall(rf'href="({re.escape(there.service.issuer)}[^"]+)"', page.content.decode()))
        return html.unescape(at)

    def at_service(self, at):
        """The address with which the service sends one back; its page where it does not."""
        for _ in range(12):
            reply = self.submitted(self.jar.get(at, allow_redirects=False, timeout=10))
            at = urljoin(at, reply.headers.get("location", ""))
            if urlsplit(at).netloc == self.host:
                return at
            assert reply.is_redirect, f"stays at the service: {reply.text[:300]}"
        raise AssertionError("it sends one round and round")

    def submitted(self, reply):
        """A page there that is a form, and submits itself: so it forgets who was signed in before."""
        action = re.search(r'action="([^"]+)"', reply.text)
        if not action:
            return reply
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', reply.text))
        return self.jar.post(html.unescape(action[1]), fields, allow_redirects=False, timeout=10)

    def page_at_service(self, at):
        """Where it answers with a page instead."""
        return self.jar.get(at, timeout=10).text

    def back(self, at):
        """Query strings stay as the bytes they are."""
        parts = urlsplit(at)
        return self.us.get(parts.path, QUERY_STRING=parts.query)

    def goes(self, there, **form):
        """As far as the service lets go of them: the address on which they come back."""
        return self.at_service(self.on(there, self.starts(there, **form)))

    def comes_in(self, there, **form):
        first = self.starts(there, **form)
        if first.status_code != 200:
            return self.end(first)
        return self.end(self.back(self.at_service(self.on(there, first))))

    def end(self, reply):
        page = reply.headers.get("location") or page_of(reply)
        return End(reply.status_code, page, self.person)

    @property
    def person(self):
        number = (
            self.us.session.get("_auth_user_id") if settings.SESSION_COOKIE_NAME in self.us.cookies else None
        )
        return User.objects.filter(pk=number).first() if number else None

    def signs_out(self):
        self.us.post("/account/logout/")


def page_of(reply):
    """The name of its template; of what has none, what it says."""
    names = [template.name for template in getattr(reply, "templates", []) if template.name]
    return names[0].rpartition("/")[2].removesuffix(".html") if names else f"bare: {reply.content[:60]!r}"


def ends(promise, end, status, page, person=None):
    """Promises that it ended so; says how it did. A pattern matches what begins so."""
    promise(fits(str(end.status), status) and fits(end.page, page), f"ends with {end}")
    promise(end.person == person, f"signs in {end.person and end.person.name}, not {person and person.name}")
    return str(end)


def fits(found, wanted):
    return bool(wanted.match(found)) if isinstance(wanted, re.Pattern) else found == str(wanted)


def in_each(shapes, one):
    """The same in all shapes is said once."""
    told = {}
    for name, shape in shapes.items():
        told.setdefault(one(shape), []).append(name)
    if len(told) == 1:
        return f"all {len(shapes)}: {next(iter(told))}"
    return "; ".join(f"{', '.join(names)}: {words}" for words, names in told.items())
