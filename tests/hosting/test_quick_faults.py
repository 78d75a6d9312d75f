"""The quick ones of script/failover, on a database of their own: a gunicorn, a worker, the database, the
proxy. How long each takes is looked at there; here only that nothing is lost and nobody meets an error."""

import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.failover.__main__ import told
from tests.failover.scene import Outcome
from tests.patience import HOUR

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="it has a database of its own: once is enough"),
    pytest.mark.skipif(
        not (shutil.which("haproxy") or Path("/usr/sbin/haproxy").exists()), reason="script/test gets HAProxy"
    ),
]


def test_nothing_is_lost_where_a_part_is_killed_or_starts_anew():
    command = [sys.executable, "-m", "tests.failover", "--few", "--rounds", "1"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=HOUR)

    assert done.returncode == 0, done.stdout + done.stderr
    for name in ("kill-gunicorn", "kill-worker", "restart-database", "reload-proxy"):
        assert f"| {name} |" in done.stdout


@pytest.mark.parametrize(
    ("facts", "proof", "said"),
    [
        ({}, None, "did not happen"),
        ({"lost": ["a word"]}, "gone", "1 lost"),
        ({"twice": ["a word"]}, "gone", "1 twice"),
        ({"troubles": Counter({"500": 2})}, "gone", "2 × 500"),
        ({"seconds": 3.1}, "gone", "back after 3.1 s, not 3.0"),
    ],
)
def test_what_makes_a_fault_red(facts, proof, said):
    assert told("kill-worker", 3.0, [(Outcome(**facts), proof)]) == [f"kill-worker: {said}"]


def test_what_is_green():
    fine = Outcome(acknowledged=9, stored=9, seconds=2.9, troubles=Counter({"503": 1}))

    assert told("kill-worker", 3.0, [(fine, "gone")]) == []
