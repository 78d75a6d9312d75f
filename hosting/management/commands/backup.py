"""One back-up, now (docs/deployment.md)."""

from django.core.management.base import BaseCommand, CommandError

from hosting import backups
from hosting.engines import Refused


class Command(BaseCommand):
    help = "Makes a back-up in BACKUP_DIR, sealed to BACKUP_TO, and reads it back before it counts as one. Others may save meanwhile."

    def handle(self, **options):
        try:
            path = backups.make()
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"{path} ({path.stat().st_size / 1e6:.1f} MB)")
