"""Many reports at once by a real worker, which is killed halfway, and by the next one."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

from django.conf import settings
from django.test import Client
from django.utils import timezone

from reports.models import LOST, Bundle, Period
from reports.tasks import make_bundle
from tests import factories
from tests.patience import eventually
from tests.reports.test_mirror import day, share

VISITS = 3


def run():
    team = factories.make_team(factories.make_school())
    lead = factories.make_person("Lotte Leiding", team=team, role="lead", password=None)
    coach = factories.make_person("Coba Voorbeeld", team=team, role="coach", password=None)
    period = Period.objects.create(school=team.school, start=day(60), end=day(1))
    for number in range(VISITS):
        teacher = factories.make_person(f"Docent {number}", team=team, role="teacher", password=None)
        share(teacher, coach, before=10 + number)
    bundle = Bundle.objects.create(
        reader=lead, team=team, first=period.start, last=period.end, kind="zip", language="nl"
    )
    make_bundle.enqueue(str(bundle.pk))
    kill_once_begun(bundle)
    after_the_kill = Bundle.objects.get(pk=bundle.pk).is_ready
    return {"after the kill": after_the_kill, "after the next": taken_up(lead, bundle)}


def worker(*options):
    command = [sys.executable, "manage.py", "db_worker", "--verbosity", "0", "--no-startup-delay", *options]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=os.environ, stdout=sys.stderr)


def kill_once_begun(bundle):
    with worker() as process:
        eventually(lambda: process.poll() is not None or Bundle.objects.get(pk=bundle.pk).done)
        assert process.poll() is None, "the worker is gone"
        process.send_signal(signal.SIGKILL)


def taken_up(lead, bundle):
    """Whoever waits asks for the page; after ten minutes without a word it is given to the next worker."""
    Bundle.objects.update(alive_at=timezone.now() - LOST - timedelta(seconds=1))
    client = Client(HTTP_HOST="localhost")
    client.force_login(lead)
    client.get(f"/papers/{bundle.pk}/")
    worker("--batch").wait()
    reply = client.get(f"/papers/{bundle.pk}/file/")
    return (reply.status_code, reply.content[:2].decode(), len(Bundle.objects.get(pk=bundle.pk).parts))
