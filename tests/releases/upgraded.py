"""`python -m tests.releases.upgraded FOLDER`, in a process of its own on a database that an earlier release
left: prepares it with the program of today, as an update does, and then asks what people would."""

import base64
import json
import os
import sys
from datetime import datetime
from pathlib import Path

os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "ALLOWED_HOSTS": "localhost"}

import django

django.setup()

import time_machine  # noqa: E402 -- after the setup
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from observations.models import Answer, Lesson  # noqa: E402
from tests.releases import world  # noqa: E402

# what an update writes of itself; when the hourly work was last done
OF_THE_PROGRAM = (
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "sqlite_sequence",
    "home_beat",
)


def upgraded(kept):
    for name, content in kept["media"].items():
        path = settings.VAR_DIR / "media" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(content))
    before = rows()
    call_command("prepare", stdout=sys.stderr, stderr=sys.stderr)
    found = {"changed": changed(before, rows())}
    found["pages"] = {email: same_pages(kept, email) for email in kept["pages"]}
    return found | {"sent": sent(**kept["unsent"], cookies=kept["cookies"][world.PEOPLE[0]])}


def rows():
    """{table: [{column: value}]} as they lie there, whatever models say of them."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - set(OF_THE_PROGRAM)
        found = {}
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [name for name, *_kind in cursor.description]
            found[table] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return found


def changed(before, after):
    """Tables that are gone, and those whose rows say something else in the columns that were there."""
    return sorted(table for table, old in before.items() if table not in after or not same(old, after[table]))


def same(old, new):
    columns = old[0].keys() if old else ()
    return sorted(map(repr, old)) == sorted(
        repr({name: row.get(name, "gone") for name in columns}) for row in new
    )


def same_pages(kept, email):
    """How many pages opened for who was signed in, and those that answer otherwise than they did."""
    client = world.visitor(kept["cookies"][email])
    found = {address: client.get(address).status_code for address in kept["pages"][email]}
    otherwise = {
        address: status for address, status in found.items() if status != kept["pages"][email][address]
    }
    return {"asked": len(found), "otherwise": otherwise}


def sent(lesson, entry, cookies):
    lesson = Lesson.objects.get(pk=lesson)
    status = world.send(world.visitor(cookies), lesson, entry)
    return {
        "status": status,
        "saved": Answer.objects.filter(observation__lesson=lesson, note=entry["note"]).count(),
    }


if __name__ == "__main__":
    kept = json.loads((Path(sys.argv[1]) / f"{connection.vendor}.json").read_text())
    with time_machine.travel(datetime.fromisoformat(kept["at"]), tick=True):
        print(json.dumps(upgraded(kept)))  # noqa: T201 -- what test_upgrade.py reads
