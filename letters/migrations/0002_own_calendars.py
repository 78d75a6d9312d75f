"""What each person wants of a calendar, and an address of their own for it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("letters", "0001_a_round_at_a_time"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OwnCalendar",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "says",
                    models.CharField(
                        choices=[
                            ("nothing", "Appointment: says nothing"),
                            ("visit", "Visit to a lesson"),
                            ("lesson", "Subject and group, such as “Maths, 2B”"),
                        ],
                        default="nothing",
                        max_length=7,
                        verbose_name="What is a visit called in your calendar?",
                    ),
                ),
                (
                    "without_files",
                    models.BooleanField(
                        default=False,
                        help_text="Letters still tell you the day and the time. A visit that a letter put into your calendar before keeps following.",
                        verbose_name="No calendar files in my letters",
                    ),
                ),
                ("address", models.CharField(editable=False, max_length=64, null=True, unique=True)),
                ("made_at", models.DateTimeField(editable=False, null=True)),
                ("turn", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="own_calendar",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("address", None), ("made_at", None)),
                            models.Q(("address__isnull", False), ("made_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_address_was_made_one_day",
                    )
                ],
            },
        ),
    ]
