"""What an administrator is told while the mail server is away."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("letters", "0003_how_people_want_to_be_told"),
    ]

    operations = [
        migrations.AddField(
            model_name="round",
            name="why",
            field=models.CharField(blank=True, max_length=80),
        ),
    ]
