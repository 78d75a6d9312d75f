"""Which visits stand in somebody's own feed. A program reads it without signing in, so it holds the hours and
the words that its person chose, and nobody else (docs/adr/0045).

What changed is told by the rows alone, never by the clock: the same rows are the same bytes.
"""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from letters import calendar
from observations import access
from observations.models import Appointment
from observations.telling import state_of

KEPT = timedelta(days=30)  # what is over, or withdrawn, stays that long
CANCELLED = Appointment.State.CANCELLED


def file(own):
    """The bytes. Three queries with the one that found `own`, however many visits there are."""
    with translation.override(own.person.language):
        return calendar.feed(events(own), "Meekijken")


def events(own):
    since = timezone.now() - KEPT
    held = {row.lesson: row for row in access.appointments_of(own.person, since)}
    visits = {
        visit.pk: visit for visit in access.visits_of(own.person).filter(start__gte=since).with_people()
    }
    found = [standing(own, visit, held.get(visit.pk)) for visit in visits.values() if shows(visit, since)]
    found += [
        event(own, row, row.lesson, row, CANCELLED)
        for row in held.values()
        if row.lesson not in visits and row.state == CANCELLED and row.changed_at >= since
    ]
    return sorted(found, key=lambda each: (each.start, each.uid))


def shows(visit, since):
    return visit.cancelled_at is None or visit.cancelled_at >= since


def standing(own, visit, row):
    if visit.cancelled_at:
        return event(own, visit, visit.pk, row, CANCELLED, visit.cancelled_at)
    state = state_of("", visit, own.person)
    return event(own, visit, visit.pk, row, state, visit.created_at, own.calls(visit))


def event(own, times, uid, row, state, at=None, summary=None):
    """`row` is what its letters said last, if there were any."""
    return calendar.Event(
        uid=str(uid), sequence=row.sequence if row else 0, state=state, start=times.start, end=times.end,
        at=row.changed_at if row else at, organizer=None, attendee=None,
        url=f"{settings.SITE_URL}{reverse('visit', args=[uid])}",
        summary=own.calls(None) if summary is None else summary,
    )  # fmt: skip
