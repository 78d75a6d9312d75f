"""What both releases are asked: who is signed in, which pages open from the start page, and what a device
still has to send."""

import re
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from observations.models import Lesson, Stage

KEY = "only-for-kept-releases"  # so that what an earlier release sealed or signed still opens
PEOPLE = ("coba@fictief.example", "tijn@fictief.example", "lotte@fictief.example", "iris@fictief.example")
DEEP = 2  # presses from the start page on
LINK = re.compile(r'href="(/[^"#]*)')
NOT_A_PAGE = ("/static/", "/account/logout", "/language/", "/demo/")
HOST = "localhost"
ITEM = "com.checks_start"
UNSENT = {
    "type": "answer",
    "item": ITEM,
    "value": "seen",
    "note": "Op de tablet, nog niet verstuurd.",
    "revision": 0,
}


def visitor(cookies=None):
    client = Client(enforce_csrf_checks=True, headers={"host": HOST})
    for name, value in (cookies or {}).items():
        client.cookies[name] = value
    return client


def pages(client):
    """{address: status} of what can be reached by links."""
    found, ahead = {}, {"/"}
    for _press in range(DEEP + 1):
        asked = {address: client.get(address) for address in sorted(ahead)}
        found |= {address: answer.status_code for address, answer in asked.items()}
        ahead = {link for answer in asked.values() for link in links(answer)} - found.keys()
    return found


def links(answer):
    """Of a page; a file has none."""
    if answer.streaming or not answer.headers["Content-Type"].startswith("text/html"):
        return []
    found = (link.replace("&amp;", "&") for link in LINK.findall(answer.content.decode()))
    return [link for link in found if not link.startswith(NOT_A_PAGE)]


def send(client, lesson, entry):
    """What a device sends when it is back on the network: the status of the one entry."""
    token = client.cookies["csrftoken"].value
    body = {"voice": "coach", "entry": entry}
    address = reverse("entries", args=[lesson.pk])
    return client.post(
        address, body, content_type="application/json", headers={"x-csrftoken": token}
    ).status_code


def visit_to_write_on(coach):
    """One on which this coach may write now, and where that point was not answered yet."""
    mine = Lesson.objects.filter(coach__email=coach, deleted_at=None, cancelled_at=None).order_by("start")
    ahead = mine.filter(start__gt=timezone.now() - timedelta(days=1))
    return next(
        lesson for lesson in ahead if lesson.stage in (Stage.PLANNED, Stage.LOOKING) and not answered(lesson)
    )


def answered(lesson):
    return lesson.observations.filter(answers__item__key=ITEM).exists()
