"""`python -m tests.hosting.away`, run by test_database_away.py on a PostgreSQL of its own: a server as it is
served, and a database that is restarted, gone, locked, full and closed to writing beneath it."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection
from urllib.parse import urlencode

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()

import psycopg  # noqa: E402 -- after the setup
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from checklists.actions import load_all  # noqa: E402
from observations.models import Answer  # noqa: E402
from tests import factories  # noqa: E402
from tests.faults.world import Server  # noqa: E402
from tests.hosting.cluster import Cluster  # noqa: E402
from tests.patience import SECONDS, eventually  # noqa: E402
from tests.pulse.conftest import open_pulse  # noqa: E402

COACHES = 12  # more than there are threads
TOKEN = "a" * 32
BUSY = ["503 2"]
ASKED = "from people.models import Team; print(Team.objects.get().name)"


class NoMigrations(dict):
    """Tables from the models, as in the suite."""

    def __contains__(self, room):
        return True

    def __getitem__(self, room):
        return None


class World:
    def __init__(self, cluster):
        self.cluster, self.server = cluster, Server("tests.hosting.less_patient")
        team = factories.make_team(factories.make_school())
        self.teacher = factories.make_person("Tijn Verzonnen", team=team, role="teacher")
        coaches = [factories.make_person(f"Coach {n}", team=team, role="coach") for n in range(COACHES)]
        self.lessons = [factories.make_lesson(self.teacher, coach=coach) for coach in coaches]
        self.sessions = {lesson.pk: self.signed_in(lesson.coach) for lesson in self.lessons}
        self.revisions = dict.fromkeys(self.sessions, 0)
        self.code = open_pulse(factories.make_lesson(self.teacher, coach=coaches[0])).code
        connection.close()

    @staticmethod
    def signed_in(person):
        client = Client(HTTP_HOST="localhost")
        client.force_login(person)
        return client.cookies["sessionid"].value

    def ask(self, path, body=None, *, session="", kind="application/x-www-form-urlencoded"):
        """(status, Retry-After, body)"""
        talk = HTTPConnection("localhost", self.server.port, timeout=SECONDS)
        headers = {"Cookie": f"csrftoken={TOKEN}; " + (f"sessionid={session}" if session else "")}
        headers |= {"X-CSRFToken": TOKEN, "Content-Type": kind} if body is not None else {}
        talk.request("GET" if body is None else "POST", path, body, headers)
        reply = talk.getresponse()
        return reply.status, reply.headers.get("Retry-After"), reply.read().decode()

    def save(self, lesson):
        """As the outbox does: the same words and revision until the server says that it has them."""
        revision = self.revisions[lesson.pk]
        entry = factories.answer("rel.contact_at_start", "seen", f"Notitie {revision}", revision=revision)
        status, again, said = self.ask(
            f"/visits/{lesson.pk}/entries/", json.dumps({"voice": "coach", "entry": entry}),
            session=self.sessions[lesson.pk], kind="application/json",
        )  # fmt: skip
        if status == 200:
            self.revisions[lesson.pk] = json.loads(said)["revision"]
        return f"{status} {again or ''}".strip()

    def saves(self, lessons):
        with ThreadPoolExecutor(len(lessons)) as pool:
            return sorted(set(pool.map(self.save, lessons)))

    def page(self):
        lesson = self.lessons[0]
        status, again, said = self.ask(f"/visits/{lesson.pk}/", session=self.sessions[lesson.pk])
        return status, again, "kan nu niet getoond worden" in said

    def around(self):
        """What needs no row that a save waits for."""
        login = {"login": self.teacher.email, "password": factories.PASSWORD}
        answers = urlencode({"pulse.can": "yes", "lang": "nl"})
        return {
            "code page": self.ask("/p/")[0],
            "sentences": self.ask(f"/p/{self.code}/")[0],
            "answer": self.ask(f"/p/{self.code}/?again", answers)[0],
            "sign-in page": self.ask("/account/login/")[0],
            "sign-in": self.ask("/account/login/", urlencode(login | {"csrfmiddlewaretoken": TOKEN}))[0],
        }

    def all_save_again(self):
        return eventually(lambda: self.saves(self.lessons) == ["200"])


@contextmanager
def held(world, statement):
    with world.cluster.connect() as other, other.transaction():
        other.execute(statement)
        yield


def several(world):
    """Of two servers the first is not there; a command finds the other."""
    address = f"postgresql://tests@/postgres?host=/tmp/nobody-is-here,{world.cluster.folder}&port=5432,5432"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", ASKED]
    done = subprocess.run(
        command, env=os.environ | {"DATABASE_URL": address}, stdout=subprocess.PIPE, check=True
    )
    return done.stdout.decode().split()


def restarted(world):
    world.all_save_again()
    world.cluster.control("restart --mode fast")
    return world.saves(world.lessons[:5])  # none of them waits for a place


def gone(world):
    world.cluster.control("stop --mode fast")
    found = {"saves": world.saves(world.lessons), "page": world.page(), "code page": world.ask("/p/")[0]}
    world.cluster.control("start")
    return found | {"back": world.all_save_again()}


def one_visit(world):
    """Twelve saves for a visit that somebody holds, and then somebody else's."""
    lesson, other = world.lessons[:2]
    with held(world, f"SELECT 1 FROM observations_lesson WHERE id = '{lesson.pk}' FOR UPDATE"):
        with ThreadPoolExecutor(1) as pool:
            saves = pool.submit(world.saves, [lesson] * COACHES)
            found = {"around": world.around()}  # while they wait
        found["saves"] = saves.result()
        found["another visit"] = eventually(lambda: world.save(other) == "200")
    return found | {"back": world.all_save_again()}


def tables(world):
    """As a migration holds them."""
    found = {}
    for table in ("observations_answer", "django_session", "observations_lesson"):
        with held(world, f"LOCK TABLE {table}"):
            found[table] = world.saves(world.lessons[:3]), world.page()[0], world.ask("/p/")[0]
    return found | {"back": world.all_save_again()}


def read_only(world):
    world.cluster.run("ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()")
    found = {"saves": eventually(lambda: world.saves(world.lessons[:3]) == BUSY)}  # once all have heard it
    found["page"] = world.page()[0]
    with world.cluster.connect() as other:
        other.execute("SET default_transaction_read_only = off")
        other.execute("ALTER SYSTEM RESET default_transaction_read_only")
        other.execute("SELECT pg_reload_conf()")
    return found | {"back": world.all_save_again()}


def no_connection_left(world):
    """Others hold every one, those that the server had too."""
    with ExitStack() as stack:
        first = stack.enter_context(world.cluster.connect())
        found = {
            "saves": eventually(
                lambda: filled(world, stack, first) and world.saves(world.lessons[:3]) == BUSY
            )
        }
        found["page"] = world.page()[0]
    return found | {"back": world.all_save_again()}


def filled(world, stack, first):
    first.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE backend_type = 'client backend' AND application_name <> 'other'"
    )
    with suppress(psycopg.OperationalError):
        while True:
            stack.enter_context(world.cluster.connect())
    return True


def no_standby(world):
    """Every commit waits for a standby that never answers. Sent again the words are there once, and are
    called saved only when it, or who says that there is none, lets them."""
    lesson = world.lessons[0]
    world.all_save_again()
    world.cluster.run("ALTER SYSTEM SET synchronous_standby_names = 'nobody'", "SELECT pg_reload_conf()")
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
    # once the server has heard it
    found = {"first": eventually(lambda: (said := world.save(lesson)) != "200" and said)}
    before, found["again"] = world.revisions[lesson.pk], world.save(lesson)
    found["left waiting"] = world.cluster.connect().execute(waiting).fetchone()[0]
    world.cluster.run(
        "SET synchronous_commit = local",
        "ALTER SYSTEM RESET synchronous_standby_names",
        "SELECT pg_reload_conf()",
    )
    eventually(lambda: world.save(lesson) == "200")
    rows = Answer.objects.filter(observation__lesson=lesson)
    found |= {"rows": rows.count(), "revisions": world.revisions[lesson.pk] - before}
    connection.close()
    return found


FAULTS = [several, restarted, gone, one_visit, tables, read_only, no_connection_left, no_standby]


def main():
    settings.MIGRATION_MODULES = NoMigrations()
    call_command("migrate", run_syncdb=True, verbosity=0)
    load_all()
    cluster = Cluster.__new__(Cluster)
    cluster.folder = os.environ["PGHOST"]
    world = World(cluster)
    try:
        return {fault.__name__: fault(world) for fault in FAULTS}
    finally:
        world.server.kill()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()))
