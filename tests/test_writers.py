import json
import os
import subprocess
import sys

from django.conf import settings


def test_eight_coaches_save_at_once_on_sqlite_and_nothing_is_locked(tmp_path):
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    command = [sys.executable, "-m", "tests.eight_writers", "25"]

    done = subprocess.run(
        command,
        env=env | {"VAR_DIR": str(tmp_path)},
        cwd=settings.BASE_DIR,
        capture_output=True,
        check=False,
        timeout=120,
    )

    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout) == {"200": 8 * 25}
