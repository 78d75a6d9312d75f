"""Whose an account is: the rule of docs/adr/0054, against services that say all sorts of things."""

from signing_in import joining
from tests.signin_trial.visitor import Visitor, ends, in_each

TOO_LONG = "x" * 5000
BROKEN = "half \ud800 \x00 \x1b"  # what is no character, and what no page shows


def invited(a, b, promise):
    person = a.person()
    tablet = Visitor()
    tablet.us.force_login(person)
    subject = a.knows(email=person.email.upper(), email_verified=True)
    end = Visitor().comes_in(a)
    promise(a.joined(person) == [subject], "joins")
    promise(tablet.person == person and type(person).objects.get(pk=person.pk).has_usable_password(), "leaves other devices and the password alone")  # fmt: skip
    return ends(promise, end, 302, "/", person)


def address_changed(a, b, promise):
    person = a.person()
    subject = a.knows_as(person)
    Visitor().comes_in(a)
    a.knows(subject, email=f"new.{person.email}", email_verified=True, name="A new name")
    end, now = Visitor().comes_in(a), type(person).objects.get(pk=person.pk)
    promise((now.email, now.name) == (person.email, person.name), "keeps our address and name")
    return ends(promise, end, 302, "/", person)


def passed_on(a, b, promise):
    person = a.person()
    subject = a.knows_as(person)
    Visitor().comes_in(a)
    a.knows_as(person)
    end = Visitor().comes_in(a)
    promise(a.joined(person) == [subject], "nobody else is joined")
    return ends(promise, end, 403, "not_known")


def subject_changed(a, b, promise):
    """Until an administrator parts the person from the account of before."""
    person = a.person()
    a.knows_as(person)
    Visitor().comes_in(a)
    subject = a.knows_as(person)
    first = ends(promise, Visitor().comes_in(a), 403, "not_known")
    joining.part(person, by=person)
    ends(promise, Visitor().comes_in(a), 302, "/", person)
    promise(a.joined(person) == [subject], "joins anew")
    return f"{first}; unlinked: joined anew"


def another_school(a, b, promise):
    """One school says that somebody of the other signed in, also where it lists that school's domains."""
    person = a.person()
    b.knows_as(person)
    b.set(domains=[a.domain, b.domain])
    end = Visitor().comes_in(b)
    b.set(domains=[b.domain])
    ends(promise, Visitor().comes_in(b), 403, "not_known")
    return ends(promise, end, 403, "not_known")


def same_subject(a, b, promise):
    for there in (a, b):
        person = there.person()
        there.knows_as(person, "one-and-the-same")
        ends(promise, Visitor().comes_in(there), 302, "/", person)
        ends(promise, Visitor().comes_in(there), 302, "/", person)
    return "two people"


def not_invited(a, b, promise):
    a.knows(email=f"nobody@{a.domain}", email_verified=True, name="Nobody")
    return ends(promise, Visitor().comes_in(a), 403, "not_known")


def paused(a, b, promise):
    person = a.person(is_active=False)
    a.knows_as(person)
    return ends(promise, Visitor().comes_in(a), 302, "/account/inactive/")


def paused_later(a, b, promise):
    person = a.person()
    a.knows_as(person)
    Visitor().comes_in(a)
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    return ends(promise, Visitor().comes_in(a), 302, "/account/inactive/")


def must_choose(a, b, promise):
    """Whose password an administrator made: nothing has to be chosen, and that one opens nothing now."""
    person = a.person(must_choose_password=True)
    a.knows_as(person)
    end, now = Visitor().comes_in(a), type(person).objects.get(pk=person.pk)
    promise(not now.must_choose_password and not now.has_usable_password(), "drops the made password")
    return ends(promise, end, 302, "/", person)


def verified(a, b, promise):
    """Only what is true counts as true, unless the school says that its service is to be believed."""
    said = {"true": True, '"true"': "true", "1": 1, "false": False, '"false"': "false", "null": None, "absent": ...}  # fmt: skip
    told = {}
    for name, value in said.items():
        person = a.person()
        a.knows(email=person.email, **({} if value is ... else {"email_verified": value}))
        told[name] = Visitor().comes_in(a).person == person
    promise([name for name, came in told.items() if came] == ["true"], f"believes {told}")
    a.set(trusts_addresses=True)
    person = a.person()
    a.knows(email=person.email)
    ends(promise, Visitor().comes_in(a), 302, "/", person)
    return "true comes in; all others only where the school trusts its service"


def half_verified(a, b, promise):
    """One document says which address, the other that another is verified: that is no word about this one."""
    person = a.person()
    a.knows(email=person.email)
    a.service.be(bend={"idToken": {"email": f"other@{a.domain}", "email_verified": True}})
    return ends(promise, Visitor().comes_in(a), 403, "not_known")


def addresses(a, b, promise):
    shapes = {
        "none": None, "empty": "", "a number": 5, "a list": ["p@a"], "an object": {"value": "p@a"}, "no address": "p",
        "two": f"p@{a.domain},q@{a.domain}", "300 long": f"{'p' * 300}@{a.domain}", "broken": "p@\ud800.example",
        "with an end": f"p@{a.domain}\x00", "another's domain": "p@elsewhere.example", "under it": f"p@under.{a.domain}",
    }  # fmt: skip

    def one(shape):
        a.knows(email=shape, email_verified=True, name="Somebody")
        return ends(promise, Visitor().comes_in(a), 403, "not_known")

    return in_each(shapes, one)


NAMES = {
    "none": None, "a number": 5, "an object": {"formatted": "P"}, "a list": ["P"], "5000 long": TOO_LONG,
    "broken": BROKEN, "markup": "<script>alert(1)</script>",
}  # fmt: skip


def names(a, b, promise):
    def one(shape):
        person = a.person()
        a.knows(email=person.email, email_verified=True, name=shape)
        end = Visitor().comes_in(a)
        promise(type(person).objects.get(pk=person.pk).name == person.name, "keeps our name")
        return ends(promise, end, 302, "/", person)

    return in_each(NAMES, one)


def names_of_nobody(a, b, promise):
    def one(shape):
        a.knows(email=f"nobody@{a.domain}", email_verified=True, name=shape)
        return ends(promise, Visitor().comes_in(a), 403, "not_known")

    return in_each(NAMES, one)


def long_subjects(a, b, promise):
    for length in (191, 192, 255):
        person = a.person()
        a.knows_as(person, "é" * 3 + "s" * (length - 3))
        ends(promise, Visitor().comes_in(a), 302, "/", person)
        ends(promise, Visitor().comes_in(a), 302, "/", person)
    return "191, 192 and 255 characters: in, twice the same"


def odd_subjects(a, b, promise):
    both = {
        "a number": 5, "a list": ["s"], "empty": "", "256 long": "s" * 256, "broken": BROKEN,
        "transient": "urn:oasis:names:tc:SAML:2.0:nameid-format:transient/_1",
    }  # fmt: skip
    bends = {name: {"userinfo": {"sub": sub}, "idToken": {"sub": sub}} for name, sub in both.items()} | {
        "none in userinfo": {"userinfo": {"sub": None}},
        "none in the token": {"idToken": {"sub": None}},
        "two": {"userinfo": {"sub": "of-another"}},
    }

    def one(bend):
        person = a.person()
        a.knows_as(person)
        a.service.be(bend=bend)
        end = Visitor().comes_in(a)
        promise(a.joined(person) == [], "nobody is joined")
        return ends(promise, end, 403, "odd")

    return in_each(bends, one)


ROWS = {
    "invited, the address in other case": invited,
    "address and name changed there, the same subject": address_changed,
    "an address passed on to a newcomer": passed_on,
    "another subject, the same person": subject_changed,
    "one school speaks of a person of the other": another_school,
    "the same subject and client ID at two schools": same_subject,
    "not invited": not_invited,
    "on pause": paused,
    "on pause since being joined": paused_later,
    "whose password somebody else made": must_choose,
    "email_verified in seven shapes": verified,
    "address in one document, verified in the other": half_verified,
    "addresses in twelve shapes": addresses,
    "names in seven shapes, of somebody": names,
    "names in seven shapes, of nobody here": names_of_nobody,
    "long subjects": long_subjects,
    "subjects that are none": odd_subjects,
}
