"""A sealed back-up, put back on another server with nothing of this one but the file, the list and the
private key: every row, one paper to the byte, and what was sealed with the key of this server."""

import hashlib
import json
import os
import shutil
import subprocess
import sys

import pyrage
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client

from hosting import backups, keeping, left_out
from observations.models import Lesson
from tests import factories
from timetables.models import Timetable

CODE = "import json; from tests.served import another_root; print(json.dumps(another_root.all_of_it()))"


def run():
    team = factories.make_team(factories.make_school())
    teacher = factories.make_person("Tijn Verzonnen", team=team, role="teacher")
    coach = factories.make_person("Coba Voorbeeld", team=team, role="coach")
    factories.make_timetable(teacher)
    lesson = factories.make_lesson(teacher, coach=coach)
    factories.record_everything(lesson, "coach")
    for step in (factories.coach_ready, factories.teacher_ready, factories.open_it):
        step(lesson)
    there = settings.VAR_DIR / "another"
    there.mkdir()
    key = pyrage.x25519.Identity.generate()
    (there / "key").write_text(str(key))
    settings.BACKUP_TO = str(key.to_public())
    shutil.copy(backups.make(), there)
    shutil.copytree(settings.VAR_DIR / "ended", there / "fetched")
    here = all_of_it()
    connection.close()
    file = next(there.glob("*.age"))
    said = manage(there, "restore", str(file), "--key", str(there / "key"), "--ended", str(there / "fetched"))
    found = json.loads(manage(there, "shell", "--verbosity", "0", "-c", CODE).splitlines()[-1])
    return {
        "said": "Put back as it was" in said,
        "tables": len(here["rows"]),
        "differ": sorted(table for table, rows in here["rows"].items() if rows != found["rows"][table]),
        "same paper": here["paper"] == found["paper"],
        "opened": found["opened"],
        "same key": has_key(there),
        "same list": sorted(path.name for path in (there / "fetched").glob("*.jsonl")) == [keeping.file_of(keeping.name()).name],
    }  # fmt: skip


def has_key(root):
    """Where several share a database each is given the key, and nothing is written."""
    path = root / "secret_key"
    return path.read_text() == settings.SECRET_KEY if connection.vendor == "sqlite" else not path.exists()


def manage(root, *command):
    env = os.environ | {"VAR_DIR": str(root), "SECRET_KEY": ""}
    if address := os.environ.get("DATABASE_URL"):
        env |= {"DATABASE_URL": f"{address}_other", "SECRET_KEY": settings.SECRET_KEY}
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        env=env,
        cwd=settings.BASE_DIR,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def all_of_it():
    """A digest of every table that a back-up holds, of one paper, and what a seal holds."""
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table not in left_out.WHOLE
    ]
    rows = {
        model._meta.db_table: digest(sorted(map(str, model._base_manager.values_list()))) for model in models
    }
    lesson = Lesson.objects.get()
    client = Client(HTTP_HOST="localhost")
    client.force_login(lesson.teacher)
    reply = client.get(f"/visits/{lesson.pk}/report.pdf")
    paper = b"".join(reply.streaming_content) if reply.streaming else reply.content
    assert paper.startswith(b"%PDF")
    return {"rows": rows, "paper": digest([str(paper)]), "opened": Timetable.objects.get().address}


def digest(texts):
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
