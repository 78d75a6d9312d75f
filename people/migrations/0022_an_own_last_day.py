from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0021_nobody_notes_what_is_taken_along"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="own_last_day",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
    ]
