"""Four people ask for paper at the same moment, and the press stands still: who saves notices nothing of
it."""

import json
import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

from django.test import Client
from django.utils import timezone

from reports import actions as reports
from tests import factories
from tests.faults.world import Server
from tests.served import LET_GO

SAVES = 10
WAIT = 10  # seconds until an answer counts as none; a press that stands still gives none ever


def run():
    team = factories.make_team(factories.make_school())
    teacher, coach, ans, bea = (
        factories.make_person(f"{name} Verzonnen", team=team, role=role, password=None)
        for name, role in [("Tijn", "teacher"), ("Coba", "coach"), ("Ans", "teacher"), ("Bea", "teacher")]
    )
    opened = factories.bring_to("open", factories.make_lesson(teacher, coach=coach))
    reports.give_key(
        lesson=opened, by=teacher, part="teacher_account", audience="team", until=timezone.localdate()
    )
    own, released = f"/visits/{opened.pk}/report.pdf", f"/team/{opened.pk}/report.pdf"
    running = factories.make_lesson(teacher, coach=coach)
    server = Server("tests.served.held")
    try:
        papers = [
            asked(server, *each) for each in ((teacher, own), (coach, own), (ans, released), (bea, released))
        ]
        saves = Counter(save(server, running, revision) for revision in range(SAVES))
        form = answered(asked(server, ans, f"/forms/{opened.edition_id}/coach.pdf"))
        return {"saves": saves, "form": form, "papers": let_go_after(papers, 3)}
    finally:
        server.kill()


def signed_in(person):
    client = Client(HTTP_HOST="localhost")
    client.force_login(person)
    return client.cookies["sessionid"].value


def asked(server, person, address):
    """A request that is on its way; its answer is not waited for."""
    connection = HTTPConnection("localhost", server.port, timeout=WAIT)
    connection.request("GET", address, headers={"Cookie": f"sessionid={signed_in(person)}"})
    return connection


def answered(connection):
    try:
        reply = connection.getresponse()
    except TimeoutError:
        return "no answer"
    return f"{reply.status} {reply.headers.get('Retry-After', '')}".strip()


def save(server, lesson, revision):
    connection = HTTPConnection("localhost", server.port, timeout=WAIT)
    entry = factories.answer("rel.contact_at_start", "seen", f"Notitie {revision}", revision=revision)
    headers = {
        "Cookie": f"sessionid={signed_in(lesson.coach)}; csrftoken={'a' * 32}",
        "X-CSRFToken": "a" * 32,
        "Content-Type": "application/json",
    }
    body = json.dumps({"voice": "coach", "entry": entry})
    connection.request("POST", f"/visits/{lesson.pk}/entries/", body, headers)
    return answered(connection)


def let_go_after(connections, number):
    """The answers, where so many have to come while the press still stands; then it goes on."""
    with ThreadPoolExecutor(len(connections)) as pool:
        replies = [pool.submit(answered, connection) for connection in connections]
        while sum(reply.done() for reply in replies) < number:
            if all(reply.done() for reply in replies):
                break
        Path(os.environ["VAR_DIR"], LET_GO).touch()
        return sorted(reply.result() for reply in replies)
