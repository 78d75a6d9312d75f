from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("observations", "0010_words_of_the_story")]

    operations = [
        migrations.AddField(
            model_name="observation",
            name="brought_forward_at",
            field=models.DateTimeField(
                blank=True,
                help_text="Before the lesson’s day its author said: this is really the lesson.",
                null=True,
            ),
        ),
    ]
