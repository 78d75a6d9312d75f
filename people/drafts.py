"""Which words that a device keeps were saved (docs/adr/0021). What a page does with words of a form:
people/views/drafts.py."""

import uuid
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

ASKED_FOR = timedelta(
    days=90
)  # a device that was not used for longer brings back what was saved; sent again it is one thing


class SavedDraft(models.Model):
    """The number of a draft whose form was saved, so that the device lets go of it. Nothing of what it said,
    or where."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now, db_index=True)


def forget_saved():
    return SavedDraft.objects.filter(at__lt=timezone.now() - ASKED_FOR).delete()[0]


def numbers(texts):
    for text in texts:
        with suppress(ValueError):
            yield uuid.UUID(text)


def save(person, text):
    """That what this draft said is saved now; sent twice it is one."""
    rows = [SavedDraft(id=pk, person=person) for pk in numbers([text])]
    SavedDraft.objects.bulk_create(rows, ignore_conflicts=True)


def which_saved(person, texts):
    """Those of these numbers that this person saved."""
    found = SavedDraft.objects.filter(person=person, pk__in=set(numbers(texts)))
    return [pk.hex for pk in found.values_list("pk", flat=True)]
