"""Static files while servers are updated one after the other: old names stay, and new ones are there before
the server begins anew."""

import os
import shutil
import time

import pytest
from django.core.files.storage import FileSystemStorage
from django.http import HttpResponse

from config.late_files import LateFiles
from config.storage import HashedStaticFiles

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


def test_a_file_that_is_collected_later_is_served(db, serving, settings, rf):
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


# --- and where an update is taken back ------------------------------------------------------------------


def test_each_version_finds_its_own_names_in_the_folder_of_both(settings, tmp_path):
    """The update is collected over what is there; then the version of before begins anew."""
    settings.STATIC_ROOT, versions = tmp_path / "static", {}
    for version, files in {
        "before": {"a.css": "a{}", "gone.css": "b{}"},
        "now": {"a.css": "a{color:red}"},
    }.items():
        settings.STATICFILES_DIRS = [tmp_path / version]
        (tmp_path / version).mkdir()
        for name, text in files.items():
            (tmp_path / version / name).write_text(text)
        shutil.copytree(tmp_path / version, settings.STATIC_ROOT, dirs_exist_ok=True)
        list(
            HashedStaticFiles().post_process(
                {name: (FileSystemStorage(tmp_path / version), name) for name in files}
            )
        )
        versions[version] = HashedStaticFiles().url("a.css")

    settings.STATICFILES_DIRS = [tmp_path / "before"]
    assert HashedStaticFiles().url("a.css") == versions["before"] != versions["now"]
    assert HashedStaticFiles().url("gone.css")
