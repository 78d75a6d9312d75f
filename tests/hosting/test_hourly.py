"""`manage.py hourly`: all that is due, whatever goes wrong with one of its duties."""

import re
import runpy
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings as project
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from hosting import backups, keeping
from hosting.management.commands import hourly
from letters.postman import deliver
from observations.models import Lesson
from people import traces
from people.wiping import ToWipe
from reports import actions as reports
from reports.bundles import forget_expired
from reports.models import Bundle, Period
from tests.rooms import ROOMS, modules_of


@pytest.fixture
def due(lesson, teacher, team):
    """A visit, a file of reports, a session and a finished task, all over their time; one session and task
    are not."""
    now = timezone.now()
    reports.delete(lesson=lesson, by=teacher)
    Lesson.objects.update(deleted_at=now - timedelta(hours=25))
    day = timezone.localdate()
    period = Period.objects.create(school=team.school, start=day - timedelta(days=9), end=day)
    bundle = Bundle.objects.create(
        reader=teacher, team=team, first=period.start, last=period.end, kind="zip", language="nl"
    )
    Bundle.objects.filter(pk=bundle.pk).update(asked_at=now - timedelta(hours=25))
    for days in (-1, 1):
        session = SessionStore()
        session.create()
        Session.objects.filter(pk=session.session_key).update(expire_date=now + timedelta(days=days))
    for hours in (1, 30):
        DBTaskResult.objects.create(
            args_kwargs={"args": [], "kwargs": {}}, task_path="reports.tasks.make_bundle", backend_name="default",
            run_after=now, status="SUCCESSFUL", finished_at=now - timedelta(hours=hours),
        )  # fmt: skip


def left():
    return [model.objects.count() for model in (Lesson, Bundle, Session, DBTaskResult)]


@pytest.mark.parametrize("name", ["hourly", "forget", "mirrors"])
def test_it_does_all_that_is_due_under_its_earlier_names_too(settings, due, name):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    assert left() == [1, 1, 2, 2]
    call_command(name, stdout=None)
    assert left() == [0, 0, 1, 1]


def test_a_duty_that_fails_stops_none_of_the_others_and_is_told_without_its_words(
    settings, due, monkeypatch, caplog, capsys
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    def breaks():
        raise ValueError("words of a person")

    broken = [(name, breaks if name == "visits forgotten" else duty) for name, duty in hourly.DUTIES]
    monkeypatch.setattr(hourly, "DUTIES", broken)
    with pytest.raises(CommandError, match="visits forgotten"):
        call_command("hourly")

    assert left() == [1, 0, 1, 1]
    assert "ValueError" in caplog.text
    assert "words of a person" not in caplog.text + capsys.readouterr().err


FORGETS = re.compile(r"^def (forget\w*|settle|make_all)\(", re.MULTILINE)


def test_all_that_has_its_time_is_among_its_duties():
    """Whoever writes another function that takes away what had its time finds out here that somebody has to
    call it."""
    rooms = [room for room in ROOMS if room not in ("home", "config")]
    written = {name for path in modules_of(*rooms) for name in FORGETS.findall(path.read_text("utf-8"))}

    assert written == {
        "forget",
        "forget_asked",
        "forget_counts",
        "forget_echo",
        "forget_expired",
        "forget_gone",
        "forget_lessons",
        "forget_log",
        "forget_offers",
        "forget_practice",
        "forget_saved",
        "forget_schools",
        "make_all",
        "settle",
    }
    assert written <= {duty.__name__ for _name, duty in hourly.DUTIES}


def test_the_timer_of_script_run_and_the_one_of_a_school_do_the_same(monkeypatch):
    class Enough(Exception):
        pass

    naps = iter([3600])

    def sleep(seconds):
        if next(naps, None) != seconds:
            raise Enough

    asked = []
    monkeypatch.setenv("PORT", "0")
    served = runpy.run_path(str(project.BASE_DIR / "script" / "gunicorn.conf.py"))
    monkeypatch.setattr(time, "sleep", sleep)
    monkeypatch.setattr(subprocess, "run", lambda command, **_more: asked.append(command))
    with pytest.raises(Enough):
        served["every_hour"]()

    assert asked == [[sys.executable, "manage.py", "hourly"]]
    told = (project.BASE_DIR / "docs" / "running.md").read_text("utf-8")
    assert "**Every hour**: `.venv/bin/python manage.py hourly` does all that is due" in told


def test_what_was_left_behind_is_remembered_and_wiped_once_when_all_else_is_done(due):
    """On SQLite there is nothing to remember: it overwrites at once (tests/served/forgotten_on_disk.py looks
    in the files of both)."""
    reports.forget()

    left = set(ToWipe.objects.values_list("table", flat=True))
    assert left == (set() if connection.vendor == "sqlite" else set(traces.tables_of_people()))
    last = [duty for _name, duty in hourly.DUTIES[-4:]]
    # what is gone is in no back-up; a letter leaves nothing behind, and a mail server takes its time
    assert last == [traces.wipe, backups.hourly, keeping.forget, deliver.call]


def test_a_file_that_goes_leaves_something_behind_whoever_takes_it_away(due, teacher):
    bundle = Bundle.objects.create(reader=teacher, lesson=Lesson.objects.get(), kind="report", language="nl")
    for take_away in (forget_expired, bundle.delete, lambda: Bundle.objects.filter(reader=teacher).delete()):
        ToWipe.objects.all().delete()
        number = Bundle.objects.count()
        take_away()
        has_left = ToWipe.objects.filter(table="reports_bundle").exists()
        assert has_left == (connection.vendor == "postgresql" and Bundle.objects.count() < number)
    assert not Bundle.objects.exists()
