"""A letter about another moment says what it was before; and what nobody heard of is no letter that was told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("observations", "0020_since_when_it_fails"),
    ]

    operations = [
        migrations.AddField(
            model_name="totell",
            name="is_void",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="totell",
            name="was_start",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
