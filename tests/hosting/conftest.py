"""What the log says, as it stands there; and an error of ours, in whose words somebody's words are."""

import io
import json
import logging

import pytest

from config.logs import Lines, Told
from hosting import health
from tests.home.test_broken import SECRET
from tests.patience import SECONDS


class Log:
    def __init__(self):
        self.stream = io.StringIO()

    def handler(self, level, formatter):
        handler = logging.StreamHandler(self.stream)
        handler.setLevel(level)
        handler.addFilter(Told())
        handler.setFormatter(formatter)
        return handler

    @property
    def text(self):
        return self.stream.getvalue()

    @property
    def lines(self):
        return [json.loads(line) for line in self.text.splitlines()]


@pytest.fixture
def log(settings, monkeypatch):
    """As settings.py sets it up with `LOG_JSON=1`."""
    settings.LOG_JSON = True
    log = Log()
    for name, level in (("hosting.seen", logging.INFO), ("django.request", logging.ERROR)):
        handlers = [log.handler(level, Lines())]
        monkeypatch.setattr(logging.getLogger(name), "handlers", handlers)
    return log


@pytest.fixture
def broken(client, monkeypatch):
    """Saving the form of a visit breaks."""
    client.raise_request_exception = False

    def record(*args, **kwargs):
        words = f"{SECRET} went wrong"
        raise ValueError(words)

    monkeypatch.setattr("observations.recording.record", record)


@pytest.fixture
def watch(monkeypatch):
    """One that was not asked yet, on a machine that may be busy."""
    monkeypatch.setattr(health, "watch", health.Watch())
    monkeypatch.setattr(health, "WITHIN", SECONDS)
    return health.watch
