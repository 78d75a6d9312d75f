"""A back-up put back, with what ended since done again (docs/deployment.md). The server and the worker stand
still meanwhile."""

from django.core.management.base import BaseCommand, CommandError

from hosting import restore
from hosting.engines import Refused

SAID = {
    "deleted": "rows deleted",
    "password": "passwords closed, of who has another one since",
    "way_in": "passwords closed, of who has another passkey, second step or school account since",
    "email": "addresses closed, of who has another one since: an operator gives these people a link (manage.py invite)",
    "is_active": "people put on pause or let in again",
    "left_at": "people and schools emptied",
    "revoked_at": "keys revoked",
    "until": "last days of roles and keys set",
    "deleted_at": "visits and moments deleted, or brought back",
}


class Command(BaseCommand):
    requires_system_checks = []  # they ask the database, which may be broken: that is why it is done
    help = "Puts a back-up back into an empty place, does again what was deleted, revoked and ended since, and signs everybody out."

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--key", help="The file with the private key, where it is sealed.")
        parser.add_argument(
            "--ended", action="append", default=[], help="A folder or file with the list of what ended."
        )
        parser.add_argument("--without-list", action="store_true", help="Let come back what ended since.")
        parser.add_argument("--replace", action="store_true", help="Move the database that is served aside.")

    def handle(self, file, key, ended, without_list, replace, **options):
        try:
            found = restore.restore(file, key=key, lists=ended, without_list=without_list, replace=replace)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.say(found)

    def say(self, found):
        out = self.stdout.write
        out(f"Put back as it was at {found.made}.")
        if found.before:
            out(f"What was served until now is kept as {found.before}. Take it away when all is well.")
        out(
            f"Lines of the list that were new to it: {found.lines}"
            + (f", the last of {found.until}." if found.until else ".")
        )
        for (table, what), count in sorted(found.done.items(), key=str):
            if count:
                out(f"  {table}: {SAID.get(what, what)}: {count}")
        out("Here now: " + ", ".join(f"{name} {count}" for name, count in found.people.items()))
        out("Everybody is signed out, and links to another password that are under way no longer work.")
        if found.other_key:
            out(
                "The back-up was made with another SECRET_KEY. It is in secret_key_of_backup: put it into SECRET_KEY_FALLBACKS."
            )
        out("Now run: manage.py prepare")
