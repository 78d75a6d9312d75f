from django.core.management.base import BaseCommand, CommandError, no_translations

from home import demo
from home.demo import service
from home.demo.people import PEOPLE
from signing_in.views.sign_in import DEMO_PASSWORD


class Command(BaseCommand):
    help = "Loads a fictional school with people and lesson visits in every stage. Again is harmless: what was ahead gets a day from today on where nobody touched it, and the people are listed."

    @no_translations
    def handle(self, **options):
        try:
            made = demo.load()
        except demo.RealPeople:
            raise CommandError(
                "This database holds people whose address does not end in .example: no demo here."
            ) from None
        service.open_up()
        self.stdout.write("Demo loaded." if made else "The demo is there.")
        self.stdout.write(self.table())

    def table(self):
        people = [person for person in PEOPLE if person.signs_in]
        rows = [(person.name, person.work, person.email) for person in people]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
        return "\n".join([*lines, f"Password of everyone: {DEMO_PASSWORD}"])
