"""For a timer, every hour: the mirrors of periods that are over (docs/deployment.md)."""

from django.core.management.base import BaseCommand

from reports.mirror import make_all


class Command(BaseCommand):
    help = "Makes the team mirrors of periods that have ended. Each is made once. Safe to repeat."

    def handle(self, **options):
        if count := make_all():
            self.stdout.write(f"mirrors made: {count}")
