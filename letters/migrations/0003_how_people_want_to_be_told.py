"""How people want to be told."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("letters", "0002_own_calendars"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Wish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("proposed", "somebody asks you for a moment"),
                            ("agreed", "a moment is agreed"),
                            ("moved", "another moment"),
                            ("declined", "not now"),
                            ("cancelled", "a visit does not go on"),
                            ("not_coach", "another coach looks along"),
                            ("turn", "it is your turn"),
                            ("ready", "you are both ready"),
                            ("opened", "a visit was opened"),
                            ("reply", "a reply"),
                            ("step_day", "the day of a small step"),
                            ("released", "a colleague shares something with you"),
                            ("newcomer", "a question about a new reader of your keys"),
                            ("key_ends", "a key is about to end"),
                            ("deleted", "a visit was deleted"),
                            ("back", "a deleted visit is back"),
                            ("invited", "an invitation to Meekijken"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[("now", "At once"), ("daily", "Daily"), ("off", "No letters")],
                        max_length=5,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wishes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "kind"), name="one_wish_per_person_and_kind"),
                    models.CheckConstraint(
                        condition=models.Q(("how__in", ["now", "daily", "off"])), name="a_wish_is_known"
                    ),
                ],
            },
        ),
    ]
