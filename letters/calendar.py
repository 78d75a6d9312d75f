"""What goes into people's calendars: a file beside a letter about time, and a feed of one's own.

Plain facts in, bytes out; nothing is asked of the database or the clock, so the same rows are the same bytes.
What programs do with them stands in docs/letters.md, why they are so in docs/adr/0040. The reader alone is in
them: the other person neither as a name nor as a guest, and nothing of an account.
"""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import quote

import icalendar
from django.utils.timezone import is_naive
from django.utils.translation import gettext as _

from observations.models import A_LESSON
from people.names import one_line

PRODUCT = "-//Meekijken//Meekijken//EN"
REFRESH = timedelta(hours=1)  # what we ask of who reads a feed; some take a day (docs/letters.md)
IN_ADDRESS = "@!$'*+"  # beside letters, figures and _.-~: what an address has as it is (RFC 6068, 2)


class Party(NamedTuple):
    name: str
    address: str


class Event(NamedTuple):
    """A visit as one calendar is to hold it, each time with the same uid and a higher sequence."""

    uid: str
    sequence: int
    start: datetime
    end: datetime | None  # a visit without an end lasts a lesson
    at: datetime  # when this became so
    state: str  # tentative, confirmed or cancelled
    organizer: Party  # the app: nobody's answer goes to a person
    attendee: Party  # the reader
    url: str
    summary: str = ""  # what the reader chose to call it
    description: str = ""

    @property
    def method(self):
        return "CANCEL" if self.state == "cancelled" else "REQUEST"


def attach(message, event):
    """The file as the last way to read the letter, and attached, for mail programs that know no other."""
    file = invitation(event)
    message.attach_alternative(file.decode(), f'text/calendar; method="{event.method}"; charset="utf-8"')
    message.attach("invite.ics", file, "application/ics")


def invitation(event):
    """The file of a letter. A full copy each time: one that is cancelled only says so besides."""
    calendar, visit = _calendar(), _visit(event)
    calendar.add("method", event.method)
    visit.add("organizer", _party(event.organizer))
    visit.add("attendee", _party(event.attendee, **_answer(event)))
    calendar.add_component(visit)
    return calendar.to_ical()


def feed(events, name):
    """A list to look at, and no letter: without METHOD, and without anybody's address."""
    calendar = _calendar()
    for called in ("name", "x-wr-calname"):
        calendar.add(called, icalendar.vText(_text(name)))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", icalendar.vDuration(REFRESH))
    for event in events:
        calendar.add_component(_visit(event))
    return calendar.to_ical()


def _calendar():
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    return calendar


def _visit(event):
    visit = icalendar.Event()
    visit.add("uid", event.uid)
    visit.add("sequence", event.sequence)
    visit.add("dtstamp", _utc(event.at))
    visit.add("dtstart", _utc(event.start))
    visit.add("dtend", _utc(event.end or event.start + A_LESSON))
    visit.add("status", event.state.upper())
    visit.add("class", "PRIVATE")  # few heed it: words that anybody may read are what protects
    visit.add("summary", _called(event))
    visit.add("url", event.url)
    if event.description:
        visit.add("description", "\n".join(map(_text, event.description.splitlines())))
    return visit


def _called(event):
    """The state in words too: not every program shows a STATUS."""
    what = _text(event.summary) or _("Appointment")
    if event.state == "tentative":
        return _("Proposed: %(what)s") % {"what": what}
    if event.state == "cancelled":
        return _("Cancelled: %(what)s") % {"what": what}
    return what


def _answer(event):
    """Who has it as confirmed said yes here; an answer by mail would reach nobody, so none is asked."""
    accepted = {"PARTSTAT": "ACCEPTED"} if event.state == "confirmed" else {}
    return {"RSVP": "FALSE"} | accepted


def _party(party, **parameters):
    """Quotes, signs of control and ^ are written in ways (RFC 6868) that not every program reads."""
    person = icalendar.vCalAddress(f"mailto:{quote(party.address, safe=IN_ADDRESS)}")
    name = _text(party.name).replace('"', "").replace("^", "")
    person.params.update({"CN": name} if name else {}, **parameters)
    return person


def _text(words):
    """One line; icalendar makes a line end of a backslash with an N (findings/backslash-in-a-calendar.sh)."""
    return one_line(words).replace("\\", "/")


def _utc(moment):
    """Read rightly everywhere, as other zones are not. A moment without a zone could be written as any."""
    if is_naive(moment):
        raise ValueError(f"{moment} has no zone, so no calendar can hold it")
    return moment.astimezone(UTC)
