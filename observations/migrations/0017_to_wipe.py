"""Which tables of PostgreSQL still have to be rewritten: the hourly work does so once, and again an hour later where
somebody held one (docs/adr/0032)."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("observations", "0016_what_is_due_by_the_hour"),
    ]

    operations = [
        migrations.CreateModel(
            name="ToWipe",
            fields=[
                ("table", models.CharField(max_length=63, primary_key=True, serialize=False)),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
    ]
