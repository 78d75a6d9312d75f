"""A coach who is named is asked (docs/adr/0041); whoever is the coach of a visit of before has said yes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F


def was_a_yes(apps, schema_editor):
    """One UPDATE, of every visit with a coach: it reads no rows into Python and stands in this migration's transaction,
    so that no visit is ever half of before."""
    visits = apps.get_model("observations", "Lesson").objects
    visits.filter(coach__isnull=False, coach_accepted_at=None).update(coach_accepted_at=F("created_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("checklists", "0002_judging_words"),
        ("observations", "0018_what_is_to_be_told"),
        ("people", "0011_saved_drafts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="lesson",
            name="coach_accepted_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="lesson",
            name="declined_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(was_a_yes, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="lesson",
            constraint=models.CheckConstraint(
                condition=models.Q(("coach_accepted_at", None), ("coach__isnull", False), _connector="OR"),
                name="only_a_coach_says_the_coachs_yes",
            ),
        ),
        migrations.AddConstraint(
            model_name="lesson",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("declined_by", None),
                    models.Q(
                        ("alone_at", None), ("cancelled_at", None), ("coach", None), ("opened_at", None)
                    ),
                    _connector="OR",
                ),
                name="who_said_no_is_not_the_coach",
            ),
        ),
        migrations.AddConstraint(
            model_name="lesson",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("opened_at", None),
                    ("coach", None),
                    ("coach_accepted_at__isnull", False),
                    _connector="OR",
                ),
                name="who_looked_along_said_yes",
            ),
        ),
    ]
