"""Every page that reads rows, the hourly work and a back-up, with many visits of many schools against the
same with a thousand; what is asked for is of one school, team and person, with as many visits in both.

`script/bench growth` has 100,000 on SQLite and on PostgreSQL, `script/bench million` a million on PostgreSQL.
On their own, because they take long. Time on the clock.
"""

import os
import subprocess
import sys
import time
from collections import defaultdict
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from tempfile import mkdtemp
from threading import Thread

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from hosting.management.commands.hourly import DUTIES
from observations.models import Lesson
from pulse import actions as pulses
from pulse.models import Pulse
from reports.models import Bundle
from tests import factories
from tests.benchmarks.crowd import COACH, FIRST, LEAD, Crowd
from tests.benchmarks.fill import dangling
from tests.benchmarks.ground import Ground
from tests.benchmarks.many import in_turns, lists, small_and_large, use
from tests.benchmarks.pages import ASKED, device, page
from tests.benchmarks.table import CLOSE, ratio, run
from tests.faults.world import prepare

MANY, ROUNDS = int(os.environ.get("VISITS", "100000")), int(os.environ.get("ROUNDS", "15"))
TITLE = f"{MANY:,} visits: "
PAGE, HOURLY, MEANWHILE = 1.2, 1.5, 2
NOTHING = open(os.devnull, "w")  # noqa: SIM115, PTH123 -- as long as this process

# in a process of its own, as a timer has it: what getrusage says begins with the memory of who started it
IN_DATABASE = """
import sys
import django
django.setup()
from django.core.management import call_command
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
call_command(sys.argv[2], stdout=sys.stderr)
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
"""  # prints the most memory it held in kB, on Linux


def measure():
    prepare()
    settings.BACKUP_DIR = os.environ["BACKUP_DIR"] = (
        ""  # it takes as long as there is much, and has rows of its own
    )
    started = time.monotonic()
    ground = Ground()  # first, for the crowd numbers its own teams from one on
    ways, large, small = small_and_large(Crowd(), partial(asked, ground), MANY)
    note(f"rows made in {time.monotonic() - started:.0f} s")
    assert not dangling()
    spent = in_turns(ways, large, small, ROUNDS)
    for name, way in ways.items():
        bar = HOURLY if name.startswith("hourly") else PAGE
        note(f"{name}: {median(spent[small][name]) * 1e3:.1f} ms, {median(spent[large][name]) * 1e3:.1f} ms")
        found = ratio(spent[large][name], spent[small][name])
        if found > bar - CLOSE:  # so near, or so busy a machine, that another run might say otherwise
            found = median([found, *(compared({name: way}, large, small) for _series in range(2))])
        yield TITLE + name, found, bar
    yield from something_to_forget(ways["saving one answer"], large, small)
    yield from memory(large, small)
    yield from backing_up(ways["saving one answer"], large, small)


def compared(way, large, small):
    spent, [name] = in_turns(way, large, small, ROUNDS), way
    return ratio(spent[large][name], spent[small][name])


def note(text):
    print(f"    {text}", file=sys.stderr, flush=True)


def asked(ground, crowd):
    found = dict(of_ground(ground)) | more(crowd, ground)
    found |= {f"{name} of a crowd": way for name, way in lists(crowd).items()}
    found |= {"saving one answer": saving(ground)} | sign_in(ground)
    parts = {f"hourly: {name}": duty for name, duty in DUTIES if "demo" not in name and "back-up" not in name}
    return found | {"hourly": hourly} | parts


def of_ground(ground):
    """Those whose CPU is measured."""
    for name, (who, url, row) in ASKED.items():
        args = [getattr(ground, row).pk] if row else []
        yield name, page(getattr(ground, who), reverse(url, args=args))


def more(crowd, ground):
    """What the benchmark of server CPU does not ask."""
    coach, lead, opened = crowd.of_team(COACH), crowd.of_team(LEAD), [ground.opened.pk]
    administrator = factories.make_person("Ada Beheer", school=crowd.school, is_administrator=True)
    released = Lesson.objects.filter(team=crowd.team).first()
    pulse, planned = running_pulse(ground), factories.make_lesson(ground.teacher, coach=ground.coach)
    pages = {
        "start page of a coach": (coach, "home", []),
        "start page of a lead": (lead, "home", []),
        "start page of an administrator": (administrator, "home", []),
        "a need": (ground.teacher, "need", [*opened, "competence"]),
        "a reply": (ground.teacher, "reply", opened),
        "before the lesson": (ground.teacher, "before", [planned.pk]),
        "moving a visit": (ground.teacher, "move", [planned.pk]),
        "another coach": (ground.teacher, "coach", [planned.pk]),
        "reading under a key": (lead, "released", [released.pk]),
        "mirrors": (lead, "mirrors", []),
        "a file of reports": (lead, "bundle", [Bundle.objects.get(reader=lead).pk]),
        "planning a visit": (ground.teacher, "plan", []),
        "proposing a visit": (coach, "propose", []),
        "about you": (ground.teacher, "me", []),
        "own data": (coach, "data", []),
        "own data, everything": (coach, "data_file", [crowd.of_team(0).pk, "all.xlsx"]),
        "own data of a teacher": (crowd.of_team(0), "data_file", [crowd.of_team(0).pk, "all.json"]),
        "practice": (coach, "practice", []),
        "deleting": (ground.teacher, "delete", opened),
        "school": (administrator, "school", []),
        "pulse": (ground.teacher, "pulse", [pulse.lesson_id]),
        "pulse, how many answered": (ground.teacher, "pulse_count", [pulse.lesson_id]),
        "pulse, page of a student": (None, "pulse_answer", [pulse.code]),
        "people of a school": (administrator, "people", []),
        "one of the people": (administrator, "person", [coach.pk]),
        "teams of a school": (administrator, "teams", []),
    }
    found = {name: page(person, reverse(url, args=args)) for name, (person, url, args) in pages.items()}
    return found | later_rooms(crowd, ground, coach, administrator) | earlier(coach, crowd)


def later_rooms(crowd, ground, coach, administrator):
    teacher = crowd.of_team(0)
    pages = {
        "where one looks along": (coach, "coaching", []),
        "own line": (teacher, "line", []),
        "own line on paper": (teacher, "line_pdf", []),
        "two lessons beside each other": (teacher, "line_beside", []),
        "how a visit was": (ground.teacher, "echo", [ground.opened.pk]),
        "what teachers said": (coach, "heard", []),
        "own timetable": (teacher, "timetable", []),
        "planning from a timetable": (teacher, "plan", []),
        "own calendar": (teacher, "own_calendar", []),
        "own letters": (teacher, "wishes", []),
        "own log": (teacher, "own_log", []),
        "ways to sign in": (teacher, "ways", []),
        "all needs of a visit": (ground.teacher, "everything", [ground.opened.pk]),
        "the log of a school": (administrator, "log", []),
        "first steps": (administrator, "first_steps", []),
        "letters that wait": (administrator, "letters_waiting", []),
    }
    return {name: page(person, reverse(url, args=args)) for name, (person, url, args) in pages.items()}


def earlier(coach, crowd):
    client, url = device(coach), reverse("earlier")
    sent = client.post(url, {"words": "stappen bord"})
    by = {
        "person": f"?person={crowd.of_team(0).pk}", "need": "?need=safety", "open step": "?step=on",
        "period": f"?period=p{crowd.school.periods.first().pk}", "kind": "?kind=along", "last page": "?page=20",
    }  # fmt: skip
    found = {f"earlier visits by {name}": page(coach, url + query) for name, query in by.items()}
    return found | {"earlier visits, searched": partial(get, client, sent.url)}


def get(client, url):
    assert client.get(url).status_code == 200


def running_pulse(ground):
    lesson = factories.make_lesson(ground.teacher, coach=ground.coach)
    pulses.prepare(lesson=lesson, by=ground.teacher, chosen=[])
    pulses.open_pulse(lesson=lesson, by=ground.teacher)
    Pulse.objects.filter(lesson=lesson).update(closes_at=timezone.now() + timedelta(hours=4))
    return Pulse.objects.get(lesson=lesson)


def saving(ground):
    """The note of one point, changed each time; each database counts its own."""
    client, url = device(ground.coach), reverse("entries", args=[ground.recorded.pk])
    key, revisions = ground.recorded.content.points[0].key, defaultdict(lambda: count(1))

    def save():
        revision = next(revisions[connection.settings_dict["NAME"]])
        entry = factories.answer(key, "seen", f"Notitie {revision}", revision)
        sent = {"voice": "coach", "entry": entry}
        assert client.post(url, sent, content_type="application/json").status_code == 200

    return save


def sign_in(ground):
    person = factories.make_person("Sien Binnen", team=ground.team, role="teacher")

    def come_in():
        sent = {"login": person.email, "password": factories.PASSWORD}
        client = device(None)
        assert client.get(reverse("account_login")).status_code == 200
        assert client.post(reverse("account_login"), sent).status_code == 302

    return {"signing in": come_in}


def something_to_forget(save, large, small):
    """The hourly work where one visit was deleted a day ago, while somebody saves without a pause."""
    (before, _slowest), (after, slowest) = (forgetting(save, database) for database in (small, large))
    note(f"with a visit to forget: {before:.1f} s, {after:.1f} s; slowest save meanwhile {slowest:.1f} s")
    yield (
        TITLE + "hourly with a visit to forget",
        after / before,
        HOURLY,
        "×",
        None,
        f"{after:.0f} s",
    )


def forgetting(save, database):
    use(database)
    lesson = Lesson.objects.filter(team=FIRST + 1).earliest("pk")
    Lesson.objects.filter(pk=lesson.pk).update(deleted_at=timezone.now() - timedelta(hours=25))
    spent, saves = [], []
    work = Thread(target=lambda: spent.append(timed(hourly)))
    work.start()
    while work.is_alive():
        saves.append(timed(save))
    assert not Lesson.objects.filter(pk=lesson.pk).exists()
    return spent[0], max(saves)


def timed(job):
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def memory(large, small):
    held = {database: apart(database, "hourly") for database in (small, large)}
    yield TITLE + "memory of hourly", held[large] / held[small], HOURLY, "×", None, f"{held[large]:.0f} MB"


def apart(database, command):
    """The most memory it held, in MB."""
    words = [sys.executable, "-c", IN_DATABASE, database, command]
    done = subprocess.run(words, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return int(done.stdout) * 1024 / 1e6


def backing_up(save, large, small):
    """Seconds for each MB of the database, and saves meanwhile."""
    settings.BACKUP_DIR = os.environ["BACKUP_DIR"] = mkdtemp()
    found = {database: while_saving(save, database) for database in (small, large)}
    pace = {database: spent / megabytes(database) for database, (spent, _usual, _meanwhile) in found.items()}
    for database, (spent, usual, meanwhile) in found.items():
        note(f"back-up of {megabytes(database):.0f} MB in {spent:.1f} s; 95 of 100 saves in {usual * 1e3:.0f} ms, meanwhile in {meanwhile * 1e3:.0f} ms")  # fmt: skip
    beside = f"{found[large][0]:.0f} s for {megabytes(large):.0f} MB"
    yield TITLE + "back-up, for each MB", pace[large] / pace[small], HOURLY, "×", None, beside
    yield TITLE + "saving during a back-up, 95th of 100", found[large][2] / found[large][1], MEANWHILE


def while_saving(save, database):
    """Seconds of a back-up; the 95th of 100 saves just before it, and during it."""
    use(database)
    usual = [timed(save) for _ in range(200)]
    started, saves = time.perf_counter(), []
    work = Thread(target=apart, args=(database, "backup"))
    work.start()
    while work.is_alive():
        saves.append(timed(save))
    return time.perf_counter() - started, *(quantiles(each, n=20)[-1] for each in (usual, saves))


def megabytes(database):
    use(database)
    if connection.vendor == "sqlite":
        return Path(database).stat().st_size / 1e6
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return cursor.fetchone()[0] / 1e6


def hourly():
    call_command("hourly", stdout=NOTHING)


if __name__ == "__main__":
    run(measure)
