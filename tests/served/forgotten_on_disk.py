"""After the day no word of a deleted visit stands in the files of the database."""

import sqlite3
import sys
from contextlib import closing
from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from letters.postman import deliver
from observations.models import Lesson
from people.traces import tables_of_people
from people.wiping import ToWipe
from reports import actions as reports
from tests import factories
from tests.factories import answer, moment
from tests.served import files
from tests.served.patience import wiped
from together import actions as together

WORD = "Onvergetelijk"


def run():
    team = factories.make_team(factories.make_school())
    teacher = factories.make_person("Tijn Verzonnen", team=team, role="teacher", password=None)
    coach = factories.make_person("Coba Voorbeeld", team=team, role="coach", password=None)
    lesson = factories.make_lesson(teacher, coach=coach, subject=f"{WORD} vak")
    write(lesson)
    before = copies()
    reports.delete(lesson=lesson, by=teacher)
    Lesson.objects.update(deleted_at=timezone.now() - timedelta(hours=25))
    while_somebody_reads() if connection.vendor == "sqlite" else while_somebody_copies()
    call_command("forget", verbosity=0, stdout=sys.stderr)
    after = wiped(copies, 0)
    deliver.call()  # that it was deleted is still told, and then forgotten as well
    return {"before": before > 0, "after": after, "rows": rows_left()}


def while_somebody_copies():
    """As a back-up does, which holds all tables while it runs: nobody waits for it, and the next hour wipes
    what it held, with nothing new to forget."""
    other = connection.copy()
    other.set_autocommit(False)
    other.cursor().execute("LOCK TABLE observations_answer IN ACCESS SHARE MODE")
    call_command("forget", verbosity=0, stdout=sys.stderr)
    assert copies() > 0
    assert "observations_answer" in ToWipe.objects.values_list("table", flat=True)
    other.rollback()
    other.close()
    assert not Lesson.objects.exists()


def while_somebody_reads():
    """The first time the files cannot be wiped, because somebody is just reading; the next time they are."""
    with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM observations_lesson").fetchone()
        connection.cursor().execute("PRAGMA busy_timeout = 50")
        call_command("forget", verbosity=0, stdout=sys.stderr)
    connection.close()  # the next part has the patience of a server again


def write(lesson):
    for number in range(20):
        entry = answer("saf.other_views", "seen", f"{WORD} {number}", revision=number)
        factories.save(lesson, "coach", entry, moment(text=f"{WORD} moment {number}"))
    factories.save(lesson, "teacher", answer("saf.other_views", "seen", f"{WORD} docent"))
    for ready in (factories.coach_ready, factories.teacher_ready, factories.open_it):
        ready(lesson)
    together.add(lesson=lesson, by=lesson.coach, kind="reply", text=f"{WORD} antwoord")
    together.note_talk(lesson=lesson, by=lesson.coach, stop="question", text=f"{WORD} gesprek")
    reports.give_key(
        lesson=lesson, by=lesson.teacher, part="teacher_account", audience="team", until=timezone.localdate()
    )


def copies(word=WORD, tables=None):
    """How often a word stands in the files; on PostgreSQL in those of these tables."""
    if connection.vendor == "sqlite":
        return files.count(word)
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT sum((length(f) - length(replace(f, %s, ''))) / %s) FROM (SELECT encode(pg_read_binary_file("
            "pg_relation_filepath(c.oid::regclass)), 'escape') AS f FROM pg_class c WHERE c.relname = ANY(%s)) AS files",
            [word, len(word), tables or tables_of_people()],
        )
        return int(cursor.fetchone()[0])


def rows_left():
    with connection.cursor() as cursor:
        return sum(count(cursor, table) for table in tables_of_people())


def count(cursor, table):
    cursor.execute(f"SELECT count(*) FROM {table}")
    return cursor.fetchone()[0]
