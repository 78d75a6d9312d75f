"""Coaches save while back-ups are made, one after the other: all are answered, every back-up is of one moment
and can be read; put back on another server, every row is there."""

import json
import shutil
import sys
import tarfile
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path

import pyrage
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from hosting import backups, keeping, restore
from hosting.engines import Refused, engine
from observations.models import Answer
from people.models import User
from tests import factories
from tests.served.eight_writers import own_connection

WRITERS, LEAST, BACK_UPS = 4, 10, 3


def run():
    team = factories.make_team(factories.make_school())
    teacher = factories.make_person("Tijn Verzonnen", team=team, role="teacher", password=None)
    coaches = [
        factories.make_person(f"Coach {n}", team=team, role="coach", password=None) for n in range(WRITERS)
    ]
    lessons = [factories.make_lesson(teacher, coach=coach) for coach in coaches]
    connection.close()
    over = []
    with ThreadPoolExecutor(WRITERS) as pool:
        work = [pool.submit(write, lesson, over) for lesson in lessons]
        try:
            paths = [backups.make() for _one in range(BACK_UPS)]
        finally:
            over.append(True)
        saved = sum((one.result() for one in work), Counter())
    highest = [rows_of(path)["people_user"] for path in paths]
    return (
        {"statuses": sorted(saved), "many": saved["200"] >= WRITERS * LEAST, "people": highest}
        | refused(paths[-1])
        | elsewhere()
    )


@own_connection
def write(lesson, over):
    client, statuses, revision = Client(HTTP_HOST="localhost"), Counter(), 0
    client.force_login(lesson.coach)
    while not over or revision < LEAST:
        entry = factories.answer("rel.contact_at_start", "seen", f"Notitie {revision}", revision=revision)
        body = json.dumps({"voice": "coach", "entry": entry})
        reply = client.post(f"/visits/{lesson.pk}/entries/", body, content_type="application/json")
        statuses[str(reply.status_code)] += 1
        revision += reply.status_code == 200
    return statuses


def rows_of(path):
    with tarfile.open(path) as tar:
        return json.load(tar.extractfile(backups.MANIFEST))["rows"]


def refused(path):
    """What is put back nowhere."""
    folder = Path(tempfile.mkdtemp(dir=settings.VAR_DIR))
    cut, other = folder / path.name, folder / f"other-{path.name}"
    cut.write_bytes(path.read_bytes()[:-4000])
    rewrite(
        path, other, lambda told: told | {"migrations": [*told["migrations"], "people.9999_of_next_year"]}
    )
    found = {"cut off": says(cut), "newer": says(other), "somebody works": at_work(path)}
    found["no list"] = without_list(path)
    return found


def says(path, **more):
    try:
        restore.restore(path, replace=True, **more)
    except Refused as refusal:
        return str(refusal)
    return "put back"


def rewrite(path, to, change):
    place = Path(tempfile.mkdtemp(dir=settings.VAR_DIR))
    with tarfile.open(path) as tar:
        tar.extractall(place, filter="data")
    told = place / backups.MANIFEST
    told.write_text(json.dumps(change(json.loads(told.read_text()))))
    names = [backups.MANIFEST, *json.loads(told.read_text())["files"]]
    backups.pack(to, {name: place / name for name in names})


def at_work(path):
    """Another process has the database open."""
    other = connection.copy()
    other.cursor().execute("SELECT 1")
    try:
        return says(path)
    finally:
        other.close()


def without_list(path):
    """The database is gone, and so are the files of the list."""
    alone = Path(tempfile.mkdtemp(dir=settings.VAR_DIR)) / "deep" / path.name
    alone.parent.mkdir()
    shutil.copy(path, alone)
    folder = settings.VAR_DIR / "ended"
    folder.rename(settings.VAR_DIR / "hidden")
    served, restore.of_the_served = restore.of_the_served, lambda told: None
    try:
        return says(alone)
    finally:
        restore.of_the_served = served
        shutil.rmtree(folder, ignore_errors=True)
        (settings.VAR_DIR / "hidden").rename(folder)


def elsewhere():
    """Sealed, and put back from what was fetched, with a key that the server never had."""
    key = pyrage.x25519.Identity.generate()
    settings.BACKUP_TO = str(key.to_public())
    path = backups.make()
    settings.BACKUP_TO = ""
    folder = Path(tempfile.mkdtemp(dir=settings.VAR_DIR))
    (folder / "key").write_text(f"# created: today\n{key}\n")
    (folder / "other").write_text(f"{pyrage.x25519.Identity.generate()}\n")
    rows, texts = engine_rows(), sorted(Answer.objects.values_list("pk", "note"))
    connection.close()
    with_other = says(path, key=folder / "other")
    out = StringIO()
    User.objects.filter(name="Tijn Verzonnen").update(name="Iemand Anders")
    try:
        call_command("restore", str(path), key=str(folder / "key"), replace=True, stdout=out)
    except CommandError as refusal:
        sys.stderr.write(str(refusal))
    after = {
        "same rows": engine_rows() == rows,
        "same words": sorted(Answer.objects.values_list("pk", "note")) == texts,
    }
    plain = {
        "plain in it": path.read_bytes().count(b"Notitie"),
        "other key": with_other,
        "name": User.objects.filter(name="Tijn Verzonnen").count(),
    }
    return after | plain | {"own list goes on": keeping.append() >= 0, "files left": left()}


def engine_rows():
    """Of every table that a back-up holds."""
    place = Path(tempfile.mkdtemp(dir=settings.VAR_DIR))
    engine().copied(place)
    counts = engine().counted(place)
    shutil.rmtree(place)
    return {table: rows for table, rows in counts.items() if table != "hosting_ended"}


def left():
    """Of what was unsealed on the way."""
    return sorted(path.name for path in settings.VAR_DIR.glob("unsealed-*"))
