"""Runs inside a build, also one of before: answers each line of JSON on its standard input with one on its
standard output. It asks nothing of the build that both do not have."""

import gc
import json
import os
import resource
import sys
import time
from contextlib import redirect_stdout
from datetime import timedelta
from functools import cache

import django
from django.conf import settings

if os.environ["LASTING"]:
    settings.DATABASES["default"]["OPTIONS"]["init_command"] = os.environ["LASTING"]
django.setup()

from django.db import connection  # noqa: E402 -- after the settings
from django.test import Client  # noqa: E402
from django.test.utils import override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from checklists.models import Edition  # noqa: E402
from observations.models import Lesson  # noqa: E402
from people.models import User  # noqa: E402
from pulse.models import Choice, Pulse  # noqa: E402


def make():
    """The visits of this build's own benchmark: {name: primary key} of who and what its pages are asked
    for."""
    from tests.benchmarks.ground import Ground  # noqa: PLC0415 -- only the build that makes them

    ground = vars(Ground())
    return {name: str(row.pk) for name, row in ground.items() if hasattr(row, "pk")}


def at_once(whose, count, classes):
    """Lessons of today that are looked at, each of a teacher and by a coach of its own, and classes that may
    answer; in the team of this person."""
    team = User.objects.get(pk=whose).memberships.first().team
    teachers, coaches = ([person_of(team, name, n) for n in range(count)] for name in ("teacher", "coach"))
    visits = [lesson_of(team, *pair) for pair in zip(teachers, coaches, strict=True)]
    asked = [lesson_of(team, teacher) for teacher in teachers[:classes]]
    pulses = [pulse_of(lesson, number) for number, lesson in enumerate(asked)]
    for rows in (teachers, coaches, visits, asked, pulses):
        type(rows[0]).objects.bulk_create(rows)
    return {
        "coaches": [(str(coach.pk), str(lesson.pk)) for coach, lesson in zip(coaches, visits, strict=True)],
        "points": [item.key for item in visits[0].content.points],
        "codes": [pulse.code for pulse in pulses],
        "sentences": list(pulses[0].counts),
    }


def person_of(team, name, number):
    email = f"{name}{number}@school.example"
    return User(school=team.school, email=email, name=f"{name} {number}", password="!")


def lesson_of(team, teacher, coach=None):
    now, edition = timezone.now().replace(second=0, microsecond=0), Edition.objects.latest("number")
    about = {"subject": "Rekenen", "group": "VZ2B", "start": now, "accepted_at": now, "created_at": now}
    return Lesson(teacher=teacher, coach=coach, team=team, edition=edition, planned_by=teacher, **about)


def pulse_of(lesson, number):
    lesson.students_asked_at, ends = timezone.now(), timezone.now() + timedelta(hours=4)
    counts = {item.key: dict.fromkeys(Choice.values, 0) for item in Pulse(lesson=lesson).sentences}
    return Pulse(lesson=lesson, code=f"C{number:05}", closes_at=ends, counts=counts)


def let_go(copy):
    """So that the database can be copied; SQLite's is, to here."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [copy])
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()


def ready():
    """What others left behind is not looked through in the seconds of whoever comes next; it always was the
    same page that paid for it."""
    gc.collect()
    gc.freeze()


@cache
def device(person):
    """Asks as a browser does; None is nobody."""
    client = Client(SERVER_NAME="localhost", headers={"accept-encoding": "gzip"})
    if person:
        client.force_login(User.objects.get(pk=person))
    return client


def page(person, *urls):
    """CPU seconds of these pages, one after the other."""
    client = device(person)
    ready()
    began = time.process_time()
    for url in urls:
        assert client.get(url).status_code == 200, url
    return time.process_time() - began


def session(person):
    """For the cookie of a real browser."""
    return device(person).cookies[settings.SESSION_COOKIE_NAME].value


def html(person, url):
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(pk=person))
    return client.get(url).content.decode()


def save(person, lesson, number):
    """CPU seconds of saving the note of one point, changed each time."""
    client, sent = device(person), {"voice": "coach", "entry": entry(lesson, number)}
    ready()
    began = time.process_time()
    reply = client.post(f"/visits/{lesson}/entries/", sent, content_type="application/json")
    spent = time.process_time() - began
    assert reply.status_code == 200, reply.content
    return spent


def entry(lesson, number):
    from tests.factories import answer  # noqa: PLC0415 -- only for a save

    return answer(first_point(lesson), "seen", f"Notitie {number}", number)


@cache
def first_point(lesson):
    return Lesson.objects.get(pk=lesson).content.points[0].key


def visits():
    """The visits of the demo that are printed; only ours is asked, before prints the same ones."""
    from tests.benchmarks.demo_report import FULLEST, opened  # noqa: PLC0415 -- only for reports

    keys = [str(lesson.pk) for lesson in opened()]
    return {"plain": keys[0], "fullest": str(FULLEST), "mixed": keys[:16:2]}


def paper(visit):
    """The HTML that goes to the press, without logo, as the teacher gets it."""
    from tests.benchmarks.demo_report import report_of  # noqa: PLC0415 -- only for reports

    return report_of(Lesson.objects.select_related("teacher").get(pk=visit))


def report(visit):
    """CPU seconds of one report, from its rows to its PDF."""
    from reports.paper import write_pdf  # noqa: PLC0415 -- only for reports

    began = time.process_time()
    write_pdf(paper(visit))
    return time.process_time() - began


def press(papers):
    """CPU seconds of printing these, and the most memory that this process had so far, in MB."""
    from reports.paper import write_pdf  # noqa: PLC0415 -- only for reports

    began = time.process_time()
    for html in papers:
        write_pdf(html)
    seconds, most = time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return seconds, most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6


VERBS = {
    verb.__name__: verb
    for verb in (make, at_once, let_go, page, session, html, save, visits, paper, report, press)
}

if __name__ == "__main__":
    out = sys.stdout
    with redirect_stdout(sys.stderr), override_settings(ROOT_URLCONF="tests.benchmarks.yardstick"):
        for line in sys.stdin:
            verb, *details = json.loads(line)
            print(json.dumps(VERBS[verb](*details)), file=out, flush=True)
