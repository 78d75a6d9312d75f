"""The commit before, and a release after this one with a migration that adds a column to the table of
moments."""

import shutil
import subprocess
from pathlib import Path

from tests.failover.places import ROOT

COLUMN = "failover_column"
MIGRATION = """from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("observations", "{last}")]
    operations = [migrations.AddField("moment", "{column}", models.TextField(null=True))]
"""


def git(*words):
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def before(folder):
    """What was served before the newest commit."""
    path = Path(folder, "before")
    git("worktree", "add", "--force", "--detach", str(path), "HEAD^")
    return path


def throw_away(path):
    git("worktree", "remove", "--force", str(path))


def after(folder):
    """What stands here now, and a migration."""
    path = Path(folder, "after")
    for name in git("ls-files", "--cached", "--others", "--exclude-standard").splitlines():
        if (ROOT / name).is_file():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, path / name)
    migrations = path / "observations" / "migrations"
    last = max(each.stem for each in migrations.glob("0*.py"))
    (migrations / "9999_failover.py").write_text(MIGRATION.format(last=last, column=COLUMN))
    return path
