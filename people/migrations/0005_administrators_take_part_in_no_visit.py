import sys

from django.db import migrations, models
from django.db.models import Q
from django.utils import timezone


def mark_superusers(apps, schema_editor):
    User = apps.get_model("people", "User")
    User.objects.filter(is_superuser=True, is_administrator=False).update(is_administrator=True)


def report_double_roles(apps, schema_editor):
    """Nothing is taken away: an administrator decides with the person. How many, and no names, for this is printed into a log."""
    Membership = apps.get_model("people", "Membership")
    rows = Membership.objects.filter(Q(until=None) | Q(until__gt=timezone.localdate()))
    number = rows.filter(user__is_administrator=True).values("user").distinct().count()
    if number:
        sys.stderr.write(
            f"people: {number} administrator(s) with a role in a team. It opens nothing for them any more, and was not taken away. "
            "An administrator sees who under /people/?state=double\n"
        )


class Migration(migrations.Migration):
    dependencies = [("people", "0004_one_address_per_person")]

    operations = [
        migrations.RunPython(mark_superusers, migrations.RunPython.noop),
        migrations.RunPython(report_double_roles, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=Q(("is_superuser", False), ("is_administrator", True), _connector="OR"),
                name="a_superuser_is_an_administrator",
            ),
        ),
    ]
