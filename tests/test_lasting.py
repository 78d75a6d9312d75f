"""What a page calls saved on the server is on its disk (docs/adr/0018), and what was taken away is
overwritten."""

import os
import subprocess
import sys

ASK = """
import django; django.setup()
from django.db import connection
with connection.cursor() as cursor:
    for name in ("journal_mode", "synchronous", "secure_delete"):
        print(cursor.execute(f"PRAGMA {name}").fetchone()[0])
"""


def test_the_database_as_it_is_served_writes_through_to_the_disk(tmp_path, settings):
    """The suite itself switches that off, so another process is asked."""
    served = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": "only-for-tests",
    }
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith("DATABASE_URL")
    } | served
    asked = [sys.executable, "-c", ASK]
    found = subprocess.run(
        asked, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True
    )

    assert found.stdout.split() == ["wal", "2", "1"]  # 2 is FULL
