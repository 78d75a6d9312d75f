"""Who goes round with the letters."""

import uuid
from datetime import UTC, datetime, timedelta

from django.db import models
from django.utils import timezone

LASTS = timedelta(minutes=10)  # longer than a mail server may take over one letter (config/settings.py)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Round(models.Model):
    """One postman at a time, so that letters leave once and in order. A turn that was not ended, because its
    process was killed, ends by itself."""

    holder = models.UUIDField(null=True)
    until = models.DateTimeField(default=LONG_AGO)

    @classmethod
    def take(cls):
        """A turn, or None while somebody else has it."""
        cls.objects.get_or_create(pk=1)
        holder, now = uuid.uuid4(), timezone.now()
        free = cls.objects.filter(pk=1, until__lte=now)
        return holder if free.update(holder=holder, until=now + LASTS) else None

    @classmethod
    def still(cls, holder):
        """Whether this turn goes on; then it begins anew."""
        return bool(cls.objects.filter(holder=holder).update(until=timezone.now() + LASTS))

    @classmethod
    def end(cls, holder):
        cls.objects.filter(holder=holder).update(holder=None, until=LONG_AGO)
