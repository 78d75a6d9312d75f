"""Sessions as Django keeps them in its table, and whose each is: one question, compiled once, reads session,
person and school (docs/adr/0034)."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from people.compiled import Upsert, prepared


class SignedIn(models.Model):
    """Whose session it is; it goes with its session. One from before it was written down has none: Django
    asks for the person then."""

    session = models.OneToOneField(Session, models.DB_CASCADE, primary_key=True, related_name="+")
    # DO_NOTHING: the row of a person is never deleted
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")


@prepared
def signed_in(key: str, now: datetime):
    """With the school, by whose clock every request works (people/middleware.py)."""
    rows = SignedIn.objects.filter(session=key, session__expire_date__gt=now)
    return rows.select_related("person__school").annotate(data=F("session__session_data"))


write_down = Upsert(SignedIn, unique=["session"], update=["person"])


class SessionStore(db.SessionStore):
    """The name of the class is part of what signs a session: with another one everybody would be signed
    out."""

    came_with = None

    def load(self):
        found = signed_in.first(self.session_key, timezone.now())
        self.came_with = found and found.person
        return self.decode(found.data) if found else super().load()

    def who(self):
        """The person it came with, where nothing is in doubt; about any doubt Django decides (`get_user`)."""
        held, person = self.get(SESSION_KEY), self.came_with
        if not person or held != str(person.pk) or not person.is_active:
            return None
        is_known = self.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        told, holds = self.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash()
        return person if is_known and constant_time_compare(told, holds) else None

    def save(self, must_create=False):
        with transaction.atomic():
            super().save(must_create)
            if person := self.get(SESSION_KEY):
                write_down([SignedIn(session_id=self.session_key, person_id=UUID(person))])


def end_sessions(person, but=None):
    """On every device, at its next step; `but` is the key of one that stays. Says how many."""
    theirs = SignedIn.objects.filter(person=person).exclude(session=but)
    return Session.objects.filter(pk__in=theirs.values("session")).delete()[0]
