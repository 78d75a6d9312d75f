"""For a timer, every hour: visits that were deleted a day ago are forgotten (docs/deployment.md)."""

from django.core.management.base import BaseCommand

from observations.actions import forget
from reports.bundles import forget_expired


class Command(BaseCommand):
    help = "Takes away every row of visits that their teacher deleted a day ago. Safe to repeat."

    def handle(self, **options):
        if count := forget():
            self.stdout.write(f"visits forgotten: {count}")
        if count := forget_expired():
            self.stdout.write(f"bundles of reports forgotten: {count}")
