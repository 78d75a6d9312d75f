"""Keys to the coach's account alone end: since then the agreed points and the teacher's replies go along (docs/adr/0014)."""

from django.db import migrations
from django.db.models import Exists, OuterRef
from django.utils import timezone


def end_keys(apps, schema_editor):
    """Where the same people can read the teacher's own account too, for as long, they read those words already: that key stays."""
    Key, LedgerEntry = apps.get_model("observations", "Key"), apps.get_model("observations", "LedgerEntry")
    running = Key.objects.filter(revoked_at=None, until__gte=timezone.localdate())
    own = running.filter(lesson=OuterRef("lesson"), part="teacher_account", audience=OuterRef("audience"))
    own = own.filter(until__gte=OuterRef("until"))
    for key in running.filter(~Exists(own), part="coach_account").select_related("lesson"):
        key.revoked_at = timezone.now()
        key.save(update_fields=["revoked_at"])
        LedgerEntry.objects.create(
            lesson_id=key.lesson_id, who_id=key.lesson.teacher_id, what="ended", parts=[key.part],
            audience=key.audience, reason="goes_along",
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("observations", "0008_keys_that_ended")]

    operations = [migrations.RunPython(end_keys, migrations.RunPython.noop)]
