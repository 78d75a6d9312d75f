"""What people are to be told, and what their calendars hold (observations/telling.py); and what the hourly work
looks for: small steps by their day, keys by their last one."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("checklists", "0002_judging_words"),
        ("observations", "0017_to_wipe"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Appointment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("lesson", models.UUIDField()),
                ("start", models.DateTimeField()),
                ("end", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("tentative", "Tentative"),
                            ("confirmed", "Confirmed"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=9,
                    ),
                ),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ToTell",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
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
                ("lesson", models.UUIDField(blank=True, db_index=True, null=True)),
                ("thing", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("start", models.DateTimeField(blank=True, null=True)),
                ("end", models.DateTimeField(blank=True, null=True)),
                ("state", models.CharField(blank=True, max_length=9)),
                ("sequence", models.PositiveIntegerField(blank=True, null=True)),
                ("is_last", models.BooleanField(default=False)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("not_before", models.DateTimeField(blank=True, null=True)),
                ("why", models.CharField(blank=True, max_length=80)),
            ],
        ),
        migrations.AddIndex(
            model_name="key",
            index=models.Index(fields=["until"], name="keys_by_their_last_day"),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(fields=["look_back_on"], name="steps_by_their_day"),
        ),
        migrations.AddField(
            model_name="appointment",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="totell",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="totell",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(fields=["start"], name="appointments_by_their_day"),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(
                fields=("lesson", "person"), name="one_appointment_per_person_and_visit"
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["tentative", "confirmed", "cancelled"])),
                name="state_of_an_appointment_is_known",
            ),
        ),
        migrations.AddIndex(
            model_name="totell",
            index=models.Index(condition=models.Q(("told_at", None)), fields=["id"], name="what_is_untold"),
        ),
        migrations.AddIndex(
            model_name="totell",
            index=models.Index(
                condition=models.Q(("told_at__isnull", False)), fields=["told_at"], name="what_was_told"
            ),
        ),
        migrations.AddConstraint(
            model_name="totell",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "proposed",
                            "agreed",
                            "moved",
                            "declined",
                            "cancelled",
                            "not_coach",
                            "turn",
                            "ready",
                            "opened",
                            "reply",
                            "step_day",
                            "released",
                            "newcomer",
                            "key_ends",
                            "deleted",
                            "back",
                            "invited",
                        ],
                    )
                ),
                name="a_kind_to_tell_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="totell",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("by", None),
                    models.Q(("by", models.F("person")), _negated=True),
                    (
                        "kind__in",
                        [
                            "proposed",
                            "agreed",
                            "moved",
                            "declined",
                            "cancelled",
                            "not_coach",
                            "deleted",
                            "back",
                        ],
                    ),
                    _connector="OR",
                ),
                name="who_is_told_did_it_or_another",
            ),
        ),
    ]
