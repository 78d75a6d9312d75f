"""On which day somebody was last here. It is kept for one thing: who comes back after weeks reads where they
were (docs/adr/0046). Nobody else reads it, on no page and in no list."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import DatabaseError
from django.utils import timezone

from people.models import User

LONG = timedelta(weeks=3)
BACK = "came_back"  # in the session of who came back: the moment


def note(user):
    """A write at the first request of a day, and nothing at all others. No page fails for it."""
    today = timezone.localdate()
    if user.here_on != today:
        with suppress(DatabaseError):
            User.objects.filter(pk=user.pk).update(here_on=today)


def remember(session, user):
    """To be called at a sign-in. A session lasts two weeks, so who was away for three signs in."""
    if user.here_on and user.school.today - user.here_on >= LONG:
        session[BACK] = timezone.now().isoformat()


def came_back_today(session):
    """When, if it was today after weeks; else None."""
    moment = datetime.fromisoformat(session[BACK]) if BACK in session else None
    return moment if moment and timezone.localdate(moment) == timezone.localdate() else None
