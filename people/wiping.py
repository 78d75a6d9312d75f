"""Which tables still hold old versions of rows in their files."""

from django.db import models
from django.utils import timezone


class ToWipe(models.Model):
    """A table in which old versions were left behind since it was last rewritten (people/traces.py).
    Nothing of what they said; none on SQLite, which overwrites at once."""

    table = models.CharField(max_length=63, primary_key=True)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "observations_towipe"  # where it stood first; a table is not renamed under those who serve
