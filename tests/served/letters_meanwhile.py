"""The mail server takes its time: who writes or reads meanwhile notices nothing, and nobody else goes round.
Then postmen who begin at the same moment."""

import json
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db.models import F
from django.test import Client

from letters.models import Round
from letters.postman import deliver
from tests import factories
from tests.letters.mail_server import MailServer, held
from tests.patience import eventually
from tests.served.postmen import by_person, connect, go_round, propose, world

TEACHERS, EACH, POSTMEN, SAVES = 4, 3, 4, 10
LONGEST = timedelta(minutes=12)  # of one letter, before it is hung up on (letters/office.py)


def run():
    coach, teachers = world(TEACHERS)
    lesson = factories.make_lesson(teachers[0], coach=coach)
    go_round()  # what that tells stays in var/mail
    expected = propose(teachers, coach, EACH)
    let_go = threading.Event()
    with MailServer(taken=held(let_go)) as server, ThreadPoolExecutor(1) as pool:
        connect(server.port)
        round_of_it = pool.submit(go_round)
        try:
            eventually(lambda: server.talks)
            found = meanwhile(lesson, coach)
        finally:
            let_go.set()
        found |= {"left": round_of_it.result(), "asked": server.talks}
    found["each once, in order"] = by_person(server.letters) == expected
    return found | {"of several": of_several(teachers, coach)}


def meanwhile(lesson, coach):
    """A letter is in the hands of the server, which says nothing yet."""
    found = {"saves": saves(lesson, coach), "another postman": deliver.call()}
    Round.objects.update(until=F("until") - LONGEST)
    return found | {"another, after long": deliver.call()}


def saves(lesson, coach):
    """Statuses of what a coach saves, and of a page."""
    client, statuses = Client(HTTP_HOST="localhost"), Counter()
    client.force_login(coach)
    for revision in range(SAVES):
        entry = factories.answer("rel.contact_at_start", "seen", f"Notitie {revision}", revision=revision)
        body = json.dumps({"voice": "coach", "entry": entry})
        reply = client.post(f"/visits/{lesson.pk}/entries/", body, content_type="application/json")
        statuses[str(reply.status_code)] += 1
    statuses[str(client.get(f"/visits/{lesson.pk}/").status_code)] += 1
    return statuses


def of_several(teachers, coach):
    """Letters that left more than once, and whether each has theirs in order."""
    expected = propose(teachers, coach, EACH)
    with MailServer() as server, ThreadPoolExecutor(POSTMEN) as pool:
        connect(server.port)
        left = list(pool.map(go_round, range(POSTMEN)))
    copies = len(server.letters) - len(set(server.letters))
    return {"left": sum(left), "copies": copies, "in order": by_person(server.letters) == expected}
