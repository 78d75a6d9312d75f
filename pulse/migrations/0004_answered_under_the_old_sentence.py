"""Who answered until now read that the numbers are for the teacher and the coach who was in the lesson: keys for others end (docs/adr/0014)."""

from django.db import migrations
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone


def say_who_was_told(apps, schema_editor):
    """The coach of today, unless somebody was the coach before and nobody knows who was there; what was released stays so."""
    Pulse, Lesson = apps.get_model("pulse", "Pulse"), apps.get_model("observations", "Lesson")
    Observation = apps.get_model("observations", "Observation")
    coach = Subquery(Lesson.objects.filter(pk=OuterRef("lesson")).values("coach"))
    asked = Pulse.objects.filter(closes_at__isnull=False)
    before = Observation.objects.filter(lesson=OuterRef("lesson"), voice="coach", set_aside_at__isnull=False)
    asked.filter(~Exists(before)).update(told_coach=coach)
    asked.filter(released_at__isnull=False).update(told_coach=coach)


def end_keys(apps, schema_editor):
    Key, LedgerEntry = apps.get_model("observations", "Key"), apps.get_model("observations", "LedgerEntry")
    running = Key.objects.filter(revoked_at=None, until__gte=timezone.localdate(), part="students")
    for key in running.select_related("lesson"):
        key.revoked_at = timezone.now()
        key.save(update_fields=["revoked_at"])
        LedgerEntry.objects.create(
            lesson_id=key.lesson_id, who_id=key.lesson.teacher_id, what="ended", parts=[key.part],
            audience=key.audience, reason="not_told",
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("observations", "0009_coachs_account_alone"),
        ("pulse", "0003_what_students_were_told"),
    ]

    operations = [
        migrations.RunPython(say_who_was_told, migrations.RunPython.noop),
        migrations.RunPython(end_keys, migrations.RunPython.noop),
    ]
