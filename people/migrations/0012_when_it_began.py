"""The hourly work looks for who came to a team lately (letters/due.py)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0011_saved_drafts"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(fields=["began_at"], name="memberships_by_their_begin"),
        ),
    ]
