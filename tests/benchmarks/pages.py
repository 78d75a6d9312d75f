"""Server CPU of each main page, and of saving one answer, as a ratio to the yardstick page; the app is
warm."""

from itertools import count

from django.test import Client, override_settings
from django.urls import reverse

from tests.benchmarks.ground import Ground
from tests.benchmarks.table import least, run, turns
from tests.factories import answer
from tests.faults.world import prepare

ROUNDS, YARDSTICK = 15, "yardstick"
PAGE, FIRST_PAGE, FIRST_SAVE = 5, 1.5, 0.5  # docs/adr/0013: why these bars
BARS = {"opened page, filled to the brim": 10, "saving one answer": 1.2}


def measure():
    prepare()
    with override_settings(ROOT_URLCONF="tests.benchmarks.yardstick"):
        ground = Ground()
        spent = turns(pages(ground) | {"saving one answer": saving(ground)}, ROUNDS)
    for name, seconds in spent.items():
        if name != YARDSTICK:
            first = FIRST_SAVE if name.startswith("saving") else FIRST_PAGE
            yield f"CPU: {name}", least(seconds, spent[YARDSTICK]), BARS.get(name, PAGE), "×", first


def pages(ground):
    lesson, opened = [ground.recorded.pk], [ground.opened.pk]
    asked = {
        YARDSTICK: (ground.reader, YARDSTICK, []),
        "start page": (ground.looker, "home", []),
        "the page of a visit": (ground.coach, "visit", lesson),
        "capture page": (ground.coach, "look", lesson),
        "looking back": (ground.teacher, "look_back", lesson),
        "opened page, filled to the brim": (ground.teacher, "together", opened),
        "opened page of a visit like most": (ground.teacher, "together", [ground.ordinary.pk]),
        "talk": (ground.coach, "talk", opened),
        "keys": (ground.teacher, "keys", opened),
        "team": (ground.lead, "team", []),
        "team mirror": (ground.lead, "mirror", [ground.mirror.pk]),
        "earlier visits": (ground.visitor, "earlier", []),
    }
    return {name: page(person, reverse(url, args=args)) for name, (person, url, args) in asked.items()}


def device(person):
    """Asks as a browser does."""
    client = Client(SERVER_NAME="localhost", headers={"accept-encoding": "gzip"})
    client.force_login(person)
    return client


def page(person, url):
    client = device(person)

    def ask():
        assert client.get(url).status_code == 200

    return ask


def saving(ground):
    """The note of one point, changed each time."""
    client, url = device(ground.coach), reverse("entries", args=[ground.recorded.pk])
    key, revisions = ground.recorded.content.points[0].key, count(1)

    def save():
        revision = next(revisions)
        entry = answer(key, "seen", f"Notitie {revision}", revision)
        sent = {"voice": "coach", "entry": entry}
        assert client.post(url, sent, content_type="application/json").status_code == 200

    return save


if __name__ == "__main__":
    run(measure)
