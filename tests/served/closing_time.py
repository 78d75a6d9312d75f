"""The teacher closes while a class is still sending: who is thanked is counted, who is too late is told so, and nothing comes after."""

import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.test import Client

from pulse import actions
from pulse.models import Pulse
from tests import factories

STUDENTS = 60


def run():
    team = factories.make_team(factories.make_school())
    teacher = factories.make_person("Tijn Verzonnen", team=team, role="teacher", password=None)
    lesson = factories.make_lesson(teacher)
    actions.prepare(lesson=lesson, by=teacher, chosen=[])
    actions.open_pulse(lesson=lesson, by=teacher)
    pulse = Pulse.objects.get(lesson=lesson)
    with ThreadPoolExecutor(12) as pool:
        replies = pool.map(lambda _student: answer(pulse.code), range(STUDENTS))
        while Pulse.objects.get(pk=pulse.pk).answers < STUDENTS // 4:
            time.sleep(0.01)
        actions.close(lesson=lesson, by=teacher)
        at_closing = Pulse.objects.get(pk=pulse.pk).answers
        statuses = Counter(replies)
    after = Pulse.objects.get(pk=pulse.pk).answers
    return {
        "thanked are counted": statuses["302"] == after,
        "none after closing": after == at_closing,
        "some were too late": after < STUDENTS,
        "statuses": sorted(statuses),
    }


def answer(code):
    time.sleep(random.random() / 20)
    try:
        return str(Client(HTTP_HOST="localhost").post(f"/p/{code}/", {"pulse.can": "yes"}).status_code)
    finally:
        connection.close()
