"""The hourly work read every pulse to find those that closed and are not settled. Not a partial index: SQLite does
not see that `is_settled = 0` is what one of `NOT is_settled` holds."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("observations", "0016_what_is_due_by_the_hour"),
        ("pulse", "0004_answered_under_the_old_sentence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="pulse",
            index=models.Index(fields=["is_settled", "closes_at"], name="pulses_to_settle"),
        ),
    ]
