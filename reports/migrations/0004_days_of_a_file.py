from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def from_their_period(apps, schema_editor):
    """Files that wait for their reader at the upgrade: they live for a day."""
    Bundle, Period = apps.get_model("reports", "Bundle"), apps.get_model("reports", "Period")
    period = Period.objects.filter(pk=OuterRef("period"))
    days = {name: Subquery(period.values(column)) for name, column in (("first", "start"), ("last", "end"))}
    Bundle.objects.exclude(period=None).update(**days)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0003_papers_made_outside_the_request"),
    ]

    operations = [
        migrations.AddField("bundle", "first", models.DateField(null=True)),
        migrations.AddField("bundle", "last", models.DateField(null=True)),
        migrations.RunPython(from_their_period, migrations.RunPython.noop),
    ]
