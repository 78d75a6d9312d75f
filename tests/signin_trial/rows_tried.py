"""What an administrator reads of a trial, and what a trial leaves alone."""

import time

from django.urls import reverse

from administration import service_words
from people.models import User
from tests.signin_trial.visitor import Visitor, in_each


def administrator(there):
    """Somebody who is signed in and may set up the service of that school."""
    person = there.person()
    User.objects.filter(pk=person.pk).update(is_administrator=True)
    visitor = Visitor()
    visitor.us.force_login(person)
    return visitor, person


def tries(visitor, there):
    reply = visitor.us.post(reverse("school_sign_in_try"))
    if reply.status_code == 200:
        reply = visitor.back(visitor.at_service(visitor.on(there, reply)))
    return reply


def right(a, b, promise):
    """Nobody is joined by it, and nobody else signed in."""
    visitor, person = administrator(a)
    somebody = a.person()
    a.knows_as(somebody)
    reply = tries(visitor, a)
    page = visitor.us.get("/school/signing-in/").content.decode()
    promise(reply.headers.get("location") == "/school/signing-in/", "leads back to the page")
    promise(somebody.email in page, "shows the address that came")
    promise(visitor.person == person and not a.joined(somebody), "leaves everybody as they were")
    return "the address is shown; nobody joined"


WRONG = {
    "client": {"secret": "wrong"},
    "issuer": {"says": {"issuer": "https://elsewhere.example"}},
    "endpoints": {"says": {"token_endpoint": None}},
    "code": {"says": {"response_types_supported": ["id_token"]}},
    "silent": {"faults": {"/token": "stops halfway"}},
    "status": {"faults": {"/me": "503"}},
    "form": {"faults": {"/me": "a page"}},
    "token_issuer": {"bend": {"idToken": {"iss": "https://elsewhere.example"}}},
    "token_client": {"bend": {"idToken": {"aud": "other"}}},
    "odd": {"bend": {"userinfo": {"sub": "of-another"}}},
    "cancelled": {"denies": True},
}


def wrong(a, b, promise):
    def one(name):
        a.anew()
        facts = dict(WRONG[name])
        if "secret" in facts:
            a.set(secret=facts.pop("secret"))
        a.knows_as(a.person())
        a.service.be(**facts)
        visitor, _person = administrator(a)
        tries(visitor, a)
        return in_words(promise, visitor, name)

    return in_each({name: name for name in WRONG}, one)


def clocks(a, b, promise):
    """Its answer ended before we read it."""
    visitor, _person = administrator(a)
    a.knows_as(a.person())
    a.service.be(bend={"idToken": {"exp": int(time.time()) - 120}})
    tries(visitor, a)
    return in_words(promise, visitor, "clock")


def in_words(promise, visitor, name):
    found = visitor.us.session.get("tried", {}).get("fault")
    promise(found == name, f"finds {found}, not {name}")
    page = visitor.us.get("/school/signing-in/")
    words = str(service_words.FAULTS[name]).partition("{")[0].partition("'")[0]
    promise(page.status_code == 200 and words in page.content.decode(), f"says {name} in words")
    return f"said as {name}" if found != name else "said in words"


ROWS = {
    "a trial that works": right,
    "a trial of what is wrong": wrong,
    "a trial by a clock that is wrong": clocks,
}
