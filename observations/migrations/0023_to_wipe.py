"""The table stays; the room of people knows it now (people/migrations/0024)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("observations", "0022_letters_of_leaving"),
        ("people", "0024_to_wipe"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="ToWipe")])
    ]
