"""From SQLite to PostgreSQL, once a school grows out of one machine (docs/deployment.md)."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from hosting import moving


class Command(BaseCommand):
    help = "Moves every row of the SQLite database in VAR_DIR into the empty PostgreSQL of DATABASE_URL, compares all of them, and puts the file of SQLite aside. Stop the server and the worker first."

    def handle(self, **options):
        here = settings.VAR_DIR / "meekijken.sqlite3"
        aside = here.with_name(f"{here.name}.moved")
        if connection.vendor != "postgresql":
            raise CommandError("DATABASE_URL names no PostgreSQL: that is where the rows are to go")
        if not here.exists():
            raise CommandError(f"There is no {here}: nothing to move")
        if aside.exists():
            raise CommandError(f"{aside} is there from a move of before: put it elsewhere, or delete it")
        self.tell(self.moved(here), aside)
        here.rename(aside)

    def moved(self, here):
        try:
            with moving.alone_in(here):
                if why := moving.unknown():
                    raise moving.NotMoved(why)
                call_command("migrate", verbosity=0, interactive=False)
                return moving.move()
        except moving.NotMoved as error:
            raise CommandError(f"{error}. Nothing was moved.") from None

    def tell(self, counts, aside):
        for table, count in sorted(counts.items()):
            if count:
                self.stdout.write(f"{count:>9,}  {table}")
        self.stdout.write(
            f"{sum(counts.values()):>9,}  rows of {len(counts)} tables are in PostgreSQL, each the same as before.\n"
            f"The file of SQLite is {aside} now. Run `prepare`, start the server and the worker with this "
            "DATABASE_URL, and delete that file when all is well: it holds what people wrote."
        )
