from django.db import models
from django.utils import timezone


class Beat(models.Model):
    """When something was well for the last time: the server, by whoever asks (health.py); the hourly work and
    the back-up, by themselves."""

    HEALTH, HOURLY, BACKUP = 1, 2, 3

    at = models.DateTimeField()

    @classmethod
    def now(cls, pk):
        row = cls(pk=pk, at=timezone.now())
        cls.objects.bulk_create([row], update_conflicts=True, unique_fields=["pk"], update_fields=["at"])
