"""How often is too often: allauth counts tries of signing in, of asking links and codes, in the cache
(`CACHES`), for all processes."""

import hashlib

from django.db import models
from django.utils import timezone

LONGEST = 200  # characters of a key; the column has 255


class Count(models.Model):
    """A row of Django's cache, where that is our own database; written by it alone. Its key names an address
    or a person."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)


def forget_counts():
    """Those that had their time. Django takes them away only when there are very many."""
    return Count.objects.filter(expires__lt=timezone.now()).delete()[0]


def cache_key(key, prefix, version):
    """As Django's own, but for what a library puts into it from outside, such as the number of a token: long,
    or with spaces, no cache takes it."""
    text = f"{prefix}:{version}:{key}"
    fits = len(text) <= LONGEST and text.isascii() and text.isprintable() and " " not in text
    return text if fits else f"{prefix}:{version}:{hashlib.sha256(text.encode()).hexdigest()}"
