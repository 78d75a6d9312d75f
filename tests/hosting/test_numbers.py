"""What Prometheus is told: what happens and what waits, behind a token, and never of whom."""

import json
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings as project
from django.core.management import call_command
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from home.models import Beat
from hosting import health
from observations.models import News, ToTell
from tests import factories
from tests.pulse.conftest import open_pulse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("watch")]
TOKEN = "een lang woord van de beheerder"


@pytest.fixture(autouse=True)
def token(settings):
    settings.METRICS_TOKEN = TOKEN


def told(client):
    """{name with its labels: number}, of ours alone."""
    reply = client.get(reverse("metrics"), HTTP_AUTHORIZATION=f"Bearer {TOKEN}", HTTP_HOST="10.0.0.7:8000")
    assert reply.status_code == 200
    lines = re.findall(r"^(meekijken_\S+) (\S+)$", reply.content.decode(), re.MULTILINE)
    return {name: float(number) for name, number in lines if "_created" not in name}


def more(before, after):
    found = {name: after[name] - before.get(name, 0) for name in after if "seconds" not in name}
    return {name: number for name, number in found.items() if number and "disk" not in name}


@pytest.mark.parametrize("shown", ["", TOKEN, f"Bearer {TOKEN}x", "Bearer ", "Bearer é"])
def test_without_the_token_there_is_no_such_address(client, shown):
    assert client.get(reverse("metrics"), HTTP_AUTHORIZATION=shown).status_code == 404


def test_where_no_token_is_set_nobody_gets_in(client, settings):
    settings.METRICS_TOKEN = ""
    assert client.get(reverse("metrics"), HTTP_AUTHORIZATION="Bearer ").status_code == 404


def test_requests_are_counted_by_the_name_of_their_address_and_saves_apart(client, coach, lesson):
    client.force_login(coach)
    before = told(client)
    client.get(reverse("visit", args=[lesson.pk]))
    client.get("/bestaat-niet/")
    body = {"voice": "coach", "entry": factories.answer("saf.other_views", "seen")}
    client.post(reverse("entries", args=[lesson.pk]), json.dumps(body), content_type="application/json")

    assert more(before, told(client)) == {
        'meekijken_requests_total{route="visit",status="2xx"}': 1,
        'meekijken_requests_total{route="none",status="4xx"}': 1,
        'meekijken_requests_total{route="entries",status="2xx"}': 1,
        "meekijken_saves_total": 1,
    }


def test_when_a_student_answers_no_number_changes(client, lesson):
    pulse = open_pulse(lesson)
    before = told(client)
    client.get(reverse("pulse_answer", args=[pulse.code]))
    client.post(reverse("pulse_answer", args=[pulse.code]), {"pulse.can": "yes"})

    assert more(before, told(client)) == {}


def test_what_waits_and_for_how_long(client, lesson, teacher):
    hour = timezone.now() - timedelta(hours=1)
    task = {"task_path": "letters.postman.deliver", "backend_name": "default", "queue_name": "default"}
    DBTaskResult.objects.create(**task, priority=0, args_kwargs={"args": [], "kwargs": {}}, run_after=hour)
    ToTell.objects.all().delete()
    ToTell.objects.create(kind=News.READY, person=teacher, lesson=lesson.pk, at=hour, tries=1)
    found = told(client)

    assert (found["meekijken_tasks_waiting"], found["meekijken_letters_waiting"]) == (1, 1)
    assert found["meekijken_tasks_oldest_seconds"] >= 3600
    assert found["meekijken_letters_oldest_seconds"] >= 3600
    assert found["meekijken_disk_bytes"] >= found["meekijken_disk_free_bytes"] > 0
    assert found["meekijken_database_ready"] == 1


def test_the_age_of_the_hourly_work_is_there_once_it_did_everything(client, monkeypatch):
    assert "meekijken_hourly_age_seconds" not in told(client)
    call_command("hourly", verbosity=0)
    Beat.objects.filter(pk=Beat.HOURLY).update(at=timezone.now() - timedelta(hours=3))
    assert told(client)["meekijken_hourly_age_seconds"] >= 3 * 3600

    monkeypatch.setattr("hosting.management.commands.hourly.DUTIES", [("nothing", lambda: 1 / 0)])
    with pytest.raises(Exception, match="not done"):
        call_command("hourly", verbosity=0)
    assert told(client)["meekijken_hourly_age_seconds"] >= 3 * 3600


def test_the_age_of_the_last_back_up_is_there_once_there_is_one(client):
    assert "meekijken_backup_age_seconds" not in told(client)
    Beat.now(Beat.BACKUP)
    Beat.objects.filter(pk=Beat.BACKUP).update(at=timezone.now() - timedelta(hours=2))

    assert told(client)["meekijken_backup_age_seconds"] >= 2 * 3600


def test_without_a_database_what_can_be_told_is_told(client, monkeypatch):
    def away():
        raise OperationalError

    monkeypatch.setattr(health, "look", away)
    found = told(client)

    assert found["meekijken_database_ready"] == 0
    assert "meekijken_disk_free_bytes" in found
    assert "meekijken_tasks_waiting" not in found


PROCESS = """
import os, sys
import django
django.setup()
from hosting import numbers
numbers.count("visit", 200, 0.01)
if sys.argv[1:]:
    sys.stdout.write(numbers.generate_latest(numbers.gathered()).decode())
"""


def test_processes_of_one_server_count_together(tmp_path):
    here = {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "VAR_DIR": str(tmp_path), "SECRET_KEY": "k"}
    here |= {"DJANGO_SETTINGS_MODULE": "config.settings", "PATH": ""}
    for more in [], [], ["tell"]:
        command = [sys.executable, "-c", PROCESS, *more]
        done = subprocess.run(command, env=here, cwd=project.BASE_DIR, capture_output=True, check=True)

    assert b'meekijken_requests_total{route="visit",status="2xx"} 3.0' in done.stdout
