from django.core.management.base import BaseCommand

from checklists.actions import load_all


class Command(BaseCommand):
    help = "Publishes the shipped checklists. Safe to repeat: an unchanged file makes no new edition."

    def handle(self, **options):
        for edition in load_all():
            self.stdout.write(str(edition))
