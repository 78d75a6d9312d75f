"""A real server over a PostgreSQL that is restarted, gone, locked, closed to writing and full: saves hear 503
and are taken once it is back; never a 500; and what needs no row that others wait for goes on."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.hosting.cluster import Cluster
from tests.patience import HOUR

BUSY, GOES_ON = (
    ["503 2"],
    {"code page": 200, "sentences": 200, "answer": 302, "sign-in page": 200, "sign-in": 302},
)

pytestmark = pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="once is enough: it has its own")


@pytest.fixture
def found(tmp_path):
    cluster = Cluster()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tests.hosting.away"],
            cwd=settings.BASE_DIR,
            env=os.environ | cluster.environment | {"VAR_DIR": str(tmp_path)},
            stdout=subprocess.PIPE,
            check=True,
            timeout=HOUR,
        )
    finally:
        cluster.remove()
    return json.loads(done.stdout)


@pytest.mark.slow
def test_never_a_500_whatever_the_database_does(found):
    assert found["several"] == ["Team", "Zorg"]
    assert found["restarted"] == ["200"]
    assert found["gone"] == {"saves": BUSY, "page": [503, "2", True], "code page": 200, "back": True}
    assert found["one_visit"] == {"saves": BUSY, "around": GOES_ON, "another visit": True, "back": True}
    assert found["tables"] == {
        "observations_answer": [BUSY, 200, 200], "django_session": [BUSY, 503, 200],
        "observations_lesson": [BUSY, 503, 200], "back": True,
    }  # fmt: skip
    assert found["read_only"] == {"saves": True, "page": 200, "back": True}
    assert found["no_connection_left"] == {"saves": True, "page": 503, "back": True}
    assert found["no_standby"] == {
        "first": "503 2", "again": "503 2", "left waiting": 0, "rows": 1, "revisions": 1,
    }  # fmt: skip
