"""A team that nobody is in any more can be closed; nothing is deleted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0017_the_log_reads_what_it_needs")]

    operations = [
        migrations.AddField(
            model_name="team",
            name="closed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
