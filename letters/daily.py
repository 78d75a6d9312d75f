"""All that a reader wants to hear once a day, in one letter: a line and a link for each thing that is still
so."""

from email.utils import parseaddr
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext

from letters import wishes
from letters.message import Letter
from letters.models import How
from letters.quiet import Days, happened
from letters.still import is_so
from letters.ways_out import below, choices, way_out
from letters.words import FOOT
from letters.writing import Telling, reads
from observations.models import ToTell


def rows_with(row):
    """All that this reader is to be told today, this row among it."""
    days, now = Days(row.person.school), timezone.now()
    kinds = [kind for kind, how in wishes.wishes(row.person).items() if how == How.DAILY]
    rows = ToTell.objects.untold().filter(person=row.person, kind__in=kinds).select_related("by")
    return [each for each in rows if days.daily(happened(each)) <= now]


def letter(person, rows):
    """The message, or None: nobody is there to read it, or there is nothing to tell."""
    today = Today(person, rows)
    if not (reads(person) and today.things):
        return None
    message = Letter(today.subject, today.text, to=[person.email], headers=today.headers)
    message.attach_alternative(today.html, "text/html")
    return message


class Thing(NamedTuple):
    said: str
    facts: str
    label: str
    address: str


class Today:
    def __init__(self, person, rows):
        self.person, self.rows = person, rows

    @property
    def subject(self):
        return gettext("What is new for you today")

    heading = subject

    @property
    def day(self):
        """In the margin: that of the letter."""
        return timezone.localdate()

    @property
    def preview(self):
        """What a list of letters shows beside the subject."""
        return f"{self.things[0].said}."

    @cached_property
    def things(self):
        """In the order in which they happened; what reads the same stands there once."""
        return list(dict.fromkeys(thing for row in self.rows if (thing := self.thing(row))))

    def thing(self, row):
        row.person = self.person
        telling = Telling(row)
        if not is_so(telling):
            return None
        [(label, address, _look)] = telling.ways
        facts = ". ".join(filter(None, (capfirst(telling.when), telling.about)))
        return Thing(telling.heading, facts, str(label), address)

    @property
    def choices(self):
        return choices(self.person, self.kinds)

    @property
    def kinds(self):
        return [row.kind for row in self.rows]

    @property
    def text(self):
        things = [
            "\n".join(filter(None, (thing.said, thing.facts, f"{thing.label}:", thing.address)))
            for thing in self.things
        ]
        return "\n\n".join([self.subject, *things, f"-- \n{FOOT}", *below(self.choices)]) + "\n"

    @property
    def html(self):
        context = {"letter": self, "foot": FOOT, "language": get_language()}
        return render_to_string("letters/daily.html", context)

    @property
    def headers(self):
        """Of the same rows it is the same letter, also where it goes twice."""
        host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
        uid = uuid5(NAMESPACE_URL, ":".join(str(row.uid) for row in self.rows))
        own = {"Message-ID": f"<{uid}@{host}>", "Auto-Submitted": "auto-generated"}
        return own | way_out(self.person, self.kinds)
