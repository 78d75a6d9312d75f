"""Server CPU of each main page and of saving one answer: ours against the build of before, on the same rows,
in turns; both warm. Beside it how many yardsticks ours is (tests/benchmarks/yardstick.py)."""

import re
from html.parser import HTMLParser
from itertools import count
from statistics import median

from django.test import Client
from django.urls import reverse

from tests.benchmarks.builds import Builds
from tests.benchmarks.table import again_if_close, ratio, run
from tests.factories import answer

ROUNDS, YARDSTICK, SAVE = 25, "yardstick", "saving one answer"
BRIM, PARTS = "opened page, filled to the brim", "… and every part of it"
ALONE = f"{PARTS}, without a script"
EACH, MIDDLE = 0.8, 0.6
BARS = {BRIM: 0.35, PARTS: 0.8, ALONE: 0.8, SAVE: 0.5}
KILOBYTES, NODES = 40, 900

# name: who asks (of tests/benchmarks/ground.py), for which address, about what
ASKED = {
    "start page, of a coach": ("looker", "home", None),
    "start page, of a teacher": ("teacher", "home", None),
    "start page, of a lead": ("lead", "home", None),
    "planning a visit": ("teacher", "plan", None),
    "the page of a visit": ("coach", "visit", "recorded"),
    "capture page": ("coach", "look", "recorded"),
    "looking back": ("teacher", "look_back", "recorded"),
    BRIM: ("teacher", "together", "opened"),
    "opened page of a visit like most": ("teacher", "together", "ordinary"),
    "talk": ("coach", "talk", "opened"),
    "keys": ("teacher", "keys", "opened"),
    "team": ("lead", "team", None),
    "team mirror": ("lead", "mirror", "mirror"),
    "earlier visits": ("visitor", "earlier", None),
}


def measure():
    with Builds() as builds:
        ways, found = pages(builds) | {SAVE: saves(builds)}, {}
        spent = turns(ways)
        yardstick = min(spent.pop(YARDSTICK)[0])
        for name, (ours, before) in spent.items():
            bar, beside = BARS.get(name, EACH), f"{min(ours) / yardstick:.2f} yardsticks"
            found[name] = again_if_close(ratio(ours, before), bar, anew(name, ways[name]))
            yield f"CPU: {name}", found[name], bar, "×", None, beside
        others = [value for name, value in found.items() if name not in BARS]
        yield "CPU: the middle one of the other pages", median(others), MIDDLE
        yield from size(builds.ours.ask("html", *of(builds, BRIM)))


def anew(name, pair):
    return lambda: ratio(*turns({name: pair})[name])


def of(builds, name):
    """Who asks, and the address."""
    person, url, row = ASKED[name]
    return builds.found[person], reverse(url, args=[builds.found[row]] if row else [])


def pages(builds):
    """{name: (a way for ours, a way for before)}, each answering with CPU seconds."""
    asked = {name: of(builds, name) for name in ASKED} | {YARDSTICK: (builds.found["reader"], "/yardstick/")}
    ways = {name: both(builds, (person, url), (person, url)) for name, (person, url) in asked.items()}
    person, url = asked[BRIM]
    shown = builds.ours.ask("html", person, url)
    opened = {PARTS: [together(shown, url)], ALONE: parts(shown, url)}
    return ways | {name: both(builds, (person, url, *more), (person, url)) for name, more in opened.items()}


def both(builds, ours, before):
    return (lambda: builds.ours.ask("page", *ours)), (lambda: builds.before.ask("page", *before))


def together(html, url):
    """What static/js/doors.js asks for when the doors are opened, one after the other: at the first a page
    with all of them, and after that nothing."""
    return re.search(rf'href="({url}[a-z]+/)" data-all', html)[1]


def parts(html, url):
    """What is asked for where there is no script: each need has a page of its own, and so has the lesson."""
    found = set(re.findall(rf'href="({url}[a-z]+/)', html)) - {together(html, url)}
    assert found, url
    return sorted(found)


def saves(builds):
    return saver(builds.ours, builds.found), saver(builds.before, builds.found)


def saver(build, found):
    revisions = count(1)
    return lambda: build.ask("save", found["coach"], found["recorded"], next(revisions))


def turns(ways):
    """{name: (seconds of ours, seconds of before)}, a round each in turns; one warms up."""
    spent = {name: ([], []) for name in ways}
    for _ in range(ROUNDS + 1):
        for name, pair in ways.items():
            for way, seconds in zip(pair, spent[name], strict=True):
                seconds.append(way())
    return {name: (ours[1:], before[1:]) for name, (ours, before) in spent.items()}


def size(html):
    yield f"HTML: {BRIM}", len(html.encode()) / 1000, KILOBYTES, "kB"
    yield f"nodes: {BRIM}", Nodes.of(html), NODES, ""


class Nodes(HTMLParser):
    """Counts elements, as a browser does but for those it adds."""

    def __init__(self):
        super().__init__()
        self.found = 0

    def handle_starttag(self, _tag, _attributes):
        self.found += 1

    @classmethod
    def of(cls, html):
        parser = cls()
        parser.feed(html)
        return parser.found


# --- one build alone, for other modules --------------------------------------------------------------------


def device(person):
    """Asks as a browser does."""
    client = Client(SERVER_NAME="localhost", headers={"accept-encoding": "gzip"})
    if person:
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
