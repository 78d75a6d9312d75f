"""The hourly work asks for visits that were deleted a day ago and practice that had its week: a handful of rows
for which it read every visit (140 ms at a million, for nothing). Making both takes a second at a million visits,
and `prepare` makes them before the server starts: so not concurrently, which SQLite does not know."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("checklists", "0002_judging_words"),
        ("observations", "0015_the_talk_follows_alact"),
        ("people", "0011_saved_drafts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="lesson",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", False)),
                fields=["deleted_at"],
                name="visits_that_were_deleted",
            ),
        ),
        migrations.AddIndex(
            model_name="lesson",
            index=models.Index(
                condition=models.Q(("practice", ""), _negated=True),
                fields=["created_at"],
                name="practice_by_its_age",
            ),
        ),
    ]
