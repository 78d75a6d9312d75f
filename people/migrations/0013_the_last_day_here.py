"""Who comes back after weeks reads where they were (people/presence.py). Of the time before nothing is known."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0012_when_it_began"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="here_on",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
    ]
