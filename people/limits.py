"""How often is too often: allauth counts tries of signing in, of asking links and codes, in the cache
(`CACHES`), for all processes."""

from django.db import models
from django.utils import timezone


class Count(models.Model):
    """A row of Django's cache, where that is our own database; written by it alone. Its key names an address
    or a person."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)


def forget_counts():
    """Those that had their time. Django takes them away only when there are very many."""
    return Count.objects.filter(expires__lt=timezone.now()).delete()[0]
