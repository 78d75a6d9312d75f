"""How long a save takes while four people wait for the longest report that there may be, against a save when
nobody prints."""

import json
import os
import time
from http.client import HTTPConnection
from statistics import median

from django.test import Client
from django.utils import timezone

from observations.models import MAX_TEXT
from reports import actions as reports
from reports import printing
from reports.models import Bundle
from tests import factories
from tests.benchmarks.table import run
from tests.faults.world import Server, prepare

SAVES = 60
STARTS = 60  # seconds that the worker may take to begin
FULL = 0.95  # of what one report may be


def measure():
    prepare()
    team = factories.make_team(factories.make_school())
    teacher, coach, ans, bea = (
        factories.make_person(f"{name} Verzonnen", team=team, role=role, password=None)
        for name, role in [("Tijn", "teacher"), ("Coba", "coach"), ("Ans", "teacher"), ("Bea", "teacher")]
    )
    longest = longest_visit(teacher, coach)
    own, released = f"/visits/{longest.pk}/report.pdf", f"/team/{longest.pk}/report.pdf"
    saving = Saving(factories.make_lesson(teacher, coach=coach))
    os.environ["WORKER"] = "1"
    server = Server()
    try:
        saving.save(server)  # warms up
        quiet = saving.seconds(server)
        for person, address in ((teacher, own), (coach, own), (ans, released), (bea, released)):
            asked(server, person, address)
        until_printing()
        meanwhile = saving.seconds(server)
        assert Bundle.objects.filter(finished_at=None).exists(), "printed before the last save"
        yield (
            "saving while four wait for the longest report: of saving alone",
            median(meanwhile) / median(quiet),
            2,
        )
    finally:
        server.kill()


def longest_visit(teacher, coach):
    """Opened, and as many moments of the longest kind as go on one paper; a colleague may read them."""
    lesson, words = factories.make_lesson(teacher, coach=coach), "Wie begon, en waaraan merkte je dat? "
    texts = (words * MAX_TEXT)[:MAX_TEXT]
    moments = [factories.moment(text=texts) for _ in range(printing.MOST // (MAX_TEXT + 500) - 1)]
    factories.save(lesson, "coach", *moments)
    lesson = factories.bring_to("open", lesson)
    until = timezone.localdate()
    reports.give_key(lesson=lesson, by=teacher, part="coach_account", audience="team", until=until)
    html, _name = printing.worded(printing.of_the_pair(coach, lesson.pk), coach, "nl")
    assert FULL * printing.MOST < len(html) <= printing.MOST, len(html)
    return lesson


def cookies(person):
    client = Client(HTTP_HOST="localhost")
    client.force_login(person)
    return f"sessionid={client.cookies['sessionid'].value}; csrftoken={'a' * 32}"


def asked(server, person, address):
    """The paper is asked for, as a browser does; it is not quick, so the answer is where to wait for it."""
    connection = HTTPConnection("localhost", server.port)
    connection.request("GET", address, headers={"Cookie": cookies(person)})
    assert connection.getresponse().status == 302


def until_printing():
    end = time.monotonic() + STARTS
    while not Bundle.objects.exclude(total=None).exists():
        assert time.monotonic() < end, "no worker"
        time.sleep(0.1)


class Saving:
    """A coach who taps in another room."""

    def __init__(self, lesson):
        self.lesson, self.revision = lesson, 0
        self.headers = {
            "Cookie": cookies(lesson.coach),
            "X-CSRFToken": "a" * 32,
            "Content-Type": "application/json",
        }

    def seconds(self, server):
        return [self.save(server) for _ in range(SAVES)]

    def save(self, server):
        entry = factories.answer(
            "rel.contact_at_start", "seen", f"Notitie {self.revision}", revision=self.revision
        )
        body, began = json.dumps({"voice": "coach", "entry": entry}), time.perf_counter()
        connection = HTTPConnection("localhost", server.port)
        connection.request("POST", f"/visits/{self.lesson.pk}/entries/", body, self.headers)
        reply = connection.getresponse()
        reply.read()
        assert reply.status == 200
        self.revision += 1
        return time.perf_counter() - began


if __name__ == "__main__":
    run(measure)
