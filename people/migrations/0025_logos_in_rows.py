"""Logos become rows, those of the files here at once; what stands on the disk of another server comes along with
`manage.py prepare` there. The column of the school stays as it was, so the version of before goes on beside this
one (docs/adr/0069)."""

from django.db import migrations, models

import people.logo_rows


def carry_over(apps, _schema):
    people.logo_rows.carry_over(apps.get_model("people", "School"), apps.get_model("people", "Logo"))


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0024_to_wipe"),
    ]

    operations = [
        migrations.CreateModel(
            name="Logo",
            fields=[
                ("name", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("content", models.BinaryField()),
            ],
        ),
        migrations.AlterField(
            model_name="school",
            name="logo",
            field=models.FileField(
                blank=True, storage=people.logo_rows.Rows(), upload_to="logos/", verbose_name="logo"
            ),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop, elidable=True),
    ]
