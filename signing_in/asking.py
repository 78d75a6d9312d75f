"""Who signed in at the school and is not known here can ask its administrators for a place: once, and for
thirty days."""

import re
from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from people.addresses import letter
from people.models import User
from people.names import one_line
from people.sorting import in_order
from signing_in.models import AskedForPlace

KEPT = timedelta(days=30)
OF_LISTS = re.compile(r'[@;"<>|]')  # a name with these would be read as two people where it is invited
KNOWN = Exists(User.objects.filter(email=OuterRef("email"), school=OuterRef("school")))


def administrators(school):
    """Who can answer."""
    people = school.people.here().came_in().filter(is_administrator=True)
    return people.order_by(*in_order("name"))


def who_answers(school):
    """For a page: these, and in words."""
    found = list(administrators(school))
    return {"administrators": found, "names": get_text_list([person.name for person in found], _("or"))}


def asked(school, email):
    """What was asked before, or None."""
    return AskedForPlace.objects.filter(school=school, email=email).first()


def ask(school, email, name):
    """Each administrator gets a letter; asked once more, nobody gets another."""
    facts = {"name": one_line(OF_LISTS.sub(" ", name))[:120]}
    asked, is_new = AskedForPlace.objects.get_or_create(school=school, email=email, defaults=facts)
    if is_new:
        for person in administrators(school):
            letter(
                "place_asked", person, person.email, asked=asked, link=settings.SITE_URL + reverse("people")
            )
    return asked


def waiting(school):
    """For its administrators; who was invited meanwhile waits no longer."""
    return school.asked_for_place.exclude(KNOWN).order_by("at", "pk")


def forget_asked():
    """What had its month, or was answered. Says how many."""
    old = AskedForPlace.objects.filter(at__lt=timezone.now() - KEPT)
    return (old | AskedForPlace.objects.filter(KNOWN)).delete()[0]
