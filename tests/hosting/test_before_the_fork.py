"""The app is loaded once, before the processes of a server come of it (docs/adr/0075): what it begins then
would be in none of them, or be spoken to by all."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

TOLD = """
import json, os, stat
from django.db import connection
from config.wsgi import application
lines = [os.fstat(int(each)).st_mode for each in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{each}")]
print(json.dumps({
    "threads": len(os.listdir("/proc/self/task")),
    "lines": len([mode for mode in lines if stat.S_ISSOCK(mode)]),
    "connected": connection.connection is not None,
}))
"""


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux tells of threads of C too")
def test_what_is_loaded_begins_no_thread_and_no_connection(tmp_path):
    """With all that an installation may set."""
    chosen = {"VAR_DIR": str(tmp_path), "SECRET_KEY": "only-for-tests", "METRICS_TOKEN": "told"}
    chosen |= {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "ERROR_REPORTS_DSN": "http://key@127.0.0.1:9/1"}
    chosen |= {"LOG_JSON": "1", "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/nothing"}

    done = subprocess.run(
        [sys.executable, "-c", TOLD],
        cwd=settings.BASE_DIR,
        env=os.environ | chosen,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(done.stdout) == {"threads": 1, "lines": 0, "connected": False}
