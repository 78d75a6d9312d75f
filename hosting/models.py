"""What was deleted, revoked and ended, so that no back-up brings it back (docs/adr/0065)."""

import uuid

from django.db import models

BEGAN = "began"  # of the one row that says which list this is


class Ended(models.Model):
    """One line of the list. The database writes it by itself (triggers.py), within the deed.

    No words of anybody, and no moment: a table, the key of a row, what happened to it (`deleted`, or the name
    of a column), for a switch, a day, a number or a key what stands there now, and the day (UTC).
    """

    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    table = models.CharField(max_length=60)
    key = models.CharField(max_length=64)
    what = models.CharField(max_length=40)
    value = models.CharField(max_length=64, null=True)  # noqa: DJ001 -- nothing is another thing than ""
    day = models.DateField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["what"], condition=models.Q(what=BEGAN), name="one_list_of_what_ended"),
        ]  # fmt: skip
