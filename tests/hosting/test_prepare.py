"""`manage.py prepare`: everything between a new version and serving it; nothing to do means nothing said."""

import stat
from io import StringIO
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command

from checklists.models import Edition
from hosting.management.commands import hourly, prepare
from tests import factories
from tests.factories import fresh, make_lesson


@pytest.fixture
def place(settings, tmp_path):
    """A folder of our own for static files, with one file to collect."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.css").write_text("a{}")
    settings.VAR_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    settings.STATICFILES_DIRS = [source]
    return source


@pytest.fixture(autouse=True)
def somebody(db):
    """Where nobody is yet it says where a school begins: tests/administration/test_beginning.py."""
    factories.make_person("Ada Beheer", school=factories.make_school(), is_administrator=True)


def run(**options):
    """What it says: progress, and the output."""
    progress, output = StringIO(), StringIO()
    call_command("prepare", stderr=progress, stdout=output, **options)
    return progress.getvalue().splitlines(), output.getvalue()


def test_the_first_time_it_says_what_it_did_and_the_second_time_nothing(edition, place, settings):
    assert run() == (["static files: collected"], "")
    assert (settings.STATIC_ROOT / "page.css").read_text() == "a{}"

    assert run() == ([], "")


def test_a_changed_file_a_new_file_and_another_package_are_collected_again(edition, place, monkeypatch):
    run()
    (place / "page.css").write_text("a{color:red}")
    assert run() == (["static files: collected"], "")
    (place / "other.css").write_text("")
    assert run() == (["static files: collected"], "")

    monkeypatch.setattr(prepare.metadata, "distributions", list)
    assert run() == (["static files: collected"], "")


def test_static_files_that_were_thrown_away_are_collected_again(edition, place, settings):
    run()
    (settings.STATIC_ROOT / "page.css").unlink()
    for path in sorted(settings.STATIC_ROOT.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    settings.STATIC_ROOT.rmdir()

    assert run() == (["static files: collected"], "")


def test_a_version_that_keeps_its_list_under_another_name_collects_again(edition, place, settings):
    """The files are the same, and the program of before left no list that this one knows."""
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "config.storage.HashedStaticFiles"}}
    run()
    [listed] = settings.STATIC_ROOT.glob("staticfiles.*.json")
    listed.rename(settings.STATIC_ROOT / "staticfiles.json")

    assert (run(), run()) == ((["static files: collected"], ""), ([], ""))
    assert listed.exists()


def test_every_edition_is_published_once(db, place):
    Edition.objects.all().delete()

    assert run()[0][:3] == [
        f"checklist: veilige-leeromgeving, edition {number} published" for number in (1, 2, 3)
    ]
    assert run()[0] == []
    assert Edition.objects.count() == 3


def test_a_school_that_has_earlier_editions_gets_the_third_beside_them(
    first_edition, edition, teacher, place
):
    visit = make_lesson(teacher, edition=first_edition)
    edition.items.all().delete()
    Edition.objects.filter(pk=edition.pk).delete()

    assert run()[0] == ["checklist: veilige-leeromgeving, edition 3 published", "static files: collected"]
    assert run()[0] == []
    assert fresh(visit).edition == first_edition
    assert make_lesson(teacher).edition.number == 3
    assert [found.number for found in Edition.objects.newest_for(teacher.school_id)] == [3]


def test_the_demo_prints_its_people_on_the_output(edition, place):
    progress, output = run(demo=True)

    assert progress == ["static files: collected"]
    assert "coba@fictief.example" in output


def test_a_demo_that_is_served_as_a_school_is_said(edition, place):
    run(demo=True)
    progress, output = run()

    assert progress[-1].startswith("The demo lives in this database. A school begins in an empty one")
    assert output == ""


def test_what_an_earlier_version_left_open_to_others_is_closed(edition, place, settings):
    """Files of the app only: a folder may hold something else, and a link may lead out of it."""
    run()
    ours = [
        "meekijken.sqlite3",
        "meekijken.sqlite3-wal",
        "secret_key",
        "mail/letter.log",
        "media/logos/logo.png",
    ]
    for name in [*ours, "somebody-elses"]:
        path = settings.VAR_DIR / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        path.chmod(0o644)
    for folder in ("mail", "media", "media/logos"):
        (settings.VAR_DIR / folder).chmod(0o755)
    (settings.VAR_DIR / "mail" / "link").symlink_to(settings.VAR_DIR / "somebody-elses")

    assert run() == (["files closed to other users of this machine: 8"], "")
    assert run() == ([], "")
    modes = {
        name: (settings.VAR_DIR / name).stat().st_mode & 0o777
        for name in [*ours, "mail", "media/logos", "somebody-elses"]
    }
    assert modes == dict.fromkeys(ours, 0o600) | {
        "mail": 0o700,
        "media/logos": 0o700,
        "somebody-elses": 0o644,
    }


def test_what_everybody_gets_a_proxy_may_read_and_nothing_else(edition, place, settings):
    run()

    modes = {
        kind: {stat.S_IMODE(path.stat().st_mode) for path in settings.STATIC_ROOT.rglob("*") if is_it(path)}
        for kind, is_it in (("file", Path.is_file), ("folder", Path.is_dir))
    }
    assert modes == {"file": {0o644}, "folder": {0o755}}
    others = [path for path in settings.VAR_DIR.iterdir() if path != settings.STATIC_ROOT]
    assert [path for path in others if path.stat().st_mode & 0o077] == []


def test_all_that_is_due_every_hour_is_done_at_an_update_too_and_not_half_of_it(edition, place, monkeypatch):
    done = []
    duties = [(name, lambda name=name: done.append(name)) for name, _duty in hourly.DUTIES]
    monkeypatch.setattr(hourly, "DUTIES", duties)
    run()

    assert done == [name for name, _duty in duties]
    assert len(done) >= 8


def test_another_secret_key_seals_anew_and_says_so(edition, place, settings, teacher):
    run()
    TOTP.activate(teacher, "JBSWY3DPEHPK3PXP")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-one" * 5, [settings.SECRET_KEY]
    assert run() == (["secrets sealed with the SECRET_KEY of now: 1"], "")

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a-third-one" * 5, []
    assert run() == (["secrets that no SECRET_KEY opens any more (docs/running.md): 1"], "")
