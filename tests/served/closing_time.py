"""The teacher closes while a class is still sending: who is thanked is counted, who is too late is told so,
and nothing comes after."""

import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from django.db import connection
from django.test import Client

from pulse import actions
from pulse.models import Pulse
from tests import factories
from tests.patience import eventually

STUDENTS, PHONES = 60, 12


def run():
    team = factories.make_team(factories.make_school())
    teacher = factories.make_person("Tijn Verzonnen", team=team, role="teacher", password=None)
    lesson = factories.make_lesson(teacher)
    actions.prepare(lesson=lesson, by=teacher, chosen=[])
    actions.open_pulse(lesson=lesson, by=teacher)
    pulse = Pulse.objects.get(lesson=lesson)
    is_closed = Event()
    with ThreadPoolExecutor(PHONES) as pool:
        replies = pool.map(lambda student: answer(student, pulse.code, is_closed), range(STUDENTS))
        eventually(lambda: Pulse.objects.get(pk=pulse.pk).answers >= STUDENTS // 4)
        actions.close(lesson=lesson, by=teacher)
        is_closed.set()
        at_closing = Pulse.objects.get(pk=pulse.pk).answers
        statuses = Counter(replies)
    after = Pulse.objects.get(pk=pulse.pk).answers
    return {
        "thanked are counted": statuses["302"] == after,
        "none after closing": after == at_closing,
        "some were too late": after < STUDENTS,
        "statuses": sorted(statuses),
    }


def answer(student, code, is_closed):
    """While it is being closed, in any order; the last ones only come after it, also where closing is
    slow."""
    time.sleep(random.random() / 20)
    if student >= STUDENTS - PHONES:
        is_closed.wait()
    try:
        return str(Client(HTTP_HOST="localhost").post(f"/p/{code}/", {"pulse.can": "yes"}).status_code)
    finally:
        connection.close()
