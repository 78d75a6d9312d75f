"""Which back-ups stay, and the list of what ended beside the database."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone

from hosting import backups, keeping, left_out, replay
from hosting.engines import Refused
from hosting.management.commands import hourly
from hosting.models import BEGAN, Ended
from hosting.triggers import begin
from observations.models import Key, Part
from people.models import User
from studio import proposing

NOW = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)


@pytest.fixture
def here(settings, tmp_path, db):
    settings.VAR_DIR, settings.BACKUP_DIR = tmp_path, tmp_path / "backup"
    begin()
    Ended.objects.exclude(what=BEGAN).delete()
    return tmp_path


def every_hour(days):
    return [NOW - timedelta(hours=hours) for hours in range(24 * days)]


def test_all_of_two_days_stay_and_one_a_day_of_thirty():
    kept = backups.to_keep(every_hour(60), NOW)
    assert len([moment for moment in kept if NOW - moment < timedelta(days=2)]) == 48
    older = [moment for moment in kept if NOW - moment >= timedelta(days=2)]
    assert len(older) == len({moment.date() for moment in older})
    assert max(NOW - moment for moment in kept) < timedelta(days=30)  # docs/privacy.md
    assert len(kept) == 48 + 28


def test_the_newest_stays_however_old_it_is():
    alone = NOW - timedelta(days=90)
    assert backups.to_keep([alone, alone - timedelta(days=1)], NOW) == {alone}


def test_only_what_has_the_name_of_a_back_up_is_one(here):
    names = ["meekijken-2026-11-29T120000Z.tar.gz", "meekijken-2026-11-28T120000Z.tar.gz.age", "notes.txt"]
    names += ["meekijken-2026-11-29T130000Z.tar.gz.part"]
    for name in names:
        (backups.folder() / name).touch()
    assert [path.name for _moment, path in backups.all_there()] == names[:2]
    assert backups.last() == datetime(2026, 11, 29, 12, tzinfo=UTC)


def test_what_had_its_time_goes_and_nothing_else(here):
    old, new = (f"meekijken-{day}T120000Z.tar.gz" for day in ("2020-01-01", "2020-03-01"))
    for name in (old, new, "notes.txt"):
        (backups.folder() / name).touch()
    assert backups.forget() == 1
    assert sorted(path.name for path in backups.folder().iterdir()) == [new, "notes.txt"]


def test_a_back_up_that_fails_is_loud_and_leaves_none(here, monkeypatch):
    monkeypatch.setattr(hourly, "DUTIES", [("back-ups made", backups.hourly)])
    monkeypatch.setattr(backups, "engine", lambda: 1 / 0)
    with pytest.raises(CommandError, match="not done: back-ups made"):
        call_command("hourly", verbosity=0)
    assert backups.all_there() == []
    assert not list(here.glob("unsealed-*"))


def test_a_file_that_was_not_written_whole_is_none(here, monkeypatch):
    source = here / "source"
    source.write_text("words")
    told = here / backups.MANIFEST
    told.write_text(json.dumps({"files": {"source": "another digest"}}))
    packed = here / "packed.tar.gz"
    backups.pack(packed, {backups.MANIFEST: told, "source": source})
    with pytest.raises(Refused, match="disk full"):
        backups.put(packed, backups.folder() / "meekijken-2026-11-29T120000Z.tar.gz")
    assert list(backups.folder().iterdir()) == []


def test_a_key_that_is_none_is_said(here, settings):
    settings.BACKUP_TO = "age1nothing"
    with pytest.raises(Refused, match="BACKUP_TO must be the public key"):
        backups.recipient()


def test_what_is_left_out_are_tables_of_ours():
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert tables >= {*left_out.WHOLE, *left_out.PARTLY, *left_out.COUNTED}


# --- the list beside the database -------------------------------------------------------------------


def in_file():
    return keeping.parsed(keeping.file_of(keeping.name()).read_text().splitlines())


def test_every_line_stands_in_the_file_once(here, lesson):
    key = Key.objects.create(lesson=lesson, part=Part.STEPS, audience="team", until=timezone.localdate())
    key.delete()
    first = keeping.append()
    assert keeping.append() == 0
    lesson.delete()
    assert keeping.append() >= 1
    tokens = [row["token"] for row in in_file()]
    assert first >= 1
    assert len(tokens) == len(set(tokens)) == Ended.objects.count()


def test_a_line_that_is_seen_late_is_written_all_the_same(here):
    """Whoever began earlier may end later: its number is lower than one that stands there already."""
    day = timezone.now().date()
    Ended.objects.create(pk=90_010, table="t", key="1", what="deleted", day=day)
    keeping.append()
    Ended.objects.create(pk=90_005, table="t", key="2", what="deleted", day=day)
    assert keeping.append() == 1


def test_a_large_deed_that_ends_late_is_written_as_a_whole(here, monkeypatch):
    """A school that is emptied, on PostgreSQL: lower numbers than what others wrote down meanwhile."""
    monkeypatch.setattr(keeping, "TAIL", 300)
    day = timezone.now().date()
    Ended.objects.create(pk=92_000, table="t", key="1", what="deleted", day=day)
    keeping.append()
    late = [Ended(pk=90_000 + n, table="t", key=str(n), what="deleted", day=day) for n in range(1500)]
    Ended.objects.bulk_create(late)
    keeping.append(whole_days=True)
    assert len(in_file()) == Ended.objects.count()
    assert keeping.append(whole_days=True) == 0


def test_a_line_that_a_full_disk_cut_off_spoils_no_other(here):
    keeping.append()
    path = keeping.file_of(keeping.name())
    path.write_text(path.read_text() + '{"token": "ab')
    Ended.objects.create(table="t", key="1", what="deleted", day=timezone.now().date())
    assert keeping.append() == 1
    assert in_file()[-1]["key"] == "1"


def test_lines_that_no_back_up_needs_go_from_both(here):
    today = timezone.now().date()
    Ended.objects.create(table="t", key="old", what="deleted", day=today - keeping.KEPT - timedelta(days=1))
    Ended.objects.create(table="t", key="new", what="deleted", day=today)
    assert keeping.forget() == 1
    assert {row["key"] for row in in_file()} == {"new", ""}  # and which list it is
    assert keeping.KEPT > backups.A_DAY_EACH


def test_others_read_neither_file_nor_folder(here):
    keeping.append()
    path = keeping.file_of(keeping.name())
    assert [path.stat().st_mode & 0o077, path.parent.stat().st_mode & 0o077] == [0, 0]


def test_the_keeper_outlives_a_database_that_is_away(here, monkeypatch):
    tries = []

    def away():
        tries.append(True)
        if len(tries) > 2:
            raise SystemExit
        raise OSError

    monkeypatch.setattr(keeping, "highest", away)
    monkeypatch.setattr(keeping.time, "sleep", lambda _seconds: None)
    with pytest.raises(SystemExit):
        keeping.keep_on()
    assert len(tries) == 3


def test_the_keeper_writes_where_something_is_new_and_only_then(here, monkeypatch):
    times, written = iter(range(4)), []
    newest = iter([1, 1, 2])
    monkeypatch.setattr(keeping, "highest", lambda: next(newest))
    monkeypatch.setattr(keeping, "append", lambda *, whole_days: written.append(whole_days))
    monkeypatch.setattr(keeping.time, "sleep", lambda _seconds: next(times))
    with pytest.raises(StopIteration):
        keeping.keep_on()
    assert written == [False, False]


def test_the_keeper_looks_at_whole_days_now_and_then(here, monkeypatch):
    times, written = iter(range(2 * keeping.WHOLE)), []
    monkeypatch.setattr(keeping, "highest", lambda: None)
    monkeypatch.setattr(keeping, "append", lambda *, whole_days: written.append(whole_days))
    monkeypatch.setattr(keeping.time, "sleep", lambda _seconds: next(times))
    with pytest.raises(StopIteration):
        keeping.keep_on()
    assert written == [True, True]


# --- done again -----------------------------------------------------------------------------------


def line(row, what, value=None, day=None):
    day = day or timezone.now().date()
    return {"table": row._meta.db_table, "key": str(row.pk), "what": what, "value": value, "day": str(day)}


def test_of_each_column_the_last_line_counts(teacher):
    paused, again = line(teacher, "is_active", "0"), line(teacher, "is_active", "1")
    replay.replay([paused, again])
    assert User.objects.get(pk=teacher.pk).is_active
    replay.replay([again, paused])
    assert not User.objects.get(pk=teacher.pk).is_active


def test_a_row_that_is_not_there_and_a_table_that_nobody_knows_are_nothing(lesson):
    gone = line(lesson, "deleted") | {"key": "00000000-0000-0000-0000-000000000000"}
    strange = gone | {"table": "no_table_of_ours"}
    done, left = replay.replay([gone, strange])
    assert (sum(done.values()), left) == (0, 0)


def test_what_cannot_be_done_is_counted(teacher, lesson):
    """A row that others need: a person with a visit."""
    _done, left = replay.replay([line(lesson.edition, "deleted")])
    assert left == 1


def test_a_visit_that_was_brought_back_is_there(lesson):
    lesson.deleted_at = timezone.now()
    lesson.save()
    replay.replay([line(lesson, "deleted_at", "1"), line(lesson, "deleted_at", "0")])
    lesson.refresh_from_db()
    assert lesson.deleted_at is None


def test_the_day_of_the_list_is_the_day_of_the_deed(lesson):
    day = timezone.now().date() - timedelta(days=3)
    replay.replay([line(lesson, "cancelled_at", "1", day)])
    lesson.refresh_from_db()
    assert lesson.cancelled_at.astimezone(UTC).date() == day


def test_a_proposal_that_was_withdrawn_waits_no_more(teacher, edition):
    facts = {
        "theme": "safety",
        "key": "",
        "text": "De docent wacht.",
        "why": "",
        "lang": "nl",
        "says_name": False,
    }
    proposal = proposing.propose(by=teacher, edition=edition, **facts)
    replay.replay([line(proposal, "deleted")])
    teacher.school.refresh_from_db()
    assert teacher.school.open_proposals == 0


def test_links_to_another_password_hold_no_more(teacher):
    moment = timezone.now() - timedelta(hours=1)
    User.objects.filter(pk=teacher.pk).update(last_login=moment)
    replay.replay([])
    assert User.objects.get(pk=teacher.pk).last_login.replace(microsecond=0) > moment.replace(microsecond=0)
