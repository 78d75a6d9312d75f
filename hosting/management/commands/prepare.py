"""Everything between a new version of the program and serving it, in one process. Safe to repeat; silent
where nothing is to do."""

import hashlib
import stat
from importlib import metadata

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from administration import beginning
from checklists.actions import load_all
from checklists.models import Edition
from echo import saying
from home import demo
from hosting import triggers
from hosting.alone import alone, patiently
from people.logo_rows import carry_over
from people.models import Logo, School
from signing_in.sealing import seal_anew
from timetables import keeping

# what the app writes in its folder, but for what everybody gets; the folder itself may be shared with
# something else
OURS = [
    "meekijken.sqlite3*",
    "secret_key",
    "static.stamp",
    *(f"{folder}{deep}" for folder in ("mail", "media") for deep in ("", "/**/*")),
]


class Command(BaseCommand):
    help = "Migrates, publishes the shipped checklists and collects static files; says where a school begins while nobody is here; with --demo loads the demo."

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true", help="Load the demo, and print its people.")

    def handle(self, **options):
        self.tighten()
        with alone(
            "prepare", wait=True
        ):  # of servers that begin at once one does it; the others find it done
            self.migrate()
            self.carry_logos()
            self.publish()
            self.seal()
        self.collect()
        call_command("hourly", stdout=self.stderr, stderr=self.stderr)
        if options["demo"]:
            call_command("load_demo", stdout=self.stdout, stderr=self.stderr)
        else:
            self.say_where_to_begin()

    def say_where_to_begin(self):
        if address := beginning.address():
            self.stdout.write(f"Nobody is here yet. A school begins at {address}")
        elif demo.is_there() and not settings.DEMO:
            self.tell(
                "The demo lives in this database. A school begins in an empty one (VAR_DIR, DATABASE_URL)."
            )

    def tell(self, line):
        """Progress goes beside the output, which is the list of demo people, or where a school begins."""
        self.stderr.write(line)

    def tighten(self):
        """What an earlier version wrote for everybody's eyes; what is written now is for its own user from
        the start."""
        if count := sum(made_private(path) for name in OURS for path in settings.VAR_DIR.glob(name)):
            self.tell(f"files closed to other users of this machine: {count}")

    def migrate(self):
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            patiently(change_tables, self.tell)
            self.tell(f"database: {len(plan)} migrations applied")
        patiently(triggers.make, self.tell)

    def carry_logos(self):
        """On each server those of its own disk."""
        if count := carry_over(School, Logo):
            self.tell(f"logos carried over from files: {count}")

    def publish(self):
        before = set(Edition.objects.values_list("pk", flat=True))
        for edition in load_all():
            if edition.pk not in before:
                self.tell(f"checklist: {edition.checklist.key}, edition {edition.number} published")

    def seal(self):
        anew, lost = seal_anew()
        anew += saying.seal_anew() + keeping.seal_anew()
        if anew:
            self.tell(f"secrets sealed with the SECRET_KEY of now: {anew}")
        if lost:
            self.tell(f"secrets that no SECRET_KEY opens any more (docs/running.md): {lost}")

    def collect(self):
        stamp, now = settings.VAR_DIR / "static.stamp", digest()
        if stamp.exists() and stamp.read_text() == now and has_list_of_files():
            return
        call_command("collectstatic", verbosity=0, interactive=False)
        let_a_proxy_read(settings.STATIC_ROOT)
        stamp.write_text(now)
        self.tell("static files: collected")


def change_tables():
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except BaseException:
        triggers.stand_again()
        raise


def digest():
    """A fingerprint of what the static files are made from: our own by name, time and size, those of packages
    by version."""
    own = sorted(path for folder in settings.STATICFILES_DIRS for path in folder.rglob("*"))
    lines = [f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}" for path in own if path.is_file()]
    lines += sorted(f"{package.name} {package.version}" for package in metadata.distributions())
    lines.append(settings.STORAGES["staticfiles"]["BACKEND"])
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def has_list_of_files():
    """Of this version of the program, under the name that it looks for (config/storage.py)."""
    name = getattr(staticfiles_storage, "manifest_name", "")
    return (settings.STATIC_ROOT / name).exists()


def made_private(path):
    """Whether others could do something with it until now."""
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode) or not mode & 0o077:
        return False
    path.chmod(stat.S_IMODE(mode) & ~0o077)
    return True


def let_a_proxy_read(folder):
    """Everybody gets these files anyhow. A proxy that may pass through VAR_DIR serves them also while the app
    starts anew, and those of before beside them (docs/running.md)."""
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
