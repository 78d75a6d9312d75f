"""Where things are on the pages, by their structure rather than their words: those are held elsewhere
(tests/terms.yaml)."""

import re

POINT = "com.steps_first_step"
NOTE = f'[name="note-{POINT}"]'
BAR = "#moment-text"
RECORD = '[name="save"][value="moment"]'
NEWEST = "[data-newest]"
UNDO = "[data-undo]"
MOMENT = "[data-moment] textarea"
READY = '[name="ready"]:not([data-sure])'
GO = "main .mk-btn-go"

SAVED = r"^Alles bewaard op de server"
HERE = r"^Bewaard op dit apparaat \d+ nog te versturen"
KEPT = "await navigator.serviceWorker.ready; return Boolean(await caches.match(location.href))"


def mark(value, key=POINT):
    return f'[data-answer="{key}"] .mk-mark:has(input[value="{value}"])'


def is_marked(value, key=POINT):
    return f'[data-answer="{key}"] input[value="{value}"]:checked'


def open_page(engine, lesson, name):
    """A page for writing that is kept on the device, once it is."""
    engine.get(f"/visits/{lesson.pk}/{name}/")
    engine.wait(lambda: engine.ajs(KEPT), "the page kept on the device")


def at(engine, lesson, name=""):
    """Waits until the page of this address is there."""
    wanted = re.compile(rf"/visits/{lesson.pk}/{name}(\?.*)?(#.*)?$")
    engine.wait(lambda: wanted.search(engine.url), f"/{name}")
