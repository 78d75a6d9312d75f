"""What one version wrote, the next one reads, and after an update that is taken back the one before it too
(docs/adr/0069). What stands here was written by 0.1.0: where a test fails, the new form waits until a release
that reads both has been everywhere.

Rows, pages and what a device still had to send: tests/releases/."""

import inspect

import pytest
from django.tasks import Task
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from echo.models import SEAL as SAYING
from people.sessions import SessionStore
from pulse.actions import settle_at_closing
from reports.tasks import make_bundle
from signing_in.sealed import SEAL as SECRET
from tests.rooms import modules_of
from timetables.models import SEAL as ADDRESS

KEY = "only-for-two-versions"
WORDS = "een geheim"
SEALED = [
    (SECRET, "gAAAAAAAAAAAcLiXKsOVWBE4rulMVlf7vFoBYwJOIzpusVR2S43Ks1DNNBKzIg-RRwLNKIiBk_lg4tFxX8nxZqoAlDzJNzufyA=="),
    (ADDRESS, "gAAAAAAAAAAAwJd4IMUpStcs3Jtf_fQF3B27XT-aI6s-8G-R2A4nQvPq7Hbtxox21fGo0oR7yB8dlmOLhO8saqDEXeiIf9nXsA=="),
    (SAYING, "gAAAAAAAAAAAuaOrpL5BeCfmG3Duev-X2J0_I503ir3d3ftN0DgalfM6sZISwxNWB-ZNqRF8xAx5OjGCY_NYbCcZFwkCoBh-Aw=="),
]  # fmt: skip
SESSION = "eyJzYWlkIjoiamEifQ:1xXoZ6:L0WsA9kpZTQTdGmpFnNU_4fH1cnRW2MKFKnFjJoKiuI"
# {where a waiting task says it is: what it waits with}
TASKS = {
    "letters.postman.deliver": {},
    "pulse.actions.settle_at_closing": {"pulse_id": 1},
    "reports.tasks.make_bundle": {"bundle_id": "0b0e3a3c-8d8e-4c38-a8b1-0123456789ab"},
}


@pytest.fixture(autouse=True)
def key_of_then(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = KEY, []


@pytest.mark.parametrize(("seal", "text"), SEALED, ids=[seal.purpose for seal, _text in SEALED])
def test_what_is_sealed_opens(seal, text):
    assert (seal.opened(text), seal.opened(seal.sealed(WORDS))) == (WORDS, WORDS)


def test_a_session_goes_on():
    assert SessionStore().decode(SESSION) == {"said": "ja"}


def test_a_session_of_now_is_written_as_then():
    said, _when, _signed = SessionStore().encode({"said": "ja"}).split(":")
    assert said == SESSION.split(":")[0]


@pytest.mark.parametrize("path", TASKS)
def test_a_task_that_waits_finds_its_work(path):
    task = import_string(path)
    assert isinstance(task, Task)
    inspect.signature(task.func).bind(**TASKS[path])
    inspect.signature(task.func).bind(*TASKS[path].values())


def test_no_task_is_forgotten_here():
    """A new one waits for a worker that knows it (hosting/working.py)."""
    named = sum(module.read_text().count("\n@task\n") for module in modules_of())
    assert named == len(TASKS)


def test_what_a_task_waits_with_is_plain(db, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settle_at_closing.enqueue(1)
    make_bundle.enqueue("0b0e3a3c-8d8e-4c38-a8b1-0123456789ab")
    found = {row.task_path: row.args_kwargs for row in DBTaskResult.objects.all()}
    assert found == {path: {"args": [*TASKS[path].values()], "kwargs": {}} for path in list(TASKS)[1:]}
