"""Back-ups: one file each, of one moment (docs/adr/0067).

A tar, packed: `manifest.json` (version of the tables, rows of each, digests), the database, the key, pictures
of before they were rows, and the list of what ended. Where BACKUP_TO has a public key it is sealed to that
(age-encryption.org/v1). It counts as a back-up, and has its name, once it was read back.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import tarfile
import tempfile
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from home.models import Beat
from hosting import keeping
from hosting.engines import Refused, engine
from hosting.models import Ended
from pulse.actions import settle

FORM = 1  # of the file
NAME = re.compile(r"meekijken-(\d{4}-\d\d-\d\dT\d{6})Z\.tar\.gz(\.age)?")
STAMP = "%Y-%m-%dT%H%M%S"
EACH, A_DAY_EACH = timedelta(days=2), timedelta(days=30)  # every one; then the first of each day
UNSEALED = "unsealed-"  # folders in VAR_DIR
MANIFEST, KEY, LIST, PICTURES = "manifest.json", "secret_key", "ended.jsonl", "media"


def folder():
    found = Path(settings.BACKUP_DIR)
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def all_there():
    """[(moment, path)], the newest first."""
    if not settings.BACKUP_DIR or not Path(settings.BACKUP_DIR).exists():
        return []
    found = [(match, path) for path in folder().iterdir() if (match := NAME.fullmatch(path.name))]
    moments = [(datetime.strptime(match[1], STAMP).replace(tzinfo=UTC), path) for match, path in found]
    return sorted(moments, reverse=True)


def last():
    """When the newest was made; None where there is none."""
    return next((moment for moment, _path in all_there()), None)


# --- making one -----------------------------------------------------------------------------------


def make():
    """Its path."""
    moment = timezone.now().astimezone(UTC)
    name = f"meekijken-{moment.strftime(STAMP)}Z.tar.gz"
    with workplace() as place:
        files = gathered(place, moment)
        packed = place / name
        pack(packed, files)
        path = put(packed, folder() / name)
    Beat.now(Beat.BACKUP)
    return path


def hourly():
    """For the hourly work: one more, and those that had their time go. Says how many are new."""
    if not settings.BACKUP_DIR or settings.DEMO:
        return 0
    make()
    forget()
    return 1


@contextmanager
def workplace():
    """Beside the database, on its own disk: what is not sealed yet goes nowhere else. It is held as long as
    its process lives."""
    with keeping.alone():
        clear()
        place = Path(tempfile.mkdtemp(prefix=UNSEALED, dir=settings.VAR_DIR))
        held = os.open(place, os.O_RDONLY)
        fcntl.flock(held, fcntl.LOCK_EX)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
        os.close(held)


def clear():
    """What a process that was killed left."""
    for place in settings.VAR_DIR.glob(f"{UNSEALED}*"):
        if place == Path(settings.BACKUP_DIR):
            continue
        held = os.open(place, os.O_RDONLY)
        with suppress(BlockingIOError):
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(place, ignore_errors=True)
        os.close(held)


def gathered(place, moment):
    """{name in the file: path}, the manifest first."""
    settle()  # what is over is kept as it stays
    keeping.append(whole_days=True)
    files = {path.name: path for path in engine().copied(place)}
    (place / KEY).write_text(settings.SECRET_KEY)
    (place / LIST).write_text(of_the_list())
    files |= {KEY: place / KEY, LIST: place / LIST} | pictures()
    told = manifest(moment, engine().counted(place), files)
    (place / MANIFEST).write_text(json.dumps(told, indent=1))
    return {MANIFEST: place / MANIFEST} | files


def of_the_list():
    path = keeping.file_of(keeping.name())
    return path.read_text() if path.exists() else ""


def pictures():
    """Logos were files before they were rows."""
    there = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    return {f"{PICTURES}/{path.relative_to(settings.MEDIA_ROOT)}": path for path in sorted(there)}


def manifest(moment, rows, files):
    applied = MigrationRecorder(connection).applied_migrations()
    return {
        "form": FORM,
        "made": moment.isoformat(timespec="seconds"),
        "engine": connection.vendor,
        "list": str(keeping.name()),
        "last_ended": str(Ended.objects.order_by("-pk").values_list("token", flat=True).first()),
        "migrations": sorted(f"{app}.{name}" for app, name in applied),
        "rows": rows,
        "files": {name: digest(path) for name, path in files.items()},
    }


def digest(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pack(path, files):
    """Packed quickly: it is made every hour beside people who save."""
    with tarfile.open(path, "w:gz", compresslevel=1) as tar:
        for name, source in files.items():
            tar.add(source, arcname=name, recursive=False)


# --- where it stays -------------------------------------------------------------------------------


def put(packed, path):
    """Written beside its name, read back, and then renamed: what has the name of a back-up is one."""
    check(packed)
    if settings.BACKUP_TO:
        path = path.with_name(f"{path.name}.age")
    draft = path.with_name(f"{path.name}.part")
    try:
        (seal if settings.BACKUP_TO else shutil.copyfile)(packed, draft)
        rename(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    keep_list_beside(path.parent)
    return path


def rename(draft, path):
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(path)
    held = os.open(path.parent, os.O_RDONLY)
    os.fsync(held)
    os.close(held)


def keep_list_beside(place):
    """So that who fetches back-ups has the list too, up to the newest of them."""
    source = keeping.file_of(keeping.name())
    if source.exists():
        draft = place / f"{source.name}.part"
        shutil.copyfile(source, draft)
        draft.replace(place / source.name)


def check(packed):
    """Read from the first byte to the last."""
    with tarfile.open(packed, "r:gz") as tar:
        first = tar.next()
        wanted = json.load(tar.extractfile(first))["files"]
        found = {
            part.name: hashlib.file_digest(tar.extractfile(part), "sha256").hexdigest()
            for part in tar
            if part.name != MANIFEST
        }
    if found != wanted:
        raise Refused("The back-up was not written as it should be: is the disk full?")


class Digesting:
    """A file that is written to and keeps nothing but a digest."""

    def __init__(self):
        self.sum = hashlib.sha256()

    def write(self, piece):
        self.sum.update(piece)
        return len(piece)

    def flush(self):
        pass


def seal(packed, path):
    """To the public key, and to one that is forgotten as soon as the file was read back with it."""
    of_now = pyrage.x25519.Identity.generate()
    with packed.open("rb") as plain, path.open("wb") as sealed:
        pyrage.encrypt_io(plain, sealed, [recipient(), of_now.to_public()])
    read = Digesting()
    with path.open("rb") as sealed:
        pyrage.decrypt_io(sealed, read, [of_now])
    if read.sum.hexdigest() != digest(packed):
        raise Refused("The sealed back-up was not written as it should be: is the disk full?")


def recipient():
    try:
        return pyrage.x25519.Recipient.from_str(settings.BACKUP_TO)
    except pyrage.RecipientError:
        raise Refused(
            "BACKUP_TO must be the public key of an age key pair, a line that begins with age1."
        ) from None


# --- those that had their time ----------------------------------------------------------------------


def forget():
    """Kept are all of two days, and the first of each day for thirty days: so long what was deleted lives on
    in them (docs/privacy.md). Says how many went."""
    if not settings.BACKUP_DIR or not Path(settings.BACKUP_DIR).exists():
        return 0
    there = all_there()
    kept = to_keep([moment for moment, _path in there], timezone.now())
    gone = [path for moment, path in there if moment not in kept]
    long_ago = timezone.now().timestamp() - timedelta(days=1).total_seconds()
    gone += [path for path in folder().glob("meekijken-*.part") if path.stat().st_mtime < long_ago]
    for path in gone:
        path.unlink()
    return len(gone)


def to_keep(moments, now):
    """The newest is always kept."""
    firsts = {}
    for moment in sorted(moments, reverse=True):
        firsts[moment.date()] = moment
    of_days = {moment for moment in firsts.values() if now - moment < A_DAY_EACH}
    return of_days | {moment for moment in moments if now - moment < EACH} | set(sorted(moments)[-1:])
