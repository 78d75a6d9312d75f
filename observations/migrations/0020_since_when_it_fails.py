"""A letter that nobody takes is given up after a while (docs/adr/0039)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("observations", "0019_a_coach_says_yes")]

    operations = [
        migrations.AddField(
            model_name="totell",
            name="failing_since",
            field=models.DateTimeField(blank=True, null=True),
        )
    ]
