"""Eight coaches tap in eight rooms at the same moment, and one teacher asks in eight tabs."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import wraps

from django.db import connection
from django.test import Client

from tests import factories

WRITERS, SAVES = 8, 25


def run():
    team = factories.make_team(factories.make_school())
    teacher = factories.make_person("Tijn Verzonnen", team=team, role="teacher", password=None)
    coaches = [
        factories.make_person(f"Coach {n}", team=team, role="coach", password=None) for n in range(WRITERS)
    ]
    lessons = [factories.make_lesson(teacher, coach=coach) for coach in coaches]
    asked = factories.make_lesson(teacher, coach=coaches[0])
    factories.save(asked, "teacher", factories.answer("pre.see", "", "Het account bestaat al."))
    connection.close()  # the pool has one connection for each writer
    with ThreadPoolExecutor(WRITERS) as pool:
        outcomes = pool.map(write, lessons)
        saved = sum(outcomes, Counter())
        tabs = pool.map(lambda tab: ask(asked, f"Vraag van tabblad {tab}?"), range(WRITERS))
        return {"saved": saved, "tabs": Counter(tabs)}


def own_connection(work):
    """Given back when the work is done: what comes after in this process finds the pool full again."""

    @wraps(work)
    def done(*args):
        try:
            return work(*args)
        finally:
            connection.close()

    return done


@own_connection
def ask(lesson, text):
    """One of eight tabs of the teacher, each with another learning question on the same revision."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(lesson.teacher)
    body = json.dumps({"voice": "teacher", "entry": {"type": "question", "text": text, "revision": 0}})
    return str(
        client.post(f"/visits/{lesson.pk}/entries/", body, content_type="application/json").status_code
    )


@own_connection
def write(lesson):
    """One coach at the back of one room, tapping as fast as the server answers."""
    client, statuses = Client(HTTP_HOST="localhost"), Counter()
    client.force_login(lesson.coach)
    for revision in range(SAVES):
        entry = factories.answer("rel.contact_at_start", "seen", f"Notitie {revision}", revision=revision)
        body = json.dumps({"voice": "coach", "entry": entry})
        reply = client.post(f"/visits/{lesson.pk}/entries/", body, content_type="application/json")
        statuses[str(reply.status_code)] += 1
    return statuses
