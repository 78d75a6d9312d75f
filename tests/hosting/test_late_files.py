"""Static files while servers are updated one after the other: old names stay, and new ones are there before
the server begins anew."""

import os
import time

import pytest
from django.http import HttpResponse

from config.late_files import LateFiles

ADDRESS = "/static/js/rows.0123456789ab.js"


@pytest.fixture
def serving(settings, tmp_path):
    """A server that began before anything was collected."""
    settings.WHITENOISE_AUTOREFRESH, settings.STATIC_ROOT = False, tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    (tmp_path / "secret_key").write_text("a key")
    return LateFiles(lambda request: HttpResponse(status=404))


def collected(settings, name="js/rows.0123456789ab.js", ago=60):
    file = settings.STATIC_ROOT / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("export {};")
    os.utime(file, (time.time() - ago, time.time() - ago))


def test_a_file_that_is_collected_later_is_served(serving, settings, rf):
    assert serving(rf.get(ADDRESS)).status_code == 404
    collected(settings)
    reply = serving(rf.get(ADDRESS))

    assert (reply.status_code, reply["Content-Type"]) == (200, 'text/javascript; charset="utf-8"')
    assert reply.getvalue() == b"export {};"
    reply.close()


def test_but_not_while_it_is_being_written(serving, settings, rf):
    collected(settings, ago=0)
    assert serving(rf.get(ADDRESS)).status_code == 404


@pytest.mark.parametrize("address", ["/static/../secret_key", "/static/js", "/static/js/", "/static/%00", "/static//js/rows.0123456789ab.js"])  # fmt: skip
def test_nothing_else_is(serving, settings, rf, address):
    collected(settings)
    assert serving(rf.get(address)).status_code == 404
