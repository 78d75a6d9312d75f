"""What stands in the files of SQLite."""

import subprocess
from pathlib import Path

from django.conf import settings


def count(word):
    """How often a word stands in them. Read by another process: one that closes a file of SQLite loses its
    own locks on it, and then takes the files away under another process that has them open."""
    name = settings.DATABASES["default"]["NAME"]
    files = [f"{name}{end}" for end in ("", "-wal") if Path(f"{name}{end}").exists()]
    return subprocess.run(["cat", *files], capture_output=True, check=True).stdout.count(word.encode())
