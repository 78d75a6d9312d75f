"""`python -m tests.releases.keep FOLDER`, called by script/release: a database of this release as somebody
left it, signed in and with words still on a device, for the next release to go on with (test_upgrade.py)."""

import base64
import gzip
import io
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "DEMO": "1", "ALLOWED_HOSTS": "localhost"}

import django

django.setup()

from django.conf import settings  # noqa: E402 -- after the setup
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402
from PIL import Image  # noqa: E402

from people.models import User  # noqa: E402
from signing_in.views.sign_in import DEMO_PASSWORD  # noqa: E402
from tests.releases import world  # noqa: E402


def keep(folder):
    call_command("prepare", demo=True, stdout=io.StringIO(), stderr=io.StringIO())
    signed_in = {email: sign_in(email) for email in world.PEOPLE}
    upload_logo(signed_in[world.PEOPLE[-1]])
    lesson = world.visit_to_write_on(world.PEOPLE[0])
    before = signed_in[world.PEOPLE[0]]
    kept = {
        "pages": {email: world.pages(client) for email, client in signed_in.items()},
        "cookies": {email: cookies(client) for email, client in signed_in.items()},
        "unsent": {"lesson": str(lesson.pk), "entry": world.UNSENT},
        "media": media(),
    }
    assert before.get(f"/visits/{lesson.pk}/").status_code == 200
    call_command("hourly", stdout=io.StringIO(), stderr=io.StringIO())
    (folder / f"{connection.vendor}.json").write_text(
        json.dumps(kept | {"at": timezone.now().isoformat()}, indent=1)
    )
    with gzip.GzipFile(folder / f"{connection.vendor}.sql.gz", "wb", mtime=0) as file:
        file.write(dump())


def sign_in(email):
    client = world.visitor()
    page = client.get("/account/login/")
    token = page.cookies["csrftoken"].value
    typed = {"login": email, "password": DEMO_PASSWORD, "remember": "on", "csrfmiddlewaretoken": token}
    answer = client.post("/account/login/", typed)
    assert answer.status_code == 302, answer.content.decode()
    client.get("/me/")  # whose answer brings the token of who is signed in now
    return client


def upload_logo(administrator):
    picture = io.BytesIO()
    Image.new("RGB", (120, 40), "#3b5d50").save(picture, "PNG")
    typed = {
        "name": User.objects.get(email=world.PEOPLE[-1]).school.name,
        "picture": SimpleUploadedFile("logo.png", picture.getvalue(), "image/png"),
        "csrfmiddlewaretoken": administrator.cookies["csrftoken"].value,
    }
    answer = administrator.post(reverse("school"), typed)
    assert answer.status_code == 302, answer.content.decode()


def cookies(client):
    return {name: morsel.value for name, morsel in client.cookies.items() if morsel.value}


def media():
    """Files that were not rows yet, by their path."""
    folder = settings.VAR_DIR / "media"
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): base64.b64encode(path.read_bytes()).decode() for path in files}


def dump():
    """As SQL that needs no program to be read back."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as file:
            return "\n".join(file.iterdump()).encode()
    command = [
        "pg_dump",
        "--no-owner",
        "--no-privileges",
        "--rows-per-insert=500",
        os.environ["DATABASE_URL"],
    ]
    lines = subprocess.run(command, check=True, capture_output=True).stdout.splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith((b"\\restrict", b"\\unrestrict")))


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
