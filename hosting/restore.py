"""A back-up put back: beside what is served, brought up to this version, what ended since done again, and
only then in its place (docs/adr/0065)."""

import json
import shutil
import tarfile
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pyrage
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from hosting import backups, keeping, replay, triggers
from hosting.engines import Refused, engine
from hosting.models import BEGAN, Ended

ROOM = 1000  # between the numbers of lines that were given and those to come


@dataclass
class Found:
    """What was done, in counts."""

    made: str
    done: dict
    lines: int
    until: str
    before: str | None
    other_key: bool
    people: dict = field(default_factory=dict)


def restore(path, *, key=None, lists=(), without_list=False, replace=False):
    """Raises Refused."""
    with backups.workplace() as place:
        told = unpacked(path, key, place)
        require_fits(told)
        aside = engine().Aside(place)
        is_taken = aside.is_taken()
        if is_taken and not replace:
            raise Refused("People live in the database that is served: say --replace to move it aside.")
        served = of_the_served(told) if is_taken else None
        aside.require_still()
        lines = [] if without_list else lines_for(told, path, place, lists, served)
        return put_back(aside, told, lines, place)


def put_back(aside, told, lines, place):
    try:
        aside.fill()
        aside.look_here()
        bring_up(told)
        done, new = catch_up(lines)
        people, stamp = replay.counts(), f"{timezone.now():%Y%m%d%H%M%S}"
        keep_pictures(place)
        before = aside.take_its_place(stamp)
        other_key = keep_key(place, stamp)
    finally:
        aside.throw_away()
    until = max((line["day"] for line in lines), default="")
    return Found(told["made"], done, new, until, before, other_key, people)


# --- reading it -------------------------------------------------------------------------------------


def unpacked(path, key, place):
    """Its manifest; every file is as it was written."""
    plain = opened(Path(path), key, place)
    try:
        with tarfile.open(plain, "r:gz") as tar:
            tar.extractall(place, filter="data")
        backups.check(plain)
        return json.loads((place / backups.MANIFEST).read_text())
    except (tarfile.TarError, OSError, EOFError, KeyError, ValueError) as error:
        raise Refused(f"{path} is not a whole back-up ({type(error).__name__}).") from None


def opened(path, key, place):
    if path.suffix != ".age":
        return path
    if not key:
        raise Refused("This back-up is sealed: say --key FILE, with the private key.")
    try:
        lines = [line for line in Path(key).read_text().split() if line.startswith("AGE-SECRET-KEY-")]
        pyrage.decrypt_file(
            str(path), str(place / "plain"), [pyrage.x25519.Identity.from_str(line) for line in lines]
        )
    except (pyrage.DecryptError, pyrage.IdentityError):
        raise Refused("This key does not open this back-up.") from None
    except OSError as error:  # root's own folders are closed to the app's own user
        raise Refused(f"{path} cannot be opened with {key} ({type(error).__name__}).") from None
    return place / "plain"


def require_fits(told):
    if told["engine"] != connection.vendor:
        raise Refused(f"This back-up is of {told['engine']}; here is {connection.vendor}.")
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    rooms = {name.partition(".")[0] for name in known}
    if newer := [
        name for name in told["migrations"] if name not in known and name.partition(".")[0] in rooms
    ]:
        raise Refused(f"This back-up is of a newer version: it knows {newer[-1]}. Install that one first.")


def bring_up(told):
    """Counted as it was made, and then of this version."""
    with connection.cursor() as cursor:
        for table, rows in told["rows"].items():
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- its own
            if cursor.fetchone()[0] != rows:
                raise Refused(f"The table {table} does not have the rows that it had.")
    call_command("migrate", verbosity=0, interactive=False)
    triggers.make()


def keep_pictures(place):
    """Of before they were rows."""
    if (pictures := place / backups.PICTURES).exists():
        shutil.copytree(pictures, settings.MEDIA_ROOT, dirs_exist_ok=True)


def keep_key(place, stamp):
    """Whether another key is set for this installation, beside which that of the back-up has to open what it
    sealed."""
    key, own = (place / backups.KEY).read_text(), settings.VAR_DIR / "secret_key"
    is_given = not own.exists() or own.read_text().strip() != settings.SECRET_KEY
    if key == settings.SECRET_KEY:
        return False
    path = settings.VAR_DIR / "secret_key_of_backup" if is_given else own
    if path.exists():
        path.replace(path.with_name(f"{path.name}.before-{stamp}"))
    path.touch(mode=0o600)
    path.write_text(key)
    return is_given


# --- what ended since ---------------------------------------------------------------------------------


def lines_for(told, path, place, lists, served):
    """All lines that can be had of this list, in order. Without any that could be newer than the back-up,
    nobody knows what ended since."""
    token = str(UUID(told["list"]))
    near = Path(path).resolve().parent
    folders = [settings.VAR_DIR / "ended", near, near / "ended", near.parent / "ended"]
    files = [found for folder in folders if (found := folder / f"{token}.jsonl").is_file()]
    files += [named(Path(given), token) for given in lists]
    if not files and served is None:
        raise Refused(
            "The list of what ended since is not here (the folder `ended` of a server): bring it and say --ended FOLDER. "
            "Is there none any more, say --without-list: what was deleted, revoked and ended since the back-up comes back."
        )
    rows = [row for file in files for row in keeping.parsed(file.read_text().splitlines())]
    return together(
        [*keeping.parsed((place / backups.LIST).read_text().splitlines()), *rows, *(served or [])]
    )


def named(path, token):
    """The list in what somebody named: by its name in a folder; a file may be called otherwise."""
    found = path / f"{token}.jsonl" if path.is_dir() else path
    if not found.is_file():
        raise Refused(f"The list of what ended is not in {path}. Its name is {token}.jsonl.")
    first = next(iter(keeping.parsed(found.read_text().splitlines())), {})
    if found.stem != token and (first.get("what"), first.get("token")) != (BEGAN, token):
        raise Refused(f"{path} is the list of another installation: its keys are those of other people.")
    return found


def together(rows):
    """Each once, in the order in which they came to be."""
    once = {row["token"]: row for row in rows if row["what"] != BEGAN}
    return sorted(once.values(), key=lambda row: (row["day"], row["id"]))


def of_the_served(told):
    """What the database that gives way has of the same list, where it can be read; else None."""
    try:
        if str(keeping.name()) != told["list"]:
            return None
        return keeping.parsed(keeping.line(row) for row in Ended.objects.order_by("pk"))
    except DatabaseError:
        return None


def catch_up(lines):
    """What was done, and how many lines were new to the back-up."""
    known = {str(token) for token in Ended.objects.values_list("token", flat=True)}
    new = [line for line in lines if line["token"] not in known]
    written = Ended.objects.order_by("-pk").values_list("pk", flat=True).first()
    done, left = replay.replay(new)
    Ended.objects.filter(pk__gt=written or 0).delete()  # what doing it again wrote down
    take_over(new, lines)
    if left:
        raise Refused(f"{left} lines of the list could not be done again. What is served stays as it is.")
    return done, len(new)


def take_over(new, lines):
    """With numbers behind all that were ever given, so that no server's file takes a later one for known."""
    highest = max((line["id"] for line in lines), default=0)
    last = Ended.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    rows = [Ended(token=line["token"], **{fact: line[fact] for fact in keeping.FACTS[1:]}) for line in new]
    for number, row in enumerate(rows, max(highest, last) + ROOM):
        row.pk = number
    Ended.objects.bulk_create(rows)
    go_on_after(max(highest, last) + ROOM + len(rows))


def go_on_after(number):
    table = Ended._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [number, table])
        else:
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, number])
