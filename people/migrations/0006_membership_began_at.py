"""Memberships know when they began, so that a key does not open for who came later (docs/adr/0014)."""

from datetime import datetime, time

from django.db import migrations, models
from django.utils import timezone


def with_their_first_day(apps, schema_editor):
    """For those that are there nobody knows when they were entered: keys given from their first day on open for them, as they did."""
    Membership = apps.get_model("people", "Membership")
    for since in Membership.objects.values_list("since", flat=True).distinct():
        midnight = timezone.make_aware(datetime.combine(since, time.min))
        Membership.objects.filter(since=since).update(began_at=midnight)


class Migration(migrations.Migration):
    dependencies = [("people", "0005_administrators_take_part_in_no_visit")]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="began_at",
            field=models.DateTimeField(
                default=timezone.now,
                editable=False,
                help_text="When it was entered, or the midnight of `since` where that is later: earlier keys do not open for it by themselves.",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(with_their_first_day, migrations.RunPython.noop),
    ]
