"""Any room may leave old versions behind, so the table that remembers it is known in the lowest one. In the database
it stays as it is: observations/migrations/0017 makes it."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0023_signing_in"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="ToWipe",
                    fields=[
                        ("table", models.CharField(max_length=63, primary_key=True, serialize=False)),
                        ("since", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={"db_table": "observations_towipe"},
                ),
            ]
        ),
    ]
