"""What a back-up that was killed leaves: a whole copy, also of what no back-up holds."""

import os
import time

from hosting import backups


def test_what_was_killed_leaves_no_copy_for_longer_than_to_the_next(settings, tmp_path):
    settings.VAR_DIR, settings.BACKUP_DIR = tmp_path, tmp_path / "unsealed-by-name"
    kept = backups.folder() / "meekijken-2026-11-29T120000Z.tar.gz"
    kept.touch()
    killed = tmp_path / "unsealed-of-who-was-killed"
    killed.mkdir()
    (killed / "database.sqlite3").touch()
    with backups.workplace() as first, backups.workplace() as second:
        assert first.exists()  # one that works goes on
        assert second.exists()
        assert not killed.exists()
    assert [path for path in tmp_path.glob("unsealed-*") if path != backups.folder()] == []
    assert kept.exists()


def test_half_a_file_goes_after_a_day(settings, tmp_path):
    settings.BACKUP_DIR = tmp_path
    old, new = (tmp_path / f"meekijken-2026-11-2{day}T120000Z.tar.gz.part" for day in (1, 2))
    old.touch()
    new.touch()
    os.utime(old, (0, time.time() - 90_000))
    backups.forget()
    assert list(tmp_path.iterdir()) == [new]
