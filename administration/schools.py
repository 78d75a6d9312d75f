"""The schools of an installation, for who operates it: that they are there, and who administers them
(docs/adr/0052). Nothing else of a school is seen from outside."""

from django.db import transaction
from django.db.models import Prefetch

from administration.inviting import invite
from people.audit import Done, note
from people.models import School, User
from people.sorting import in_order


def schools():
    """Those that are there, each with its `administrators`."""
    administrators = User.objects.here().filter(is_administrator=True).order_by(*in_order("name"))
    there = School.objects.filter(left_at=None).order_by(*in_order("name"), "pk")
    return there.prefetch_related(Prefetch("people", administrators, to_attr="administrators"))


@transaction.atomic
def add(*, by, school, time_zone, name, email):
    """A school with its first administrator, who is invited."""
    place = School.objects.create(name=school, time_zone=time_zone)
    person = make_administrator(by=by, school=place, name=name, email=email)
    invite([person], by=by)
    return person


@transaction.atomic
def make_administrator(*, by, school, name, email):
    """Of a school that has none yet, or none any more; to be invited. `by` is None on the command line."""
    language = by.language if by else User._meta.get_field("language").default
    person = User.objects.create_user(
        email, name=name, school=school, language=language, is_administrator=True
    )
    note(Done.ADMINISTERS, by=None, school=school, about=person)
    return person


def is_same(*, email, school="", **_more):
    """What was sent is there already: a second click."""
    known = User.objects.filter(email=email, school__name=school, is_administrator=True)
    return known.filter(last_login=None).exists()
