from django.core.checks import Tags, Warning, register
from django.db import DatabaseError, transaction
from django.db.models import Count

from signing_in.models import OpenIDProvider


@register(Tags.database)
def one_client_each(databases=None, **kwargs):
    """Two schools with one client at one service know the same accounts by the same subjects. The form
    refuses that; rows that came otherwise are told here."""
    if not databases:
        return []
    try:
        with transaction.atomic():
            rows = OpenIDProvider.objects.values("issuer", "client_id").annotate(schools=Count("pk"))
            found = list(rows.filter(schools__gt=1).order_by("issuer"))
    except DatabaseError:  # before the first migration there is no table
        return []
    return [
        Warning(
            f"{row['schools']} schools have the client {row['client_id']} at {row['issuer']}.",
            hint="Register Meekijken there once for each school.",
            id="signing_in.W001",
        )
        for row in found
    ]
